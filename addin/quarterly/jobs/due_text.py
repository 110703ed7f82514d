"""Due rules as people write them: "3rd working day after quarter end", "last Friday", "monthly on the 5th"."""

from __future__ import annotations

import re
from datetime import time
from difflib import get_close_matches

from msgspec import Struct

from quarterly.jobs.due import LAST, WEEKDAYS, Cycle, DueRule, Plain, Unit, Weekday, WhenClosed, Working

DEFAULT_TIME = time(6, 0)  # before offices open, after overnight copies
EXAMPLES = (
    "3rd working day after quarter end",
    "10th working day after quarter end at 07:30",
    "last working day of the month",
    "1st working day of the month",
    "last Friday",
    "2nd Tuesday of the month",
    "monthly on the 5th",
    "last day of the quarter",
    "20th day after year end",
    "every Monday at 06:00",
    "every working day",
    "every day",
)
"""One of every form; the documentation lists them, and a mistyped rule is answered with the nearest."""

_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": LAST}
_ORDINAL = r"(?P<nth>\d{1,3}(?:st|nd|rd|th)|first|second|third|fourth|fifth|last)"
_UNIT = rf"(?P<unit>working day|day|{'|'.join(WEEKDAYS).lower()})"
_CYCLE = r"(?P<cycle>month|quarter|year)"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"(?:the )?{_ORDINAL} {_UNIT} after (?:the )?{_CYCLE} end",
        rf"(?P<nth>\d{{1,3}}) (?P<unit>working day|day)s? after (?:the )?{_CYCLE} end",
        rf"(?:the )?{_ORDINAL} {_UNIT} of (?:the|each|every) {_CYCLE}",
        rf"(?:monthly on )?(?:the )?{_ORDINAL} (?P<unit>{'|'.join(WEEKDAYS).lower()}|working day)",
        rf"monthly on the {_ORDINAL}",
        rf"(?:every|each|weekly on) (?P<unit>{'|'.join(WEEKDAYS).lower()})",
        r"(?:every|each) (?P<unit>working day)",
        r"every day|daily",
    )
)
_WEEKLY, _DAILY = _FORMS[5:6], _FORMS[6:]
_TIME = re.compile(r"(?P<rule>.*?)(?: at (?P<hour>\d{1,2})[:.](?P<minute>\d{2}))?", re.DOTALL)

# The most that every period has. Fewer working days than 18 in a month, or 58 in a quarter, have never come.
_MOST = {
    (Cycle.MONTH, Plain): 31,
    (Cycle.QUARTER, Plain): 92,
    (Cycle.YEAR, Plain): 366,
    (Cycle.MONTH, Working): 18,
    (Cycle.QUARTER, Working): 58,
    (Cycle.YEAR, Working): 248,
    (Cycle.MONTH, Weekday): 4,
    (Cycle.QUARTER, Weekday): 12,
    (Cycle.YEAR, Weekday): 52,
}


class NotARule(Struct, frozen=True):
    """Why a rule is not understood, in a sentence."""

    text: str


def parse_due(text: str, *, first_month: int = 4, when_closed: WhenClosed = WhenClosed.AFTER) -> DueRule | NotARule:
    """The rule that a text means. Capitals and runs of spaces make no difference; words do."""
    plain = " ".join(text.casefold().split())
    timed = _TIME.fullmatch(plain)
    assert timed is not None  # noqa: S101 - the pattern takes any text
    at = _time(timed["hour"], timed["minute"])
    if isinstance(at, NotARule):
        return at
    for form in _FORMS:
        if found := form.fullmatch(timed["rule"]):
            words = found.groupdict()
            unit, cycle, nth = _unit(words.get("unit")), _cycle(form, words.get("cycle")), _nth(words.get("nth"))
            return _bounded(
                DueRule(
                    cycle=cycle, unit=unit, nth=nth, at=at, first_month=first_month, when_closed=when_closed, text=text
                )
            )
    return NotARule(f'"{text}" is not a rule that is known. {_nearest(plain)}')


def _time(hour: str | None, minute: str | None) -> time | NotARule:
    if hour is None or minute is None:
        return DEFAULT_TIME
    try:
        return time(int(hour), int(minute))
    except ValueError:
        return NotARule(f'"{hour}:{minute}" is not a time of day. Write it as 06:00 or 17:30.')


def _unit(text: str | None) -> Unit:
    if text is None or text == "day":
        return Plain()
    return Working() if text == "working day" else Weekday(WEEKDAYS.index(text.title()))


def _cycle(form: re.Pattern[str], text: str | None) -> Cycle:
    if form in _DAILY:
        return Cycle.DAY
    return Cycle.WEEK if form in _WEEKLY else Cycle(text or "month")


def _nth(text: str | None) -> int:
    if text is None:
        return 1
    return _ORDINALS.get(text) or int(re.sub(r"\D", "", text))


def _bounded(rule: DueRule) -> DueRule | NotARule:
    """The rule, if every period has such a day."""
    most = _MOST.get((rule.cycle, type(rule.unit)))
    if rule.nth != LAST and most is not None and not 1 <= rule.nth <= most:
        return NotARule(
            f'"{rule.text}" does not come in every {rule.cycle}. '
            f'Count from 1st to {most}{_suffix(most)}, or write "last".'
        )
    return rule


def _suffix(number: int) -> str:
    return "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def _nearest(text: str) -> str:
    near = get_close_matches(text, [example.casefold() for example in EXAMPLES], n=1)
    if near:
        meant = next(example for example in EXAMPLES if example.casefold() == near[0])
        return f'Did you mean "{meant}"?'
    return f'Write it like "{EXAMPLES[0]}", "{EXAMPLES[4]}" or "{EXAMPLES[6]}".'
