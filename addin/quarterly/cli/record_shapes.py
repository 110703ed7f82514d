"""The records that the results of ``--json`` are made of: indicators, actions, problems, periods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from quarterly.judge.judgement import (
    ActionJudgement,
    Challenge,
    Comparison,
    Coverage,
    KpiJudgement,
    KpiPoint,
    RollUp,
    Travel,
)
from quarterly.model.kpi import Benchmark, Kpi, Reading, Target
from quarterly.model.periods import Calendar, Period
from quarterly.model.problems import CellRef, Problem
from quarterly.model.rules import RagRule

Json = str | int | float | bool | None | Sequence["Json"] | Mapping[str, "Json"]


def problem_shape(problem: Problem) -> Json:
    """A problem with its place, what was found and what to do."""
    return {
        "code": problem.code,
        "severity": str(problem.severity),
        "at": str(problem.at),
        "sheet": problem.at.sheet or None,
        "cell": problem.at.address or None,
        "row": problem.at.row or None,
        "column": problem.at.column or None,
        "meaning": problem.kind.meaning,
        "found": problem.found or None,
        "fix": problem.fix,
    }


def kpi_shape(item: KpiJudgement) -> dict[str, Json]:
    """An indicator's status, its reason and everything it rests on."""
    kpi = item.kpi
    return {
        "ref": kpi.ref,
        "name": kpi.name,
        "theme": kpi.theme or None,
        "recommendations": list(kpi.recommendations),
        "polarity": str(kpi.polarity),
        "unit": kpi.unit or None,
        "decimals": kpi.decimals,
        "owner": kpi.owner or None,
        "status": str(item.status),
        "why": item.why,
        "value": item.value,
        "period": period_shape(item.period, kpi.calendar),
        "reading": reading_shape(item.reading, kpi),
        "latest": reading_shape(item.latest, kpi),
        "target": target_shape(item.target, kpi),
        "target_words": kpi.target_words or None,
        "rule": rule_shape(item.rule),
        "gap": item.gap,
        "to_next": item.to_next,
        "next_status": str(item.next_status) if item.next_status else None,
        "previous": point_shape(item.previous, kpi),
        "year_ago": point_shape(item.year_ago, kpi),
        "short": travel_shape(item.short, kpi),
        "long": travel_shape(item.long, kpi),
        "benchmarks": [benchmark_shape(one, kpi) for one in item.benchmarks],
        "comparisons": [comparison_shape(one, kpi) for one in item.comparisons],
        "caveats": list(item.caveats),
        "at": cell(kpi.source.cell("ref")),
    }


def reading_shape(reading: Reading | None, kpi: Kpi) -> Json:
    """A reading with its state and the cell it was read from."""
    if reading is None:
        return None
    return {
        "period": period_shape(reading.period, kpi.calendar),
        "value": reading.value,
        "numerator": reading.numerator,
        "denominator": reading.denominator,
        "state": str(reading.state) or "final",
        "at": cell(reading.source.cell("value")),
    }


def target_shape(target: Target | None, kpi: Kpi) -> Json:
    """The target in force and the cell it was read from."""
    if target is None:
        return None
    return {
        "value": target.value,
        "floor": target.floor,
        "low": target.low,
        "high": target.high,
        "strict": target.strict,
        "since": period_shape(target.since, kpi.calendar),
        "at": cell(target.source.cell("target")),
    }


def rule_shape(rule: RagRule | None) -> Json:
    """A RAG rule with its numbers and where it was published."""
    if rule is None:
        return None
    return {
        "title": rule.title,
        "family": str(rule.family),
        "green": rule.green,
        "amber": rule.amber,
        "red_amber": rule.red_amber,
        "relative": rule.relative,
        "source": rule.source or None,
    }


def point_shape(point: KpiPoint | None, kpi: Kpi) -> Json:
    """An earlier quarter's value and status."""
    if point is None:
        return None
    return {
        "period": period_shape(point.period, kpi.calendar),
        "value": point.value,
        "status": str(point.status),
    }


