"""From counts and what is hidden to the figures that may be printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from fractions import Fraction

from quarterly.judge.disclosure.facts import Cell, Change, Count, Ratio, Relation
from quarterly.judge.disclosure.figures import (
    ABSENT_LETTER,
    HIDDEN_LETTER,
    NONE_LETTER,
    ZERO_LETTER,
    Cause,
    Figure,
    FigureKind,
    Hidden,
)
from quarterly.judge.disclosure.reasons import place
from quarterly.model.figures import rounded
from quarterly.model.kpi import SHORTHAND

CHANGE_DECIMALS = 1  # of a percentage change


def printed(
    counts: Mapping[Cell, Count], relations: tuple[Relation, ...], hidden: Set[Cell]
) -> tuple[Mapping[Cell, Figure], tuple[Hidden, ...]]:
    """Every figure in the order given, and of the percentages and changes that are hidden, why.

    A percentage is shown only where both of its counts could be shown, a change only where both of its figures are:
    so neither tells a reader more than the counts do.
    """
    figures = {at: _count(count, at in hidden) for at, count in counts.items()}
    derived: list[Hidden] = []
    changes = []
    for relation in relations:
        if isinstance(relation, Ratio):
            figures[relation.at] = _ratio(relation, counts, figures)
            derived += _follows(figures[relation.at], relation.basis, figures)
        elif isinstance(relation, Change):
            changes.append(relation)
    for change in changes:
        figures[change.at] = _change(change, figures)
        derived += _follows(figures[change.at], change.basis, figures)
    shown = {at: figure for at, figure in figures.items() if at not in counts or counts[at].shown}
    return shown, tuple(derived)


def _follows(figure: Figure, basis: tuple[Cell, ...], figures: Mapping[Cell, Figure]) -> Iterator[Hidden]:
    if figure.letter == HIDDEN_LETTER:
        behind = next(at for at in basis if figures[at].letter == HIDDEN_LETTER)
        yield Hidden(at=figure.at, cause=Cause.FOLLOWS, why=f"The figure at {place(behind)} is hidden.")


def _count(count: Count, hidden: bool) -> Figure:
    if hidden:
        return Figure(at=count.at, kind=FigureKind.COUNT, value=None, letter=HIDDEN_LETTER)
    if count.value is None:
        return Figure(at=count.at, kind=FigureKind.COUNT, value=None, letter=SHORTHAND.get(count.state, ABSENT_LETTER))
    return Figure(
        at=count.at, kind=FigureKind.COUNT, value=Fraction(count.value), letter=SHORTHAND.get(count.state, "")
    )


def _ratio(ratio: Ratio, counts: Mapping[Cell, Count], figures: Mapping[Cell, Figure]) -> Figure:
    letter = _without(figures[ratio.numerator], figures[ratio.denominator])
    part, whole = counts[ratio.numerator].value, counts[ratio.denominator].value
    if letter or part is None or not whole:
        return Figure(at=ratio.at, kind=FigureKind.RATIO, value=None, letter=letter or NONE_LETTER)
    value = ratio.of(part, whole)
    notes = [figure.letter for figure in (figures[ratio.numerator], figures[ratio.denominator]) if figure.letter]
    letter = ZERO_LETTER if part and not value else next(iter(notes), "")
    return Figure(at=ratio.at, kind=FigureKind.RATIO, value=value, decimals=ratio.decimals, letter=letter)


def _change(change: Change, figures: Mapping[Cell, Figure]) -> Figure:
    now, before = figures[change.now], figures[change.before]
    letter = _without(now, before)
    if letter or now.value is None or before.value is None or (change.relative and not before.value):
        return Figure(at=change.at, kind=FigureKind.CHANGE, value=None, letter=letter or NONE_LETTER)
    if change.relative:
        value = rounded(100 * (now.value - before.value) / before.value, CHANGE_DECIMALS)
        return Figure(at=change.at, kind=FigureKind.CHANGE, value=value, decimals=CHANGE_DECIMALS)
    decimals = max(now.decimals, before.decimals)
    return Figure(at=change.at, kind=FigureKind.CHANGE, value=now.value - before.value, decimals=decimals)


def _without(*figures: Figure) -> str:
    """The letter that a figure takes from those behind it which have no value; hidden goes before absent."""
    letters = [figure.letter for figure in figures if figure.value is None]
    return HIDDEN_LETTER if HIDDEN_LETTER in letters else next(iter(letters), "")
