"""The committee's requests, carried until they are closed, and what comes before which body next."""

from __future__ import annotations

from quarterly.compose.cells import BLANK, date_cell, text_cell
from quarterly.compose.material import Material
from quarterly.compose.report import Block, Cell, Column, Heading, Look, Paragraph, Section, Table
from quarterly.compose.words import counted, listed
from quarterly.judge.committee import Carried, CommitteeJudgement, forward_from, judge_committee
from quarterly.model.context import CommitteeItem, ForwardItem
from quarterly.model.periods import date_label

_REF, _DAY, _BODY, _REQUEST, _OWNER = 8.0, 14.0, 22.0, 40.0, 18.0
OPEN_COLUMNS = (
    Column(header="Ref", width=_REF),
    Column(header="Raised on", width=_DAY),
    Column(header="Body", width=_BODY),
    Column(header="Request", width=_REQUEST),
    Column(header="Owner", width=_OWNER),
    Column(header="Due", width=_DAY),
    Column(header="Status", width=14),
    Column(header="Meetings held since", width=11, align="right"),
    Column(header="Response so far and age", width=44),
)
CLOSED_COLUMNS = (
    *OPEN_COLUMNS[:5],
    Column(header="Closed on", width=_DAY),
    Column(header="Status", width=14),
    Column(header="Due", width=11),
    Column(header="Response", width=44),
)
FORWARD_COLUMNS = (
    Column(header="Date", width=14),
    Column(header="Body", width=40),
    Column(header="Item", width=64),
    Column(header="Lead", width=34),
)
NO_DATE = Cell("No date")
NO_RESPONSE = "No response yet."
NOTE = (
    "A request is carried to every meeting until it is closed. Meetings are those that the committee log, the forward "
    "plan and the settings name; the day a request was raised is not counted."
)


def judged_requests(material: Material) -> CommitteeJudgement:
    """The log on the as-at date."""
    return judge_committee(material.plan, material.judgements.quarter, material.judgements.as_at)


def committee_log(material: Material) -> Section:
    """What is open, the longest carried first; then what was closed since the quarter began, with the response."""
    judged = judged_requests(material)
    since = date_label(material.judgements.quarter.start)
    blocks: list[Block] = [
        Paragraph(text=requests_headline(judged), look=Look.STRONG),
        Paragraph(text=NOTE, look=Look.SMALL),
    ]
    blocks += [
        Heading(text="Open"),
        Table(
            columns=OPEN_COLUMNS,
            rows=tuple(_open(carried) for carried in judged.open),
            empty="No request is open.",
        ),
        Heading(text=f"Closed since {since}"),
        Table(
            columns=CLOSED_COLUMNS,
            rows=tuple(_closed(item) for item in judged.closed),
            empty=f"No request was closed since {since}.",
        ),
    ]
    blocks += [Paragraph(text=text, look=Look.SMALL) for text in not_shown(judged, since)]
    return Section(
        key="committee",
        name="Committee log",
        title=f"Committee log, as at {date_label(material.judgements.as_at)}",
        blocks=tuple(blocks),
    )


def requests_headline(judged: CommitteeJudgement) -> str:
    """ "4 requests are open and 1 of them is overdue; the oldest has been carried over 2 meetings."."""
    number = len(judged.open)
    if not number:
        return "No request is open."
    text = f"{counted(number, 'request')} {'is' if number == 1 else 'are'} open"
    if judged.overdue:
        late = (
            "overdue" if number == 1 else f"{judged.overdue} of them {'is' if judged.overdue == 1 else 'are'} overdue"
        )
        text = f"{text} and {late}"
    longest = max((carried.meetings or 0) for carried in judged.open)
    if longest:
        whose = "it has" if number == 1 else "the oldest has"
        text = f"{text}; {whose} been carried over {counted(longest, 'meeting')}"
    return f"{text}."


def _open(carried: Carried) -> tuple[Cell, ...]:
    item = carried.item
    return (
        *_asked(item),
        date_cell(item.due),
        open_status(carried),
        BLANK if carried.meetings is None else Cell(carried.meetings),
        Cell("\n".join(part for part in (item.response or NO_RESPONSE, carried.why) if part)),
    )


def open_status(carried: Carried) -> Cell:
    """The status as the log has it, and that the request is overdue."""
    status = carried.item.status or "Open"
    return Cell(f"{status}\nOverdue", Look.STRONG) if carried.overdue else Cell(status)


def _closed(item: CommitteeItem) -> tuple[Cell, ...]:
    return (
        *_asked(item),
        date_cell(item.closed_on),
        text_cell(item.status),
        date_cell(item.due),
        text_cell(item.response),
    )


def _asked(item: CommitteeItem) -> tuple[Cell, ...]:
    return (
        Cell(item.ref, Look.STRONG),
        date_cell(item.raised_on),
        text_cell(item.body),
        text_cell(item.request),
        text_cell(item.owner),
    )


def not_shown(judged: CommitteeJudgement, since: str) -> tuple[str, ...]:
    """Sentences on the requests that no list shows: closed before ``since``, or without a date."""
    texts = []
    if judged.closed_before:
        verb = "was" if judged.closed_before == 1 else "were"
        texts.append(f"{counted(judged.closed_before, 'request')} {verb} closed before {since} and not repeated here.")
    if judged.undated:
        verb, them = ("is", "it") if len(judged.undated) == 1 else ("are", "them")
        refs = listed([item.ref for item in judged.undated])
        texts.append(f"{refs} {verb} closed without a date: enter Closed on, so that the report can show {them} once.")
    return tuple(texts)


def to_come(material: Material) -> tuple[ForwardItem, ...]:
    """The items still to come, the next first."""
    return forward_from(material.plan.forward, material.judgements.as_at)


def earlier_items(material: Material) -> str:
    """ "2 earlier items are not shown.", or empty."""
    past = len(material.plan.forward) - len(to_come(material))
    return f"{counted(past, 'earlier item')} {'is' if past == 1 else 'are'} not shown." if past else ""


def forward_plan(material: Material) -> Section:
    """Items to come, the next first."""
    as_at = material.judgements.as_at
    items = to_come(material)
    earlier = earlier_items(material)
    note = (Paragraph(text=earlier, look=Look.SMALL),) if earlier else ()
    table = Table(
        columns=FORWARD_COLUMNS,
        rows=tuple(
            (
                NO_DATE if item.on is None else Cell(item.on, Look.STRONG),
                text_cell(item.body),
                text_cell(item.item),
                text_cell(item.lead),
            )
            for item in items
        ),
        empty="Nothing is planned.",
    )
    return Section(
        key="forward",
        name="Forward plan",
        title=f"Forward plan from {date_label(as_at)}",
        intro=next_items(items),
        blocks=(table, *note),
    )


def next_items(items: tuple[ForwardItem, ...]) -> str:
    """ "Next: 2 items on 5 Feb 2026 (Children's Scrutiny Committee)."."""
    dated = [item for item in items if item.on is not None]
    if not dated or dated[0].on is None:
        return ""
    day = dated[0].on
    that_day = [item for item in dated if item.on == day]
    bodies = listed(list(dict.fromkeys(item.body for item in that_day if item.body)))
    where = f" ({bodies})" if bodies else ""
    return f"Next: {counted(len(that_day), 'item')} on {date_label(day)}{where}."
