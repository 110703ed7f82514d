"""How a sheet says that it is ours: a hidden defined name of its own, which survives a save by any program.

The mark holds a constant text: which report the sheet belongs to, which sheet of it, and what it held when it was
written, so that an officer's later edits are noticed. A copy that the officer makes in Excel has the mark too, but not
the sheet number in it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from quarterly.ooxml.opc import Package, Relationship

MARK = "_quarterly.sheet"
_VERSION = "quarterly 1"
_MARK = re.compile(
    r'"?quarterly 1\|(?P<group>[a-z-]+)\|(?P<number>\d+)(?:/(?P<place>\d+))?\|(?P<objects>[\d,]+)'
    r'\|(?P<bands>[A-Za-z0-9+/=]*)\|(?P<key>.+?)"?',
    re.DOTALL,
)
_ANCHOR = re.compile(rb"<(?:\w+:)?(?:twoCellAnchor|oneCellAnchor|absoluteAnchor)(?=[\s>])")
_COMMENT = re.compile(rb"<(?:\w+:)?comment(?=[\s>])")
_COUNTED = ("drawing", "table", "comments")
_HARMLESS = {"hyperlink", "printerSettings", "vmlDrawing"}  # Excel adds printer settings; VML only draws comments
_WORDS = {
    "drawing": ("chart, picture or shape", "charts, pictures or shapes"),
    "table": ("table", "tables"),
    "comments": ("note", "notes"),
    "threadedComment": ("comment", "comments"),
    "pivotTable": ("pivot table", "pivot tables"),
    "slicer": ("slicer", "slicers"),
    "timeline": ("timeline", "timelines"),
    "ctrlProp": ("form control", "form controls"),
    "oleObject": ("embedded object", "embedded objects"),
    "package": ("embedded file", "embedded files"),
    "queryTable": ("query", "queries"),
    "image": ("background picture", "background pictures"),
    "vmlDrawingHF": ("header picture", "header pictures"),
}


class Mark(Struct, frozen=True, kw_only=True):
    """What a marked sheet says of itself. ``key`` is the sheet's name in the report, whatever the officer calls it."""

    group: str  # "report" or "history": sheets that are replaced together
    key: str
    number: int  # the sheetId under which it was written
    objects: tuple[int, ...]  # drawings' objects, tables and notes, in the order of _COUNTED
    bands: str  # fingerprint of the cells
    place: int = (
        0  # in the report, from 1, so that a sheet that the officer moved is told from one that the report moves
    )

    def text(self) -> str:
        """The mark as the defined name's formula: a constant text."""
        objects = ",".join(str(count) for count in self.objects)
        number = f"{self.number}/{self.place}" if self.place else str(self.number)
        said = f"{_VERSION}|{self.group}|{number}|{objects}|{self.bands}|{self.key}"
        return '"' + said.replace('"', '""') + '"'


def read_mark(formula: str) -> Mark | None:
    """The mark in a defined name's formula, if it is one."""
    found = _MARK.fullmatch(formula.strip().replace('""', '"'))
    if found is None:
        return None
    return Mark(
        group=found["group"],
        key=found["key"],
        number=int(found["number"]),
        objects=tuple(int(count) for count in found["objects"].split(",") if count),
        bands=found["bands"],
        place=int(found["place"] or 0),
    )


def count_objects(package: Package, part: str) -> Mapping[str, int]:
    """What stands on a sheet beside its cells: how many of each kind, by the kind of relationship."""
    counts: dict[str, int] = {}
    for edge in package.relationships(part):
        if edge.kind not in _HARMLESS:
            counts[edge.kind] = counts.get(edge.kind, 0) + _size(package, edge)
    return counts


def _size(package: Package, edge: Relationship) -> int:
    if edge.part not in package or edge.kind not in ("drawing", "comments"):
        return 1
    pattern = _ANCHOR if edge.kind == "drawing" else _COMMENT
    return len(pattern.findall(package.read(edge.part)))


def counted(counts: Mapping[str, int]) -> tuple[int, ...]:
    """The counts that a mark keeps."""
    return tuple(counts.get(kind, 0) for kind in _COUNTED)


def added_objects(mark: Mark, now: Mapping[str, int]) -> tuple[str, ...]:
    """What was added to a sheet since it was marked, in words: "2 pivot tables"."""
    before = dict(zip(_COUNTED, mark.objects, strict=False))
    more = {kind: count - before.get(kind, 0) for kind, count in now.items()}
    # A threaded comment is stored a second time as a note, for old versions of Excel.
    if more.get("threadedComment"):
        more.pop("comments", None)
    return tuple(_in_words(kind, count) for kind, count in sorted(more.items()) if count > 0)


def _in_words(kind: str, count: int) -> str:
    one, many = _WORDS.get(kind, (kind, kind))
    return f"{count} {one if count == 1 else many}"
