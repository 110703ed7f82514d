"""Files that a run left half written when it was killed: nobody sees them, and they are cleared away later."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

OLD = timedelta(days=1)  # by which no run that is under way can still be writing it
_PATTERN = ".*.tmp"


def sweep(folders: Iterable[Path], now: datetime) -> int:
    """Delete what is left of writing in some folders and all below them; how many files that were."""
    swept = 0
    for folder in folders:
        for path in folder.rglob(_PATTERN):
            with contextlib.suppress(OSError):  # in use after all, or gone
                if now.timestamp() - path.lstat().st_mtime > OLD.total_seconds() and path.is_file():
                    path.unlink()
                    swept += 1
    return swept
