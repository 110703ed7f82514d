"""An indicator beside others: the gap to each comparator in words, its rank and its quartile band, always dated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct

from quarterly.model.figures import distance, exact, figure, rounded
from quarterly.model.kpi import Benchmark, Comparator, Kpi, Polarity, Reading
from quarterly.model.periods import FINANCIAL, Calendar, Period, months_between

OUTDATED = 12  # months by which two figures may lie apart before a reader is warned

_WHOM = {
    Comparator.ENGLAND: "England",
    Comparator.REGION: "the region",
    Comparator.NEIGHBOURS: "the mean of the statistical neighbours",
    Comparator.BEST_NEIGHBOUR: "the best statistical neighbour",
    Comparator.TOP_QUARTILE: "the best quarter of authorities",
}
"""Comparators whose value is in the indicator's unit, in the order in which they are named."""

_BANDS = {
    1: "Among the best quarter of authorities (band A",
    2: "In the second-best quarter of authorities (band B",
    3: "In the second-worst quarter of authorities (band C",
    4: "Among the worst quarter of authorities (band D",
}


class Comparison(Struct, frozen=True, kw_only=True):
    """An indicator beside one comparator, with the sentence that says how it stands.

    ``difference`` is the indicator's figure less the comparator's, in its unit; ``better`` says whether that is good,
    ``None`` where neither way is or the two are equal. Both are ``None`` for a rank or a quartile band. ``reading`` is
    what was compared. ``outdated`` says that the two figures lie more than a year apart; ``warning`` is then
    the end of ``why`` that says so.
    """

    benchmark: Benchmark
    why: str
    reading: Reading | None = None
    difference: float | None = None
    better: bool | None = None
    of: int | None = None  # how many authorities a rank is among
    outdated: bool = False
    warning: str = ""

    @property
    def said(self) -> str:
        """The sentence without the warning."""
        return self.why.removesuffix(self.warning)

    @property
    def comparator(self) -> Comparator:
        """Whom the indicator is compared with."""
        return self.benchmark.comparator

    @property
    def whom(self) -> str:
        """The comparator as a sentence has it; empty for a rank or a quartile band."""
        return "" if self.difference is None else _whom(self.benchmark)


def comparisons(
    kpi: Kpi,
    reading: Reading | None,
    benchmarks: Iterable[Benchmark],
    as_at: date,
    *,
    latest: Reading | None = None,
    calendar: Calendar = FINANCIAL,
) -> tuple[Comparison, ...]:
    """The indicator's figure beside the newest value of each of its comparators whose period had ended by ``as_at``.

    Where ``reading`` has no value, ``latest`` is compared and the sentences say so; without either only rank and
    quartile band are left. Differences are between the figures as shown, so that a reader's own sum comes out the same.
    ``calendar`` is the report's, for naming quarters.
    """
    own = next((each for each in (reading, latest) if each is not None and each.value is not None), None)
    case = _Case(kpi=kpi, own=own, stands_in=own is not reading, calendar=calendar)
    newest = _newest(kpi, benchmarks, as_at)
    found = [case.gap(newest[comparator]) for comparator in _WHOM if comparator in newest]
    found += [case.rank(newest), case.band(newest.get(Comparator.QUARTILE))]
    return tuple(comparison for comparison in found if comparison is not None)


def _newest(kpi: Kpi, benchmarks: Iterable[Benchmark], as_at: date) -> Mapping[Comparator, Benchmark]:
    newest: dict[Comparator, Benchmark] = {}
    for item in benchmarks:
        if item.kpi != kpi.ref or item.period.end > as_at:
            continue
        known = newest.get(item.comparator)
        if known is None or known.period.end <= item.period.end:
            newest[item.comparator] = item
    return newest


