"""What a tidy table is: columns with a type and a meaning, and how its rows come about."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from quarterly.exchange.tidy.rows import Exported

Value = str | float | int | bool | date | None
Row = tuple[Value, ...]


class Kind(StrEnum):
    """The type of a column. Text is never missing: blank is ``""``. The others may be missing, but for flags."""

    TEXT = "text"
    NUMBER = "number"  # 64-bit floating point
    COUNT = "whole number"  # 64-bit
    DAY = "date"  # ISO 8601
    FLAG = "true or false"


class TidyColumn(Struct, frozen=True):
    """A column: its stable name, its type, and what it holds."""

    name: str
    kind: Kind
    meaning: str


class TidyTable(Struct, frozen=True, kw_only=True):
    """A table. One row is ``row_is``; ``key`` are the columns that tell rows apart."""

    name: str
    row_is: str
    key: tuple[str, ...]
    columns: tuple[TidyColumn, ...]
    rows: Callable[[Exported], Iterable[Row]]


def text(name: str, meaning: str) -> TidyColumn:
    """A column of text."""
    return TidyColumn(name, Kind.TEXT, meaning)


def number(name: str, meaning: str) -> TidyColumn:
    """A column of numbers."""
    return TidyColumn(name, Kind.NUMBER, meaning)


def count(name: str, meaning: str) -> TidyColumn:
    """A column of whole numbers."""
    return TidyColumn(name, Kind.COUNT, meaning)


def day(name: str, meaning: str) -> TidyColumn:
    """A column of dates."""
    return TidyColumn(name, Kind.DAY, meaning)


def flag(name: str, meaning: str) -> TidyColumn:
    """A column of true and false."""
    return TidyColumn(name, Kind.FLAG, meaning)
