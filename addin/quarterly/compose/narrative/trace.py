"""Sentences whose every figure knows the cells that it came from.

A sentence is put together from plain words and figures, and plain words hold no digit: so whatever a reader could
want to check, be it a number, a name, a date or a period, is a figure with its trace.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from quarterly.model.problems import CellRef


class Topic(StrEnum):
    """What a sentence is about."""

    STANDING = "standing"
    MOVEMENT = "movement"
    SIGNAL = "signal"
    FORECAST = "forecast"
    COMPARISON = "comparison"
    RECORD = "record"
    STREAK = "streak"
    WORSE = "worse"
    RED = "red"
    OVERDUE = "overdue"
    POSTPONED = "postponed"
    BETTER = "better"
    EVIDENCE = "evidence"
    UNCHANGED = "unchanged"
    PAPER = "paper"  # of the cover report to a committee


class Figure(Struct, frozen=True):
    """What a sentence takes from the workbook, as the sentence has it in ``text``.

    ``value`` is the number, unrounded and in the indicator's unit; ``None`` for what is quoted: a name, a reference,
    a date, a period, a target in words. ``sources`` are the cells that it comes from: for a count the references of
    what was counted. ``basis`` says what it rests on besides cells, or instead of them.
    """

    text: str
    value: float | None = None
    sources: tuple[CellRef, ...] = ()
    basis: str = ""

    @property
    def is_traced(self) -> bool:
        """Whether it is known where the figure comes from; not so in a plan that was made in code."""
        return bool(self.sources or self.basis)


Phrase = tuple[str | Figure, ...]
"""A part of a sentence."""


class Sentence(Struct, frozen=True, kw_only=True):
    """A sentence with its figures in the order in which they stand in ``text``."""

    topic: Topic
    text: str
    figures: tuple[Figure, ...] = ()


def said(topic: Topic, *parts: str | Figure) -> Sentence:
    """The sentence that the parts make, with a capital at its front; a name or reference there is left as it is."""
    first, *rest = parts
    if isinstance(first, str):
        first = first[:1].upper() + first[1:]
    elif first.value is not None:
        first = replace(first, text=first.text[:1].upper() + first.text[1:])
    whole = (first, *rest)
    return Sentence(
        topic=topic,
        text="".join(part if isinstance(part, str) else part.text for part in whole),
        figures=tuple(part for part in whole if isinstance(part, Figure)),
    )


def listed(items: Sequence[Phrase], separator: str = ", ") -> Phrase:
    """ "A", "A and B", "A, B and C"; with another separator also before the last: "A; B; C"."""
    parts: list[str | Figure] = []
    for index, item in enumerate(items):
        last = index == len(items) - 1
        if index:
            parts.append(" and " if last and separator == ", " else separator)
        parts += item
    return tuple(parts)


def number(value: int, sources: Iterable[CellRef], basis: str = "") -> Figure:
    """A count by itself, "1,204", with the references of what was counted."""
    return Figure(f"{value:,}", float(value), tuple(sources), basis)


def counted(value: int, one: str, sources: Iterable[CellRef], basis: str = "") -> Figure:
    """A count of things: "1 action", "3 actions"."""
    return Figure(f"{value:,} {one if value == 1 else one + 's'}", float(value), tuple(sources), basis)
