"""Every status that an item can have, and which of them are colours."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """Every status that an item of the plan can have, in the words that people see."""

    BLUE = "Blue"  # actions only: complete and evidenced
    GREEN = "Green"
    GREEN_AMBER = "Green-amber"
    AMBER = "Amber"
    RED_AMBER = "Red-amber"
    RED = "Red"
    NOT_STARTED = "Not started"
    NOT_UPDATED = "Not yet updated"
    ONGOING = "Ongoing"
    DEFERRED = "Deferred"
    SUPERSEDED = "Superseded"
    INFORMATION = "Information only"
    NO_TARGET = "No target"
    NOT_DUE = "Not due this quarter"
    AWAITED = "Awaited"
    LAGGED = "Time-lagged"
    NOT_APPLICABLE = "Not applicable"
    NOT_AVAILABLE = "Not available"
    SUPPRESSED = "Suppressed"
    LOW_RELIABILITY = "Low reliability"
    CANNOT_JUDGE = "Cannot be judged"

    @property
    def is_rated(self) -> bool:
        """Whether the status is a colour."""
        return self in RATED


RATED = (Status.BLUE, Status.GREEN, Status.GREEN_AMBER, Status.AMBER, Status.RED_AMBER, Status.RED)
"""The colours, best first."""


def worst(statuses: tuple[Status, ...]) -> Status | None:
    """The worst colour among statuses; ``None`` where none is rated."""
    rated = [status for status in statuses if status.is_rated]
    return max(rated, key=RATED.index) if rated else None