class _Case(Struct, frozen=True, kw_only=True):
    """The figure that is compared. ``stands_in``: it is the latest there is, not the quarter's."""

    kpi: Kpi
    own: Reading | None
    stands_in: bool
    calendar: Calendar

    @property
    def _neutral(self) -> bool:
        return self.kpi.polarity in (Polarity.RANGE, Polarity.INFORMATION)

    def gap(self, other: Benchmark) -> Comparison | None:
        if self.own is None or self.own.value is None:
            return None
        kpi = self.kpi
        difference = exact(self.own.value) - exact(other.value)
        shown = rounded(self.own.value, kpi.decimals) - rounded(other.value, kpi.decimals)
        better = None if self._neutral or not difference else (difference > 0) is (kpi.polarity is Polarity.HIGH)
        value = figure(other.value, kpi.decimals, kpi.unit)
        beside = f"{_whom(other)} ({value}, {kpi.calendar.label(other.period)})"
        # Figures that look the same differ by less than they show: a decimal more, or the words would contradict them.
        size = distance(shown or difference, kpi.decimals + (not shown), kpi.unit)
        said = f"{size} {self._word(better, above=difference > 0)} {beside}" if difference else f"the same as {beside}"
        return Comparison(
            benchmark=other,
            why=f"{self._led(said)}.{self._apart(other)}",
            warning=self._apart(other),
            reading=self.own,
            difference=float(difference),
            better=better,
            outdated=self._is_outdated(other),
        )

    def _word(self, better: bool | None, *, above: bool) -> str:
        if better is None:
            return "above" if above else "below"
        return "better than" if better else "worse than"

    def _led(self, said: str) -> str:
        if not self.stands_in or self.own is None or self.own.value is None:
            return said[0].upper() + said[1:]
        value = figure(self.own.value, self.kpi.decimals, self.kpi.unit)
        return f"The latest figure, {value} for {self._label(self.own.period)}, is {said}"

    def rank(self, newest: Mapping[Comparator, Benchmark]) -> Comparison | None:
        place, among = newest.get(Comparator.RANK), newest.get(Comparator.AUTHORITIES)
        if place is None or not float(place.value).is_integer() or place.value < 1:
            return None
        of = int(among.value) if among is not None and among.period == place.period else None
        counted = f" of {of:,} authorities" if of else ""
        best = "" if self._neutral else ", 1st being best"
        said = f"Ranked {_ordinal(int(place.value))}{counted} ({self.kpi.calendar.label(place.period)}){best}."
        return Comparison(
            benchmark=place,
            why=said + self._apart(place),
            warning=self._apart(place),
            of=of,
            outdated=self._is_outdated(place),
            reading=self.own,
        )

    def band(self, other: Benchmark | None) -> Comparison | None:
        if other is None or other.value not in _BANDS:
            return None
        number = int(other.value)
        words = f"In quartile band {'ABCD'[number - 1]} of authorities (" if self._neutral else f"{_BANDS[number]}, "
        said = f"{words}{self.kpi.calendar.label(other.period)})."
        return Comparison(
            benchmark=other,
            why=said + self._apart(other),
            warning=self._apart(other),
            outdated=self._is_outdated(other),
            reading=self.own,
        )

    def _is_outdated(self, other: Benchmark) -> bool:
        return self.own is not None and abs(months_between(other.period.end, self.own.period.end)) > OUTDATED

    def _apart(self, other: Benchmark) -> str:
        if self.own is None or not self._is_outdated(other):
            return ""
        own, theirs = self._label(self.own.period), self.kpi.calendar.label(other.period)
        if other.period.end < self.own.period.end:
            return f" Figures of {theirs} are more than a year older than the authority's own ({own})."
        return f" The authority's own figure ({own}) is more than a year older than those of {theirs}."

    def _label(self, period: Period) -> str:
        return (self.kpi.calendar if period.months >= OUTDATED else self.calendar).label(period)


_REGION_WORDS = frozenset(("", "region", "regional", "regional average", "region average", "region mean"))


def _whom(other: Benchmark) -> str:
    """The comparator in words; a region by its name where the officer gives it."""
    named = other.comparator is Comparator.REGION and other.label.strip().casefold() not in _REGION_WORDS
    return other.label.strip() if named else _WHOM[other.comparator]


def _ordinal(number: int) -> str:
    """ "1st", "2nd", "3rd", "11th", "112th"."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{ending}"
