"""What is drafted under the headings of a committee's cover report: only what the workbook says, each figure traced.

What the workbook cannot say, such as what a lawyer or an accountant must, is never made up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from quarterly.compose.material import Material, attention
from quarterly.compose.narrative import Figure, Sentence, Topic, about_kpi, about_programme, about_theme
from quarterly.compose.narrative.sources import ASKED, cells, distinct, ref_cells
from quarterly.compose.narrative.trace import Phrase, counted, listed, number, said
from quarterly.compose.sections.audits import judged_audits
from quarterly.compose.sections.changes import in_short
from quarterly.compose.sections.committee import judged_requests, requests_headline, to_come
from quarterly.compose.sections.exceptions import is_exception
from quarterly.compose.sections.inspections import judged_inspections, visit_days
from quarterly.judge.judgement import KpiJudgement
from quarterly.judge.risks import ranked_risks
from quarterly.model.periods import date_label
from quarterly.model.problems import CellRef, Source

SETTINGS = "the Settings sheet"
HISTORY = "Status History, and the statuses of this report"
WORKFORCE = frozenset(
    (
        "agency",
        "caseload",
        "caseloads",
        "sickness",
        "staff",
        "supervision",
        "turnover",
        "vacancies",
        "vacancy",
        "workforce",
    )
)
"""Words of an indicator's name that make it one of human resources; a theme of the workforce does so too."""

Draft = Callable[[Material], Iterable[Sentence]]


def _paper(*parts: str | Figure) -> Sentence:
    return said(Topic.PAPER, *parts)


def _whole(text: str, sources: Iterable[CellRef], basis: str = "") -> Sentence:
    """A sentence that another part of the report says, with the cells that it was worked out from."""
    return Sentence(topic=Topic.PAPER, text=text, figures=(Figure(text, None, distinct(sources), basis),))


def _of(records: Iterable[Source], *fields: str) -> tuple[CellRef, ...]:
    return distinct(ref for source in records for ref in cells(source, *fields))


def _quarter(material: Material) -> Figure:
    return Figure(material.quarter_label, None, (), ASKED)


def nothing(_material: Material) -> Iterator[Sentence]:
    """For headings under which only an officer can write."""
    return iter(())


def policy_context(material: Material) -> Iterator[Sentence]:
    """Whose recommendations the plan answers, and from which judgement to which ambition it leads."""
    settings, asked = material.plan.settings, material.plan.recommendations
    if asked:
        origins: list[Phrase] = [
            (Figure(origin, None, _of((item.source for item in asked if item.origin == origin), "origin"), SETTINGS),)
            for origin in dict.fromkeys(item.origin for item in asked if item.origin)
        ]
        count = counted(len(asked), "recommendation", _of((item.source for item in asked), "ref"))
        by: Phrase = (" from ", *listed(origins)) if origins else ()
        yield _paper("the plan answers ", count, *by, ".")
    was, aim = (Figure(text, None, (), SETTINGS) for text in (settings.previous_judgement, settings.ambition))
    said_of: list[Phrase] = [("the previous judgement was ", was)] if was.text else []
    if aim.text:
        said_of.append(("the ambition is ", aim))
    if said_of:
        yield _paper(*listed(said_of), ".")


def summary_sentences(material: Material) -> Iterator[Sentence]:
    """The headline and the things to know."""
    return iter(about_programme(material).sentences)


def recommendations(material: Material) -> Iterator[Sentence]:
    """What the committee is asked to note and to consider."""
    yield _paper("that the committee notes the progress reported for ", _quarter(material), ".")
    yield from _exceptions(material)
    yield from _requests(material)
    if items := to_come(material):
        count = counted(len(items), "item", _of((item.source for item in items), "on", "item"))
        yield _paper("that the committee notes the forward plan, with ", count, " to come.")
    if refs := material.judgements.coverage.without_measures:
        asked = {item.ref: item for item in material.plan.recommendations}
        named: list[Phrase] = [(Figure(ref, None, cells(asked[ref].source, "ref")),) for ref in refs]
        have = " has no measure yet." if len(refs) == 1 else " have no measure yet."
        yield _paper("that the committee notes that ", *listed(named), have)


def _exceptions(material: Material) -> Iterator[Sentence]:
    judged = material.judgements
    kpis = [item for item in judged.kpis if is_exception(item)]
    actions = [item for item in judged.actions if attention(item)]
    named: list[Phrase] = []
    if kpis:
        named.append((counted(len(kpis), "indicator", ref_cells(kpis)),))
    if actions:
        named.append((counted(len(actions), "action", ref_cells(actions)),))
    if named:
        after = " reported as exceptions, and says where it needs more assurance."
        yield _paper("that the committee considers ", *listed(named), after)


