"""What earlier editions told: counts outright, differences of counts, and quotients within the limits of rounding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from msgspec import Struct

from quarterly.judge.disclosure.facts import Cell, Change, Published, Ratio, Relation
from quarterly.model.figures import exact


class Quotient(Struct, frozen=True):
    """A quotient printed before: ``part`` over ``whole`` (numbers of counts) lies between ``least`` and ``most``."""

    part: int
    whole: int
    least: Fraction
    most: Fraction


class Earlier(Struct, frozen=True, kw_only=True):
    """What earlier editions told about counts, each given by its number.

    ``counts`` were printed, and ``differences`` between two of them; a figure that was restated since told about
    another count and is left out.
    """

    counts: tuple[int, ...]
    differences: tuple[tuple[int, int], ...]
    quotients: tuple[Quotient, ...]


def told(values: Mapping[Cell, int], relations: tuple[Relation, ...], published: tuple[Published, ...]) -> Earlier:
    """What the published figures tell of ``values``, which are numbered in their order."""
    printed = {figure.at: exact(figure.value) for figure in published}
    number = {cell: at for at, cell in enumerate(values)}
    ratios = {relation.at: relation for relation in relations if isinstance(relation, Ratio)}
    changes = [relation for relation in relations if isinstance(relation, Change) and relation.at in printed]
    between = [change for change in changes if change.now in number and change.before in number]
    shown: dict[Cell, Fraction | None] = {at: printed[at] for at in ratios if at in printed}
    # The difference of two ratios tells less than both of them: the reader is taken to know both.
    shown |= {at: None for change in changes for at in (change.now, change.before) if at in ratios and at not in shown}
    counts = {cell: at for cell, at in number.items() if printed.get(cell) == values[cell]}
    telling = {at: figure for at, figure in shown.items() if not all(cell in counts for cell in ratios[at].basis)}
    quotients = [*_of_ratios(values, number, ratios, telling), *_of_changes(values, number, between, printed)]
    return Earlier(
        counts=tuple(counts.values()),
        differences=tuple(
            (number[change.now], number[change.before])
            for change in between
            if not change.relative and values[change.now] - values[change.before] == printed[change.at]
        ),
        quotients=tuple(quotients),
    )


def _of_ratios(
    values: Mapping[Cell, int],
    number: Mapping[Cell, int],
    ratios: Mapping[Cell, Ratio],
    shown: Mapping[Cell, Fraction | None],
) -> Iterator[Quotient]:
    for at, figure in shown.items():
        ratio = ratios[at]
        if not values.get(ratio.denominator) or ratio.numerator not in values:
            continue
        true = Fraction(values[ratio.numerator], values[ratio.denominator])
        middle = ratio.of(values[ratio.numerator], values[ratio.denominator]) if figure is None else figure
        half = Fraction(1, 2 * 10**ratio.decimals)
        least, most = (middle - half) / ratio.per, (middle + half) / ratio.per
        if least <= true <= most:
            yield Quotient(number[ratio.numerator], number[ratio.denominator], least, most)


def _of_changes(
    values: Mapping[Cell, int], number: Mapping[Cell, int], between: list[Change], printed: Mapping[Cell, Fraction]
) -> Iterator[Quotient]:
    """A percentage change tells the quotient of its two counts."""
    half = Fraction(1, 20)  # percentage changes have one decimal
    for change in between:
        if not change.relative or not values[change.before]:
            continue
        middle = printed[change.at] + 100
        least, most = (middle - half) / 100, (middle + half) / 100
        if least <= Fraction(values[change.now], values[change.before]) <= most:
            yield Quotient(number[change.now], number[change.before], least, most)
