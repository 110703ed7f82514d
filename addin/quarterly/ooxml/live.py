"""Sheets for a workbook that is open in a spreadsheet program, which copies them in itself.

The program is given a small workbook: a blank sheet for each of the officer's, so that no name is taken twice, and the
report's sheets among them, named, marked and in the order in which they are to stand. What decides about names, order
and refusals is the same code that writes into files.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct

from quarterly.ooxml import refusals
from quarterly.ooxml.commit import locate
from quarterly.ooxml.facts import default_font_of
from quarterly.ooxml.marks import MARK
from quarterly.ooxml.markup import escape_text, quoted
from quarterly.ooxml.owned import OwnedSheet
from quarterly.ooxml.preflight import DOCUMENT_RELATIONSHIPS, MAIN, Host, is_true, opened
from quarterly.ooxml.references import SHOWN, uses
from quarterly.ooxml.results import Edited, InsertResult
from quarterly.ooxml.workbook import Workbook
from quarterly.ooxml.write_back import REPORT, checked_takeout, insert_sheets

_HEADER = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = b"http://schemas.openxmlformats.org/package/2006/"
_SPREADSHEET = b"application/vnd.openxmlformats-officedocument.spreadsheetml."
_PROTECTED = re.compile(rb"""<(?:\w+:)?sheetProtection\s(?:[^<>]*\s)?sheet=["'](?:1|true)["']""")
_STAMP = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say: the same workbook gives the same bytes


class LiveInsert(Struct, frozen=True, kw_only=True):
    """Sheets ready to be copied: ``carrier`` is the workbook to open and copy them from.

    ``result`` says which of its sheets come, which take the place of earlier ones and which earlier ones go.
    """

    carrier: Path
    result: InsertResult


def prepare_live(
    copy: Path,
    report_bytes: bytes,
    carrier: Path,
    *,
    group: str = REPORT,
    edited: Edited = Edited.REFUSE,
    append_only: bool = False,
    adopt: Mapping[str, str] | None = None,
) -> LiveInsert:
    """Ready a report's sheets for the open workbook that ``copy`` was saved from; ``carrier`` is written.

    The arguments are those of :func:`quarterly.ooxml.insert_sheets`. ``edited`` is REFUSE or REPLACE.

    Raises:
        WorkbookRefused, WorkbookLocked, RequestRefused: as :func:`quarterly.ooxml.insert_sheets`; also if something of
            the officer's refers to a sheet that is replaced, because a program that is running loses the reference.
    """
    with opened(locate(copy)) as host:
        _refuse_locked_structure(host)
        takeout = checked_takeout(host, report_bytes, group=group, edited=edited, append_only=append_only, adopt=adopt)
        _refuse_protected(host, takeout.leaving)
        if found := uses(takeout, takeout.leaving):
            raise refusals.SHEET_IN_USE.of(host.name, uses="; ".join(found[:SHOWN]))
        carrier.write_bytes(_skeleton(host))
    result = insert_sheets(carrier, report_bytes, group=group, edited=Edited.REPLACE, adopt=adopt, backup=False)
    return LiveInsert(carrier=carrier, result=result)


def check_open(copy: Path) -> None:
    """Nothing, if a program that has the workbook open can add sheets to it.

    Raises:
        WorkbookRefused, WorkbookLocked: it is no workbook that can be changed, or its structure is protected.
    """
    with opened(locate(copy)) as host:
        _refuse_locked_structure(host)


def _refuse_locked_structure(host: Host) -> None:
    protection = host.workbook.root.child("workbookProtection")
    if protection and is_true(protection, "lockStructure"):
        raise refusals.STRUCTURE_LOCKED_OPEN.of(host.name)


def _refuse_protected(host: Host, leaving: Iterable[OwnedSheet]) -> None:
    """A program deletes a protected sheet without a word; whoever protected it meant it to stay as it is."""
    for owned in leaving:
        if owned.part in host.package and _PROTECTED.search(host.package.read(owned.part)):
            raise refusals.SHEET_PROTECTED.of(host.name, sheet=owned.sheet.name)


def _skeleton(host: Host) -> bytes:
    """A workbook with a blank sheet for each of the host's, ours marked as they are there, and the host's font."""
    workbook = Workbook(host.workbook)
    count = len(workbook.sheets)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        parts = {
            "[Content_Types].xml": _content_types(count),
            "_rels/.rels": _relationships([("officeDocument", "xl/workbook.xml")]),
            "xl/workbook.xml": _workbook_part(workbook, date_1904=host.date_1904),
            "xl/_rels/workbook.xml.rels": _relationships(
                [
                    *(("worksheet", f"worksheets/sheet{number}.xml") for number in _counted(count)),
                    ("styles", "styles.xml"),
                ]
            ),
            "xl/styles.xml": _styles(*default_font_of(host)),
            **{f"xl/worksheets/sheet{number}.xml": _blank_sheet() for number in _counted(count)},
        }
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name, _STAMP), _HEADER + content)
    return target.getvalue()


