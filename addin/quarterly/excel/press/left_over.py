"""What a press leaves behind that is cut short: a folder with a copy of the officer's workbook."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

OLD = timedelta(days=1)  # no press takes as long
_OURS = re.compile(r"quarterly-[0-9A-F]{6}")  # as Scratch.bas calls them


def clear_left_over(folder: Path, now: datetime) -> None:
    """Delete the folders of earlier presses that still lie beside the folder of this one."""
    for each in _left_over(folder.parent, before=(now - OLD).timestamp()):
        shutil.rmtree(each, ignore_errors=True)


def _left_over(within: Path, *, before: float) -> Iterator[Path]:
    for each in within.glob("quarterly-*"):
        try:
            if _OURS.fullmatch(each.name) and each.is_dir() and each.lstat().st_mtime < before:
                yield each
        except OSError:  # gone meanwhile
            continue
