"""What an e-mail says of a report beside the report itself: how many of each colour, what moved, what needs attention.

Everything here is taken from judgements; for the published edition these must be protected ones.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from quarterly.compose.material import Material
from quarterly.compose.narrative import Topic, about_programme
from quarterly.judge.judgement import RATED, Status
from quarterly.model.edition import Edition

_MOVED = (Topic.WORSE, Topic.BETTER)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusCount:
    """How many indicators and actions have a status now, and how many indicators had it in the quarter before."""

    status: Status | None  # None: all that have no colour
    kpis: int
    kpis_before: int
    actions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSummary:
    """The summary of one edition. ``movements`` and ``attention`` are sentences, most serious first."""

    authority: str
    programme: str
    quarter: str  # "Q3 2025/26"
    as_at: date
    edition: Edition
    headline: str
    counts: tuple[StatusCount, ...]
    movements: tuple[str, ...]
    attention: tuple[str, ...]
    author: str = ""
    contact: str = ""


def mail_summary(material: Material) -> MailSummary:
    """What the e-mail with this report says. Officers' words on the programme stand instead of the drafted points."""
    settings = material.plan.settings
    drafted = about_programme(material)
    headline, *points = drafted.sentences
    attention = tuple(point.text for point in points if point.topic not in _MOVED)
    return MailSummary(
        authority=settings.authority,
        programme=material.programme,
        quarter=material.quarter_label,
        as_at=material.judgements.as_at,
        edition=material.provenance.edition,
        headline=headline.text,
        counts=_counts(material),
        movements=tuple(point.text for point in points if point.topic in _MOVED),
        attention=tuple(note.text for note in drafted.commentary) or attention,
        author=settings.author,
        contact=settings.contact,
    )


def _counts(material: Material) -> tuple[StatusCount, ...]:
    """Plain red, amber and green always, other colours where something has them, worst first; then the unrated."""
    judged = material.judgements
    now = Counter(_colour(item.status) for item in judged.kpis)
    before = Counter(_colour(item.previous.status) for item in judged.kpis if item.previous)
    actions = Counter(_colour(item.status) for item in judged.actions)
    always = (Status.RED, Status.AMBER, Status.GREEN)
    shown = [status for status in reversed(RATED) if status in always or now[status] + before[status] + actions[status]]
    return tuple(
        StatusCount(status=status, kpis=now[status], kpis_before=before[status], actions=actions[status])
        for status in (*shown, None)
    )


def _colour(status: Status) -> Status | None:
    return status if status.is_rated else None
