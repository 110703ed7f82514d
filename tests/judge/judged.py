"""Judged items made by hand, for tests of what is built upon them."""

from __future__ import annotations

from datetime import date

from quarterly.judge.judgement import ActionJudgement, Direction, KpiJudgement, Status, Travel
from quarterly.model.kpi import Kpi, Polarity
from quarterly.model.periods import Period
from quarterly.model.plan import Action

QUARTER = Period(date(2025, 10, 1), 3)
STILL = Travel(direction=Direction.NONE, why="Nothing to compare with.")


def judged_action(ref: str, status: Status, **fields: object) -> ActionJudgement:
    action = Action(ref=ref, text=f"Do {ref}", **fields)  # type: ignore[arg-type]
    return ActionJudgement(action=action, status=status, computed=status, why="Stated elsewhere.")


def judged_kpi(ref: str, status: Status, **fields: object) -> KpiJudgement:
    kpi = Kpi(**({"ref": ref, "name": ref, "polarity": Polarity.HIGH} | fields))  # type: ignore[arg-type]
    return KpiJudgement(kpi=kpi, status=status, why="Stated elsewhere.", quarter=QUARTER, short=STILL, long=STILL)
