"""The worksheet functions as Excel calls them through xlwings (Windows only; elsewhere the decorators do nothing).

Each takes its arguments as blocks of cells, so that a column stays a column; the answer of a block is a block of the
same shape, which spills.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

import xlwings as xw

from quarterly.excel.arguments import Argument, Scalar
from quarterly.excel.function_catalogue import CATEGORY, FUNCTIONS, Function
from quarterly.excel.press.link import leave_excel_alone
from quarterly.excel.spill import Answer

leave_excel_alone()

Block = list[list[Scalar]]

__all__ = [
    "ACTION_RAG",
    "DIRECTION_OF_TRAVEL",
    "FORECAST_MET",
    "KPI_RAG",
    "KPI_WHY",
    "QUARTER_LABEL",
    "SPC_ASSURANCE",
    "SPC_VARIATION",
]


def in_excel(function: Function) -> Callable[..., Answer]:
    """The function with its help, as Excel's function wizard and recalculation want it."""

    @wraps(function.python)
    def answered(*arguments: Scalar | Block) -> Answer:
        return function.python(*map(argument_of, arguments))

    answered.__doc__ = function.help
    answered.__annotations__ = {}  # xlwings would take them for converters
    documented: Callable[..., Answer] = answered
    for argument in function.arguments:
        documented = xw.arg(argument.name, doc=argument.help, ndim=2, err_to_str=True)(documented)
    return xw.func(category=CATEGORY)(documented)


def argument_of(given: Scalar | Block) -> Argument:
    """A block of one cell is that cell; an argument that was left out is blank."""
    match given:
        case [[cell]]:
            return cell
        case list():
            return [*given]
        case _:
            return given


_BY_NAME = {function.name: in_excel(function) for function in FUNCTIONS}

ACTION_RAG = _BY_NAME["ACTION_RAG"]
DIRECTION_OF_TRAVEL = _BY_NAME["DIRECTION_OF_TRAVEL"]
FORECAST_MET = _BY_NAME["FORECAST_MET"]
KPI_RAG = _BY_NAME["KPI_RAG"]
KPI_WHY = _BY_NAME["KPI_WHY"]
QUARTER_LABEL = _BY_NAME["QUARTER_LABEL"]
SPC_ASSURANCE = _BY_NAME["SPC_ASSURANCE"]
SPC_VARIATION = _BY_NAME["SPC_VARIATION"]
