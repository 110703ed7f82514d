"""Grammar of the reasons: lists and counts that read right for one and for many."""

from __future__ import annotations

from collections.abc import Sequence


def listed(words: Sequence[str], joined_by: str = "and") -> str:
    """ "A1", "A1 and A2", "A1, A2 and A3"; joined by "or" where that is meant."""
    if len(words) <= 1:
        return "".join(words)
    return f"{', '.join(words[:-1])} {joined_by} {words[-1]}"


def counted(count: int, one: str) -> str:
    """ "1 day", "2 days", "0 days"."""
    return f"{count:,} {one}" if count == 1 else f"{count:,} {one}s"
