"""A workbook under construction: sheets with a cursor that moves down, tables of token rows, the Styles sheet."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from template_pages.ink import DATE, GREY, HAIRLINE, LINK, QUIET, WHITE, Inks, Look

PADDING = 5 / 7  # characters that Excel adds to a column's width when it stores it
BORN = datetime(2026, 1, 1)  # of every template, so that the same script gives the same bytes
A4, MARGIN, FOOT = "9", 0.59, 0.75  # Excel's number for the paper; inches
ROW = 18  # points


@dataclass(frozen=True)
class Col:
    """A table's column: its header, the token in it, its width in characters, and what kind of value it holds."""

    header: str
    token: str
    width: float = 12
    kind: str = "text"  # text, strong, small, number, date or spark


@dataclass
class Sheet:
    """One sheet; ``row`` is the next free one, from 1."""

    sheet: Worksheet
    inks: Inks
    report: str = "{{title}}"  # what the footer calls the report
    row: int = 1
    columns: int = 1

    def widths(self, *widths: float) -> None:
        self.columns = len(widths)
        for number, width in enumerate(widths, 1):
            self.sheet.column_dimensions[get_column_letter(number)].width = width + PADDING

    def put(self, column: int, text: str, look: Look, *, across: int = 1, down: int = 1, row: int = 0) -> None:
        """Write a cell, or a merged area, in the current row."""
        row = row or self.row
        for down_to in range(row, row + down):
            for column_to in range(column, column + across):
                look.put_on(self.sheet.cell(down_to, column_to))
        self.sheet.cell(row, column).value = text
        if across > 1 or down > 1:
            self.sheet.merge_cells(
                start_row=row, start_column=column, end_row=row + down - 1, end_column=column + across - 1
            )

    def next(self, height: float = 0) -> None:
        """Go to the next row; this one gets the height in points, if any."""
        if height:
            self.sheet.row_dimensions[self.row].height = height
        self.row += 1

    def title(self, text: str, about: str = "") -> None:
        """The sheet's title, and a quiet line beneath it."""
        self.put(1, text, self.inks.look(size=20, bold=True, valign="center"), across=self.columns)
        self.next(33)
        if about:
            self.put(1, about, self.inks.quiet, across=self.columns)
            self.next(ROW)
        self.gap()

    def heading(self, text: str) -> None:
        self.put(1, text, self.inks.heading, across=self.columns)
        self.next(26)

    def gap(self, points: float = 9) -> None:
        self.next(points)

    def alone(self, token: str) -> None:
        """A row that opens or closes a block, or is a ready-made part."""
        self.put(1, token, self.inks.quiet.but(wrap=False))
        self.next()

    def table(self, columns: Sequence[Col], *, first: int = 1) -> None:
        """A header and the row beneath it that repeats."""
        for number, column in enumerate(columns, first):
            place = self._place(column, is_first=number == first)
            self.put(number, column.header, self.inks.header.but(**place | {"wrap": True}))
        self.next(34 if any(len(column.header) + 2 > column.width for column in columns) else 24)
        for number, column in enumerate(columns, first):
            place = self._place(column, is_first=number == first)
            self.put(number, column.token, self._look(column).but(**place))
        self.next(ROW)

    @staticmethod
    def _place(column: Col, *, is_first: bool) -> dict[str, object]:
        """Figures to the right; words clear of the figures beside them."""
        if column.kind in ("number", "date"):
            return {"align": "right", "indent": 1, "wrap": False}
        return {"align": "left", "indent": 0 if is_first else 1}

    def _look(self, column: Col) -> Look:
        cell = self.inks.cell
        return {
            "strong": cell.but(bold=True),
            "small": cell.but(size=self.inks.small),
            "date": cell.but(number=DATE),
        }.get(column.kind, cell)

    def page(
        self, *, repeat: int = 0, frozen: str = "", portrait: bool = False, footer: bool = True, one_page: bool = False
    ) -> Sheet:
        """Set up the page as every sheet's is; ``repeat`` is the header row that each printed page shows again."""
        sheet = self.sheet
        sheet.sheet_view.showGridLines = False
        sheet.page_setup.orientation = "portrait" if portrait else "landscape"
        sheet.page_setup.paperSize = A4
        sheet.page_margins.left = sheet.page_margins.right = sheet.page_margins.top = MARGIN
        sheet.page_margins.bottom, sheet.page_margins.header, sheet.page_margins.footer = FOOT, 0.3, 0.3
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, int(one_page)
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        if repeat:
            sheet.print_title_rows = f"{repeat}:{repeat}"
        if frozen:
            sheet.freeze_panes = frozen
        if footer:
            for place, text in (("left", self.report), ("center", "{{marking}}"), ("right", "Page &P of &N")):
                part = getattr(sheet.oddFooter, place)
                part.text, part.size, part.font = text, 8, "Arial,Regular"
        return self


