"""Percentages on one scale, 0 to 100, and never by guess.

A figure that carries a percent sign, in its text or in its cell's format, is certain. One that carries none may be a
fraction (0.87) or a percentage (87); only figures beside it can tell, and where they do not, that is reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median

from msgspec import Struct

from quarterly.model.problems import CellRef, Problem
from quarterly.read import kinds

_APART = 10.0  # times; a fraction is that much smaller, or more, than the percentages beside it
_NEAR = 3.0  # times; how near it comes to them once multiplied by a hundred
_FAR = 100 / _NEAR  # times; from here a fraction, once multiplied, is nearer to them than _NEAR
_IMPOSSIBLE = 1000.0  # per cent
_MOST = 1.5  # a share of more than all, such as 1.02 of a budget; none in a plan is larger


class Amount(Struct, frozen=True, kw_only=True):
    """A number with its cell; ``percent`` where it carried a percent sign and is on the scale 0 to 100."""

    value: float
    percent: bool
    at: CellRef

    @property
    def may_be_fraction(self) -> bool:
        """Whether it could be a percentage written as a fraction."""
        return not self.percent and 0 < self.value <= 1


def column_of_percentages(amounts: Sequence[Amount], problems: list[Problem]) -> list[float | None]:
    """A column of percentages that may reach from 0 to 100, such as % complete; ``None`` for a cell at odds.

    A column of fractions throughout is multiplied by a hundred. Fractions among percentages are reported, and so is
    a lone 1, which could be 1% or 100%.
    """
    unsure = [amount for amount in amounts if amount.may_be_fraction]
    fractions = [amount for amount in unsure if amount.value < 1]
    whole = [amount.value for amount in amounts if amount.value > 1 and not amount.percent]
    values: list[float | None] = [amount.value for amount in amounts]
    if not unsure:
        return values
    if fractions and not whole:
        problems.append(kinds.PERCENT_READ_AS_FRACTION.at(unsure[0].at, f"{unsure[0].value:g}"))
        return [_hundredfold(amount.value) if amount.may_be_fraction else amount.value for amount in amounts]
    others = f"{median(whole):g}" if whole else "0 and 1"
    problems += [kinds.PERCENT_SCALE_MIXED.at(amount.at, f"{amount.value:g}", others=others) for amount in unsure]
    return [None if amount.may_be_fraction else amount.value for amount in amounts]


def _hundredfold(value: float) -> float:
    return round(value * 100, 10)


class Scaled(Struct, frozen=True):
    """A series and its reference figures on one scale; ``None`` for a figure at odds with the others."""

    readings: list[float | None]
    references: list[float | None]


def series_of_percentages(readings: Sequence[Amount], references: Sequence[Amount], problems: list[Problem]) -> Scaled:
    """The readings of a percentage indicator, with its target, floor and baseline as references.

    Readings that are fractions throughout are multiplied by a hundred, with a warning, where the references show the
    scale 0 to 100; where the references leave both scales possible, none is used. A figure a hundred times off the
    others is at odds: an error, and not used.
    """
    values: list[float | None] = [amount.value for amount in readings]
    if _are_shares(readings, references):
        values = _all_fractions(readings, references, problems)
    else:
        values = _without_odd_ones(readings, values, problems)
    _check_those_above_all(readings, values, references, problems)
    return Scaled(values, references_beside(values, references, problems))


def _check_those_above_all(
    readings: Sequence[Amount], values: list[float | None], references: Sequence[Amount], problems: list[Problem]
) -> None:
    """Figures above 1,000% are taken out, and those that are above 100% against all that stands beside them reported.

    A share can exceed 100% of a plan or a budget; then its target says so, or its neighbours come near.
    """
    for index, value in enumerate(values):
        if value is not None and value > _IMPOSSIBLE:
            problems.append(kinds.PERCENT_IMPOSSIBLE.at(readings[index].at, f"{value:g}"))
            values[index] = None
    known = [value for value in values if value]
    above = [index for index, value in enumerate(values) if value is not None and value > 100]
    aims = [amount.value for amount in references if amount.value <= _IMPOSSIBLE]
    if len(above) == len(known) > 0 and max(aims, default=0.0) < 100:
        above = above[:1]  # all of them: one look at the unit settles them
    else:
        far = 2 * max(median(known), max(aims, default=0.0)) if known else 0.0
        above = [index for index in above if (values[index] or 0.0) > far]
    problems += [kinds.PERCENT_ABOVE_ALL.at(readings[index].at, f"{values[index]:g}") for index in above]


def bounds_beside(
    values: Iterable[float | None], references: Sequence[Amount], problems: list[Problem]
) -> list[float | None]:
    """The references of a series in no known unit; ``None``, and reported, for one on another scale: 90 beside 0.95."""
    bounds: list[float | None] = [amount.value for amount in references]
    level = [value for value in values if value]
    if not level:
        return bounds
    middle = median(level)
    shares = min(level) > 0 and max(level) <= _MOST and not all(value.is_integer() for value in level)
    for index, amount in enumerate(references):
        share = not amount.percent and 0 < amount.value < 1
        if (shares and amount.value > middle * (_APART if amount.percent else _FAR)) or (
            share and middle > amount.value * _FAR
        ):
            problems.append(kinds.PERCENT_SCALE_MIXED.at(amount.at, f"{amount.value:g}", others=f"{middle:g}"))
            bounds[index] = None
    return bounds


def are_percentages(values: Iterable[float | None]) -> bool:
    """Whether the figures are on the scale 0 to 100 beyond doubt, so that nothing else need be asked of them."""
    return all(not value or _MOST < value <= 100 for value in values)


def references_beside(
    values: Iterable[float | None], references: Sequence[Amount], problems: list[Problem]
) -> list[float | None]:
    """The references of a percentage series that is on one scale; ``None``, and reported, for one far off it."""
    bounds: list[float | None] = [amount.value for amount in references]
    for index, amount in enumerate(references):
        if amount.value > _IMPOSSIBLE:
            problems.append(kinds.PERCENT_IMPOSSIBLE.at(amount.at, f"{amount.value:g}"))
            bounds[index] = None
    unsure = [index for index, amount in enumerate(references) if amount.may_be_fraction]
    level = [value for value in values if value] if unsure else []
    if level:
        middle = median(level)
        for index in unsure:
            amount = references[index]
            if _is_hundredth(amount.value, middle):
                problems.append(kinds.PERCENT_SCALE_MIXED.at(amount.at, f"{amount.value:g}", others=f"{middle:g}"))
                bounds[index] = None
    return bounds


def _are_shares(readings: Sequence[Amount], references: Sequence[Amount]) -> bool:
    """Whether every reading may be a fraction; one just above 1 may where the references are on another scale."""
    if not readings or any(amount.percent and amount.value for amount in readings):
        return False
    if all(amount.may_be_fraction or amount.value == 0 for amount in readings):
        return True
    known = [amount.value for amount in references if amount.value > 1]
    shares = [amount.value for amount in readings if amount.value]
    return max(shares) <= _MOST and bool(known) and median(known) / median(shares) > _FAR


def _all_fractions(
    readings: Sequence[Amount], references: Sequence[Amount], problems: list[Problem]
) -> list[float | None]:
    shares = [amount for amount in readings if amount.value]
    if not shares:
        return [amount.value for amount in readings]
    known = [amount.value for amount in references if amount.value > 1]
    middle = median(amount.value for amount in shares)
    if known and _APART < median(known) / middle <= _FAR:
        others = f"{median(known):g}"
        problems += [kinds.PERCENT_SCALE_MIXED.at(share.at, f"{share.value:g}", others=others) for share in shares]
        return [None if amount.value else amount.value for amount in readings]
    if known and median(known) / middle > _FAR:
        problems.append(kinds.PERCENT_READ_AS_FRACTION.at(shares[0].at, f"{shares[0].value:g}"))
        return [_hundredfold(amount.value) for amount in readings]
    if not known and not any(amount.percent for amount in references):
        problems.append(kinds.PERCENT_SCALE_UNCLEAR.at(shares[0].at, f"{shares[0].value:g}"))
    return [amount.value for amount in readings]


def _without_odd_ones(
    readings: Sequence[Amount], values: list[float | None], problems: list[Problem]
) -> list[float | None]:
    suspects = [index for index, amount in enumerate(readings) if amount.may_be_fraction or amount.value > 100]
    if not suspects:
        return values
    certain = [amount.value for amount in readings if 1 < amount.value <= 100] or [
        amount.value for amount in readings if amount.value > 1
    ]
    if not certain:
        return values
    middle = median(certain)
    for index in suspects:
        value = readings[index].value
        if _is_hundredth(value, middle) or (value > 100 and _is_hundredth(middle, value)):
            problems.append(kinds.PERCENT_SCALE_MIXED.at(readings[index].at, f"{value:g}", others=f"{middle:g}"))
            values[index] = None
    return values


def _is_hundredth(value: float, middle: float) -> bool:
    return middle / value > _APART and middle / _NEAR <= value * 100 <= middle * _NEAR
