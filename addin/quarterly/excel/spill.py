"""One answer a cell: a function over single values becomes one over ranges, and never raises."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from quarterly.excel.arguments import Argument, Scalar, Unclear

Answer = str | list[str] | list[list[str]]
"""Text for one cell, or a block of texts that spills over the cells below and to the right."""

Arguments = ParamSpec("Arguments")


def readable(function: Callable[Arguments, str | list[list[str]]]) -> Callable[Arguments, str | list[list[str]]]:
    """The function with what it cannot understand as its answer."""

    @wraps(function)
    def answered(*args: Arguments.args, **kwargs: Arguments.kwargs) -> str | list[list[str]]:
        try:
            return function(*args, **kwargs)
        except Unclear as unclear:
            return unclear.sentence

    return answered


def spilled(function: Callable[..., str], *arguments: Argument) -> Answer:
    """The function's answer for single cells, or for each cell of ranges of one size; single cells go with all."""
    ranges = [argument for argument in arguments if isinstance(argument, list)]
    if not ranges:
        return _one(function, arguments)
    shapes = {_shape(argument) for argument in ranges}
    if len(shapes) > 1:
        return "The ranges must have the same number of rows and columns."
    rows, columns = shapes.pop()
    block = [
        [_one(function, [_at(argument, row, column) for argument in arguments]) for column in range(columns)]
        for row in range(rows)
    ]
    return block if any(_is_block(argument) for argument in ranges) else block[0]


def _one(function: Callable[..., str], arguments: object) -> str:
    try:
        return function(*arguments)  # type: ignore[misc]
    except Unclear as unclear:
        return unclear.sentence


def _is_block(argument: Argument) -> bool:
    return isinstance(argument, list) and any(isinstance(row, list) for row in argument)


def _shape(argument: list[Scalar] | list[list[Scalar]]) -> tuple[int, int]:
    if _is_block(argument):
        return len(argument), max(len(row) if isinstance(row, list) else 1 for row in argument)
    return 1, len(argument)


def _at(argument: Argument, row: int, column: int) -> Scalar:
    if not isinstance(argument, list):
        return argument
    line = argument[row] if _is_block(argument) else argument
    if not isinstance(line, list):
        return line
    return line[column] if column < len(line) else None  # type: ignore[return-value]
