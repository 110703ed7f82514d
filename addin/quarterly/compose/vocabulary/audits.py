"""Case audits: the grade profile by month, quarter and team, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable

from quarterly.compose.audit_chart import audit_chart
from quarterly.compose.cells import BLANK
from quarterly.compose.material import Material
from quarterly.compose.report import Cell, Look, Row
from quarterly.compose.sections.audits import (
    count_cell,
    course_cell,
    judged_audits,
    latest_months,
    quarter_rows,
    share_cell,
    team_rows,
)
from quarterly.compose.vocabulary.catalogue import Kind
from quarterly.compose.vocabulary.declare import Field, Noun
from quarterly.compose.vocabulary.rows import Named, rows_noun
from quarterly.compose.vocabulary.words import Content
from quarterly.judge.audits import AuditJudgement, Profile

NO_CHART = Cell("No chart: fewer than two months were audited.", Look.MISSING)
NO_AUDITS = "No case audit is recorded."
COUNTS: tuple[Named, ...] = (
    ("outstanding", "Audits graded outstanding", Kind.NUMBER),
    ("good", "Audits graded good", Kind.NUMBER),
    ("requires_improvement", "Audits graded requires improvement", Kind.NUMBER),
    ("inadequate", "Audits graded inadequate", Kind.NUMBER),
    ("total", "All audits", Kind.NUMBER),
    ("good_or_better", "Share graded good or outstanding", Kind.NUMBER),
)

AUDIT: Noun[Profile] = Noun(
    name="audit",
    meaning="the months with case audits, the latest first; the last twelve",
    members=lambda report: latest_months(judged_audits(report)),
    key=lambda profile: f"{profile.period.start.isoformat()} {profile.period.months}",
    fields=(
        Field("month", "The month", lambda one: Cell(one.report.label(one.it.period))),
        Field("outstanding", COUNTS[0][1], lambda one: count_cell(one.it, one.it.outstanding), Kind.NUMBER),
        Field("good", COUNTS[1][1], lambda one: count_cell(one.it, one.it.good), Kind.NUMBER),
        Field(
            "requires_improvement",
            COUNTS[2][1],
            lambda one: count_cell(one.it, one.it.requires_improvement),
            Kind.NUMBER,
        ),
        Field("inadequate", COUNTS[3][1], lambda one: count_cell(one.it, one.it.inadequate), Kind.NUMBER),
        Field("total", COUNTS[4][1], lambda one: count_cell(one.it, one.it.total), Kind.NUMBER),
        Field("good_or_better", COUNTS[5][1], lambda one: share_cell(one.it.share), Kind.NUMBER),
        Field(
            "share_inadequate", "Share graded inadequate", lambda one: share_cell(one.it.share_inadequate), Kind.NUMBER
        ),
    ),
    empty=NO_AUDITS,
)


def _quarters(report: Material) -> tuple[Row, ...]:
    return quarter_rows(report, judged_audits(report)) if report.plan.audits else ()


def _teams(report: Material) -> tuple[Row, ...]:
    return team_rows(judged_audits(report))


LISTS = (
    AUDIT,
    rows_noun(
        "audit_quarter",
        "the quarters with case audits, the latest first; the last eight",
        (
            ("quarter", "The quarter"),
            *COUNTS,
            ("direction", "Direction of travel since the quarter before"),
            ("direction.why", "The movement, in words"),
        ),
        _quarters,
        NO_AUDITS,
    ),
    rows_noun("audit_team", "the teams audited in the quarter", (("team", "The team"), *COUNTS), _teams, NO_AUDITS),
)


def _judged(give: Callable[[AuditJudgement], Cell]) -> Callable[[Material], Cell]:
    """A field of what the audits say; a dash where the workbook has none."""
    return lambda report: give(judged_audits(report)) if report.plan.audits else BLANK


def _direction(judged: AuditJudgement) -> Cell:
    return course_cell(judged.quarters[-1][1])


def _chart(report: Material) -> Content:
    return audit_chart(judged_audits(report), report.plan.settings.calendar) or NO_CHART


FIELDS: tuple[Field[Material], ...] = (
    Field("audits.headline", "How many audits were good or better", _judged(lambda it: Cell(it.why))),
    Field("audits.inadequate", "How many audits were inadequate", _judged(lambda it: Cell(it.why_inadequate))),
    Field("audits.caveats", "What a reader must know beside it", _judged(lambda it: Cell(" ".join(it.caveats)))),
    Field(
        "audits.total",
        "Audits in the quarter",
        _judged(lambda it: count_cell(it.quarter, it.quarter.total)),
        Kind.NUMBER,
    ),
    Field(
        "audits.good_or_better",
        "Share of the quarter's audits graded good or outstanding",
        _judged(lambda it: share_cell(it.quarter.share)),
        Kind.NUMBER,
    ),
    Field(
        "audits.share_inadequate",
        "Share of the quarter's audits graded inadequate",
        _judged(lambda it: share_cell(it.quarter.share_inadequate)),
        Kind.NUMBER,
    ),
    Field("audits.direction", "Direction of travel since the quarter before", _judged(_direction)),
    Field("audits.chart", "Chart of grades by month", _chart, Kind.CHART),
)
