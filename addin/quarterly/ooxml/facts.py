"""What a report should know about the workbook that it goes into, before it is rendered."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from quarterly.ooxml.commit import locate
from quarterly.ooxml.owned import ownership
from quarterly.ooxml.preflight import Host, Warned, opened
from quarterly.ooxml.styles import default_font
from quarterly.ooxml.tables import table_tags
from quarterly.ooxml.takeout import Takeout
from quarterly.ooxml.workbook import Workbook

_USUAL_FONT = ("Calibri", 11.0)  # Excel's, where a workbook has no styles


class ReportSheet(Struct, frozen=True, kw_only=True):
    """A sheet that an earlier run wrote: its name in the report, its name now, and the group it belongs to."""

    key: str
    name: str
    group: str


class HostFacts(Struct, frozen=True, kw_only=True):
    """A workbook as a renderer sees it. Names are the officer's own: those of our earlier sheets are free again."""

    sheet_names: tuple[str, ...]
    report_sheets: tuple[ReportSheet, ...]
    table_names: tuple[str, ...]
    table_ids: tuple[int, ...]
    defined_names: tuple[str, ...]  # of the whole workbook
    date_1904: bool
    default_font: tuple[str, float]  # typeface, and size in points
    warnings: tuple[Warned, ...] = ()


def host_facts(host_path: str | Path) -> HostFacts:
    """The facts of a workbook that a report is to be written into.

    Raises:
        WorkbookRefused, WorkbookLocked: a report cannot be written into it.
    """
    with opened(locate(Path(host_path))) as host:
        workbook = Workbook(host.workbook)
        own = ownership(host, workbook)
        takeout = Takeout.of(host, workbook, own, None, frozenset())
        tables = table_tags(host.package, without=takeout.removed).values()
        return HostFacts(
            sheet_names=tuple(sheet.name for sheet in takeout.base_workbook.sheets),
            report_sheets=tuple(
                ReportSheet(key=each.mark.key, name=each.sheet.name, group=each.mark.group) for each in own.sheets
            ),
            table_names=tuple(tag.name for tag in tables),
            table_ids=tuple(tag.number for tag in tables),
            defined_names=tuple(name.name for name in takeout.base_workbook.global_names),
            date_1904=host.date_1904,
            default_font=default_font_of(host),
            warnings=host.warnings,
        )


def default_font_of(host: Host) -> tuple[str, float]:
    """The typeface and size, in points, by which the workbook measures its columns."""
    styles = host.related("styles")
    if not styles:
        return _USUAL_FONT
    try:
        return default_font(host.package.read(styles))
    except (ValueError, IndexError):  # formats that nobody understands; the insertion itself will say so
        return _USUAL_FONT