def _counted(count: int) -> Iterable[int]:
    return range(1, count + 1)


def _content_types(count: int) -> bytes:
    sheets = b"".join(
        b'<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="%sworksheet+xml"/>' % (number, _SPREADSHEET)
        for number in _counted(count)
    )
    return (
        b'<Types xmlns="%scontent-types">'
        b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        b'<Override PartName="/xl/workbook.xml" ContentType="%ssheet.main+xml"/>'
        b'<Override PartName="/xl/styles.xml" ContentType="%sstyles+xml"/>%s</Types>'
        % (_PACKAGE, _SPREADSHEET, _SPREADSHEET, sheets)
    )


def _relationships(edges: Iterable[tuple[str, str]]) -> bytes:
    links = b"".join(
        b'<Relationship Id="rId%d" Type=%s Target=%s/>'
        % (number, quoted(f"{DOCUMENT_RELATIONSHIPS}/{kind}"), quoted(part))
        for number, (kind, part) in enumerate(edges, 1)
    )
    return b'<Relationships xmlns="%srelationships">%s</Relationships>' % (_PACKAGE, links)


def _workbook_part(workbook: Workbook, *, date_1904: bool) -> bytes:
    sheets = b"".join(
        b'<sheet name=%s sheetId="%d" r:id="rId%d"/>' % (quoted(sheet.name), number, number)
        for number, sheet in enumerate(workbook.sheets, 1)
    )
    marks = b"".join(
        b'<definedName name=%s localSheetId="%d" hidden="1">%s</definedName>'
        % (quoted(MARK), name.scope, escape_text(name.text))
        for name in workbook.names
        if name.name == MARK and name.scope is not None and name.scope < len(workbook.sheets)
    )
    names = b"<definedNames>%s</definedNames>" % marks if marks else b""
    return b'<workbook xmlns="%s" xmlns:r="%s"><workbookPr%s/><sheets>%s</sheets>%s</workbook>' % (
        MAIN.encode(),
        DOCUMENT_RELATIONSHIPS.encode(),
        b' date1904="1"' if date_1904 else b"",
        sheets,
        names,
    )


def _styles(typeface: str, points: float) -> bytes:
    plain = b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0"'
    return (
        b'<styleSheet xmlns="%s"><fonts count="1"><font><sz val="%g"/><name val=%s/></font></fonts>'
        b'<fills count="2"><fill><patternFill patternType="none"/></fill>'
        b'<fill><patternFill patternType="gray125"/></fill></fills>'
        b'<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        b'<cellStyleXfs count="1">%s/></cellStyleXfs><cellXfs count="1">%s xfId="0"/></cellXfs>'
        b'<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
        % (MAIN.encode(), points, quoted(typeface), plain, plain)
    )


def _blank_sheet() -> bytes:
    return b'<worksheet xmlns="%s"><sheetData/></worksheet>' % MAIN.encode()
