"""The rows of each tidy table, from the plan and its judgements."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from quarterly.compose.provenance import Provenance
from quarterly.exchange.tidy.schema import Row
from quarterly.judge.judgement import Judgements
from quarterly.model.edition import Edition
from quarterly.model.figures import rounded
from quarterly.model.kpi import Kpi
from quarterly.model.periods import Period
from quarterly.model.plan import Plan


class Exported(Struct, frozen=True, kw_only=True):
    """What is exported: for the published edition plan and judgements are protected ones."""

    plan: Plan
    judgements: Judgements
    source: Provenance

    @property
    def is_published(self) -> bool:
        """Whether everybody may have it."""
        return self.source.edition is Edition.PUBLISHED

    def shown(self, value: float | None, kpi: Kpi) -> float | None:
        """A figure of an indicator; in the published edition as the report shows it, since more digits would tell more.

        Protection is proved for what is printed: from 92.69711958% anybody can tell which two counts were divided.
        """
        return value if value is None or not self.is_published else float(rounded(value, kpi.decimals))

    def label(self, period: Period | None) -> str:
        """A period in the words of the authority's year."""
        return "" if period is None else self.plan.settings.calendar.label(period)


def _joined(parts: tuple[str, ...]) -> str:
    return "; ".join(parts)


def report(it: Exported) -> Iterator[Row]:
    """The one row about the report."""
    settings, judged, source = it.plan.settings, it.judgements, it.source
    quarter = judged.quarter
    yield (
        settings.authority,
        settings.programme,
        it.label(quarter),
        quarter.start,
        quarter.end,
        judged.as_at,
        str(source.edition),
        source.threshold or None,
        settings.marking,
        source.rules_version,
        source.version,
        source.input_name,
        source.input_sha256,
    )


def recommendations(it: Exported) -> Iterator[Row]:
    """Recommendations with their statuses."""
    for item in it.judgements.recommendations:
        of = item.recommendation
        if of is not None:
            status = "" if item.status is None else str(item.status)
            yield (of.ref, of.text, of.theme, of.lead, of.outcome, of.sub_plan, of.made_on, status, item.why)


def kpis(it: Exported) -> Iterator[Row]:
    """Definitions of indicators."""
    for kpi in it.plan.kpis:
        yield (
            kpi.ref,
            kpi.name,
            kpi.theme,
            _joined(kpi.recommendations),
            str(kpi.polarity),
            kpi.unit,
            kpi.decimals,
            str(kpi.frequency),
            str(kpi.kind),
            str(kpi.quarter_rule),
            it.shown(kpi.baseline, kpi),
            kpi.baseline_date,
            kpi.target_words,
            kpi.target_date,
            kpi.owner,
            kpi.data_source,
            kpi.definition,
        )


def kpi_readings(it: Exported) -> Iterator[Row]:
    """Readings, of the authority and of teams."""
    for kpi in it.plan.kpis:
        for one in (*kpi.readings, *kpi.team_readings):
            yield (
                kpi.ref,
                one.team,
                one.period.start,
                one.period.end,
                one.period.months,
                kpi.calendar.label(one.period),
                it.shown(one.value, kpi),
                None if it.is_published else one.numerator,
                one.denominator,
                str(one.state),
                "" if it.is_published else one.comment,
            )


def kpi_statuses(it: Exported) -> Iterator[Row]:
    """Statuses of indicators."""
    for item in it.judgements.kpis:
        target = item.target
        yield (
            item.ref,
            it.label(item.quarter),
            item.period.start if item.period else None,
            item.period.end if item.period else None,
            it.shown(item.value, item.kpi),
            None if target is None else target.value,
            it.shown(item.gap, item.kpi),
            str(item.status),
            item.why,
            it.shown(item.previous.value, item.kpi) if item.previous else None,
            str(item.previous.status) if item.previous else "",
            it.shown(item.year_ago.value, item.kpi) if item.year_ago else None,
            str(item.year_ago.status) if item.year_ago else "",
            str(item.short.direction),
            it.shown(item.short.change, item.kpi),
            str(item.long.direction),
            it.shown(item.long.change, item.kpi),
            " ".join(item.caveats),
        )


def targets(it: Exported) -> Iterator[Row]:
    """Targets from the day they come into force."""
    for kpi in it.plan.kpis:
        for one in kpi.targets:
            since = one.since.start if one.since else None
            yield (kpi.ref, since, one.value, one.floor, one.low, one.high)


def benchmarks(it: Exported) -> Iterator[Row]:
    """Values of comparators."""
    for one in it.plan.benchmarks:
        label = it.label(one.period)
        yield (one.kpi, str(one.comparator), one.label, one.period.start, one.period.end, label, one.value, one.origin)


def action_statuses(it: Exported) -> Iterator[Row]:
    """Actions with their statuses."""
    for item in it.judgements.actions:
        action = item.action
        yield (
            action.ref,
            it.label(it.judgements.quarter),
            action.text,
            item.theme or action.theme,
            _joined(action.recommendations),
            _joined(action.leads),
            action.start,
            action.due,
            action.due_in_force,
            action.completed_on,
            action.evidenced_on,
            str(item.status),
            item.label,
            item.why,
            item.expected,
            item.reported,
            item.slippage,
            item.overdue,
            "" if it.is_published else str(item.declared or ""),
            item.overridden,
            _joined(action.kpis),
            _joined(action.depends_on),
        )


def changes(it: Exported) -> Iterator[Row]:
    """What is not as the last report said."""
    changes = it.judgements.changes
    since, kpis = it.label(changes.quarter), {kpi.ref: kpi for kpi in it.plan.kpis}

    def shown(ref: str, *values: float | None) -> tuple[float | None, ...]:
        return tuple(it.shown(value, kpis[ref]) if ref in kpis else value for value in values)

    for move in changes.moves:
        figures = shown(move.ref, move.figure_then, move.figure_now)
        sort = str(move.course)
        yield (since, move.kind, move.ref, move.name, sort, move.then, str(move.now), *figures, None, None, move.why)
    for moved in changes.redated:
        dates = (moved.then, moved.now)
        yield (since, "Action", moved.ref, moved.name, "Due date moved", "", "", None, None, *dates, moved.why)
    for one in changes.restated:
        figures = shown(one.ref, one.old, one.new)
        yield (since, "KPI", one.ref, one.name, "Figure restated", "", "", *figures, one.period.start, None, one.why)
    for sort, items in (("New", changes.new), ("Closed", changes.closed), ("Gone", changes.gone)):
        for item in items:
            yield (since, item.kind, item.ref, item.name, sort, "", "", None, None, None, None, item.why)


def published_statuses(it: Exported) -> Iterator[Row]:
    """What Status History holds."""
    kpis = {kpi.ref: kpi for kpi in it.plan.kpis}
    for one in it.plan.history:
        covers = one.covers or one.quarter
        yield (
            one.item,
            one.kind,
            it.label(one.quarter),
            one.quarter.start,
            one.quarter.end,
            one.status,
            it.shown(one.value, kpis[one.item]) if one.item in kpis else one.value,
            covers.start,
            covers.end,
            one.due,
            one.published_on,
            one.issue,
        )
