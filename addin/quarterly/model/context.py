"""What surrounds plan and indicators: settings, inspections, audits, committee, risks, words, people, history."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from quarterly.model.periods import FINANCIAL, Calendar, Period
from quarterly.model.problems import NOWHERE, Source
from quarterly.model.rules import STANDARD_RULES, Rules


class Settings(Struct, frozen=True, kw_only=True):
    """The workbook's settings, one row each on the Settings sheet.

    ``year_unread`` quotes a first month of the year that is not understood; ``calendar`` is then the financial year.
    """

    authority: str = ""
    programme: str = ""
    plan_start: date | None = None
    plan_end: date | None = None
    calendar: Calendar = FINANCIAL
    year_unread: str = ""
    committee: str = ""
    meeting_date: date | None = None
    lead_officer: str = ""
    author: str = ""
    contact: str = ""
    marking: str = ""  # protective marking; OFFICIAL needs none
    previous_judgement: str = ""
    ambition: str = ""
    rules: Rules = STANDARD_RULES
    source: Source = NOWHERE


class Inspection(Struct, frozen=True, kw_only=True):
    """An inspection or monitoring visit. ``judgements`` pairs a domain with its grade."""

    start: date
    end: date | None = None
    type: str = ""
    focus: str = ""
    judgements: tuple[tuple[str, str], ...] = ()
    strengths: str = ""
    improvements: str = ""
    letter_published: date | None = None
    next_expected: str = ""
    source: Source = NOWHERE


class AuditMonth(Struct, frozen=True, kw_only=True):
    """Case audits of one month by grade, as counts; ``None`` where nothing was given."""

    month: Period
    team: str = ""
    outstanding: int | None = None
    good: int | None = None
    requires_improvement: int | None = None
    inadequate: int | None = None
    source: Source = NOWHERE


class CommitteeItem(Struct, frozen=True, kw_only=True):
    """A committee's request, action or resolution."""

    ref: str
    raised_on: date | None = None
    body: str = ""
    request: str = ""
    owner: str = ""
    due: date | None = None
    status: str = ""
    response: str = ""
    closed_on: date | None = None
    source: Source = NOWHERE

    @property
    def is_open(self) -> bool:
        """Whether the item is still carried to the next meeting."""
        return self.closed_on is None and self.status.strip().casefold() not in _CLOSED_WORDS


_CLOSED_WORDS = {"closed", "complete", "completed", "done", "answered", "resolved"}


class ForwardItem(Struct, frozen=True, kw_only=True):
    """An item to come before a body."""

    on: date | None = None
    body: str = ""
    item: str = ""
    lead: str = ""
    source: Source = NOWHERE


class Risk(Struct, frozen=True, kw_only=True):
    """A risk or issue. Likelihood and impact are as written: "4", "High"."""

    ref: str
    text: str
    likelihood: str = ""
    impact: str = ""
    mitigation: str = ""
    owner: str = ""
    recommendations: tuple[str, ...] = ()
    source: Source = NOWHERE


class Commentary(Struct, frozen=True, kw_only=True):
    """An officer's words on a section, an indicator or an action, for one quarter (``None``: every quarter)."""

    about: str
    quarter: Period | None
    text: str
    author: str = ""
    source: Source = NOWHERE


class Recipient(Struct, frozen=True, kw_only=True):
    """Somebody on the distribution list."""

    name: str
    email: str
    role: str = ""
    edition: str = ""
    report: str = ""
    active: bool = True
    source: Source = NOWHERE


class PublishedStatus(Struct, frozen=True, kw_only=True):
    """A status as it was published: one row of Status History.

    ``value`` is a KPI's in its unit, or an action's % complete. ``due`` is an action's date then in force, ``covers``
    the period of a KPI's value. Of several issues of a quarter the latest that names the item holds.
    """

    quarter: Period
    item: str
    kind: str  # "KPI" or "Action"
    status: str
    value: float | None = None
    published_on: date | None = None
    due: date | None = None
    covers: Period | None = None
    issue: int | None = None
    source: Source = NOWHERE
