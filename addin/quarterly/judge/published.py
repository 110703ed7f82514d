"""The plan as it may be published: small counts, and all that would give them away, are gone before it is judged.

Nothing downstream can then show them: tables, charts, sentences and tidy rows are all drawn from this plan. Officers'
own words are not checked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Set

from msgspec import Struct
from msgspec.structs import replace

from quarterly.judge.countable import Basis, Measure, basis_of, denominator_at, measure_of, value_at
from quarterly.judge.disclosure import THRESHOLD, Cause, Cell, Protected, Published, Ratio, protect
from quarterly.judge.judgement import Judgements
from quarterly.judge.quality import plan_findings
from quarterly.judge.wording import listed
from quarterly.model.context import Commentary, PublishedStatus
from quarterly.model.kpi import Kind, Kpi, Reading, ReadingState
from quarterly.model.periods import Period
from quarterly.model.plan import Plan

OWN_WORDS = "Officers' own words are not checked; read them before the report goes out."


class PublishedPlan(Struct, frozen=True, kw_only=True):
    """The plan without what may not be published, what was decided for each indicator, and what an officer must know.

    ``protected`` has one entry for each indicator, in the plan's order. ``exposed`` are those of the ``notes`` that say
    what may be worked out from what is shown.
    """

    plan: Plan
    protected: tuple[Protected, ...]
    threshold: int
    notes: tuple[str, ...]
    exposed: tuple[str, ...] = ()

    @property
    def hidden(self) -> Mapping[Cause, int]:
        """How many figures that the report would print are hidden, by cause; causes that hide none are left out."""
        causes = Counter(one.cause for each in self.protected for one in each.hidden if one.at in each.figures)
        return {cause: causes[cause] for cause in Cause if causes[cause]}


def published_plan(plan: Plan, *, quarter: Period, threshold: int = THRESHOLD) -> PublishedPlan:
    """Protect every indicator of a plan, so that a report on ``quarter`` made from it may be published.

    Indicators are protected one by one: that one follows from others is not known here. Audits are counts of case
    files, not of children, and stay as they are; teams' readings are left out altogether.

    Raises:
        ValueError: a threshold of 1 or less than 0.
    """
    protect((), (), threshold=threshold)  # refuses a threshold that makes no sense even where there is no indicator
    each = [_Indicator.of(kpi, quarter, threshold) for kpi in plan.kpis]
    told = {one.kpi.ref: one for one in each}
    published = replace(
        plan,
        kpis=tuple(one.published for one in each),
        history=tuple(_status(status, told.get(status.item)) for status in plan.history),
    )
    exposed = _exposed(plan, each)
    return PublishedPlan(
        plan=published,
        protected=tuple(one.protected for one in each),
        threshold=threshold,
        notes=(*_notes(plan, each, quarter), *exposed),
        exposed=exposed,
    )


def standing_findings(judgements: Judgements, plan: Plan) -> Judgements:
    """Judgements of a protected plan without what only protection took away: ``plan`` is the officer's own.

    The baseline that may not be shown is not missing. Questions to owners belong to the working edition.
    """
    own = frozenset(plan_findings(plan, on=judgements.as_at))
    return replace(judgements, findings=tuple(one for one in judgements.findings if one in own), challenges=())


class _Indicator(Struct, frozen=True, kw_only=True):
    """An indicator with the decision on its figures."""

    kpi: Kpi
    protected: Protected
    hidden: Set[Cell]
    unchecked: bool
    small: range  # the numbers that no count of people may be seen to be; empty where values are no counts

    @classmethod
    def of(cls, kpi: Kpi, quarter: Period, threshold: int) -> _Indicator:
        kpi = replace(kpi, readings=tuple({reading.period: reading for reading in kpi.readings}.values()))
        basis = basis_of(kpi)
        earlier = _earlier_editions(kpi, quarter, threshold) if kpi.kind is Kind.CUMULATIVE else ()
        protected = protect(basis.counts, basis.relations, threshold=threshold, published=earlier)
        hidden = {one.at for one in protected.hidden if one.at in protected.figures}
        counts = measure_of(kpi) is Measure.COUNT
        return cls(
            kpi=kpi,
            protected=protected,
            hidden=hidden,
            unchecked=basis.unchecked,
            small=range(1, threshold + 1 if counts else 1),
        )

    @property
    def published(self) -> Kpi:
        return replace(
            self.kpi,
            readings=tuple(self._reading(reading) for reading in self.kpi.readings),
            team_readings=(),
            baseline=None if self.loses_baseline else self.kpi.baseline,
            baseline_date=None if self.loses_baseline else self.kpi.baseline_date,
        )

    @property
    def loses_baseline(self) -> bool:
        """Whether the baseline is a small count, or may be the same figure as one that is hidden."""
        if self.kpi.baseline is None:
            return False
        return self.kpi.baseline in self.small or (bool(self.hidden) and not self._baseline_before_readings)

    @property
    def _baseline_before_readings(self) -> bool:
        taken = self.kpi.baseline_date
        first = min(reading.period.start for reading in self.kpi.readings)
        return taken is not None and taken < self.kpi.calendar.year_of(first).start

    def _reading(self, reading: Reading) -> Reading:
        period = reading.period
        whole = None if denominator_at(self.kpi, period) in self.hidden else reading.denominator
        restated = None if self.hidden or reading.restated_from in self.small else reading.restated_from
        if value_at(self.kpi, period) not in self.hidden:
            return replace(reading, denominator=whole, restated_from=restated)
        return replace(
            reading,
            value=None,
            numerator=None,
            denominator=whole,
            state=ReadingState.SUPPRESSED,
            restated_from=None,
            comment="",
        )


def _earlier_editions(kpi: Kpi, quarter: Period, threshold: int) -> tuple[Published, ...]:
    """What a published edition for each quarter before showed of a year to date, as the readings are now.

    A new month would else change which of the year's months are hidden, and two editions together show them all.
    """
    told: tuple[Published, ...] = ()
    first = min((reading.period.month_after for reading in kpi.readings), default=quarter.month_after)
    for end in range(quarter.month_after - (quarter.month_after - first) // 3 * 3, quarter.month_after, 3):
        known = tuple(reading for reading in kpi.readings if reading.period.month_after <= end)
        basis = basis_of(replace(kpi, readings=known))
        made = protect(basis.counts, basis.relations, threshold=threshold, published=told)
        told = (*made.edition, *_numerators(basis, made))
    return told


def _numerators(basis: Basis, made: Protected) -> Iterator[Published]:
    """The numerators that percentages tell, though no table prints them."""
    ratios = [relation for relation in basis.relations if isinstance(relation, Ratio)]
    shown = {ratio.numerator for ratio in ratios if made.figures[ratio.at].value is not None}
    for count in basis.counts:
        if count.at in shown and count.value is not None:
            yield Published(at=count.at, value=count.value)


def _status(status: PublishedStatus, of: _Indicator | None) -> PublishedStatus:
    """A published status without the value beside it, where an indicator has anything to hide."""
    if of is None or not (of.hidden or status.value in of.small):
        return status
    return replace(status, value=None)


def _notes(plan: Plan, each: list[_Indicator], quarter: Period) -> tuple[str, ...]:
    hiding = [one.kpi.ref for one in each if one.hidden]
    baselines = [one.kpi.ref for one in each if one.loses_baseline]
    unchecked = [one.kpi.ref for one in each if one.unchecked]
    given = [one.kpi.ref for one in each if one.protected.unchecked]
    worded = [ref for ref in hiding if any(_speaks_of(words, ref, quarter) for words in plan.commentary)]
    sentences = (
        (baselines, "The baseline of {refs} is left out, as it is a small count or could give a hidden figure away."),
        (unchecked, "{refs}: not checked in full, as the counts behind some figures are not in the workbook."),
        (given, "{refs}: the workbook gives figures as c, and whether they follow from others could not be checked."),
        (worded, "Officers wrote about {refs}, where figures are hidden. Read their words: they are not checked."),
    )
    marking = plan.settings.marking.strip()
    marked = f"The workbook marks the report {marking}. Check that it may be published." if marking else ""
    said = [text.format(refs=listed(refs)) for refs, text in sentences if refs]
    return tuple(filter(None, (*said, marked)))


def _exposed(plan: Plan, each: list[_Indicator]) -> tuple[str, ...]:
    label = plan.settings.calendar.label
    return tuple(
        f"{one.at.measure}, {label(one.at.period)}, may be worked out: {one.why}"
        for indicator in each
        for one in indicator.protected.exposed
    )


def _speaks_of(words: Commentary, ref: str, quarter: Period) -> bool:
    """Whether the officer's words on the indicator stand in the report."""
    return words.about.strip().casefold() == ref.casefold() and words.quarter in (None, quarter)