def _requests(material: Material) -> Iterator[Sentence]:
    judged = judged_requests(material)
    still_open = [carried.item.source for carried in judged.open]
    closed = [item.source for item in judged.closed]
    parts: list[Phrase] = []
    if closed:
        parts.append((counted(len(closed), "request", _of(closed, "ref")), " closed since the quarter began"))
    if still_open:
        parts.append((counted(len(still_open), "request", _of(still_open, "ref")), " still open"))
    if parts:
        yield _paper("that the committee notes the answers to its requests: ", *listed(parts), ".")


def report_detail(material: Material) -> Iterator[Sentence]:
    """Where the plan is in time, each theme, what changed, audits, inspections, requests, risks, coverage.

    The things to know come first where officers' own words stand in the summary in their place.
    """
    yield from _in_time(material)
    programme = about_programme(material)
    if programme.commentary:
        yield from programme.sentences
    for theme in material.judgements.themes:
        yield from (one for one in about_theme(material, theme).sentences if one.topic is Topic.STANDING)
    changes = material.judgements.changes
    if changes.quarter is not None:
        yield _whole(f"{changes.statement} {in_short(changes)}", (), HISTORY)
    yield from _audits(material)
    if held := material.plan.inspections:
        yield _whole(judged_inspections(material).progress, _of((item.source for item in held), "start"))
    if items := material.plan.committee:
        yield _whole(requests_headline(judged_requests(material)), _of((item.source for item in items), "ref"))
    yield from _highest_risk(material)
    asked = material.plan.recommendations
    if asked:
        yield _whole(material.judgements.coverage.statement, _of((item.source for item in asked), "ref"))


def _in_time(material: Material) -> Iterator[Sentence]:
    if material.plan_month is None:
        return
    now, months = (number(count, (), SETTINGS) for count in material.plan_month)
    yield _paper(_quarter(material), " ends in month ", now, " of ", months, " of the plan.")


def _audits(material: Material) -> Iterator[Sentence]:
    rows = [row for row in material.plan.audits if material.judgements.quarter.contains(row.month)]
    if rows:
        grades = ("outstanding", "good", "requires_improvement", "inadequate")
        yield _whole(judged_audits(material).why, _of((row.source for row in rows), *grades))


def _highest_risk(material: Material) -> Iterator[Sentence]:
    ranked = ranked_risks(material.plan.risks)
    if not ranked or ranked[0].score is None:
        return
    risk, refs = ranked[0].risk, _of((scored.risk.source for scored in ranked), "ref")
    score = number(ranked[0].score, cells(risk.source, "likelihood", "impact"))
    named = (
        Figure(risk.ref, None, cells(risk.source, "ref")),
        ", ",
        Figure(risk.text.rstrip("."), None, cells(risk.source, "text")),
    )
    which: Phrase = ("the only risk",) if len(ranked) == 1 else ("the highest of ", counted(len(ranked), "risk", refs))
    yield _paper(*which, " is ", *named, " (score ", score, ").")


def reasons(_material: Material) -> Iterator[Sentence]:
    """Why the committee is asked."""
    yield _paper("so that the committee can see whether the plan works, and ask where it does not.")


def financial(material: Material) -> Iterator[Sentence]:
    """What the indicators in pounds say."""
    return _standing(material, [item for item in material.judgements.kpis if item.kpi.unit.startswith("£")])


def human_resources(material: Material) -> Iterator[Sentence]:
    """What the indicators of the workforce say."""
    return _standing(material, [item for item in material.judgements.kpis if _of_workforce(item)])


def _of_workforce(item: KpiJudgement) -> bool:
    name, theme = (set(re.findall(r"[a-z]+", text.lower())) for text in (item.kpi.name, item.kpi.theme))
    return bool(name & WORKFORCE) or "workforce" in theme


def _standing(material: Material, items: Sequence[KpiJudgement]) -> Iterator[Sentence]:
    return (one for item in items for one in about_kpi(material, item).sentences if one.topic is Topic.STANDING)


def background_papers(material: Material) -> Iterator[Sentence]:
    """The letters of inspections and visits that were published, the latest first, and the workbook."""
    for visit in reversed(judged_inspections(material).visits):
        item = visit.inspection
        if item.letter_published is None or item.letter_published > material.judgements.as_at:
            continue
        what = Figure(item.type or "Inspection", None, cells(item.source, "type"), "" if item.type else SETTINGS)
        days = Figure(visit_days(visit), None, cells(item.source, "start", "end"))
        day = Figure(date_label(item.letter_published), None, cells(item.source, "letter_published"))
        yield _paper(what, ", ", days, ": letter published on ", day, ".")
    if material.provenance.input_name:
        name = Figure(material.provenance.input_name, None, (), "the workbook's own name")
        yield _paper("the improvement workbook, ", name, ".")


def appendices(material: Material) -> Iterator[Sentence]:
    """The report that the cover report goes with."""
    yield _paper("the progress report for ", _quarter(material), ".")
