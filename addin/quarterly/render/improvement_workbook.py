"""Write an improvement workbook: every sheet of the contract, from rows or blank for an officer to fill in."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime

import xlsxwriter

from quarterly.model.contract import KPIS, SETTING_ROWS, SETTINGS, SHEETS, Column, Holds, Setting, Sheet
from quarterly.render.improvement_columns import (
    TYPE_SIZE,
    Entry,
    Field,
    header_message,
    number_format,
    validation,
    width,
)
from quarterly.render.improvement_help import HELP, write_help
from quarterly.render.improvement_pen import Frame, Pen, let_rows_grow, set_page

Row = Mapping[str, Entry]

CREATED = datetime(2025, 4, 1)  # noqa: DTZ001  a constant: the same content must give the same bytes
BLANK_ROWS = 10  # rows of an empty table; Excel lengthens it as people type below
CHECKED_ROWS = 5_000  # rows beneath a header in which Excel offers lists and warns
_IN_UNIT = (Holds.VALUE, Holds.NUMBER, Holds.TARGET)  # shown with the decimals of the row's indicator
_COUNTS = ("numerator", "denominator")  # shown whole, whatever the indicator's decimals
_SETTING_WIDTHS = (26.0, 60.0)  # in characters


def write_improvement_workbook(
    tables: Mapping[str, Sequence[Row]], settings: Mapping[str, Entry], *, note: str = ""
) -> bytes:
    """An improvement workbook as ``.xlsx`` bytes; the same content always gives the same bytes.

    Args:
        tables: contract sheet name to its rows, each a field of the sheet to its value. Percentages complete are on
            the scale 0 to 100; text is written as text, whatever it begins with. Sheets not named are written empty.
        settings: setting field to value; settings not named are left blank.
        note: a sentence for the top of the Help sheet, for example that the authority is fictional.

    Raises:
        KeyError: a sheet, field or setting that the contract does not know.
    """
    _check_names(tables, settings)
    decimals = _decimals(tables.get(KPIS.name, ()))
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _options()) as book:
        book.set_properties({"title": _title(settings), "subject": "Improvement workbook", "created": CREATED})
        pen = Pen(book)
        write_help(book.add_worksheet(HELP), pen, note)
        for sheet in SHEETS:
            worksheet = book.add_worksheet(sheet.name)
            if sheet is SETTINGS:
                _write_settings(worksheet, pen, settings)
            else:
                _write_table(worksheet, pen, sheet, tables.get(sheet.name, ()), decimals)
    return let_rows_grow(buffer.getvalue())


def blank_workbook() -> bytes:
    """The workbook that an officer starts from: every sheet without rows; examples stand on the Help sheet only."""
    return write_improvement_workbook({}, {"year_starts": "April"})


def _options() -> dict[str, object]:
    """XlsxWriter's options, new for each workbook: it changes the dictionaries it is given."""
    default_type = {"font_name": "Arial", "font_size": TYPE_SIZE}  # column widths count digits of this type
    return {"in_memory": True, "strings_to_formulas": False, "default_format_properties": default_type}


def write_sheet(sheet: Sheet, rows: Sequence[Row]) -> bytes:
    """One sheet of the contract alone, as ``.xlsx`` bytes, to be put into a workbook that exists.

    Raises:
        KeyError: a field that the sheet does not have.
    """
    _check_names({sheet.name: rows}, {})
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"title": sheet.name, "created": CREATED})
        _write_table(book.add_worksheet(sheet.name), Pen(book), sheet, rows, {})
    return let_rows_grow(buffer.getvalue())


def _title(settings: Mapping[str, Entry]) -> str:
    named = [str(settings[field]) for field in ("authority", "programme") if settings.get(field)]
    return ", ".join(named) or "Improvement workbook"


def _check_names(tables: Mapping[str, Sequence[Row]], settings: Mapping[str, Entry]) -> None:
    sheets = {sheet.name: sheet for sheet in SHEETS if sheet is not SETTINGS}
    for name, rows in tables.items():
        known = {column.field for column in sheets[name].columns}
        if unknown := sorted({field for row in rows for field in row} - known):
            raise KeyError(f'sheet "{name}" has no field {", ".join(unknown)}')
    if unknown := sorted(set(settings) - {setting.field for setting in SETTING_ROWS}):
        raise KeyError(f"there is no setting {', '.join(unknown)}")


def _decimals(kpis: Sequence[Row]) -> dict[Entry, int]:
    return {row.get("ref"): int(places) for row in kpis if isinstance(places := row.get("decimals"), int | float)}


def _field(part: Column | Setting) -> Field:
    header, required = (part.header, part.required) if isinstance(part, Column) else (part.name, False)
    return Field(
        header=header,
        holds=part.holds,
        about=part.about,
        choices=part.choices,
        example=part.example,
        required=required,
    )


def _write_table(
    worksheet: xlsxwriter.worksheet.Worksheet,
    pen: Pen,
    sheet: Sheet,
    rows: Sequence[Row],
    decimals: Mapping[Entry, int],
) -> None:
    fields = tuple(_field(column) for column in sheet.columns)
    key = sheet.columns[0].field
    filled: Sequence[Row] = rows or [{}] * BLANK_ROWS
    widths = []
    for number, (column, field) in enumerate(zip(sheet.columns, fields, strict=True)):
        widths.append(width(field, [row.get(column.field) for row in rows]))
        worksheet.set_column(number, number, widths[-1], pen.body(number_format(field.holds), ruled=False))
        for line, row in enumerate(filled, start=1):
            places = _places(column, row.get(column.field), decimals.get(row.get(key)))
            pen.write(worksheet, line, number, row.get(column.field), number_format(field.holds, places))
        if rule := validation(field):
            worksheet.data_validation(1, number, CHECKED_ROWS, number, rule)
    entries = [[row.get(column.field) for column in sheet.columns] for row in filled]
    pen.heights(worksheet, 1, entries, widths)
    pen.frame(worksheet, Frame(name=sheet.name.replace(" ", "_"), top=0, fields=fields, rows=len(filled)))
    set_page(worksheet, sheet.name, widths, header_row=0)


def _places(column: Column, entry: Entry, decimals: int | None) -> int | None:
    if column.field in _COUNTS:
        return 0 if isinstance(entry, int) or (isinstance(entry, float) and entry.is_integer()) else None
    return decimals if column.holds in _IN_UNIT else None


def _write_settings(worksheet: xlsxwriter.worksheet.Worksheet, pen: Pen, settings: Mapping[str, Entry]) -> None:
    for number, wide in enumerate(_SETTING_WIDTHS):
        worksheet.set_column(number, number, wide)
    for line, setting in enumerate(SETTING_ROWS, start=1):
        field = _field(setting)
        pen.write(worksheet, line, 0, setting.name)
        pen.write(worksheet, line, 1, settings.get(setting.field), number_format(setting.holds))
        rule = validation(field) or {"validate": "any"}
        message = {key: value for key, value in header_message(field).items() if key != "validate"}
        worksheet.data_validation(line, 1, line, 1, {**rule, **message})
    values = [[setting.name, settings.get(setting.field)] for setting in SETTING_ROWS]
    pen.heights(worksheet, 1, values, _SETTING_WIDTHS)
    fields = tuple(_field(column) for column in SETTINGS.columns)
    pen.frame(worksheet, Frame(name=SETTINGS.name, top=0, fields=fields, rows=len(SETTING_ROWS)))
    set_page(worksheet, SETTINGS.name, _SETTING_WIDTHS, header_row=0)
