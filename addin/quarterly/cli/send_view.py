"""What was sent, for people and for programs."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from quarterly import __version__
from quarterly.cli.record_shapes import Json, day, period_shape
from quarterly.cli.shapes import book_shape
from quarterly.cli.terminal import say
from quarterly.compose.words import listed
from quarterly.deliver.mail import Outcome, State
from quarterly.sending import SendRun

_HEADINGS = {
    State.PLANNED: "Would be sent to",
    State.SENT: "Sent to",
    State.DRAFTED: "Drafts made for",
    State.UNCERTAIN: "May have been sent to",
    State.REFUSED: "Refused by the mail server",
    State.UNSENT: "Not sent; run it again to try again",
    State.HELD: "Held back",
}
_WORDS = {
    State.PLANNED: "to be sent",
    State.SENT: "sent",
    State.DRAFTED: "drafted",
    State.UNCERTAIN: "uncertain",
    State.REFUSED: "refused",
    State.UNSENT: "not sent",
    State.HELD: "held back",
}


def send_shape(done: SendRun) -> Json:
    """The result of ``quarterly send``: addresses, editions and what became of each; no figures, no secrets."""
    first = done.made[0].assessment
    calendar = first.book.plan.settings.calendar
    return {
        "version": __version__,
        "workbook": book_shape(first.book),
        "quarter": period_shape(first.judgements.quarter, calendar),
        "dry_run": done.dry_run,
        "way": str(done.errand.settings.way),
        "reports": [
            {
                "edition": str(one.assessment.edition),
                "issue": one.issue,
                "as_at": day(one.assessment.judgements.as_at),
                "link": link or None,
            }
            for one, link in zip(done.made, done.links, strict=True)
        ],
        "recipients": [_outcome_shape(outcome) for outcome in done.outcomes],
        "counts": {str(state): count for state in State if (count := sum(one.state is state for one in done.outcomes))},
        "notices": list(done.notices),
        "not_read": [str(problem) for problem in done.unread],
    }


def _outcome_shape(outcome: Outcome) -> Json:
    return {
        "address": outcome.address,
        "edition": str(outcome.edition) if outcome.edition else None,
        "state": str(outcome.state),
        "earlier": outcome.earlier,
        "reason": outcome.reason,
        "draft": str(outcome.draft) if outcome.draft else None,
    }


def show_send(console: Console, done: SendRun) -> None:
    """What goes to whom, state by state, and what needs a person."""
    _show_reports(console, done)
    for notice in done.notices:
        say(console, f"Please note: {notice}")
    for state, heading in _HEADINGS.items():
        if outcomes := [outcome for outcome in done.outcomes if outcome.state is state]:
            console.print()
            console.print(_table(heading, outcomes))
    if done.unread:
        console.print()
        say(console, "Rows of the distribution list that cannot be read; nothing goes to them:")
        for problem in done.unread:
            say(console, str(problem))
    console.print()
    say(console, _summary(done))
    if drafts := next((outcome.draft for outcome in done.outcomes if outcome.draft), None):
        console.print(f"The drafts: {drafts.parent}", soft_wrap=True)
        say(console, "Nothing has been sent. Open each draft in Outlook, look at it, and press Send.")


def _show_reports(console: Console, done: SendRun) -> None:
    for one, link in zip(done.made, done.links, strict=True):
        issue = f", issue {one.issue}" if one.issue > 1 else ""
        say(console, f"{one.quarter}, {one.assessment.edition} edition{issue}: {one.name}")
        if link:
            console.print(f"  as a link: {link}", soft_wrap=True, markup=False)


def _table(heading: str, outcomes: list[Outcome]) -> Table:
    table = Table(title=heading, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for name in ("Address", "Edition", "Remark"):
        table.add_column(name, overflow="fold")
    for outcome in outcomes:
        table.add_row(outcome.address, str(outcome.edition or "–"), outcome.reason or "–")
    return table


def _summary(done: SendRun) -> str:
    counts = {state: sum(one.state is state for one in done.outcomes) for state in _WORDS}
    said = listed([f"{count} {_WORDS[state]}" for state, count in counts.items() if count])
    number = len(done.outcomes)
    return f"{number} address{'' if number == 1 else 'es'}: {said}." if number else "Nobody receives this report."
