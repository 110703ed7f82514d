"""What of the officer's would break if a sheet went: formulas, charts, pivots and names that use it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from quarterly.ooxml import refusals
from quarterly.ooxml.formulas import has_range_of_sheets, sheets_in
from quarterly.ooxml.markup import escape_text
from quarterly.ooxml.opc import Package, extension_of
from quarterly.ooxml.owned import OwnedSheet
from quarterly.ooxml.takeout import Takeout

_FORMULA = re.compile(rb"<(?:\w+:)?(?:f|formula[12]?|calculatedColumnFormula)(?:\s[^<>]*)?>([^<]*)</")
_SOURCE = re.compile(rb"<(?:\w+:)?worksheetSource\s[^<>]*?\bsheet=[\"']([^\"'<>]*)[\"']")
SHOWN = 3  # uses named in a message


def refuse_broken_references(takeout: Takeout, leaving: Sequence[OwnedSheet]) -> None:
    """Refuse to take out sheets that something of the officer's refers to.

    Raises:
        WorkbookLocked: naming the sheets or parts that refer to them.
    """
    found = uses(takeout, leaving)
    if found:
        raise refusals.SHEET_IN_USE.of(takeout.host.name, uses="; ".join(found[:SHOWN]))


def uses(takeout: Takeout, leaving: Sequence[OwnedSheet]) -> tuple[str, ...]:
    """What of the officer's refers to these sheets, in words."""
    gone = {owned.sheet.name.casefold(): owned.sheet.name for owned in leaving}
    return tuple(_uses(takeout, gone)) if gone else ()


def _uses(takeout: Takeout, gone: dict[str, str]) -> Iterator[str]:
    package = takeout.host.package
    for name in takeout.base_workbook.names:
        yield from (f'name {name.name} uses "{gone[each]}"' for each in sorted(sheets_in(name.text) & gone.keys()))
    sheets = {edge.id: edge.part for edge in package.relationships(takeout.host.workbook_part)}
    titles = {sheets.get(sheet.relationship, "").casefold(): sheet.name for sheet in takeout.workbook.sheets}
    for key in sorted(package.archive.parts() - takeout.ours):
        if extension_of(key) == "xml" and _mentions(package, key, gone):
            for each in sorted(_referred(package.read(key)) & gone.keys()):
                where = f'sheet "{titles[key]}"' if key in titles else key
                yield f'{where} uses "{gone[each]}"'


def has_ranges_of_sheets(takeout: Takeout) -> bool:
    """Whether a formula or name of the officer's runs over a range of sheets."""
    package = takeout.host.package
    return any(has_range_of_sheets(name.text) for name in takeout.base_workbook.names) or any(
        has_range_of_sheets(_text(formula[1]))
        for key in sorted(package.archive.parts() - takeout.ours)
        if extension_of(key) == "xml"
        for formula in _FORMULA.finditer(package.read(key))
    )


def _mentions(package: Package, part: str, gone: dict[str, str]) -> bool:
    """Whether a part may hold any of the names at all: the quick look that settles nearly every part."""
    needles = [escape_text(name).lower() for name in gone.values()]
    needles += [name.encode().lower() for name in gone.values()]
    overlap = max(map(len, needles))
    rest = b""
    for chunk in package.stream(part):
        window = (rest + chunk).lower()
        if any(needle in window for needle in needles):
            return True
        rest = chunk[-overlap:]
    return False


def _referred(raw: bytes) -> frozenset[str]:
    """The sheets that the formulas and pivot sources in a part refer to, in small letters."""
    found: set[str] = set()
    for formula in _FORMULA.finditer(raw):
        found |= sheets_in(_text(formula[1]))
    found |= {_text(source[1]).casefold() for source in _SOURCE.finditer(raw)}
    return frozenset(found)


def _text(raw: bytes) -> str:
    return html.unescape(raw.decode(errors="replace"))