@dataclass
class Paper:
    """A template under construction."""

    title: str
    inks: Inks = field(default_factory=Inks)

    def __post_init__(self) -> None:
        self.book = Workbook()
        self.book.remove(self.book.active)

    def sheet(self, name: str, *widths: float, tab: str = "") -> Sheet:
        made = Sheet(self.book.create_sheet(name), self.inks, self.title)
        made.widths(*widths)
        if tab:
            made.sheet.sheet_properties.tabColor = tab
        return made

    def ready(self, name: str, title: str, *keys: str, about: str = "", one_page: bool = False) -> None:
        """A sheet of ready-made parts under a title of its own."""
        made = self.sheet(name, *[16.0] * 8)
        made.title(title, about)
        for key in keys:
            made.alone(f"{{{{section.{key}}}}}")
        made.page(one_page=one_page)

    def styles(self) -> None:
        """The Styles sheet: a row a look, with what it is for and how to change it."""
        made = self.sheet("Styles", 32, 30, 80, tab=HAIRLINE)
        made.title(
            "Styles", "This sheet is not part of the report. Change the samples in column B as you would any cell."
        )
        for number, text in enumerate(("Name", "Sample", "What it is for"), 1):
            made.put(number, text, self.inks.header)
        made.next(24)
        for name, sample, look, about in samples(self.inks):
            made.put(1, name, self.inks.look(valign="center"))
            made.put(2, sample, look.but(valign="center", wrap=False))
            made.put(3, about, self.inks.quiet.but(valign="center"))
            made.next(max(ROW, look.size * 1.6))
        made.gap(18)
        made.heading("How to change this template")
        for text in ADVICE:
            made.put(1, text, self.inks.look(), across=3)
            made.next(36 if len(text) > 130 else ROW)
        made.page(frozen="A5")

    def bytes(self) -> bytes:
        """The finished workbook."""
        self.styles()
        core = self.book.properties
        core.creator, core.title, core.created, core.language = "Quarterly", self.title, BORN, "en-GB"
        self.book.active = 0
        raw = io.BytesIO()
        self.book.save(raw)
        return _dated(raw.getvalue())


def _dated(content: bytes) -> bytes:
    """The same package with one date throughout: openpyxl writes the clock's."""
    out = io.BytesIO()
    stamp = BORN.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            part = old.read(entry)
            if entry.filename == "docProps/core.xml":
                part = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, part)
            new.writestr(zipfile.ZipInfo(entry.filename, BORN.timetuple()[:6]), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def samples(inks: Inks) -> list[tuple[str, str, Look, str]]:
    """Name, sample, look and purpose of every row of the Styles sheet."""

    def status(band: str, fill: str, text: str) -> Look:
        return inks.look(bold=True, band=band, fill=fill, colour=text, indent=1)

    def line(colour: str, text: str = WHITE) -> Look:
        return inks.look(fill=colour, colour=text, indent=1)

    ink = inks.look().colour
    return [
        (
            "Complete and evidenced",
            "★ Complete and evidenced",
            status("1D70B8", "D6E6F5", "0B3A66"),
            "Actions that are done and proved",
        ),
        ("Green", "✔ Green", status("00703C", "CDE9D8", "004D29"), "On target, on track"),
        (
            "Green-amber",
            "◕ Green-amber",
            status("85994B", "EDF3DC", "3D471F"),
            "Four-level schemes: just short of green",
        ),
        ("Amber", "● Amber", status("FFBF47", "FFF0D1", "594200"), "Near the target, may fall behind"),
        ("Red-amber", "◔ Red-amber", status("F47738", "FDE5D6", "6E2F0B"), "Four-level schemes: just above red"),
        ("Red", "✖ Red", status("D4351C", "F9DEDA", "7F1506"), "Off target, behind"),
        ("Not rated", "Not rated", status(HAIRLINE, GREY, ink), "No rating, not due, awaited, not started"),
        ("Title", "Title of a sheet", inks.look(size=20, bold=True), "Titles of ready-made parts"),
        ("Subtitle", "The line beneath a title", inks.look(size=14, colour=QUIET), "Below the title, on the cover"),
        ("Heading", "Heading of a part", inks.look(size=14, bold=True), "Headings inside ready-made parts"),
        ("Body text", "Running text and table cells", inks.look(), "Ready-made parts"),
        ("Small text", "Notes and reasons", inks.look(size=inks.small), "What explains a figure"),
        ("Bold text", "What stands out", inks.look(bold=True), "References, totals"),
        ("Link", "Scorecard", inks.look(colour=LINK, underline=True), "Links from the contents to the sheets"),
        ("No value", "[z]", inks.look(colour=QUIET), "Figures that are missing, with the letter that says why"),
        ("Table header", "Indicator", inks.header, "The header row of tables in ready-made parts"),
        ("Chart: actual", "Actual", line("12436D"), "The line of the indicator itself"),
        ("Chart: target", "Target", line("801650"), "The target in force"),
        ("Chart: lowest allowed", "Floor", line("801650"), "The floor, or the lower end of a range"),
        ("Chart: highest allowed", "High", line("801650"), "The upper end of a range"),
        ("Chart: control limits", "Limits", line("6F7275"), "Average and control limits"),
        ("Chart: England", "England", line("3D3D3D"), "Comparison with England"),
        ("Chart: region", "Region", line("28A197", ink), "Comparison with the region"),
        ("Chart: statistical neighbours", "Neighbours", line("F46A25", ink), "Comparison with statistical neighbours"),
    ]


ADVICE = (
    "Every sheet but this one is a section of the report, in this order. Delete, move or rename a sheet, and the "
    "report follows. A sheet without anything to show is left out of the report.",
    "Words between double braces are filled in: {{authority}} gives your council's name. The page on tokens lists all.",
    "A row with tokens of a list, such as {{kpi.name}}, is written once for each. Delete, move, widen or add columns "
    "as you like; keep the header in the row above.",
    "The rows between {{each theme}} and {{end}} are written once for each theme. {{section.audits}} alone in a row is "
    "a part that Quarterly draws.",
    "The format of a cell is the format in the report. Insert your logo as a picture, and give it alternative text.",
    'When you are done, "quarterly template check" says what is amiss, with its cell.',
)
