"""Words and signs that stand in a cell in place of what it should hold.

A dash or "n/a" says that there is nothing. Any other sign, such as a tick or a coloured circle, says something, and is
never taken for a blank cell: so no set here may hold the empty text that signs fold to.
"""

from __future__ import annotations

from quarterly.read.cell_text import DASHES
from quarterly.read.values import folded


def _words(*words: str) -> frozenset[str]:
    return frozenset(filter(None, map(folded, words)))


_NOTHING = _words("n/a", "na", "none", "not applicable")
_UNDECIDED = _words(
    *("TBC", "TBA", "TBD", "To be confirmed", "To be agreed", "To be decided", "To be determined", "Not set"),
    *("Not yet set", "Not yet agreed", "Awaited", "Unknown", "Not known", "Not yet known"),
)
_UNCHANGED = _words(
    *("No change", "No changes", "Not changed", "Unchanged", "Not revised", "No revision", "Unrevised", "Not required"),
    *("Not needed", "As original", "As planned", "Original", "Nil"),
)
_ONGOING = _words("Ongoing", "On-going", "Continuous", "Continuing", "Rolling", "Business as usual", "BAU")
_NOBODY = _words(
    *("Vacant", "Vacancy", "Vacant post", "Nobody", "No one", "No lead", "No owner", "Unassigned", "Not assigned"),
    *("Unallocated", "Not allocated", "To be allocated", "To be assigned", "To be appointed", "Unknown"),
)
_DITTO_WORDS = _words("Ditto", "As above", "Same", "Same as above", "See above", "As previous")
_DITTO_SIGNS = frozenset("\"'`″〃“”„\u2018\u2019 ")


def is_dash(text: str) -> bool:
    """Whether a cell is empty, or holds nothing but dashes."""
    return not text.translate(DASHES).strip("- .")


def says_nothing(text: str) -> bool:
    """Whether a cell is empty or says no more than that nothing belongs there: "-", "n/a", "None"."""
    return is_dash(text) or folded(text) in _NOTHING


def is_undecided(text: str) -> bool:
    """Whether a cell says that what belongs there is not yet known: "TBC"."""
    return folded(text) in _UNDECIDED


def is_unchanged(text: str) -> bool:
    """Whether a cell for a revised date says that there is none: "No change"."""
    return folded(text) in _UNCHANGED


def is_ongoing(text: str) -> bool:
    """Whether a cell says that there is no end: "Ongoing"."""
    return folded(text) in _ONGOING


def is_nobody(text: str) -> bool:
    """Whether a cell for a name names nobody: "Vacant", "TBC", "?"."""
    return says_nothing(text) or is_undecided(text) or folded(text) in _NOBODY or not text.strip("? ")


def is_ditto(text: str) -> bool:
    """Whether a cell says only that it is the same as the one above."""
    return folded(text) in _DITTO_WORDS or (bool(text) and _DITTO_SIGNS.issuperset(text))
