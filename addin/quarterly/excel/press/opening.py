"""Opening a file with the program that the system has for it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

_OPENERS = {"darwin": ("/usr/bin/open",), "linux": ("xdg-open",)}
_EDITORS = {"darwin": ("/usr/bin/open", "-t"), "win32": ("notepad.exe",)}


def open_file(path: Path) -> None:
    """Open a file as if it were double-clicked; a text file of settings in a plain editor."""
    program = _EDITORS.get(sys.platform) if path.suffix == ".toml" else None
    if program is None and sys.platform == "win32":
        os.startfile(path)  # noqa: S606  # a file that Quarterly has just written
        return
    _started(*(program or _OPENERS.get(sys.platform, ("xdg-open",))), str(path))


def shown(path: Path, opener: Callable[[Path], None]) -> str:
    """Open a file for the officer; a sentence where this computer has nothing to open it with."""
    try:
        opener(path)
    except OSError:
        return f'"{path.name}" could not be opened from here; it is in {path.parent}.'
    return ""


def _started(*command: str) -> None:
    subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
