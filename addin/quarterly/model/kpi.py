"""An indicator: its definition, its readings, its targets and what it is compared with."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from msgspec import Struct

from quarterly.model.periods import FINANCIAL, Calendar, Period
from quarterly.model.problems import NOWHERE, Source
from quarterly.model.rules import RagRule


class Polarity(StrEnum):
    """Which way is good."""

    HIGH = "High"
    LOW = "Low"
    RANGE = "Range"
    INFORMATION = "Information"


class Frequency(StrEnum):
    """How often a reading is taken."""

    MONTH = "Month"
    QUARTER = "Quarter"
    YEAR = "Year"


class Kind(StrEnum):
    """What one reading covers."""

    SNAPSHOT = "Snapshot"  # as at the last day of the period
    PERIOD = "Quarter"  # the period alone
    CUMULATIVE = "Cumulative"  # the year up to the end of the period
    ROLLING = "Rolling 12"  # the twelve months up to the end of the period


class QuarterRule(StrEnum):
    """How monthly readings become the quarter's value."""

    LAST = "Last"
    SUM = "Sum"
    MEAN = "Mean"
    RATIO = "Ratio"  # sum of numerators over sum of denominators


class ReadingState(StrEnum):
    """Why a reading has no value, or how far its value can be trusted. Letters follow the DfE's shorthand."""

    FINAL = ""
    PROVISIONAL = "provisional"
    REVISED = "revised"
    NOT_APPLICABLE = "not applicable"  # z
    NOT_AVAILABLE = "not available"  # :
    SUPPRESSED = "suppressed"  # c
    LOW_RELIABILITY = "low reliability"  # u
    ROUNDS_TO_ZERO = "rounds to zero"  # k
    AWAITED = "awaited"  # TBC, blank
    NOT_DUE = "not due"
    LAGGED = "time-lagged"


SHORTHAND: dict[ReadingState, str] = {
    ReadingState.SUPPRESSED: "c",
    ReadingState.NOT_APPLICABLE: "z",
    ReadingState.NOT_AVAILABLE: ":",
    ReadingState.ROUNDS_TO_ZERO: "k",
    ReadingState.LOW_RELIABILITY: "u",
    ReadingState.PROVISIONAL: "p",
    ReadingState.REVISED: "r",
}
"""Letters shown in square brackets beside or instead of a value, as GSS guidance on symbols asks."""


class Target(Struct, frozen=True, kw_only=True):
    """A target in force from the start of ``since`` (``None``: always). Numbers are in the indicator's unit.

    A ``strict`` value is a limit that is not met by being reached: fewer than 85, more than 90%.
    ``unread`` pairs a number that stands in the row but is not understood, or ``since``, with what stands there; while
    it holds, nothing can be rated by what uses that number. ``undecided`` says that there is no target value from here
    on, and that the one before carries on no longer.
    """

    since: Period | None = None
    value: float | None = None
    floor: float | None = None
    low: float | None = None
    high: float | None = None
    strict: bool = False
    undecided: bool = False
    unread: tuple[tuple[str, str], ...] = ()
    source: Source = NOWHERE

    @property
    def bounds(self) -> dict[str, float | None]:
        """The numbers by the fields of the workbook that give them."""
        return {"target": self.value, "floor": self.floor, "low": self.low, "high": self.high}


class Reading(Struct, frozen=True, kw_only=True):
    """One value of an indicator for a period; ``value`` is ``None`` where ``state`` says why there is none.

    ``team`` is empty for the whole authority. Percentages are on the scale 0 to 100.
    """

    period: Period
    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    team: str = ""
    state: ReadingState = ReadingState.FINAL
    restated_from: float | None = None
    comment: str = ""
    source: Source = NOWHERE


class Comparator(StrEnum):
    """Whom an indicator is compared with."""

    ENGLAND = "England"
    REGION = "Region"
    NEIGHBOURS = "Statistical neighbours"
    BEST_NEIGHBOUR = "Best neighbour"
    TOP_QUARTILE = "Top quartile"
    RANK = "Rank"  # value: position among authorities, 1 is best
    AUTHORITIES = "Authorities ranked"  # value: how many authorities the rank is among
    QUARTILE = "Quartile band"  # value: 1 best to 4 worst by polarity


class Benchmark(Struct, frozen=True, kw_only=True):
    """A comparator's value for a period, in the indicator's unit."""

    kpi: str
    comparator: Comparator
    period: Period
    value: float
    label: str = ""  # the officer's own words for the comparator, such as "Yorkshire and the Humber"
    origin: str = ""
    source: Source = NOWHERE


class Rebase(Struct, frozen=True, kw_only=True):
    """A new baseline of an indicator's control chart from the period ``since``, with the reason for it."""

    kpi: str
    since: Period
    reason: str
    source: Source = NOWHERE


class Kpi(Struct, frozen=True, kw_only=True):
    """An indicator. Numbers are in its ``unit``; percentages on the scale 0 to 100.

    ``target_words`` holds a target that was written in words ("Fewer than 85"), with ``targets`` holding the number
    that was read from it, if one could be. ``readings`` are the whole authority's, in order of period;
    ``team_readings`` are those of its teams. ``unread`` names a cell that says what its figures mean and quotes it,
    where that is not understood: then it can be rated by no rule.
    """

    ref: str
    name: str
    polarity: Polarity
    theme: str = ""
    recommendations: tuple[str, ...] = ()
    unit: str = ""
    decimals: int = 0
    frequency: Frequency = Frequency.MONTH
    kind: Kind = Kind.SNAPSHOT
    quarter_rule: QuarterRule = QuarterRule.LAST
    calendar: Calendar = FINANCIAL
    baseline: float | None = None
    baseline_date: date | None = None
    targets: tuple[Target, ...] = ()
    target_words: str = ""
    target_date: date | None = None
    rule: RagRule | None = None
    unread: str = ""
    lag: int = 0  # months after a period's end before its reading can be expected
    owner: str = ""
    data_source: str = ""
    definition: str = ""
    readings: tuple[Reading, ...] = ()
    team_readings: tuple[Reading, ...] = ()
    source: Source = NOWHERE

    @property
    def adds_up_over_year(self) -> bool:
        """Whether readings are counts of the year so far, which only grow until they start again.

        Percentages, rates and means of the year so far are not: those of two years, or two months, can be compared.
        """
        rate = self.is_percentage or self.quarter_rule is QuarterRule.RATIO or "per " in self.unit.casefold()
        return self.kind is Kind.CUMULATIVE and not rate

    @property
    def is_percentage(self) -> bool:
        """Whether values are percentages, so that differences are percentage points."""
        return self.unit == "%"
