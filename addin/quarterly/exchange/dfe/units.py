"""A measure's unit, from the words that the Department puts on its chart."""

from __future__ import annotations

import re

PERCENT, POINTS = "%", "points"
_RATE = re.compile(r"rates? (?P<per>per [\d,]+.*)", re.IGNORECASE)
_NUMBER_OF = re.compile(r"number (of )?(?P<what>.+)", re.IGNORECASE)
_SCORE = re.compile(r"(average )?score( per pupil)?|average point score", re.IGNORECASE)
_SAYS_PERCENT = re.compile(r"\(%\)|^%|^percentage\b|^proportion\b", re.IGNORECASE)


def unit_of(axis: str, *titles: str) -> str:
    """The unit: ``"%"`` for percentages, else a word such as "per 10,000" or "children", or nothing.

    The axis decides where it names a percentage, a rate or a number; only an axis that names none of these
    ("Absence Rate", "Entries") leaves it to the titles, which say "(%)" or begin "Percentage of".
    """
    axis = " ".join(axis.split())
    if axis.startswith("%"):
        return PERCENT
    if rate := _RATE.fullmatch(axis):
        return rate["per"]
    if counted := _NUMBER_OF.fullmatch(axis):
        return _lowered(counted["what"])
    if any(_SAYS_PERCENT.search(" ".join(title.split())) for title in titles):
        return PERCENT
    if not axis or axis.casefold() == "number":
        return ""
    return POINTS if _SCORE.fullmatch(axis) else _lowered(axis)


def is_count(unit: str) -> bool:
    """Whether the unit is of things counted, so neither a percentage, a rate nor a score."""
    return unit not in (PERCENT, POINTS) and not unit.startswith("per ")


def _lowered(words: str) -> str:
    """The words in small letters, abbreviations apart."""
    return " ".join(word if word.isupper() else word.lower() for word in words.split())
