"""Inspections and visits, their judgements, and where each domain stands towards the ambition."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from quarterly.compose.cells import date_cell, text_cell
from quarterly.compose.material import Material
from quarterly.compose.report import Cell
from quarterly.compose.sections.inspections import (
    grades_over_time,
    grades_text,
    judged_inspections,
    visit_days,
    visit_kind,
)
from quarterly.compose.vocabulary.catalogue import Kind
from quarterly.compose.vocabulary.declare import Field, Noun, Told, inside
from quarterly.judge.inspections import Domain, Visit


class Grade(Struct, frozen=True):
    """A domain's grade in one inspection."""

    day: date
    domain: str
    grade: str


def _grades(visit: Visit) -> Iterator[Grade]:
    item = visit.inspection
    return (Grade(item.start, domain, grade) for domain, grade in item.judgements)


def _visits(report: Material) -> tuple[Visit, ...]:
    return judged_inspections(report).visits[::-1]


def _type(one: Told[Visit]) -> Cell:
    return text_cell(visit_kind(one.it))


JUDGEMENT: Noun[Grade] = Noun(
    name="judgement",
    meaning="the grades of an inspection, one a domain; of all inspections the latest first",
    members=lambda report: (grade for visit in _visits(report) for grade in _grades(visit)),
    key=lambda one: f"{one.day.isoformat()} {one.domain}",
    fields=(
        Field("domain", "The domain that was judged", lambda one: Cell(one.it.domain)),
        Field("grade", "The grade", lambda one: Cell(one.it.grade)),
        Field("date", "When the inspection began", lambda one: date_cell(one.it.day), Kind.DATE),
    ),
    empty="There is no judgement.",
)
INSPECTION: Noun[Visit] = Noun(
    name="inspection",
    meaning="inspections and visits, the latest first",
    members=_visits,
    key=lambda visit: f"{visit.inspection.start.isoformat()} {visit.inspection.type}".strip(),
    fields=(
        Field("days", "The days it took, such as 18 to 19 Nov 2025", lambda one: Cell(visit_days(one.it))),
        Field("date", "The day it began", lambda one: date_cell(one.it.inspection.start), Kind.DATE),
        Field("type", "What it was, which visit of how many, and whether it is planned", _type),
        Field("place", "Which visit of how many, such as Visit five of six", lambda one: text_cell(one.it.place)),
        Field("focus", "What it looked at", lambda one: text_cell(one.it.inspection.focus)),
        Field("judgement", "The grades, a line a domain", lambda one: text_cell(grades_text(one.it.inspection))),
        Field("strengths", "Strengths", lambda one: text_cell(one.it.inspection.strengths)),
        Field("improvements", "Areas for improvement", lambda one: text_cell(one.it.inspection.improvements)),
        Field(
            "letter_published",
            "When the letter was published",
            lambda one: date_cell(one.it.inspection.letter_published),
            Kind.DATE,
        ),
        Field("next_expected", "When the next is expected", lambda one: text_cell(one.it.inspection.next_expected)),
    ),
    inside=(inside(JUDGEMENT, lambda told: _grades(told.it)),),
    empty="The workbook lists no inspection or visit.",
)


DOMAIN: Noun[Domain] = Noun(
    name="domain",
    meaning="the domains that inspections judged, each with its grades over time",
    members=lambda report: judged_inspections(report).domains,
    key=lambda domain: domain.name,
    fields=(
        Field("name", "Name", lambda one: Cell(one.it.name)),
        Field("grade", "The latest grade", lambda one: Cell(one.it.grades[-1][1])),
        Field("date", "When it was last judged", lambda one: date_cell(one.it.grades[-1][0]), Kind.DATE),
        Field("grades", "Its grades over time, a line each", lambda one: Cell(grades_over_time(one.it))),
        Field("why", "How it moved, and how far it is from the ambition", lambda one: Cell(one.it.why)),
    ),
    empty="No domain has been judged.",
)
