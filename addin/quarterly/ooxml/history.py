"""Sheets that only ever grow: what was published once is never rewritten in silence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from quarterly.ooxml import refusals
from quarterly.ooxml.cells import SharedStrings, UncoveredMarkup, tokens
from quarterly.ooxml.incoming import Report
from quarterly.ooxml.owned import HostStrings
from quarterly.ooxml.takeout import Takeout

_SHOWN = 5  # rows named in a message


def refuse_rewritten(takeout: Takeout, report: Report) -> None:
    """Refuse a report in which a row that already stands in the workbook would say something else.

    Raises:
        WorkbookLocked: earlier rows differ or are missing.
    """
    host = takeout.host
    coming = {sheet.name: sheet.part for sheet in report.sheets}
    strings = HostStrings(host)
    for owned in takeout.leaving:
        part = coming.get(owned.mark.key)
        if part is None or owned.part not in host.package:
            continue
        try:
            now = _rows(host.package.stream(owned.part), strings)
            changed = list(_changed(now, _rows(report.package.stream(part), report.strings)))
        except (UncoveredMarkup, IndexError, ValueError) as error:
            rows = "its rows cannot be read any more"
            raise refusals.HISTORY_REWRITTEN.of(host.name, sheet=owned.sheet.name, rows=rows) from error
        if changed:
            rows = ", ".join(f"row {row}" for row in changed[:_SHOWN]) + (" and more" if len(changed) > _SHOWN else "")
            raise refusals.HISTORY_REWRITTEN.of(host.name, sheet=owned.sheet.name, rows=rows)


def _rows(chunks: Iterable[bytes], strings: SharedStrings) -> Iterator[tuple[int, bytes]]:
    for row, cells in groupby(tokens(chunks, strings), key=lambda said: said[0]):
        yield row, b"".join(token for _, token in cells)


def _changed(before: Iterable[tuple[int, bytes]], after: Iterable[tuple[int, bytes]]) -> Iterator[int]:
    """Rows of ``before`` that ``after`` lacks or has otherwise. Both come in the order of rows."""
    coming = iter(after)
    row, said = 0, b""
    for number, was in before:
        while row < number:
            row, said = next(coming, (number, b""))
        if (row, said) != (number, was):
            yield number
