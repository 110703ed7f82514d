"""Risks in the order in which a board should read them: the highest score first."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from quarterly.model.context import Risk

LEAST, MOST = 1, 5  # of likelihood and of impact, as on the usual five by five matrix

_WORDS = {"very low": 1, "low": 2, "medium": 3, "moderate": 3, "high": 4, "very high": 5}
"""For the order only: words are never made into a score."""


class ScoredRisk(Struct, frozen=True, kw_only=True):
    """A risk with its score: likelihood × impact, ``None`` where either is in words or not from 1 to 5."""

    risk: Risk
    score: int | None = None


def ranked_risks(risks: Sequence[Risk]) -> tuple[ScoredRisk, ...]:
    """The highest score first, of equal ones the greater impact; then those in words, as far as words can be ranked."""
    scored = [ScoredRisk(risk=risk, score=_score(risk)) for risk in risks]
    return tuple(sorted(scored, key=_order))


def _score(risk: Risk) -> int | None:
    likelihood, impact = _number(risk.likelihood), _number(risk.impact)
    return likelihood * impact if likelihood and impact else None


def _number(text: str) -> int | None:
    """A whole number from 1 to 5, or ``None``."""
    text = text.strip()
    known = text.isascii() and text.isdigit() and LEAST <= int(text) <= MOST
    return int(text) if known else None


def _order(scored: ScoredRisk) -> tuple[bool, int, int]:
    impact = _number(scored.risk.impact) or _rank(scored.risk.impact)
    if scored.score is not None:
        return (False, -scored.score, -impact)
    return (True, -(_number(scored.risk.likelihood) or _rank(scored.risk.likelihood)) * impact, -impact)


def _rank(word: str) -> int:
    return _WORDS.get(" ".join(word.split()).casefold(), 0)
