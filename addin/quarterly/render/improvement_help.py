"""The Help sheet of the improvement workbook: what it is, three steps, every sheet and column with an example."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from quarterly.model.contract import SETTING_ROWS, SETTINGS, SHEETS, Column, Holds, Setting, Sheet
from quarterly.render.improvement_columns import Field
from quarterly.render.improvement_pen import Frame, Pen, set_page

HELP = "Help"

_INTRODUCTION = (
    "This workbook holds your improvement plan and its indicators. Quarterly reads it, checks it, works out every",
    "status with its reason, and writes the report for your board and scrutiny committee. It never changes what you",
    "typed. Sheets and columns of your own may stand beside these; they are left alone.",
    "",
    "You need either the Action Plan sheet, or the KPIs and KPI Data sheets. Every other sheet adds its part to the",
    "report when it has rows, and may be left empty. Select a heading to see what its column is for.",
)
_STEPS = (
    "1.  Fill in Settings, then Action Plan, or KPIs and KPI Data, or both. Paste from your own files if you like:",
    "     headings under other names, and months as columns, are understood.",
    "2.  Check it:   quarterly check plan.xlsx   lists everything that is wrong with its cell and how to put it right.",
    "3.  Make the report:   quarterly report plan.xlsx   writes the quarter's report as a new workbook.",
)
_RULES = (
    ("Good is: Information", "Information only: shown, never rated."),
    ("RAG rule is filled in", "That rule, with the numbers in it, for example Percentage 5 10 or Kent."),
    ("Good is: Range", "Green from Low to High; amber within Tolerance of them; red beyond."),
    ("Target is 0", "Green at none; amber up to Tolerance, if one is given as a number of cases; red beyond."),
    ("Floor is filled in", "Green on target; amber between Floor and target, Floor included; red beyond Floor."),
    ("Tolerance is filled in", "Green on target; amber up to Tolerance off target; red beyond."),
    ("None of these", "The RAG rule on the Settings sheet; if that is blank too, Bracknell Forest (5% and 10%)."),
    ("There is no target", "No target: shown without a colour."),
)
_SHORTHAND = (
    ("c or *", "Suppressed: the number is too small to show."),
    ("z or n/a", "Not applicable."),
    (":", "Not available."),
    ("TBC or blank", "Awaited: it will come."),
    ("u", "Low reliability, often because there are few cases."),
    ("p", "Provisional: put it in State, beside the value."),
    ("r", "Revised: put it in State, and say in Comment what changed and why."),
)
_WIDTHS = (36.0, 76.0, 34.0, 20.0, 60.0)  # in characters, columns A to E
_ALTERNATIVES = {"Action Plan": "Yes, or KPIs", "KPIs": "Yes, or Action Plan", "KPI Data": "With KPIs"}
_COLUMN_HEADERS = ("Column", "What it is", "Holds", "Needed", "Example or choices")


def write_help(sheet: Worksheet, pen: Pen, note: str) -> None:
    """Fill the Help sheet; ``note`` is a sentence about this very workbook."""
    for number, wide in enumerate(_WIDTHS):
        sheet.set_column(number, number, wide)
    sheet.write_string(0, 0, "Improvement workbook: help", pen.title)
    row = _lines(sheet, pen, 1, ((note, "") if note else ()) + _INTRODUCTION)
    row = _lines(sheet, pen, _heading(sheet, pen, row, "Your first report in three steps"), _STEPS)
    row = _heading(sheet, pen, row, "The sheets")
    first = row + 1
    headers = ("Sheet", "What it is for", "One row is", "Needed", "Also known as")
    row = _table(sheet, pen, row, headers, [_about(contract) for contract in SHEETS])
    _link_sheets(sheet, pen, first)
    row = _heading(sheet, pen, row, "How an indicator is rated")
    row = _table(sheet, pen, row, ("First that fits", "Rated by"), _RULES)
    row = _heading(sheet, pen, row, "Words and letters in place of a value")
    row = _table(sheet, pen, row, ("You write", "It means"), _SHORTHAND)
    for contract in SHEETS:
        parts = SETTING_ROWS if contract is SETTINGS else contract.columns
        row = _heading(sheet, pen, row, f"{contract.name}: {contract.about}")
        headers = ("Setting", *_COLUMN_HEADERS[1:]) if contract is SETTINGS else _COLUMN_HEADERS
        row = _table(sheet, pen, row, headers, [_guide(part) for part in parts])
    set_page(sheet, HELP, _WIDTHS, header_row=None)


def _heading(sheet: Worksheet, pen: Pen, row: int, text: str) -> int:
    sheet.write_string(row, 0, text, pen.heading)
    sheet.set_row(row, 24)  # points: room above, so that tables stand apart
    return row + 1


def _lines(sheet: Worksheet, pen: Pen, row: int, lines: Sequence[str]) -> int:
    for line in lines:
        sheet.write_string(row, 0, line, pen.line)
        row += 1
    return row + 1


def _table(sheet: Worksheet, pen: Pen, top: int, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    for line, row in enumerate(rows, start=top + 1):
        for column, text in enumerate(row):
            pen.write(sheet, line, column, text)
    pen.heights(sheet, top + 1, rows, _WIDTHS[: len(headers)])
    fields = tuple(Field(header=header, holds=Holds.TEXT, about="") for header in headers)
    pen.frame(sheet, Frame(name=f"Help_{top + 1}", top=top, fields=fields, rows=len(rows)), filters=False)
    return top + len(rows) + 2


def _link_sheets(sheet: Worksheet, pen: Pen, first: int) -> None:
    for line, contract in enumerate(SHEETS, start=first):
        sheet.write_url(line, 0, f"internal:'{contract.name}'!A1", pen.link, contract.name)


def _about(contract: Sheet) -> tuple[str, ...]:
    needed = _ALTERNATIVES.get(contract.name, "No")
    return (contract.name, contract.about, _sentence(contract.row_is), needed, ", ".join(contract.aliases))


def _guide(part: Column | Setting) -> tuple[str, ...]:
    name, required = (part.header, part.required) if isinstance(part, Column) else (part.name, False)
    shown = f"One of: {', '.join(part.choices)}" if part.choices else part.example
    return (name, part.about, _sentence(part.holds), "Yes" if required else "No", shown)


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]
