"""A release of the Department for Education's Local Authority Interactive Tool data set, as values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from quarterly.exchange.dfe.years import PublishedYear
from quarterly.model.kpi import Polarity
from quarterly.model.periods import Calendar

FIRST_AREA = 970  # the Department's numbers from here on are England and the regions, not authorities


class Authority(Struct, frozen=True, kw_only=True):
    """A local authority by the Department's number; ``neighbours`` are the numbers of its statistical neighbours."""

    number: int
    name: str
    region: str = ""
    neighbours: tuple[int, ...] = ()
    abolished: bool = False


class Measure(Struct, frozen=True, kw_only=True):
    """A measure with its definition and every figure published for it.

    ``figures`` holds, for the label of each of ``years``, the value of each place by its number; a place without a
    figure is absent. ``shorthand`` holds what stands in place of a figure where that is more than ``-``.
    ``ranked`` are the figures of all authorities in the latest year, smallest first.
    ``polarity`` is HIGH or LOW, or ``None`` where the Department gives none. ``banded`` says whether the
    Department puts authorities in quartile bands. Percentages are on the scale 0 to 100.
    """

    code: str
    name: str
    topic: str
    polarity: Polarity | None
    unit: str
    decimals: int
    calendar: Calendar
    years: tuple[PublishedYear, ...]
    figures: Mapping[str, Mapping[int, float]]
    shorthand: Mapping[str, Mapping[int, str]]
    ranked: tuple[float, ...]
    banded: bool = True
    definition: str = ""
    link: str = ""
    updated: date | None = None

    @property
    def latest(self) -> PublishedYear:
        """The latest year in which any place has a figure."""
        return self.years[-1]

    @property
    def year_before(self) -> PublishedYear | None:
        """The published year straight before the latest; ``None`` where the years are not consecutive."""
        if len(self.years) == 1:
            return None
        before, latest = (year.period(self.calendar) for year in self.years[-2:])
        return self.years[-2] if before == latest.year_ago() else None

    def at(self, year: PublishedYear, place: int | None) -> float | None:
        """The figure of a place in a year; ``None`` where there is none."""
        return None if place is None else self.figures[year.label].get(place)

    def in_place_of(self, year: PublishedYear, place: int) -> str:
        """The shorthand that stands in place of a figure; empty where nothing or ``-`` does."""
        return self.shorthand.get(year.label, {}).get(place, "")


class DfeRelease(Struct, frozen=True, kw_only=True):
    """Everything that was loaded: measures in the dictionary's order, places by number.

    ``areas`` names England and the regions; ``notes`` are sentences on what was left out or could not be used.
    """

    measures: tuple[Measure, ...]
    authorities: Mapping[int, Authority]
    areas: Mapping[int, str]
    notes: tuple[str, ...] = ()

    @property
    def current(self) -> tuple[Authority, ...]:
        """The authorities that exist now, by name."""
        kept = (authority for authority in self.authorities.values() if not authority.abolished)
        return tuple(sorted(kept, key=lambda authority: authority.name))
