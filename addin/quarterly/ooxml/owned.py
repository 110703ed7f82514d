"""The sheets in a workbook that are ours: where they stand, and what the officer did to them since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from msgspec import Struct

from quarterly.ooxml.cells import Fingerprint, SharedStrings, UncoveredMarkup, changed_rows, tokens
from quarterly.ooxml.marks import MARK, Mark, added_objects, count_objects, counted, read_mark
from quarterly.ooxml.opc import Package
from quarterly.ooxml.preflight import Host
from quarterly.ooxml.workbook import Name, Sheet, Workbook


class OwnedSheet(Struct, frozen=True, kw_only=True):
    """A marked sheet. ``index`` is its place among all sheets; ``part`` is empty where the workbook lost it."""

    index: int
    sheet: Sheet
    part: str
    mark: Mark

    @property
    def identity(self) -> tuple[str, str]:
        """What a newer version of this sheet is recognised by."""
        return self.mark.group, self.mark.key


class Ownership(Struct, frozen=True, kw_only=True):
    """All sheets that are ours, and the indexes of copies that an officer made of them: those are the officer's."""

    sheets: tuple[OwnedSheet, ...]
    copies: tuple[int, ...]

    def of_group(self, group: str) -> tuple[OwnedSheet, ...]:
        """The sheets that are replaced together."""
        return tuple(owned for owned in self.sheets if owned.mark.group == group)


def ownership(host: Host, workbook: Workbook) -> Ownership:
    """Find the marked sheets. Of several with the same mark, the one that was written is ours."""
    claims: dict[tuple[str, str], list[OwnedSheet]] = {}
    for owned in _marked(host, workbook):
        claims.setdefault(owned.identity, []).append(owned)
    # Excel gives a copy a number of its own and calls it "Summary (2)"; other programs renumber all sheets.
    ours = [min(claim, key=_claim) for claim in claims.values()]
    copies = (owned.index for claim in claims.values() for owned in claim if owned not in ours)
    return Ownership(sheets=tuple(sorted(ours, key=lambda owned: owned.index)), copies=tuple(sorted(copies)))


def _claim(owned: OwnedSheet) -> tuple[bool, bool, int]:
    return owned.sheet.number != owned.mark.number, owned.sheet.name != owned.mark.key, owned.index


def _marked(host: Host, workbook: Workbook) -> Iterator[OwnedSheet]:
    parts = {edge.id: edge.part for edge in host.package.relationships(host.workbook_part)}
    for name in workbook.names:
        mark = read_mark(name.text) if name.name == MARK and name.scope is not None else None
        if mark and name.scope is not None and name.scope < len(workbook.sheets):
            sheet = workbook.sheets[name.scope]
            yield OwnedSheet(index=name.scope, sheet=sheet, part=parts.get(sheet.relationship, ""), mark=mark)


class HostStrings(SharedStrings):
    """The host's shared strings, read only if a sheet of ours was saved by a program that uses them."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host

    @cached_property
    def _loaded(self) -> SharedStrings:
        part = self._host.related("sharedStrings")
        return SharedStrings(self._host.package.read(part) if part else b"")

    def __getitem__(self, index: int) -> bytes:
        return self._loaded[index]


class Edit(Struct, frozen=True, kw_only=True):
    """What an officer changed on a sheet of ours since it was written, in words."""

    sheet: str
    what: tuple[str, ...]

    def __str__(self) -> str:
        return f'"{self.sheet}" ({", ".join(self.what)})'


def edit_of(host: Host, owned: OwnedSheet, strings: SharedStrings) -> Edit | None:
    """What was changed by hand on a sheet of ours; ``None`` if nothing was."""
    if owned.part not in host.package:
        return None
    what = list(added_objects(owned.mark, count_objects(host.package, owned.part)))
    what += _rows_in_words(host.package, owned, strings)
    return Edit(sheet=owned.sheet.name, what=tuple(what)) if what else None


def _rows_in_words(package: Package, owned: OwnedSheet, strings: SharedStrings) -> list[str]:
    now = _bands(package, owned.part, strings)
    if not now:
        return ["written anew by a program whose format cannot be compared"]
    return [f"cells in rows {first} to {last}" for first, last in changed_rows(owned.mark.bands, now)]


def _bands(package: Package, part: str, strings: SharedStrings) -> str:
    """What the sheet's cells say, in short; empty where they cannot be read."""
    now = Fingerprint()
    try:
        for row, token in tokens(package.stream(part), strings):
            now.add(row, token)
    except (UncoveredMarkup, IndexError, ValueError):
        return ""
    return str(now)


def adopted(
    host: Host, workbook: Workbook, group: str, adopt: Mapping[str, str], strings: SharedStrings
) -> Iterator[OwnedSheet]:
    """Sheets of the officer's that count as ours from now on: the report's name for each, and the workbook's.

    Their cells and their table are taken as ours; charts, pictures and notes on them stay the officer's.
    """
    parts = {edge.id: edge.part for edge in host.package.relationships(host.workbook_part)}
    names = {name.casefold(): key for key, name in adopt.items()}  # Excel compares sheet names without case
    for index, sheet in enumerate(workbook.sheets):
        part = parts.get(sheet.relationship, "")
        if sheet.name.casefold() in names and part in host.package:
            tables = count_objects(host.package, part).get("table", 0)
            mark = Mark(
                group=group,
                key=names[sheet.name.casefold()],
                number=sheet.number,
                objects=counted({"table": tables}),
                bands=_bands(host.package, part, strings),
            )
            yield OwnedSheet(index=index, sheet=sheet, part=part, mark=mark)


def names_to_carry(workbook: Workbook, owned: OwnedSheet) -> tuple[Name, ...]:
    """The names that belong to a sheet of ours and are not made by Excel or by us."""
    made = (MARK, "_xlnm.")
    return tuple(name for name in workbook.scoped(owned.index) if not name.name.startswith(made))
