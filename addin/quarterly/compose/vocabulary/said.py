"""What is said in words: the headline, the things to know, officers' commentary, and the sentences of each part."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from msgspec import Struct

from quarterly.compose.cells import text_cell
from quarterly.compose.material import Material
from quarterly.compose.narrative import about_programme
from quarterly.compose.report import Cell
from quarterly.compose.sections.benchmarks import against_england
from quarterly.compose.sections.committee import (
    NOTE,
    earlier_items,
    judged_requests,
    next_items,
    not_shown,
    requests_headline,
    to_come,
)
from quarterly.compose.sections.inspections import NOT_SAID, judged_inspections
from quarterly.compose.sections.risks import risks_intro
from quarterly.compose.sections.summary import points, unrated_words
from quarterly.compose.vocabulary.catalogue import Kind
from quarterly.compose.vocabulary.declare import Field, Noun
from quarterly.compose.vocabulary.parts import SECTIONS
from quarterly.judge.inspections import InspectionJudgement
from quarterly.judge.risks import ranked_risks
from quarterly.model.context import Commentary
from quarterly.model.periods import date_label


class Point(Struct, frozen=True):
    """One of the things to know."""

    number: int
    text: str


def _points(report: Material) -> Iterator[Point]:
    return (Point(*pair) for pair in enumerate(points(report, about_programme(report)), 1))


POINT: Noun[Point] = Noun(
    name="point",
    meaning="the things to know this quarter, most serious first; officers' own words where they wrote on the Summary",
    members=_points,
    key=lambda point: str(point.number),
    fields=(
        Field("number", "Its number", lambda one: Cell(one.it.number), Kind.NUMBER),
        Field("text", "What to know", lambda one: Cell(one.it.text)),
    ),
)


def _written(report: Material) -> Iterator[Commentary]:
    """What officers wrote for this quarter, or for every quarter."""
    return (item for item in report.plan.commentary if item.quarter in (None, report.judgements.quarter))


COMMENTARY: Noun[Commentary] = Noun(
    name="commentary",
    meaning="what officers wrote for this quarter, in the order of the workbook",
    members=_written,
    key=lambda item: item.about,
    fields=(
        Field("about", "What it is about", lambda one: text_cell(one.it.about)),
        Field("text", "The officer's words", lambda one: Cell(one.it.text)),
        Field("author", "Who wrote it", lambda one: text_cell(one.it.author)),
        Field("quarter", "The quarter that it was written for", lambda one: _quarter(one.report, one.it)),
    ),
    empty="Officers wrote nothing for this quarter.",
)


def _quarter(report: Material, item: Commentary) -> Cell:
    return Cell("Every quarter") if item.quarter is None else Cell(report.label(item.quarter))


def _commentary_on(key: str, report: Material) -> Cell:
    """Officers' words on a part of the pack, by its name or its key; nothing where they wrote none."""
    names = dict.fromkeys(name.casefold() for name in (key, _name(key)))
    return Cell("\n".join(note.text for name in names for note in report.commentary(name)))


NAMES = {
    "changes": "What changed",
    "recommendations": "Actions by recommendation",
    "themes": "Actions by theme",
    "challenge": "Challenge list",
    "inspections": "Inspections and visits",
    "committee": "Committee log",
    "forward": "Forward plan",
    "quality": "Data quality",
}
"""What Commentary may call a part, where that is not its key."""


def _name(key: str) -> str:
    return NAMES.get(key, key.capitalize())


UNSPOKEN = ("cover", "contents", "cover_report", "kpis", "notes", "provenance", "tidy")
"""Parts that officers' words are not written on."""


def _visits(give: Callable[[InspectionJudgement], str]) -> Callable[[Material], Cell]:
    """A sentence on inspections and visits; nothing where the workbook lists none."""
    return lambda report: Cell(give(judged_inspections(report)) if report.plan.inspections else "")


def _headline(report: Material) -> Cell:
    return Cell(about_programme(report).sentences[0].text)


def _open(report: Material) -> Cell:
    return Cell(len(judged_requests(report).open))


def _england(report: Material) -> Cell:
    return Cell(against_england(report))


def _requests_not_shown(report: Material) -> Cell:
    since = date_label(report.judgements.quarter.start)
    return Cell(" ".join(not_shown(judged_requests(report), since)))


FIELDS: tuple[Field[Material], ...] = (
    Field("summary.headline", "Where the programme stands, in a sentence", _headline),
    Field("summary.text", "Headline and things to know, or officers' words", lambda it: Cell(about_programme(it).text)),
    Field("summary.not_rated", "What Not rated stands for", lambda it: Cell(unrated_words(it))),
    Field("inspections.progress", "Where the visits stand", _visits(lambda it: it.progress)),
    Field("inspections.caveats", "What a reader must know beside it", _visits(lambda it: " ".join(it.caveats))),
    Field("inspections.expected", "What the workbook expects next", _visits(lambda it: it.expected or NOT_SAID)),
    Field(
        "inspections.window", "When the next inspection can be expected, worked out", _visits(lambda it: it.window.why)
    ),
    Field("inspections.rule", "The rule that this follows, with its source", _visits(lambda it: it.window.rule)),
    Field("requests.headline", "How many requests are open", lambda it: Cell(requests_headline(judged_requests(it)))),
    Field("requests.open", "How many requests are open, as a number", _open, Kind.NUMBER),
    Field("requests.note", "How long a request is carried", lambda _: Cell(NOTE)),
    Field("requests.not_shown", "Which requests no list shows", _requests_not_shown),
    Field("forward_plan.next", "What comes next, before which body", lambda it: Cell(next_items(to_come(it)))),
    Field("forward_plan.earlier", "How many earlier items are not shown", lambda it: Cell(earlier_items(it))),
    Field("risks.note", "How risks are scored", lambda it: Cell(risks_intro(ranked_risks(it.plan.risks)))),
    Field("benchmarks.england", "How many indicators are better or worse than England", _england),
    *(
        Field(f"commentary_on.{part.key}", f"Officers' words on {_name(part.key)}", partial(_commentary_on, part.key))
        for part in SECTIONS
        if part.key not in UNSPOKEN
    ),
)
