"""The contract holds together: names that do not clash, required columns, examples that are among the choices."""

from __future__ import annotations

import pytest

from quarterly.model.contract import KPIS, SETTING_ROWS, SHEETS, Sheet


def test_no_two_sheets_go_by_one_name() -> None:
    names = [name.casefold() for sheet in SHEETS for name in (sheet.name, *sheet.aliases)]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_no_two_columns_of_a_sheet_go_by_one_name(sheet: Sheet) -> None:
    names = [name.casefold() for column in sheet.columns for name in (column.header, *column.aliases)]
    either = {"kpi"} if sheet is KPIS else set()  # beside a Ref it heads the indicator's name; alone, its reference
    assert {name for name in names if names.count(name) > 1} == either
    assert len({column.field for column in sheet.columns}) == len(sheet.columns)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_examples_are_among_the_choices(sheet: Sheet) -> None:
    odd = [c.header for c in sheet.columns if c.choices and c.example and c.example not in c.choices]
    assert odd == []


def test_settings_have_one_name_each() -> None:
    names = [name.casefold() for row in SETTING_ROWS for name in (row.name, *row.aliases)]
    assert len(set(names)) == len(names)


def test_a_column_is_found_by_its_field() -> None:
    assert KPIS.column("polarity").header == "Good is"
    with pytest.raises(KeyError, match="colour"):
        KPIS.column("colour")
