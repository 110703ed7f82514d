"""Audits: the grade profile by month, quarter and team, and how the share good or better moved."""

from __future__ import annotations

from fractions import Fraction

from quarterly.compose.audit_chart import audit_chart
from quarterly.compose.cells import BLANK
from quarterly.compose.material import Material
from quarterly.compose.report import Block, Cell, Column, Heading, Look, Paragraph, Row, Section, Table
from quarterly.compose.words import sentence
from quarterly.judge.audits import AuditJudgement, Movement, Profile, judge_audits
from quarterly.judge.judgement import Direction

_COURSES = {
    Direction.IMPROVED: "▲ Improved",
    Direction.STABLE: "► Stable",
    Direction.DOWN: "▼ Declined",
}

PRINTED_MONTHS = 12  # the chart shows more, with its figures beneath the printed part
_FIRST = 18.0  # characters: the first column of all tables of the sheet
_COUNTS = (
    Column(header="Outstanding", width=14, align="right"),
    Column(header="Good", width=12, align="right"),
    Column(header="Requires improvement", width=15, align="right"),
    Column(header="Inadequate", width=13, align="right"),
    Column(header="Audits", width=11, align="right"),
    Column(header="Good or better", width=12, align="right"),
)
_MOVED = (
    Column(header="Direction of travel", width=15),
    Column(header="Against the quarter before", width=38),
)


def judged_audits(material: Material) -> AuditJudgement:
    """What the audits say for the quarter."""
    judged = material.judgements
    calendar = material.plan.settings.calendar
    return judge_audits(material.plan.audits, judged.quarter, judged.as_at, judged.rules, calendar)


def audits(material: Material) -> Section:
    """Headline and chart, then the figures by quarter, by month and by team."""
    judged = judged_audits(material)
    said = (judged.why_inadequate, *judged.caveats)
    blocks: list[Block] = [Paragraph(text=judged.why, look=Look.STRONG)]
    blocks += [Paragraph(text=text) for text in said if text]
    chart = audit_chart(judged, material.plan.settings.calendar)
    if chart is not None:
        blocks += [Heading(text="Grades by month"), chart]
    blocks += [Heading(text="By quarter, the latest first"), _quarters(material, judged)]
    if judged.teams:
        blocks += [Heading(text=f"By team, {material.quarter_label}"), _teams(judged)]
    if judged.months:
        blocks += [Heading(text="By month, the latest first"), _months(material, judged)]
    return Section(key="audits", name="Audits", title=f"Case audits, {material.quarter_label}", blocks=tuple(blocks))


def _counts(profile: Profile) -> tuple[Cell, ...]:
    numbers = (count_cell(profile, count) for count in (*profile.counts, profile.total))
    return (*numbers, share_cell(profile.share))


def count_cell(profile: Profile, count: int) -> Cell:
    """A count of the profile; a dash where no row gives any, which is not the same as none."""
    return Cell(count) if profile.known else BLANK


def share_cell(share: Fraction | None) -> Cell:
    """A share in whole percent, or a dash."""
    return BLANK if share is None else Cell(float(share), unit="%")


def course_cell(movement: Movement) -> Cell:
    """ "▲ Improved", or a dash where there is nothing to compare with."""
    course = _COURSES.get(movement.direction)
    return BLANK if course is None else Cell(course)


def _quarters(material: Material, judged: AuditJudgement) -> Table:
    return Table(
        columns=(Column(header="Quarter", width=_FIRST), *_COUNTS, *_MOVED),
        rows=quarter_rows(material, judged),
    )


def quarter_rows(material: Material, judged: AuditJudgement) -> tuple[Row, ...]:
    """The quarters, the latest first, each with its movement."""
    return tuple(
        (Cell(material.label(profile.period), Look.STRONG), *_counts(profile), *_moved(movement))
        for profile, movement in reversed(judged.quarters)
    )


def _moved(movement: Movement) -> tuple[Cell, Cell]:
    return (course_cell(movement), Cell(sentence(movement.why), Look.SMALL))


def _teams(judged: AuditJudgement) -> Table:
    return Table(
        columns=(Column(header="Team", width=_FIRST), *_COUNTS),
        rows=team_rows(judged),
    )


def team_rows(judged: AuditJudgement) -> tuple[Row, ...]:
    """The teams that were audited in the quarter."""
    return tuple((Cell(profile.team, Look.STRONG), *_counts(profile)) for profile in judged.teams)


def latest_months(judged: AuditJudgement) -> tuple[Profile, ...]:
    """The last year's months, the latest first."""
    return tuple(reversed(judged.months[-PRINTED_MONTHS:]))


def _months(material: Material, judged: AuditJudgement) -> Table:
    """The last year."""
    return Table(
        columns=(Column(header="Month", width=_FIRST), *_COUNTS),
        rows=tuple(
            (Cell(material.label(profile.period), Look.STRONG), *_counts(profile)) for profile in latest_months(judged)
        ),
    )
