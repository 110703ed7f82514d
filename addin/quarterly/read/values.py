"""Cells -> text, references, names, numbers, percentages and shorthand. Nothing here knows where a cell stands."""

from __future__ import annotations

import difflib
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

from msgspec import Struct

from quarterly.model.kpi import ReadingState
from quarterly.model.problems import ProblemKind
from quarterly.read import kinds
from quarterly.read.cell_text import DASHES, text_of
from quarterly.read.date_text import DayRead, read_day
from quarterly.read.grid import CellValue
from quarterly.read.period_text import PeriodRead, is_period_header, parse_period, read_period

__all__ = [
    "DayRead",
    "NumberRead",
    "PeriodRead",
    "TargetRead",
    "ValueRead",
    "closest",
    "folded",
    "is_period_header",
    "parse_period",
    "read_day",
    "read_number",
    "read_period",
    "read_target",
    "read_value",
    "split_people",
    "split_refs",
    "text_of",
]


@lru_cache(maxsize=4096)  # the words of choices, headers and names recur in row after row
def folded(text: str) -> str:
    """Text for comparing: without case, accents' forms, spaces and punctuation; % and # count as letters."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in plain if letter.isalnum() or letter in "%#")


def closest(text: str, choices: Iterable[str]) -> str:
    """The choice that ``text`` most likely meant; empty where none is near."""
    by_fold: dict[str, str] = {}
    for choice in choices:
        by_fold.setdefault(folded(choice), choice)
    near = difflib.get_close_matches(folded(text)[:80], list(by_fold), n=1, cutoff=0.75)
    return by_fold[near[0]] if near else ""


def ref_key(ref: str) -> str:
    """A reference for comparing: "K 1", "k1" and "K1" are the same; "K1.2" and "K12" are not."""
    return "".join(ref.casefold().split())


def split_refs(text: str) -> tuple[str, ...]:
    """References in one cell: separated by commas, semicolons, line breaks, "&" or "and"; each once."""
    parts = re.split(r"[,;\n&]|\band\b", text)
    return tuple(dict.fromkeys(" ".join(part.split()) for part in parts if part.strip()))


_NO_ANSWER = re.compile(r"\bn/a\b", re.IGNORECASE)  # its slash parts no names


def split_people(text: str) -> tuple[str, ...]:
    """Names in one cell: separated by slashes, commas, semicolons or line breaks."""
    parts = re.split(r"[/,;\n]", _NO_ANSWER.sub("", text))
    return tuple(dict.fromkeys(" ".join(part.split()) for part in parts if part.strip()))


class NumberRead(Struct, frozen=True, kw_only=True):
    """A number; ``percent`` where it carried a percent sign and is on the scale 0 to 100."""

    number: float
    percent: bool = False


_NUMBER = re.compile(
    r"([+-]?)((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]*)?|\.[0-9]+)(e[+-]?[0-9]{1,3})?(\s*%)?", re.IGNORECASE
)


def read_number(value: CellValue, *, shown_as_percent: bool = False) -> NumberRead | ProblemKind | None:
    """The number in a cell, ``None`` for an empty one; ``shown_as_percent`` where Excel shows 0.87 as 87%."""
    if isinstance(value, str):
        text = text_of(value)
        return number_from_text(text) or kinds.NUMBER_NOT_UNDERSTOOD if text else None
    if isinstance(value, bool) or not isinstance(value, (float, int)):
        return kinds.NUMBER_NOT_UNDERSTOOD
    number = float(value)
    if not math.isfinite(number):
        return kinds.NUMBER_NOT_UNDERSTOOD
    return NumberRead(number=_percent(number), percent=True) if shown_as_percent else NumberRead(number=number)


def _percent(share: float) -> float:
    """A share as a percentage, without the noise of binary fractions: 0.07 is 7, not 7.000000000000001."""
    return round(share * 100, 10)


def number_from_text(text: str) -> NumberRead | None:
    """ "1,234", "-5", "87%" or "1.5e2" as a number; ``None`` for anything else."""
    match = _NUMBER.fullmatch(text.translate(DASHES))
    if not match:
        return None
    number = float(match[1] + match[2].replace(",", "") + (match[3] or ""))
    return NumberRead(number=number, percent=bool(match[4])) if math.isfinite(number) else None


class ValueRead(Struct, frozen=True, kw_only=True):
    """A reading's value: a number, or the state that stands in its place, or both ("87.5 p")."""

    number: float | None
    percent: bool = False
    state: ReadingState = ReadingState.FINAL


_STATE_WORDS: Mapping[ReadingState, tuple[str, ...]] = {
    ReadingState.PROVISIONAL: ("p", "prov", "provisional", "e", "est", "estimate", "estimated"),
    ReadingState.REVISED: ("r", "rev", "revised", "restated"),
    ReadingState.SUPPRESSED: ("c", "*", "x", "suppressed", "supp", "confidential"),
    ReadingState.NOT_APPLICABLE: ("z", "n/a", "na", "n.a.", ".", "not applicable", "not app"),
    ReadingState.NOT_AVAILABLE: (":", "-", "..", "...", "n/k", "not available", "not known", "no data", "unavailable"),
    ReadingState.LOW_RELIABILITY: ("u", "low reliability", "unreliable"),
    ReadingState.ROUNDS_TO_ZERO: ("k", "low", "rounds to zero"),
    ReadingState.AWAITED: ("tbc", "tba", "tbd", "awaited", "pending", "to follow", "not yet available"),
    ReadingState.NOT_DUE: ("not due", "not yet due", "nd"),
    ReadingState.LAGGED: ("time-lagged", "time lagged", "lagged", "lag"),
    ReadingState.FINAL: ("final", "confirmed"),
}
_STATES = {word: state for state, words in _STATE_WORDS.items() for word in words}
_BELOW = re.compile(r"[<≤]\s*[0-9]+(?:\.[0-9]+)?\s*%?|(?:fewer|less) than [0-9]+|[0-9]+\s*or (?:fewer|less)")
_WITH_STATE = re.compile(r"(.*?[0-9%.])\s*[(\[ ]\s*([a-z ]+?)\.?\s*[)\]]?")
_LETTER_AFTER = re.compile(r"(.*?[0-9%.])([pru])")


