"""What ``--json`` prints: plain lists and mappings, stable in their names, with numbers as they were worked out.

The shapes are documented in ``docs/developers/json.md``. Dates are ISO 8601, numbers are not rounded, ``null`` means
that there is no value, and the reason stands beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from quarterly import __version__
from quarterly.cli.change_shapes import changes_shape, difference_shape, rule_change_shape
from quarterly.cli.narrative_shape import narrative_of
from quarterly.cli.record_shapes import (
    Json,
    action_shape,
    challenge_shape,
    coverage_shape,
    day,
    kpi_shape,
    period_shape,
    problem_shape,
    roll_up_shape,
    rule_shape,
)
from quarterly.cli.series_shape import series_shape
from quarterly.judge.judgement import Judgements, Status
from quarterly.model.plan import Plan
from quarterly.model.problems import Problem, Severity
from quarterly.run import Assessment, BookRead, ReportRun
from quarterly.starting import NewWorkbook


def check_shape(found: Assessment) -> Json:
    """The result of ``quarterly check``."""
    return {
        "version": __version__,
        "workbook": book_shape(found.book),
        "found": contents_shape(found.book.plan),
        "counts": severities_shape(found.book.problems),
        "problems": [problem_shape(problem) for problem in found.book.problems],
        "findings": [problem_shape(problem) for problem in found.judgements.findings],
    }


def status_shape(found: Assessment) -> Json:
    """The result of ``quarterly status``."""
    judged = found.judgements
    calendar = found.book.plan.settings.calendar
    return {
        **heading_shape(found),
        "kpis": [{**kpi_shape(item), "over_time": series_shape(item.over_time, item.kpi)} for item in judged.kpis],
        "actions": [action_shape(item) for item in judged.actions],
        "recommendations": [roll_up_shape(item) for item in judged.recommendations],
        "themes": [roll_up_shape(item) for item in judged.themes],
        "challenges": [challenge_shape(item) for item in judged.challenges],
        "coverage": coverage_shape(judged.coverage),
        "findings": [problem_shape(problem) for problem in judged.findings],
        "changes": changes_shape(judged.changes, calendar),
        "rule_changes": [rule_change_shape(change, calendar) for change in judged.rule_changes],
        "differences": [difference_shape(one, calendar) for one in judged.differences],
        "narrative": narrative_of(found),
        "year": calendar.name,
    }


def report_shape(done: ReportRun) -> Json:
    """The result of ``quarterly report`` and ``quarterly demo``."""
    return {
        **heading_shape(done.assessment),
        "report": str(done.output),
        "report_sha256": done.sha256,
        "pdf": str(done.pdf) if done.pdf else None,
        "template": _template_shape(done),
        "challenges": len(done.assessment.judgements.challenges),
        "findings": len(done.assessment.judgements.findings),
        **edition_shape(done.assessment),
    }


def _template_shape(done: ReportRun) -> Json:
    if done.template is None:
        return None
    remarks: list[Json] = [problem_shape(problem) for problem in done.remarks]
    return {"name": done.template.name, "sha256": done.template.sha256, "remarks": remarks}


def edition_shape(found: Assessment) -> dict[str, Json]:
    """For whom the report is, and what is hidden in it."""
    published = found.published
    return {
        "edition": str(found.edition),
        "threshold": published.threshold if published else None,
        "hidden": {str(cause): number for cause, number in published.hidden.items()} if published else {},
        "notes": list(published.notes) if published else [],
    }


def new_shape(made: NewWorkbook) -> Json:
    """The result of ``quarterly new``."""
    return {
        "version": __version__,
        "workbook": str(made.path),
        "authority": made.authority or None,
        "kpis": made.indicators,
        "readings": made.readings,
        "benchmarks": made.benchmarks,
        "notes": list(made.notes),
    }


def heading_shape(found: Assessment) -> dict[str, Json]:
    """What every result begins with: the workbook, the quarter and the day."""
    judged = found.judgements
    return {
        "version": __version__,
        "workbook": book_shape(found.book),
        "found": contents_shape(found.book.plan),
        "quarter": period_shape(judged.quarter, found.book.plan.settings.calendar),
        "as_at": day(judged.as_at),
        "rules": {"version": judged.rules.version, "default": rule_shape(judged.rules.default)},
        "notices": list(found.notices),
        "counts": status_counts_shape(judged),
        "problems": severities_shape(found.book.problems),
    }


def book_shape(book: BookRead) -> Json:
    """The workbook and the hash of its bytes."""
    return {"name": book.path.name, "sha256": book.sha256}


def contents_shape(plan: Plan) -> Json:
    """How many records of each sort the workbook holds."""
    return {
        "authority": plan.settings.authority or None,
        "recommendations": len(plan.recommendations),
        "actions": len(plan.actions),
        "kpis": len(plan.kpis),
        "readings": sum(len(kpi.readings) + len(kpi.team_readings) for kpi in plan.kpis),
        "benchmarks": len(plan.benchmarks),
        "audits": len(plan.audits),
        "inspections": len(plan.inspections),
        "committee_items": len(plan.committee),
        "forward_items": len(plan.forward),
        "risks": len(plan.risks),
        "commentaries": len(plan.commentary),
        "recipients": len(plan.recipients),
        "published_statuses": len(plan.history),
    }


def severities_shape(problems: Iterable[Problem]) -> Json:
    """How many problems there are of each severity."""
    counted = Counter(problem.severity for problem in problems)
    return {f"{severity}s": counted[severity] for severity in Severity}


def status_counts_shape(judged: Judgements) -> Json:
    """How many indicators and actions have each status; statuses that nobody has are left out."""
    return {
        "kpis": _counts(item.status for item in judged.kpis),
        "actions": _counts(item.status for item in judged.actions),
    }


def _counts(statuses: Iterable[Status]) -> dict[str, Json]:
    counted = Counter(statuses)
    return {str(status): counted[status] for status in Status if counted[status]}
