"""The report's own fields: whose report it is, which quarter, for whom, and where it comes from."""

from __future__ import annotations

from quarterly.compose.cells import BLANK, date_cell, text_cell
from quarterly.compose.material import Material
from quarterly.compose.pack import marking, title
from quarterly.compose.report import Cell
from quarterly.compose.sections.front import PUBLISHED, WORKING
from quarterly.compose.vocabulary.catalogue import Kind
from quarterly.compose.vocabulary.declare import Field
from quarterly.model.periods import Period

ReportField = Field[Material]


def latest_month(report: Material) -> Period:
    """The latest month that is complete on the as-at date."""
    return Period.month_of(report.judgements.as_at).previous()


def _plan_part(report: Material, place: int) -> Cell:
    return BLANK if report.plan_month is None else Cell(report.plan_month[place])


WHOSE: tuple[ReportField, ...] = (
    Field("authority", "The authority", lambda it: text_cell(it.plan.settings.authority)),
    Field("programme", "The programme's title", lambda it: Cell(it.programme)),
    Field("title", "The report's title, with programme and quarter", lambda it: Cell(title(it))),
    Field("committee", "The committee that the report is for", lambda it: text_cell(it.plan.settings.committee)),
    Field("meeting.date", "When it meets", lambda it: date_cell(it.plan.settings.meeting_date), Kind.DATE),
    Field("lead_officer", "Lead officer", lambda it: text_cell(it.plan.settings.lead_officer)),
    Field("author", "Report author", lambda it: text_cell(it.plan.settings.author)),
    Field("contact", "Whom to ask", lambda it: text_cell(it.plan.settings.contact)),
    Field("marking", "Protective marking; nothing where none is needed", lambda it: Cell(marking(it))),
    Field("edition", "Working edition or Published edition", lambda it: Cell(_edition(it))),
    Field("edition.note", "What the edition means, in a sentence", lambda it: Cell(_edition_note(it))),
    Field("previous_judgement", "The previous judgement", lambda it: text_cell(it.plan.settings.previous_judgement)),
    Field("ambition", "The ambition", lambda it: text_cell(it.plan.settings.ambition)),
    Field("journey", "From the previous judgement to the ambition", lambda it: text_cell(it.journey)),
)
WHEN: tuple[ReportField, ...] = (
    Field("as_at", "The day as at which dates are looked at", lambda it: date_cell(it.judgements.as_at), Kind.DATE),
    Field("quarter.label", "The quarter, such as Q3 2025/26", lambda it: Cell(it.quarter_label)),
    Field("quarter.start", "The quarter's first day", lambda it: date_cell(it.judgements.quarter.start), Kind.DATE),
    Field("quarter.end", "The quarter's last day", lambda it: date_cell(it.judgements.quarter.end), Kind.DATE),
    Field("quarter.before", "The quarter before", lambda it: Cell(it.label(it.judgements.quarter.previous()))),
    Field("quarter.after", "The quarter after", lambda it: Cell(it.label(it.judgements.quarter.next()))),
    Field("year.label", "The quarter's year, such as 2025/26", lambda it: Cell(_year(it))),
    Field("month.label", "The latest month complete on the as-at date", lambda it: Cell(it.label(latest_month(it)))),
    Field("month.start", "That month's first day", lambda it: date_cell(latest_month(it).start), Kind.DATE),
    Field("month.end", "That month's last day", lambda it: date_cell(latest_month(it).end), Kind.DATE),
    Field("plan.start", "When the plan starts", lambda it: date_cell(it.plan.settings.plan_start), Kind.DATE),
    Field("plan.end", "When the plan ends", lambda it: date_cell(it.plan.settings.plan_end), Kind.DATE),
    Field(
        "plan.month", "Where in the plan the quarter ends, such as month 14 of 24", lambda it: text_cell(it.progress)
    ),
    Field("plan.month.number", "The number of that month", lambda it: _plan_part(it, 0), Kind.NUMBER),
    Field("plan.months", "How many months the plan has", lambda it: _plan_part(it, 1), Kind.NUMBER),
)
PROVENANCE: tuple[ReportField, ...] = (
    Field("version", "The version of Quarterly", lambda it: Cell(it.provenance.version)),
    Field("input.name", "The workbook's name", lambda it: text_cell(it.provenance.input_name)),
    Field("input.sha256", "The workbook's hash (SHA-256)", lambda it: text_cell(it.provenance.input_sha256)),
    Field("rules.version", "The version of the rule set", lambda it: Cell(it.provenance.rules_version)),
    Field(
        "rules.default", "The RAG rule of indicators without one", lambda it: Cell(it.judgements.rules.default.title)
    ),
    Field("issue", "The issue number", lambda it: Cell(it.provenance.issue), Kind.NUMBER),
)


def _edition(report: Material) -> str:
    return "Published edition" if report.is_published else "Working edition"


def _edition_note(report: Material) -> str:
    return PUBLISHED if report.is_published else WORKING


def _year(report: Material) -> str:
    return report.plan.settings.calendar.year_label(report.judgements.quarter.start)


FIELDS = (*WHOSE, *WHEN, *PROVENANCE)
