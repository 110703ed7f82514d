"""What surrounds plan and indicators: risks, the committee's requests, what comes before which body."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from quarterly.compose.cells import BLANK, date_cell, text_cell
from quarterly.compose.material import Material
from quarterly.compose.report import Cell
from quarterly.compose.sections.committee import NO_DATE, NO_RESPONSE, judged_requests, open_status, to_come
from quarterly.compose.sections.risks import level_cell, statuses_by_ref, threatened
from quarterly.compose.vocabulary.catalogue import Kind
from quarterly.compose.vocabulary.declare import Field, Noun
from quarterly.judge.committee import Carried
from quarterly.judge.risks import ScoredRisk, ranked_risks
from quarterly.model.context import CommitteeItem, ForwardItem


def _score(scored: ScoredRisk) -> Cell:
    return BLANK if scored.score is None else Cell(scored.score)


RISK: Noun[ScoredRisk] = Noun(
    name="risk",
    meaning="risks and issues, the highest score first",
    members=lambda report: ranked_risks(report.plan.risks),
    key=lambda scored: scored.risk.ref,
    fields=(
        Field("ref", "Reference", lambda one: Cell(one.it.risk.ref)),
        Field("text", "The risk or issue", lambda one: text_cell(one.it.risk.text)),
        Field("likelihood", "Likelihood, as written", lambda one: level_cell(one.it.risk.likelihood), Kind.NUMBER),
        Field("impact", "Impact, as written", lambda one: level_cell(one.it.risk.impact), Kind.NUMBER),
        Field("score", "Likelihood × impact, where both are from 1 to 5", lambda one: _score(one.it), Kind.NUMBER),
        Field("mitigation", "What is done about it", lambda one: text_cell(one.it.risk.mitigation)),
        Field("owner", "Owner", lambda one: text_cell(one.it.risk.owner)),
        Field(
            "recommendations",
            "References of the recommendations that it threatens",
            lambda one: text_cell(", ".join(one.it.risk.recommendations)),
        ),
        Field(
            "threatens",
            "The recommendations that it threatens with their status, a line each",
            lambda one: text_cell(threatened(one.it.risk, statuses_by_ref(one.report))),
        ),
    ),
    empty="The workbook lists no risks.",
)


class Request(Struct, frozen=True):
    """A committee's request; ``carried`` where it is still open."""

    item: CommitteeItem
    carried: Carried | None = None


def _requests(report: Material) -> Iterator[Request]:
    judged = judged_requests(report)
    yield from (Request(carried.item, carried) for carried in judged.open)
    yield from (Request(item) for item in judged.closed)


def _status(one: Request) -> Cell:
    return text_cell(one.item.status) if one.carried is None else open_status(one.carried)


def _response(one: Request) -> Cell:
    return text_cell(one.item.response or (NO_RESPONSE if one.carried else ""))


def _meetings(one: Request) -> Cell:
    held = one.carried.meetings if one.carried else None
    return BLANK if held is None else Cell(held)


def _late(one: Request) -> Cell:
    return Cell(one.carried.overdue) if one.carried and one.carried.overdue else BLANK


REQUEST: Noun[Request] = Noun(
    name="request",
    meaning="the committee's requests: open ones, the longest carried first, then those closed since the quarter began",
    members=_requests,
    key=lambda one: one.item.ref,
    fields=(
        Field("ref", "Reference", lambda one: Cell(one.it.item.ref)),
        Field("text", "What was asked for", lambda one: text_cell(one.it.item.request)),
        Field("body", "Who asked", lambda one: text_cell(one.it.item.body)),
        Field("raised_on", "When it was raised", lambda one: date_cell(one.it.item.raised_on), Kind.DATE),
        Field("owner", "Owner", lambda one: text_cell(one.it.item.owner)),
        Field("due", "When the answer is due", lambda one: date_cell(one.it.item.due), Kind.DATE),
        Field("status", "Status as in the log, and whether it is overdue", lambda one: _status(one.it)),
        Field("response", "The answer so far, or that there is none yet", lambda one: _response(one.it)),
        Field("closed_on", "When it was closed", lambda one: date_cell(one.it.item.closed_on), Kind.DATE),
        Field("meetings", "Meetings held since it was raised", lambda one: _meetings(one.it), Kind.NUMBER),
        Field("overdue", "Days overdue", lambda one: _late(one.it), Kind.NUMBER),
        Field(
            "age",
            "Since when it has been carried, in a sentence",
            lambda one: text_cell(one.it.carried.why if one.it.carried else ""),
        ),
    ),
    empty="No request is open, and none was closed since the quarter began.",
)
REQUESTS: tuple[Noun[Request], ...] = (
    REQUEST,
    REQUEST.narrowed("open_request", "open requests", "No request is open.", lambda one: one.it.carried is not None),
    REQUEST.narrowed(
        "overdue_request",
        "open requests past their date",
        "No request is overdue.",
        lambda one: one.it.carried is not None and one.it.carried.overdue > 0,
    ),
    REQUEST.narrowed(
        "closed_request",
        "requests closed since the quarter began",
        "No request was closed since the quarter began.",
        lambda one: one.it.carried is None,
    ),
)

FORWARD: Noun[ForwardItem] = Noun(
    name="forward",
    meaning="the forward plan: items still to come, the next first",
    members=to_come,
    key=lambda item: f"{item.on or ''} {item.body} {item.item}".strip(),
    fields=(
        Field("date", "When", lambda one: NO_DATE if one.it.on is None else Cell(one.it.on), Kind.DATE),
        Field("body", "Before which body", lambda one: text_cell(one.it.body)),
        Field("item", "What", lambda one: text_cell(one.it.item)),
        Field("lead", "Who leads on it", lambda one: text_cell(one.it.lead)),
    ),
    empty="Nothing is planned.",
)
