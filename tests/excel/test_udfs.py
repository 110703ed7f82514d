"""The worksheet functions as Excel calls them, and the list that the add-in's wrapper is made from."""

from __future__ import annotations

import inspect

import pytest

from quarterly.excel import functions, udfs
from quarterly.excel.function_catalogue import ARGUMENT_HELP, FUNCTIONS

# Names of Excel's own functions that ours might meet: a function of an add-in never wins against them.
BUILT_IN = {"TREND", "FORECAST", "RANK", "QUARTILE", "STATUS", "RAG", "T", "N"}


def test_the_catalogue_lists_every_function_with_its_arguments_in_order() -> None:
    assert [function.name for function in FUNCTIONS] == functions.__all__ == udfs.__all__
    for function in FUNCTIONS:
        parameters = inspect.signature(getattr(functions, function.name)).parameters
        assert [argument.name for argument in function.arguments] == list(parameters)
        assert function.help.endswith((".", '"'))
        needed = [argument.required for argument in function.arguments]
        assert needed == sorted(needed, reverse=True)  # what may be left out comes last


def test_every_help_text_is_used_and_fits_into_excels_wizard() -> None:
    used = {argument.name for function in FUNCTIONS for argument in function.arguments}
    assert used == set(ARGUMENT_HELP)
    assert max(map(len, ARGUMENT_HELP.values())) <= 255  # Excel's limit for a description
    assert max(len(function.help) for function in FUNCTIONS) <= 255


def test_no_name_is_one_of_excels_own() -> None:
    assert not BUILT_IN & {function.name for function in FUNCTIONS}


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        (84.4, "Amber"),
        ([[84.4]], "Amber"),
        ([[95.0], [80.0]], [["Green"], ["Red"]]),
        ([[95.0, 80.0]], [["Green", "Red"]]),
    ],
)
def test_a_column_stays_a_column_and_a_row_a_row(given, answer) -> None:
    assert udfs.KPI_RAG(given, [[90]], "High", None, [["10%"]]) == answer


def test_a_series_may_stand_in_a_column_or_a_row() -> None:
    values = [80, 81, 79, 80, 82, 81, 80, 79, 81, 80, 82, 81, 80, 95]
    column = udfs.SPC_VARIATION([[value] for value in values], "High")
    assert column == udfs.SPC_VARIATION([values], "High") == functions.SPC_VARIATION(values, "High")


def test_an_error_in_a_cell_is_named() -> None:
    assert udfs.KPI_RAG([["#N/A"]], 90) == "Value: the cell shows #N/A; mend its formula first."


def test_excel_sees_the_arguments_of_the_function_behind_and_no_converters() -> None:
    assert list(inspect.signature(udfs.KPI_RAG).parameters) == list(inspect.signature(functions.KPI_RAG).parameters)
    assert udfs.KPI_RAG.__annotations__ == {}
    assert udfs.KPI_RAG.__name__ == "KPI_RAG"
