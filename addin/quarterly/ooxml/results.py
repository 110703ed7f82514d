"""What was done to a workbook, or would be done: sheet by sheet and part by part."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from quarterly.ooxml.preflight import Warned


class Edited(StrEnum):
    """What happens to a sheet of ours that the officer changed by hand."""

    REFUSE = "refuse"  # nothing is written; the message names sheets and rows
    KEEP = "keep"  # it becomes the officer's own, and the new sheet is put beside it
    REPLACE = "replace"  # the officer's changes are lost, and the result says which


class Doing(StrEnum):
    """What happens to a sheet or part."""

    ADDED = "added"
    REPLACED = "replaced"
    REMOVED = "removed"
    CHANGED = "changed"


class SheetChange(Struct, frozen=True, kw_only=True):
    """A sheet that comes or goes. ``key`` is its name in the report, ``name`` its name in the workbook."""

    key: str
    name: str
    doing: Doing
    position: int  # from 1, in the workbook as it becomes; of a removed sheet, as it was


class PartChange(Struct, frozen=True, kw_only=True):
    """A part of the package that comes, goes or changes. Sizes are in bytes, unpacked; 0 where there is nothing."""

    part: str
    doing: Doing
    before: int
    after: int


class InsertResult(Struct, frozen=True, kw_only=True):
    """What an insertion or removal did, or, from a dry run, would do.

    ``path`` is the file that was written, with links followed. ``written`` is false for a dry run, and where the
    workbook already held exactly this. ``backup`` is the copy of the workbook as it was before.
    """

    path: Path
    sheets: tuple[SheetChange, ...]
    parts: tuple[PartChange, ...]
    untouched: int  # parts that are the same, byte for byte
    warnings: tuple[Warned, ...] = ()
    written: bool = False
    changes: bool = True  # whether the file differs, or would differ, from what it was
    backup: Path | None = None

    def unchanged(self) -> InsertResult:
        """The same result where the file already is what it would become."""
        return replace(self, changes=False, parts=(), untouched=self.untouched + len(self.parts))

    def committed(self, backup: Path | None) -> InsertResult:
        """The same result once it is on the disk."""
        return replace(self, written=True, backup=backup)

    def lines(self) -> tuple[str, ...]:
        """The result for a person, a line a sheet and a part."""
        sheets = (f'Sheet "{each.name}": {each.doing}, place {each.position}' for each in self.sheets)
        parts = (f"Part {each.part}: {each.doing}, {each.before:,} to {each.after:,} bytes" for each in self.parts)
        same = f"{self.untouched} other parts stay the same, byte for byte"
        return (*sheets, *parts, same, *(warned.text for warned in self.warnings))
