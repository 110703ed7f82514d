"""What changed since the last report, as values: moves, dates, figures, what is new and what is done."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from msgspec import Struct

from quarterly.judge.status import Status
from quarterly.model.context import CommitteeItem, PublishedStatus
from quarterly.model.periods import Period


class Course(StrEnum):
    """Which way a rating moved."""

    WORSE = "Worse"
    BETTER = "Better"
    OTHER = "Changed"  # to or from a status that is no colour


class Move(Struct, frozen=True, kw_only=True):
    """A status that is not the one last published. ``then`` is in the words of Status History.

    Figures are a KPI's in its unit, or an action's % complete. ``by_rule`` is a sentence where a RAG rule that is new
    in the quarter has a part in the move.
    """

    kind: str  # "KPI" or "Action"
    ref: str
    name: str
    course: Course
    then: str
    now: Status
    figure_then: float | None = None
    figure_now: float | None = None
    why: str = ""
    by_rule: str = ""


class Redated(Struct, frozen=True, kw_only=True):
    """An action whose due date is not the one last published. ``days`` later; negative where brought forward."""

    ref: str
    name: str
    then: date
    now: date | None
    days: int | None
    why: str


class Restated(Struct, frozen=True, kw_only=True):
    """A figure that is not the one published: ``new`` is ``None`` where it was withdrawn.

    ``first_published`` is ``None`` where only the readings say that it was restated.
    """

    ref: str
    name: str
    period: Period
    old: float
    new: float | None
    first_published: date | None
    why: str


class Item(Struct, frozen=True, kw_only=True):
    """An indicator or action that came, went or was finished."""

    kind: str
    ref: str
    name: str
    why: str


class Changes(Struct, frozen=True, kw_only=True):
    """Everything that changed since the report before.

    ``statement`` is a sentence: which report that was, or that none is known, and then nothing else is said.
    ``published`` are the statuses of that report, one an item. ``unknown`` are sentences on what cannot be told from
    the history.
    """

    statement: str = ""
    quarter: Period | None = None
    published_on: date | None = None
    published: tuple[PublishedStatus, ...] = ()
    moves: tuple[Move, ...] = ()  # worse first, then better, then the others
    redated: tuple[Redated, ...] = ()
    restated: tuple[Restated, ...] = ()
    new: tuple[Item, ...] = ()
    closed: tuple[Item, ...] = ()
    gone: tuple[Item, ...] = ()
    answered: tuple[CommitteeItem, ...] = ()
    unknown: tuple[str, ...] = ()


NO_CHANGES = Changes()
"""Where nothing was compared."""
