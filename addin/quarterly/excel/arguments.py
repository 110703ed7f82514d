"""What Excel passes to a function -> the core's values; what cannot be understood as a sentence for the cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from itertools import chain
from typing import TypeVar

from quarterly.model.kpi import Polarity, ReadingState, Target
from quarterly.model.periods import Calendar
from quarterly.model.plan import Stage
from quarterly.model.problems import ProblemKind
from quarterly.model.rules import RagRule
from quarterly.read import choices
from quarterly.read.date_text import MONTH_NUMBERS, DayRead, read_day
from quarterly.read.rule_text import Tolerance, is_strict, read_rule, read_tolerance, rule_from_columns
from quarterly.read.values import ValueRead, closest, folded, read_target, read_value

Scalar = str | float | int | bool | date | None
Argument = Scalar | list[Scalar] | list[list[Scalar]]
"""One cell, a row or column of cells, or a block of cells in rows; blank cells are ``None``."""

Word = TypeVar("Word", bound=StrEnum)

# How Excel's errors arrive: as text, or as the numbers that Windows gives them.
CELL_ERRORS = {
    -2146826288: "#NULL!",
    -2146826281: "#DIV/0!",
    -2146826273: "#VALUE!",
    -2146826265: "#REF!",
    -2146826259: "#NAME?",
    -2146826252: "#NUM!",
    -2146826246: "#N/A",
}


class Unclear(Exception):
    """An argument that cannot be understood, in words for the cell."""

    @property
    def sentence(self) -> str:
        """What the cell shows."""
        text = str(self)
        return text if text.endswith("?") else f"{text}."


def plain(value: Scalar, name: str) -> Scalar:
    """The cell's value; a blank cell is ``None``.

    Raises:
        Unclear: the cell holds one of Excel's errors.
    """
    error = CELL_ERRORS.get(value) if isinstance(value, int) else None
    if isinstance(value, str) and value.strip().upper() in CELL_ERRORS.values():
        error = value.strip().upper()
    if error:
        raise Unclear(f"{name}: the cell shows {error}; mend its formula first")
    return None if isinstance(value, str) and not value.strip() else value


def reading(value: Scalar, name: str) -> ValueRead:
    """A value or the shorthand in its place; a blank cell is awaited."""
    found = plain(value, name)
    if found is None:
        return ValueRead(number=None, state=ReadingState.AWAITED)
    if isinstance(found, bool | date):
        raise Unclear(f"{name}: a number is needed, not {shown(found)}")
    read = read_value(found)
    if not isinstance(read, ValueRead):
        raise Unclear(f"{name}: {shown(found)} is not a number")
    return read


def number(value: Scalar, name: str) -> float | None:
    """A number, or ``None`` for a blank cell or shorthand."""
    return reading(value, name).number


def percentage(value: Scalar, name: str) -> float | None:
    """Percent from 0 to 100. Excel passes 60% as 0.6: a number from 0 to 1 is a share, so that 1 is 100%."""
    read = reading(value, name)
    if read.number is None or read.percent or not 0 <= read.number <= 1:
        return read.number
    return read.number * 100


def day(value: Scalar, name: str) -> date | None:
    """A date, or ``None`` for a blank cell."""
    found = plain(value, name)
    if found is None:
        return None
    if isinstance(found, datetime):
        return found.date()
    if isinstance(found, date):
        return found
    read = None if isinstance(found, bool) else read_day(found)
    if not isinstance(read, DayRead):
        raise Unclear(f"{name}: {shown(found)} is not a date")
    return read.day


def choice(value: Scalar, name: str, words: Mapping[str, Word], default: Word) -> Word:
    """One of the words a column understands; ``default`` for a blank cell."""
    found = plain(value, name)
    if found is None:
        return default
    known = words.get(folded(str(found)))
    if known is None:
        near = closest(str(found), (word.value for word in dict.fromkeys(words.values())))
        raise Unclear(f"{name}: {shown(found)} is not known{f'; did you mean {near}?' if near else ''}")
    return known


def polarity(value: Scalar) -> Polarity:
    """Good is; High where it is left out."""
    return choice(value, "Good is", choices.POLARITIES, Polarity.HIGH)


def stage(value: Scalar) -> Stage:
    """An action's status."""
    return choice(value, "Status", choices.STAGES, Stage.UNKNOWN)


def calendar(value: Scalar) -> Calendar:
    """The year that starts in a month, given by name or number; April where it is left out."""
    found = plain(value, "Year starts")
    if found is None:
        return Calendar()
    if isinstance(found, int | float) and not isinstance(found, bool) and found in range(1, 13):
        return Calendar(int(found))
    month = MONTH_NUMBERS.get(folded(str(found)))
    if month is None:
        raise Unclear(f"Year starts: {shown(found)} is not a month")
    return Calendar(month)


def target(value: Scalar, floor: Scalar, good_is: Polarity) -> Target:
    """A target as a number, in words ("Fewer than 85") or as a range ("580 to 630"), with its floor."""
    found = plain(value, "Target")
    if isinstance(found, bool | date):
        raise Unclear(f"Target: a number is needed, not {shown(found)}")
    read = None if found is None else read_target(found)
    if isinstance(read, ProblemKind):
        raise Unclear(f"Target: {shown(found)} is not understood")
    least = number(floor, "Floor")
    if read is None:
        return Target(floor=least)
    strict = read.value is not None and is_strict(read.words, good_is)
    return Target(value=read.value, low=read.low, high=read.high, floor=least, strict=strict)


def rule(name: Scalar, tolerance: Scalar, aim: Target, good_is: Polarity) -> RagRule | None:
    """The rule by name; else from target, floor and tolerance as in the KPIs sheet; ``None``: the usual one."""
    allowed = _understood(read_tolerance, tolerance, "Tolerance")
    size = allowed if isinstance(allowed, Tolerance) else None
    named = _understood(lambda text: read_rule(text, size), name, "Rule")
    if isinstance(named, RagRule):
        return named
    return rule_from_columns(good_is, target=aim.value, floor=aim.floor, tolerance=size)


def _understood(read: Callable[[str], object], value: Scalar, name: str) -> object:
    found = plain(value, name)
    text = "" if found is None else f"{found:g}" if isinstance(found, float) else str(found)
    result = read(text)
    if isinstance(result, ProblemKind):
        raise Unclear(f"{name}: {shown(found)} is not understood")
    return result


def series(values: Argument, name: str) -> tuple[float | None, ...]:
    """A range of cells in order of time; blank cells and shorthand are gaps."""
    return tuple(number(value, name) for value in cells(values))


def cells(values: Argument) -> Iterable[Scalar]:
    """Every cell of a range, row by row."""
    if not isinstance(values, list):
        return (values,)
    return chain.from_iterable(row if isinstance(row, list) else (row,) for row in values)


def shown(value: Scalar) -> str:
    """A value as the message quotes it."""
    return f'"{value:g}"' if isinstance(value, float) else f'"{value}"'
