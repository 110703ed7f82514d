"""What disclosure control works on: counts, how figures follow from one another, and what was published before."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction

from msgspec import Struct

from quarterly.model.figures import rounded
from quarterly.model.kpi import ReadingState
from quarterly.model.periods import Period


class Cell(Struct, frozen=True, order=True):
    """The place of a figure: ``Cell("K3", "North", Period.month(2026, 3))``. ``team`` is empty for the authority."""

    measure: str
    team: str
    period: Period


class Count(Struct, frozen=True, kw_only=True):
    """A count of people, or the reason why there is none (``value`` is ``None`` and ``state`` says why).

    ``sensitive`` is false for counts that may be published however small they are, such as months or posts.
    ``shown`` is false for counts that no table, chart or sentence prints but that may follow from those that do:
    the children who were *not* seen in time, or a denominator that only makes a percentage.
    """

    at: Cell
    value: int | None
    state: ReadingState = ReadingState.FINAL
    sensitive: bool = True
    shown: bool = True


class Sum(Struct, frozen=True, kw_only=True):
    """A count that is the sum of others: an authority of its teams, a quarter of its months, a year to date."""

    total: Cell
    parts: tuple[Cell, ...]

    @property
    def basis(self) -> tuple[Cell, ...]:
        """The figures that it ties together."""
        return (self.total, *self.parts)


class Ratio(Struct, frozen=True, kw_only=True):
    """A percentage or rate shown at ``at``: ``per`` times numerator over denominator, rounded to ``decimals``."""

    at: Cell
    numerator: Cell
    denominator: Cell
    per: int = 100
    decimals: int = 1

    @property
    def basis(self) -> tuple[Cell, ...]:
        """The figures that it is worked out from."""
        return (self.numerator, self.denominator)

    def of(self, numerator: int, denominator: int) -> Fraction:
        """The figure as it is shown; the denominator is not zero."""
        return rounded(Fraction(self.per * numerator, denominator), self.decimals)


class Change(Struct, frozen=True, kw_only=True):
    """A movement shown at ``at``, from the figure at ``before`` to the one at ``now``: two counts, or two ratios.

    The change of two counts is their difference, or where ``relative`` the percentage change to one decimal. The
    change of two ratios is the difference of the figures shown, so that it tells nothing that they do not.
    """

    at: Cell
    now: Cell
    before: Cell
    relative: bool = False

    @property
    def basis(self) -> tuple[Cell, ...]:
        """The figures that it is worked out from."""
        return (self.now, self.before)


Relation = Sum | Ratio | Change


class Published(Struct, frozen=True, kw_only=True):
    """A figure of an earlier edition, as it was printed: a count, a percentage, a rate or a change."""

    at: Cell
    value: int | float | Fraction


def checked(counts: tuple[Count, ...], relations: tuple[Relation, ...]) -> Mapping[Cell, Count]:
    """The counts by their place.

    Raises:
        ValueError: a negative count, two figures at one place, a figure twice in one sum, or a relation between
            figures that do not exist or are not of one kind.
    """
    known: dict[Cell, Count] = {}
    for count in counts:
        if count.value is not None and count.value < 0:
            raise ValueError(f"a count cannot be negative: {count.value} at {count.at}")
        if count.at in known:
            raise ValueError(f"two counts at {count.at}")
        known[count.at] = count
    ratios = {relation.at for relation in relations if isinstance(relation, Ratio)}
    taken = set(known)
    for relation in relations:
        _check_basis(relation, known, ratios)
        if not isinstance(relation, Sum):
            if relation.at in taken:
                raise ValueError(f"two figures at {relation.at}")
            taken.add(relation.at)
    return known


def _check_basis(relation: Relation, counts: Collection[Cell], ratios: Collection[Cell]) -> None:
    basis = relation.basis
    if len(set(basis)) < len(basis):
        raise ValueError(f"a figure stands twice in {relation}")
    allowed = ratios if isinstance(relation, Change) and relation.now in ratios else counts
    for cell in basis:
        if cell not in allowed:
            raise ValueError(f"{relation} names {cell}, where there is no such figure")
