"""Small grammar: counts, lists and sentences that are right for none, one and many."""

from __future__ import annotations

from quarterly.judge import wording
from quarterly.judge.wording import listed

__all__ = ["counted", "listed", "percent", "sentence"]


def counted(number: int, one: str) -> str:
    """``counted(1, "action")`` is "1 action", ``counted(0, "action")`` "no actions"."""
    return wording.counted(number, one) if number else f"no {one}s"


def sentence(text: str) -> str:
    """The text with a capital at the front and one full stop at the end."""
    text = text.strip()
    if not text:
        return ""
    text = text[0].upper() + text[1:]
    return text if text.endswith((".", "!", "?", ":")) else f"{text}."


def percent(part: int, whole: int) -> int:
    """Whole percent, halves rounded up; 0 of nothing is 0."""
    return (200 * part + whole) // (2 * whole) if whole else 0