def read_state(text: str) -> ReadingState | None:
    """The state that a word or a letter of the shorthand names; ``None`` for other words."""
    return _STATES.get(" ".join(text.casefold().strip("[]() ").split()))


def read_value(value: CellValue, *, shown_as_percent: bool = False) -> ValueRead | ProblemKind | None:
    """The value in a cell of readings: a number, shorthand, or a number with its shorthand. ``None`` if empty."""
    if type(value) is float and not shown_as_percent and math.isfinite(value):
        return ValueRead(number=value)
    if not isinstance(value, str):
        number = read_number(value, shown_as_percent=shown_as_percent)
        if isinstance(number, NumberRead):
            return ValueRead(number=number.number, percent=number.percent)
        return kinds.VALUE_NOT_UNDERSTOOD
    text = " ".join(text_of(value).casefold().split()).translate(DASHES)
    return _value_from_text(text) if text else None


def rounds_to_zero(number: float) -> bool:
    """Whether nothing is left of a number without its decimals."""
    return abs(number) < 0.5


def _value_from_text(text: str) -> ValueRead | ProblemKind:
    plain = number_from_text(text)
    if plain:
        return ValueRead(number=plain.number, percent=plain.percent)
    state = read_state(text)
    if state is not None:
        return ValueRead(number=None, state=state)
    if _BELOW.fullmatch(text.strip("[]")):
        return ValueRead(number=None, state=ReadingState.SUPPRESSED)
    marked = _WITH_STATE.fullmatch(text) or _LETTER_AFTER.fullmatch(text)
    number = number_from_text(marked[1].strip()) if marked else None
    state = read_state(marked[2]) if marked else None
    if number and state is ReadingState.ROUNDS_TO_ZERO and not rounds_to_zero(number.number):
        return kinds.VALUE_NOT_UNDERSTOOD  # "12 k" may well be twelve thousand
    if number and state is not None:
        return ValueRead(number=number.number, percent=number.percent, state=state)
    return kinds.VALUE_NOT_UNDERSTOOD


class TargetRead(Struct, frozen=True, kw_only=True):
    """A target: a number or a range, with the words it was written in. All ``None`` where there is no target."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    words: str = ""
    percent: bool = False


_NO_TARGET = frozenset(
    ("none", "no target", "n/a", "na", "-", "tbc", "tba", "monitor", "monitor only", "not set", "information only", "z")
)
_ZERO = frozenset(("zero", "nil", "nought", "0 (zero)"))
_LIMIT_BEFORE = re.compile(
    r"(?:fewer than|less than|lower than|under|below|no more than|not more than|up to|at most|maximum(?: of)?|max|"
    r"at least|not less than|no less than|no fewer than|not fewer than|more than|greater than|over|above|"
    r"minimum(?: of)?|min|exactly|<=|>=|[<>≤≥])\.?\s*(\S+)"
)
_LIMIT_AFTER = re.compile(r"(\S+?)\s*(?:\+|or (?:more|above|over|higher|less|fewer|below|under|lower|better))")
_RANGE = re.compile(r"(?:between\s+)?(\S+?)\s*(?:to|and|-)\s*(\S+)")


def read_target(value: CellValue, *, unit: str = "", shown_as_percent: bool = False) -> TargetRead | ProblemKind | None:
    """The target in a cell: a number, a number in words ("Fewer than 85"), or a range ("580 to 630").

    ``unit`` may follow the words ("At most 85 children"). ``None`` for an empty cell.
    """
    number = read_number(value, shown_as_percent=shown_as_percent)
    if number is None:
        return None
    if isinstance(number, NumberRead):
        return TargetRead(value=number.number, percent=number.percent)
    if not isinstance(value, str):
        return kinds.TARGET_NOT_UNDERSTOOD
    words = " ".join(text_of(value).split())
    return _target_from_words(words, words.casefold().translate(DASHES).removesuffix(unit.casefold()).strip())


def _target_from_words(words: str, text: str) -> TargetRead | ProblemKind:
    if text in _NO_TARGET:
        return TargetRead(words="")
    if text in _ZERO:
        return TargetRead(value=0.0, words=words)
    limit = _LIMIT_BEFORE.fullmatch(text) or _LIMIT_AFTER.fullmatch(text)
    number = number_from_text(limit[1]) if limit else number_from_text(text)
    if number:
        return TargetRead(value=number.number, words=words, percent=number.percent)
    span = _RANGE.fullmatch(text)
    low, high = (number_from_text(span[1]), number_from_text(span[2])) if span else (None, None)
    if low and high and low.number <= high.number:
        return TargetRead(low=low.number, high=high.number, words=words, percent=high.percent)
    return kinds.TARGET_NOT_UNDERSTOOD
