"""Small grammar: counts, lists and sentences that are right for none, one and many."""

from __future__ import annotations

from collections.abc import Sequence


def counted(number: int, one: str, many: str = "") -> str:
    """``counted(1, "action")`` is "1 action"; 0 is "no actions"; ``many`` where adding an s will not do."""
    if number == 1:
        return f"1 {one}"
    return f"{number:,} {many or one + 's'}" if number else f"no {many or one + 's'}"


def listed(words: Sequence[str]) -> str:
    """ "A1", "A1 and A2", "A1, A2 and A3"."""
    if len(words) <= 1:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def sentence(text: str) -> str:
    """The text with a capital at the front and one full stop at the end."""
    text = text.strip()
    if not text:
        return ""
    text = text[0].upper() + text[1:]
    return text if text.endswith((".", "!", "?", ":")) else f"{text}."


def share(part: int, whole: int) -> str:
    """ "14 of 30 (47%)"; "none" where there is nothing to share."""
    return f"{part:,} of {whole:,} ({percent(part, whole)}%)" if whole else "none"


def percent(part: int, whole: int) -> int:
    """Whole percent, halves rounded up; 0 of nothing is 0."""
    return (200 * part + whole) // (2 * whole) if whole else 0
