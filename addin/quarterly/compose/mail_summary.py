"""What an e-mail says of a report beside the report itself: how many of each colour, what moved, what needs attention.

Mail is read on telephones and passed on, so it names indicators and actions and their colours, and no figure of any
indicator: those stand in the report. Everything is taken from judgements; for the published edition these must be
protected ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from quarterly.compose.material import Material
from quarterly.compose.movements import better, worse
from quarterly.compose.narrative import about_programme
from quarterly.compose.tally import Tally
from quarterly.compose.words import counted, listed
from quarterly.judge.judgement import KpiJudgement, Status
from quarterly.model.edition import Edition

NAMED = 6  # items named in a sentence; more are counted


class StatusCount(Struct, frozen=True, kw_only=True):
    """How many indicators and actions have a status now, and how many indicators had it in the quarter before."""

    status: Status | None  # None: all that have no colour
    kpis: int
    kpis_before: int
    actions: int


class MailSummary(Struct, frozen=True, kw_only=True):
    """The summary of one edition. ``movements`` and ``attention`` are sentences, most serious first.

    ``words`` are the officers' own on the programme; none in the published edition, as nobody can check what they give
    away, and a message is passed on without the report.
    """

    authority: str
    programme: str
    quarter: str  # "Q3 2025/26"
    as_at: date
    edition: Edition
    headline: str
    counts: tuple[StatusCount, ...]
    movements: tuple[str, ...]
    attention: tuple[str, ...]
    words: tuple[str, ...] = ()
    author: str = ""
    contact: str = ""


def mail_summary(material: Material) -> MailSummary:
    """What the e-mail with this report says."""
    settings = material.plan.settings
    programme = about_programme(material)
    edition = material.provenance.edition
    return MailSummary(
        authority=settings.authority,
        programme=material.programme,
        quarter=material.quarter_label,
        as_at=material.judgements.as_at,
        edition=edition,
        headline=programme.sentences[0].text,
        counts=_counts(material),
        movements=_movements(material.judgements.kpis),
        attention=_attention(material),
        words=tuple(note.text for note in programme.commentary) if edition is Edition.WORKING else (),
        author=settings.author,
        contact=settings.contact,
    )


def _movements(kpis: Sequence[KpiJudgement]) -> tuple[str, ...]:
    moved = (("worse", worse(kpis)), ("better", better(kpis)))
    return tuple(
        f"{_are(len(items), 'indicator')} rated {way} than last quarter: {_named([_move(item) for item in items])}."
        for way, items in moved
        if items
    )


def _move(item: KpiJudgement) -> str:
    before = f"{item.previous.status} to " if item.previous else ""
    return f"{item.kpi.name} ({before}{item.status})"


def _attention(material: Material) -> tuple[str, ...]:
    judged = material.judgements
    red = [item.kpi.name for item in judged.kpis if item.status is Status.RED]
    late = [item.ref for item in judged.actions if item.overdue > 0]
    found = (("indicator", "red", red), ("action", "overdue", late))
    return tuple(f"{_are(len(items), noun)} {state}: {_named(items)}." for noun, state, items in found if items)


def _are(number: int, noun: str) -> str:
    return f"{counted(number, noun)} {'is' if number == 1 else 'are'}"


def _named(items: Sequence[str]) -> str:
    rest = len(items) - NAMED
    return listed([*items[:NAMED], *([counted(rest, "other")] if rest > 0 else [])])


def _counts(material: Material) -> tuple[StatusCount, ...]:
    """Plain red, amber and green always, other colours where something has them, worst first; then the unrated."""
    *rated, unrated = Tally.of(material).rows
    return tuple(
        StatusCount(status=one.status, kpis=one.kpis, kpis_before=one.kpis_before, actions=one.actions)
        for one in (*reversed(rated), unrated)
    )
