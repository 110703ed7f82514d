"""The sheets around plan and indicators: audits, inspections, committee, risks, commentary, people, history."""

from __future__ import annotations

import re

from quarterly.model.context import (
    AuditMonth,
    Commentary,
    CommitteeItem,
    ForwardItem,
    Inspection,
    PublishedStatus,
    Recipient,
    Risk,
)
from quarterly.model.periods import Calendar, date_label
from quarterly.model.problems import Problem, ProblemKind
from quarterly.read import kinds
from quarterly.read.choices import NO, YES
from quarterly.read.headers import Table
from quarterly.read.rows import Row, hint, rows_of
from quarterly.read.sheets.refs import first_of_each
from quarterly.read.values import closest, folded, read_value


def read_audits(table: Table, calendar: Calendar, problems: list[Problem]) -> tuple[AuditMonth, ...]:
    """Audit grades, in the order of their rows."""
    audits = []
    for row in rows_of(table, problems):
        month = row.period("month", calendar)
        if month is None:
            continue
        audits.append(
            AuditMonth(
                month=month,
                team=row.line("team"),
                outstanding=row.count("outstanding"),
                good=row.count("good"),
                requires_improvement=row.count("requires_improvement"),
                inadequate=row.count("inadequate"),
                source=row.source,
            )
        )
    return tuple(audits)


def read_inspections(table: Table, problems: list[Problem]) -> tuple[Inspection, ...]:
    """Inspections and visits, in the order of their rows."""
    inspections = []
    for row in rows_of(table, problems):
        start = row.day("start", end=False)
        if start is None:
            continue
        end = row.day("end")
        if end and end < start:
            row.report(kinds.END_BEFORE_START, "end", start=date_label(start))
            end = None
        inspections.append(
            Inspection(
                start=start,
                end=end,
                type=row.line("type"),
                focus=row.text("focus"),
                judgements=_judgements(row.text("judgements")),
                strengths=row.text("strengths"),
                improvements=row.text("improvements"),
                letter_published=row.day("letter_published"),
                next_expected=row.line("next_expected"),
                source=row.source,
            )
        )
    return tuple(inspections)


def _judgements(text: str) -> tuple[tuple[str, str], ...]:
    """ "Leadership: Good; Overall: Inadequate" as pairs; a grade alone is the overall one."""
    pairs = []
    for part in re.split(r"[;\n]", text):
        domain, colon, grade = part.partition(":")
        if colon and grade.strip():
            pairs.append((domain.strip(), grade.strip()))
        elif part.strip(" :"):
            pairs.append(("Overall", part.strip(" :")))
    return tuple(pairs)


def read_committee(table: Table, problems: list[Problem]) -> tuple[CommitteeItem, ...]:
    """The committee's requests, in the order of their rows."""
    return tuple(_committee_item(row) for row in first_of_each(rows_of(table, problems), "ref"))


def _committee_item(row: Row) -> CommitteeItem:
    row.has_all_required()
    raised_on, closed_on = row.day("raised_on"), row.day("closed_on")
    if raised_on and closed_on and closed_on < raised_on:
        row.report(kinds.END_BEFORE_START, "closed_on", start=date_label(raised_on))
    return CommitteeItem(
        ref=row.line("ref"),
        raised_on=raised_on,
        body=row.line("body"),
        request=row.text("request"),
        owner=row.person("owner"),
        due=row.day("due"),
        status=row.line("status"),
        response=row.text("response"),
        closed_on=closed_on,
        source=row.source,
    )


def read_forward(table: Table, problems: list[Problem]) -> tuple[ForwardItem, ...]:
    """Items to come, in the order of their rows."""
    items = []
    for row in rows_of(table, problems):
        row.has_all_required()
        items.append(
            ForwardItem(
                on=row.day("on", end=False),
                body=row.line("body"),
                item=row.text("item"),
                lead=row.person("lead"),
                source=row.source,
            )
        )
    return tuple(items)


def read_risks(table: Table, problems: list[Problem]) -> tuple[Risk, ...]:
    """Risks and issues, in the order of their rows."""
    risks = []
    for row in first_of_each(rows_of(table, problems), "ref"):
        row.has_all_required()
        risks.append(
            Risk(
                ref=row.line("ref"),
                text=row.text("text"),
                likelihood=row.line("likelihood"),
                impact=row.line("impact"),
                mitigation=row.text("mitigation"),
                owner=row.person("owner"),
                recommendations=row.refs("recommendations"),
                source=row.source,
            )
        )
    return tuple(risks)


