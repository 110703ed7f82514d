"""Figures as they may be published: the one place that tables, charts, sentences and tidy values are drawn from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from fractions import Fraction

from msgspec import Struct

from quarterly.judge.disclosure.facts import Cell, Published
from quarterly.model.figures import change, plain
from quarterly.model.kpi import SHORTHAND, ReadingState

HIDDEN_LETTER = SHORTHAND[ReadingState.SUPPRESSED]
ZERO_LETTER = SHORTHAND[ReadingState.ROUNDS_TO_ZERO]
NONE_LETTER = SHORTHAND[ReadingState.NOT_APPLICABLE]
ABSENT_LETTER = SHORTHAND[ReadingState.NOT_AVAILABLE]
UNSURE_LETTER = SHORTHAND[ReadingState.LOW_RELIABILITY]

LETTERS: Mapping[str, str] = {
    HIDDEN_LETTER: "not shown, so that nobody can be recognised",
    NONE_LETTER: "not applicable",
    ABSENT_LETTER: "not available",
    ZERO_LETTER: "more than zero, but rounds to zero",
    UNSURE_LETTER: "low reliability: read with care",
}
"""What stands in a published edition beside or instead of a figure, and what it means."""


class FigureKind(StrEnum):
    """What a figure is."""

    COUNT = "count"
    RATIO = "percentage or rate"
    CHANGE = "change"


class Cause(StrEnum):
    """Why a figure is hidden. For the officer alone: to publish which counts are the small ones helps to guess them."""

    SMALL = "small count"
    PROTECTS = "protects a small count"
    FOLLOWS = "follows from a hidden figure"
    GIVEN = "suppressed in the workbook"


class Figure(Struct, frozen=True, kw_only=True):
    """A figure as the published edition may show it; ``value`` is ``None`` where the letter stands instead."""

    at: Cell
    kind: FigureKind
    value: Fraction | None
    decimals: int = 0
    letter: str = ""

    @property
    def number(self) -> float | None:
        """The value for a chart or a column of numbers; a gap where there is none."""
        return None if self.value is None else float(self.value)

    @property
    def text(self) -> str:
        """What a table shows: "1,204", "87.3", "+3", "12 [u]", "[c]", "[k]"."""
        if self.value is None or self.letter == ZERO_LETTER:
            return f"[{self.letter}]"
        shown = (
            change(self.value, self.decimals) if self.kind is FigureKind.CHANGE else plain(self.value, self.decimals)
        )
        return f"{shown} [{self.letter}]" if self.letter else shown

    @property
    def words(self) -> str:
        """What a sentence says: the figure, or why there is none."""
        return self.text if self.value is not None and not self.letter else LETTERS.get(self.letter, self.text)


class Hidden(Struct, frozen=True, kw_only=True):
    """A figure that is not published, and why, for the officer."""

    at: Cell
    cause: Cause
    why: str


class Exposed(Struct, frozen=True, kw_only=True):
    """A small count that hiding cannot protect any more, or not fully, and why."""

    at: Cell
    why: str


class Protected(Struct, frozen=True, kw_only=True):
    """Everything that may be published, and what was decided about it.

    ``figures`` holds every figure that is printed, by its place, in the order in which they were given. ``hidden``
    says of each that is not, why; it also names counts that are never printed but must not become known.
    ``exposed`` names small counts that nothing hidden in this edition can help: somebody has to look at them before
    it is published. ``unchecked`` are counts that the workbook gives as ``c``,
    so that nobody can tell here whether they follow from their neighbours.
    """

    figures: Mapping[Cell, Figure]
    hidden: tuple[Hidden, ...]
    exposed: tuple[Exposed, ...]
    unchecked: tuple[Cell, ...]

    def row(self, cells: Iterable[Cell]) -> tuple[Figure, ...]:
        """The figures at these places, for a row of a table or the points of a chart.

        Raises:
            KeyError: no figure is printed at one of them.
        """
        return tuple(self.figures[cell] for cell in cells)

    @property
    def edition(self) -> tuple[Published, ...]:
        """What this edition tells, to be given as ``published`` when the next one is made."""
        return tuple(
            Published(at=figure.at, value=figure.value) for figure in self.figures.values() if figure.value is not None
        )
