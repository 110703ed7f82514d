"""Which indicators moved since the quarter before."""

from __future__ import annotations

from collections.abc import Sequence

from quarterly.judge.judgement import RATED, Direction, KpiJudgement


def better(items: Sequence[KpiJudgement]) -> list[KpiJudgement]:
    """Indicators whose colour is better than in the quarter before."""
    return [item for item in items if (moved := _moved(item)) is not None and moved < 0]


def worse(items: Sequence[KpiJudgement]) -> list[KpiJudgement]:
    """Indicators whose colour is worse than in the quarter before."""
    return [item for item in items if (moved := _moved(item)) is not None and moved > 0]


def worsened(item: KpiJudgement) -> bool:
    """Whether an indicator's colour, or its value against the quarter before, is worse."""
    declined = item.short.direction in (Direction.DECLINED_WITHIN, Direction.DECLINED_OFF)
    return declined or bool(worse([item]))


def improved(item: KpiJudgement) -> bool:
    """Whether an indicator's colour, or its value against the quarter before, is better."""
    return item.short.direction is Direction.IMPROVED or bool(better([item]))


def _moved(item: KpiJudgement) -> int | None:
    """Steps down the scale of colours since the quarter before; negative is better."""
    before = item.previous
    if before is None or not before.status.is_rated or not item.status.is_rated:
        return None
    return RATED.index(item.status) - RATED.index(before.status)
