"""The last look before a workbook is replaced: is the new file whole, and is everything of the officer's in it?

Nothing here trusts what the other modules meant to do; it reads the finished file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO
from xml.parsers import expat

from quarterly.errors import WorkbookRefused
from quarterly.ooxml import refusals
from quarterly.ooxml.archive import Archive, key_of
from quarterly.ooxml.cells import CELL_STYLE, UncoveredMarkup, split
from quarterly.ooxml.draft import Draft
from quarterly.ooxml.opc import Package, extension_of, is_relationships_part, source_of
from quarterly.ooxml.preflight import main_part, open_workbook
from quarterly.ooxml.style_lists import LISTS, StyleLists
from quarterly.ooxml.tables import table_tags
from quarterly.ooxml.workbook import LONGEST_NAME, Workbook

_XML = ("xml", "rels", "vml")


def verify(stream: IO[bytes], draft: Draft) -> None:
    """Check the finished file in ``stream`` against the host it was made from.

    Raises:
        WorkbookLocked: something is wrong, and the officer's file must stay as it is.
    """
    name = draft.host.name
    try:
        faults = list(_faults(open_workbook(stream, name), draft))
    except WorkbookRefused as error:
        raise refusals.CHECK_FAILED.of(name, reason=str(error)) from error
    if faults:
        raise refusals.CHECK_FAILED.of(name, reason="; ".join(faults[:3]))


def _faults(package: Package, draft: Draft) -> Iterator[str]:
    yield from _copies(package.archive, draft)
    fresh = package.archive.parts() - draft.untouched()
    yield from _malformed(package, fresh, draft.host.package.archive.parts())
    yield from _dangling(package, fresh)
    workbook = Workbook(package.markup(main_part(package)))
    known = set(_sheets(draft.host.package, Workbook(draft.host.workbook)))  # of the host itself, and not our doing
    yield from (fault for fault in _sheets(package, workbook) if fault not in known)
    yield from _names(package, workbook, draft)
    yield from _styles(package, draft, fresh)


def _copies(new: Archive, draft: Draft) -> Iterator[str]:
    """Every part that nobody changed is there, packed as it was."""
    old = draft.host.package.archive
    for key in sorted(draft.untouched()):
        if key not in new:
            yield f"{key} is missing"
            continue
        before, after = old.find(key), new.find(key)
        same = (before.CRC, before.file_size, before.compress_size) == (after.CRC, after.file_size, after.compress_size)
        if not same or any(a != b for a, b in zip(old.packed(before), new.packed(after), strict=True)):
            yield f"{key} differs"


def _malformed(package: Package, fresh: Iterable[str], known: frozenset[str]) -> Iterator[str]:
    for key in sorted(fresh):
        parser = expat.ParserCreate() if extension_of(key) in _XML else None
        try:
            for chunk in package.stream(key):
                if parser:
                    parser.Parse(chunk, False)
            if parser:
                parser.Parse(b"", True)
        except expat.ExpatError as error:
            yield f"{key} is not well-formed ({error})"
        if key not in known and not package.content_type(key):
            yield f"{key} has no content type"


def _dangling(package: Package, fresh: frozenset[str]) -> Iterator[str]:
    for key in sorted(fresh):
        source = source_of(key)
        # The workbook's relationships hold the officer's too, which may lead nowhere since long ago.
        if is_relationships_part(key) and source in fresh and source != key_of(main_part(package)):
            for edge in package.relationships(source):
                if edge.part and edge.part not in package:
                    yield f"{source} points at {edge.part}, which does not exist"


def _sheets(package: Package, workbook: Workbook) -> Iterator[str]:
    names = [sheet.name.casefold() for sheet in workbook.sheets]
    yield from _repeated("sheet name", names)
    yield from _repeated("sheet number", [str(sheet.number) for sheet in workbook.sheets])
    yield from (f"sheet name {name} is too long" for name in names if len(name) > LONGEST_NAME)
    edges = package.relationships(main_part(package))
    yield from _repeated("relationship", [edge.id for edge in edges])
    if not any(sheet.state in ("", "visible") for sheet in workbook.sheets):
        yield "no sheet is visible"


def _names(package: Package, workbook: Workbook, draft: Draft) -> Iterator[str]:
    before = {(name.scope is None, name.key) for name in Workbook(draft.host.workbook).names}
    scoped = [f"{name.scope} {name.key}" for name in workbook.names if (name.scope is None, name.key) not in before]
    yield from _repeated("defined name", scoped)
    tags = table_tags(package)
    ours = {key for key in tags if key not in draft.untouched()}
    others = {tag.number for key, tag in tags.items() if key not in ours}
    other_names = {tag.name.casefold() for key, tag in tags.items() if key not in ours}
    other_names |= {name.key for name in workbook.global_names}
    for key in sorted(ours):
        if tags[key].number in others or tags[key].name.casefold() in other_names:
            yield f"table {tags[key].name} exists twice"
        others.add(tags[key].number)
        other_names.add(tags[key].name.casefold())


def _repeated(what: str, values: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            yield f"{what} {value} exists twice"
        seen.add(value)


def _styles(package: Package, draft: Draft, fresh: Iterable[str]) -> Iterator[str]:
    part = next((edge.part for edge in package.relationships(main_part(package)) if edge.kind == "styles"), "")
    if part not in package:
        return
    styles = StyleLists(package.read(part))
    if draft.styles_before is not None:
        yield from _moved_styles(StyleLists(draft.styles_before), styles)
    count = len(styles["cellXfs"].forms)
    for key in sorted(fresh):
        if package.content_type(key).endswith("worksheet+xml"):
            yield from _unknown_styles(package, key, count)


def _moved_styles(before: StyleLists, after: StyleLists) -> Iterator[str]:
    for name in LISTS:
        kept = before[name].forms[: before[name].first_new]
        if after[name].forms[: len(kept)] != kept:
            yield f"an existing entry of {name} changed"


def _unknown_styles(package: Package, sheet: str, count: int) -> Iterator[str]:
    highest = -1
    try:
        for kind, chunk in split(package.stream(sheet)):
            if kind == "rows":
                used = {number for _, number, _ in CELL_STYLE.findall(chunk)}
                highest = max(highest, *map(int, used), -1)
    except UncoveredMarkup as error:
        yield f"the cells of {sheet} cannot be checked ({error})"
    if highest >= count:
        yield f"{sheet} uses a cell format that does not exist"
