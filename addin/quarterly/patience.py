"""Files that another program holds for a moment: on Windows scanners, the indexer and OneDrive look at what is new."""

from __future__ import annotations

import time
from collections.abc import Callable

_WAITS = (0.05, 0.1, 0.2, 0.4)  # seconds; such programs let go of a file within some hundred milliseconds
_HELD = {5, 32, 33}  # ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION


def patiently(act: Callable[[], object]) -> None:
    """Do something to a file, and again, up to five times in all, while Windows says that another program holds it.

    Raises:
        OSError: the system refused for another reason, or for too long.
    """
    for wait in _WAITS:
        try:
            act()
        except OSError as error:
            if getattr(error, "winerror", None) not in _HELD:
                raise
            time.sleep(wait)
        else:
            return
    act()