def travel_shape(travel: Travel, kpi: Kpi) -> Json:
    """A direction of travel, or why there is none."""
    return {
        "direction": str(travel.direction) or None,
        "arrow": travel.arrow or None,
        "change": travel.change,
        "from": period_shape(travel.then_period, kpi.calendar),
        "why": travel.why,
    }


def benchmark_shape(benchmark: Benchmark, kpi: Kpi) -> Json:
    """A comparator's value."""
    return {
        "comparator": str(benchmark.comparator),
        "label": benchmark.label or None,
        "period": period_shape(benchmark.period, kpi.calendar),
        "value": benchmark.value,
        "origin": benchmark.origin or None,
        "at": cell(benchmark.source.cell("value")),
    }


def comparison_shape(item: Comparison, kpi: Kpi) -> Json:
    """The indicator beside one comparator, in words."""
    return {
        "comparator": str(item.comparator),
        "period": period_shape(item.benchmark.period, kpi.calendar),
        "value": item.benchmark.value,
        "compared": period_shape(item.reading.period if item.reading else None, kpi.calendar),
        "difference": item.difference,
        "better": item.better,
        "of": item.of,
        "outdated": item.outdated,
        "why": item.why,
        "at": cell(item.benchmark.source.cell("value")),
    }


def action_shape(item: ActionJudgement) -> Json:
    """An action's status, its reason and everything it rests on."""
    action = item.action
    return {
        "ref": action.ref,
        "action": action.text,
        "theme": item.theme or None,
        "recommendations": list(action.recommendations),
        "leads": list(action.leads),
        "status": str(item.status),
        "computed": str(item.computed),
        "label": item.label or None,
        "why": item.why,
        "start": day(action.start),
        "due": day(action.due),
        "revised_due": day(action.revised_due),
        "completed_on": day(action.completed_on),
        "evidenced_on": day(action.evidenced_on),
        "expected_percent": item.expected,
        "reported_percent": item.reported,
        "slippage_days": item.slippage,
        "overdue_days": item.overdue,
        "declared": str(item.declared) if item.declared else None,
        "overridden": item.overridden,
        "override_reason": action.override_reason or None,
        "kpis": list(action.kpis),
        "depends_on": list(action.depends_on),
        "at": cell(action.source.cell("ref")),
    }


def roll_up_shape(item: RollUp) -> Json:
    """The status of a recommendation or theme, with the items behind it by reference."""
    return {
        "ref": item.ref,
        "title": item.title,
        "status": str(item.status) if item.status else None,
        "why": item.why,
        "action_status": str(item.action_status) if item.action_status else None,
        "kpi_status": str(item.kpi_status) if item.kpi_status else None,
        "actions": [one.ref for one in item.actions],
        "kpis": [one.ref for one in item.kpis],
    }


def challenge_shape(item: Challenge) -> Json:
    """A status to be questioned."""
    return {
        "ref": item.ref,
        "kind": item.kind,
        "owner": item.owner or None,
        "declared": item.declared,
        "computed": item.computed,
        "question": item.question,
        "at": cell(item.at),
    }


def coverage_shape(coverage: Coverage) -> Json:
    """Which recommendations have measures and actions."""
    return {
        "statement": coverage.statement,
        "with_measures": list(coverage.with_measures),
        "without_measures": list(coverage.without_measures),
        "without_actions": list(coverage.without_actions),
    }


def period_shape(period: Period | None, calendar: Calendar) -> Json:
    """A period by its label and its first and last day."""
    if period is None:
        return None
    return {"label": calendar.label(period), "start": day(period.start), "end": day(period.end)}


def day(value: date | None) -> str | None:
    """A date in ISO 8601."""
    return value.isoformat() if value else None


def cell(place: CellRef) -> str | None:
    """An address such as 'Action Plan'!F14."""
    return str(place) if place.sheet else None
