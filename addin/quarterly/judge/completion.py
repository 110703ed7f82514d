"""Whether an action is finished and evidenced on a day, and where its own cells disagree about it."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from quarterly.judge.wording import percent
from quarterly.model.periods import date_label
from quarterly.model.plan import Action, Stage

FULL = 100.0 - 1e-9  # percent; 100 with allowance for floating-point noise

SET_ASIDE = (Stage.DEFERRED, Stage.SUPERSEDED)
"""Stages in which an action is not judged against its dates."""


class Completion(Struct, frozen=True, kw_only=True):
    """What counts as done on the day: dates later than it are left out, and ``not_yet`` says so.

    ``contradiction`` is a sentence where Status, % complete and Completed on disagree, with what was taken.
    """

    finished: bool
    completed_on: date | None
    evidenced_on: date | None
    contradiction: str = ""
    not_yet: str = ""

    @property
    def remarks(self) -> tuple[str, ...]:
        """The sentences that a reader of the status must see beside it."""
        return tuple(remark for remark in (self.contradiction, self.not_yet) if remark)


def completion_of(action: Action, on: date) -> Completion:
    """What is done on the day ``on``.

    A % complete decides where one is reported, because it is the most exact of the three; without one a Completed on
    date or the Status does. An action completed after ``on`` was not finished on it, whatever the other cells say.
    """
    completed_on = _by(action.completed_on, on)
    evidenced_on = _by(action.evidenced_on, on)
    completed_later = action.completed_on is not None and completed_on is None
    finished = not completed_later and action.stage not in SET_ASIDE and _says_finished(action)
    return Completion(
        finished=finished,
        completed_on=completed_on,
        evidenced_on=evidenced_on,
        contradiction="" if completed_later else _contradiction(action, finished, completed_on, evidenced_on),
        not_yet=_not_yet(action, on),
    )


def _by(day: date | None, on: date) -> date | None:
    return day if day is not None and day <= on else None


def _says_finished(action: Action) -> bool:
    if action.complete is not None:
        return action.complete >= FULL
    return action.stage is Stage.COMPLETE or action.completed_on is not None


def _contradiction(action: Action, finished: bool, completed_on: date | None, evidenced_on: date | None) -> str:
    full = action.complete is not None and action.complete >= FULL
    done = [
        "Status says complete" if action.stage is Stage.COMPLETE else "",
        "100% complete is reported" if full else "",
        f"Completed on says {date_label(completed_on)}" if completed_on else "",
        f"Evidenced on says {date_label(evidenced_on)}" if evidenced_on and not finished else "",
    ]
    if not any(done):
        return ""
    not_done = [
        f"only {percent(action.complete, 100.0, decimals=1)} complete is reported"
        if action.complete is not None and not full
        else "",
        f"Status says {action.stage.value.lower()}" if action.stage not in (Stage.COMPLETE, Stage.UNKNOWN) else "",
    ]
    if not any(not_done):
        return ""
    for_, against = ([text for text in side if text] for side in (done, not_done))
    taken = action.stage.value.lower() if action.stage in SET_ASIDE else "complete" if finished else "not complete"
    return f"{' and '.join(for_)}, but {' and '.join(against)}: it counts as {taken}."


def _not_yet(action: Action, on: date) -> str:
    later = [
        f"{name} {date_label(day)}"
        for name, day in (("Completed on", action.completed_on), ("Evidenced on", action.evidenced_on))
        if day is not None and day > on
    ]
    if not later:
        return ""
    verb = "lie" if len(later) > 1 else "lies"
    return f"{' and '.join(later)} {verb} after {date_label(on)}, so not counted yet."
