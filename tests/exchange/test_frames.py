from __future__ import annotations

import math
import subprocess
import sys
from datetime import date

import pandas as pd
import pytest

from quarterly.exchange.frames import tidy_readings, to_frame
from quarterly.judge.judgement import (
    ActionJudgement,
    Direction,
    Judgements,
    KpiJudgement,
    KpiPoint,
    Status,
    Travel,
)
from quarterly.model.context import Settings
from quarterly.model.kpi import Kpi, Polarity, Reading, ReadingState, Target
from quarterly.model.periods import FINANCIAL
from quarterly.model.plan import Action, Plan
from quarterly.model.problems import CellRef, ProblemKind, Severity
from quarterly.model.rules import STANDARD_RULES

Q3 = FINANCIAL.quarter(2025, 3)
READING = Reading(period=Q3, value=88.5, numerator=177, denominator=200, state=ReadingState.PROVISIONAL)
KPI = Kpi(
    ref="K1",
    name="Visits on time",
    polarity=Polarity.HIGH,
    unit="%",
    decimals=1,
    recommendations=("R1", "R2"),
    targets=(Target(value=85.0), Target(value=90.0)),
    readings=(READING,),
    team_readings=(Reading(period=Q3, value=None, team="East", state=ReadingState.SUPPRESSED),),
)
NO_TRAVEL = Travel(direction=Direction.NONE, why="")
KPI_JUDGEMENT = KpiJudgement(
    kpi=KPI,
    status=Status.AMBER,
    why="1.5 points short of green.",
    quarter=Q3,
    period=Q3,
    reading=READING,
    target=KPI.targets[1],
    gap=-1.5,
    previous=KpiPoint(period=Q3.previous(), reading=None, status=Status.AWAITED),
    short=Travel(direction=Direction.IMPROVED, why="", change=2.0),
    long=NO_TRAVEL,
    caveats=("Provisional.", "Small."),
)
ACTION = Action(ref="A1", text="Hire", leads=("AD", "HoS"), due=date(2025, 12, 31), revised_due=date(2026, 1, 31))
ACTION_JUDGEMENT = ActionJudgement(
    action=ACTION, status=Status.RED, computed=Status.RED, why="Overdue.", overdue=5, theme="Staff"
)
PROBLEM = ProblemKind("due-not-a-date", Severity.ERROR, "The date does not exist.", "Enter a real date.").at(
    CellRef("Action Plan", 14, 6), "31/06/25"
)
JUDGEMENTS = Judgements(quarter=Q3, as_at=date(2026, 1, 20), rules=STANDARD_RULES, kpis=(KPI_JUDGEMENT,))


def row(frame: pd.DataFrame) -> dict[str, object]:
    (only,) = frame.to_dict("records")
    return {str(name): None if value is pd.NaT else value for name, value in only.items()}


def test_kpi_judgements_as_a_frame() -> None:
    assert row(to_frame((KPI_JUDGEMENT,))) | {"year_ago_value": 0, "long_change": 0} == {
        "ref": "K1",
        "indicator": "Visits on time",
        "theme": "",
        "good_is": "High",
        "unit": "%",
        "quarter_start": pd.Timestamp(2025, 10, 1),
        "quarter_end": pd.Timestamp(2025, 12, 31),
        "period_start": pd.Timestamp(2025, 10, 1),
        "period_end": pd.Timestamp(2025, 12, 31),
        "value": 88.5,
        "target": 90.0,
        "gap": -1.5,
        "status": "Amber",
        "why": "1.5 points short of green.",
        "previous_value": pytest.approx(math.nan, nan_ok=True),
        "previous_status": "Awaited",
        "year_ago_value": 0,
        "year_ago_status": "",
        "short_direction": "Improved",
        "short_change": 2.0,
        "long_direction": "",
        "long_change": 0,
        "caveats": "Provisional. Small.",
    }


def test_judgements_give_the_frame_of_their_kpis() -> None:
    pd.testing.assert_frame_equal(to_frame(JUDGEMENTS), to_frame(JUDGEMENTS.kpis))


def test_action_judgements_as_a_frame() -> None:
    found = row(to_frame([ACTION_JUDGEMENT]))
    assert {name: found[name] for name in ("ref", "theme", "leads", "start", "due_in_force", "status", "overdue")} == {
        "ref": "A1",
        "theme": "Staff",
        "leads": "AD; HoS",
        "start": None,
        "due_in_force": pd.Timestamp(2026, 1, 31),
        "status": "Red",
        "overdue": 5,
    }


def test_problems_as_a_frame() -> None:
    assert row(to_frame((PROBLEM,))) == {
        "severity": "error",
        "code": "due-not-a-date",
        "sheet": "Action Plan",
        "cell": "F14",
        "found": "31/06/25",
        "meaning": "The date does not exist.",
        "fix": "Enter a real date.",
    }


def test_readings_kpis_and_actions_as_frames() -> None:
    assert row(to_frame((READING,))) == {
        "period_start": pd.Timestamp(2025, 10, 1),
        "period_end": pd.Timestamp(2025, 12, 31),
        "months": 3,
        "value": 88.5,
        "numerator": 177.0,
        "denominator": 200.0,
        "team": "",
        "state": "provisional",
        "comment": "",
    }
    kpi = row(to_frame((KPI,)))
    assert [kpi[name] for name in ("recommendations", "target", "decimals", "readings")] == ["R1; R2", 90.0, 1, 1]
    action = row(to_frame((ACTION,)))
    assert [action[name] for name in ("due", "revised_due", "stage", "complete")] == [
        pd.Timestamp(2025, 12, 31),
        pd.Timestamp(2026, 1, 31),
        "",
        pytest.approx(math.nan, nan_ok=True),
    ]


@pytest.mark.parametrize("items", [(KPI_JUDGEMENT,), (ACTION_JUDGEMENT,), (PROBLEM,), (READING,), (KPI,), (ACTION,)])
def test_dates_are_dates_and_text_is_never_missing(items: tuple[object, ...]) -> None:
    frame = to_frame(items)
    for name in frame.columns:
        if name.endswith(("_start", "_end", "_date", "ed_on")) or name in (
            "start",
            "due",
            "due_in_force",
            "revised_due",
        ):
            assert frame[name].dtype == "datetime64[s]", name
        elif frame[name].dtype.kind not in "fib":
            assert frame[name].map(type).eq(str).all(), name


def test_a_frame_of_judgements_without_kpis_keeps_its_columns() -> None:
    empty = Judgements(quarter=Q3, as_at=date(2026, 1, 20), rules=STANDARD_RULES)
    assert list(to_frame(empty).columns) == list(to_frame(JUDGEMENTS).columns)
    assert to_frame(()).empty


@pytest.mark.parametrize("items", [(KPI, ACTION), ("K1",), (1, 2)])
def test_mixed_or_unknown_items_are_refused(items: tuple[object, ...]) -> None:
    with pytest.raises(TypeError, match="all of one kind"):
        to_frame(items)


def test_tidy_readings_hold_the_authority_and_its_teams() -> None:
    frame = tidy_readings(Plan(settings=Settings(), kpis=(KPI,)))
    assert list(frame.columns[:4]) == ["ref", "indicator", "unit", "period_start"]
    assert frame[["ref", "unit", "team", "state"]].values.tolist() == [
        ["K1", "%", "", "provisional"],
        ["K1", "%", "East", "suppressed"],
    ]


@pytest.mark.parametrize("module", ["quarterly.exchange.frames", "quarterly.exchange.dfe"])
def test_importing_does_not_load_pandas(module: str) -> None:
    code = f"import {module}, sys; sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