def read_commentary(table: Table, calendar: Calendar, problems: list[Problem]) -> tuple[Commentary, ...]:
    """Officers' texts, in the order of their rows; one with an unreadable quarter is left out and reported."""
    texts = []
    for row in rows_of(table, problems):
        complete = row.has_all_required()
        quarter = row.period("quarter", calendar)
        if not complete or (quarter is None and row.line("quarter")):
            continue
        texts.append(
            Commentary(
                about=row.line("about"),
                quarter=calendar.quarter_of(quarter.end) if quarter and quarter.months == 1 else quarter,
                text=row.text("text"),
                author=row.line("author"),
                source=row.source,
            )
        )
    return tuple(texts)


# One @ between a name and a domain with a dot; what a mail server accepts is for the mail server to say.
_EMAIL = re.compile(r"[^\s@,;<>\"]+@[^\s@,;<>\"]+\.[^\s@,;<>\".]+")


def read_recipients(table: Table, problems: list[Problem]) -> tuple[Recipient, ...]:
    """The distribution list; a row without a proper address, or with an unclear Active, is never sent to.

    Where the column that says who is sent what cannot be told, nobody is.
    """
    recipients = []
    is_clear = table.unread.isdisjoint(("edition", "report", "active"))
    for row in rows_of(table, problems):
        email = row.line("email").removeprefix("mailto:")
        if not row.has_all_required():
            continue
        if not _EMAIL.fullmatch(email):
            row.report(kinds.EMAIL_ODD, "email")
            continue
        recipients.append(
            Recipient(
                name=row.line("name"),
                email=email,
                role=row.line("role"),
                edition=_edition(row),
                report=row.line("report"),
                active=_is_active(row) and is_clear,
                source=row.source,
            )
        )
    return tuple(recipients)


def _edition(row: Row) -> str:
    text = row.line("edition")
    known = {folded(choice): choice for choice in row.table.sheet.column("edition").choices}
    if text and folded(text) not in known:
        row.report(kinds.CHOICE_UNKNOWN, "edition", hint=hint(closest(text, known.values())), choices=_list(known))
    return known.get(folded(text), text)  # a word that is no edition is kept: nothing is sent to that row


def _list(known: dict[str, str]) -> str:
    return ", ".join(known.values())


def _is_active(row: Row) -> bool:
    grid = row.table.grid
    if any(grid.is_struck(row.number, row.table.columns.get(field, 0)) for field in ("name", "email")):
        row.report(kinds.RECIPIENT_STRUCK, "email")
        return False
    active = _says_yes(row)
    if active and row.number in grid.marks.hidden_rows:
        row.report(kinds.RECIPIENT_HIDDEN, "email")
    return active


def _says_yes(row: Row) -> bool:
    written = row.line("active")
    word = folded(written)  # a cross or a dash folds to nothing, and is not a blank cell
    if word in NO:
        return False
    if written and word not in YES:
        row.report(kinds.CHOICE_UNKNOWN, "active", hint="", choices="Yes, No")
        return False
    return True


def read_history(table: Table, calendar: Calendar, problems: list[Problem]) -> tuple[PublishedStatus, ...]:
    """Statuses as published, in the order of their rows."""
    history = []
    for row in rows_of(table, problems):
        complete = row.has_all_required()
        quarter = row.period("quarter", calendar)
        value = read_value(row.value("value"), shown_as_percent=row.is_shown_as_percent("value"))
        if isinstance(value, ProblemKind):
            row.report(value, "value")
        if quarter is None or not complete:
            continue
        history.append(
            PublishedStatus(
                quarter=quarter,
                item=row.line("item"),
                kind=row.line("kind"),
                status=row.line("status"),
                value=None if value is None or isinstance(value, ProblemKind) else value.number,
                published_on=row.day("published_on"),
                due=row.day("due"),
                covers=row.period("covers", calendar),
                issue=row.count("issue"),
                source=row.source,
            )
        )
    return tuple(history)
