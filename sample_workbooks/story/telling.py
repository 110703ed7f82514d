"""Turn a story, written in TOML in this folder, into the tables of an improvement workbook.

A story names sheets and fields as the contract does. An indicator's ``readings`` say which shape its figures have;
``[[changes]]`` then alters or drops single readings.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from msgspec import Struct

from quarterly.model.periods import FINANCIAL
from story import series
from story.series import Row

HERE = Path(__file__).resolve().parent


class Story(Struct, frozen=True, kw_only=True):
    """What the writer of improvement workbooks takes."""

    note: str
    settings: Row
    tables: dict[str, list[Row]]


def tell(*names: str) -> Story:
    """The story in one or several TOML files, such as "small"; later files add to the earlier ones."""
    told: dict[str, Any] = {}
    for name in names:
        for key, value in tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8")).items():
            told[key] = told[key] + value if isinstance(value, list) and key in told else value
    note, settings = told.pop("note"), told.pop("settings")
    first, last, changes = told.pop("first"), told.pop("last"), told.pop("changes", [])
    readings = []
    for kpi in told.get("KPIs", ()):
        readings += _readings(f"{names[0]} {kpi['ref']}", kpi["ref"], kpi.pop("readings", {}), first, last)
    kept = [_changed(row, changes) for row in readings if not _dropped(row, changes)]
    told["KPI Data"] = kept + told.get("KPI Data", [])
    return Story(note=note, settings=settings, tables=told)


def _readings(seed: str, ref: str, plan: dict[str, Any], first: str, last: str) -> list[Row]:
    if not plan:
        return []
    teams, teams_from = plan.pop("teams", {}), plan.pop("teams_from", first)
    span = series.periods(plan.pop("first", first), plan.pop("last", last), plan.pop("every", 1))
    rows = series.SHAPES[plan.pop("shape")](plan.pop("seed", seed), span, **plan)
    if teams:
        wanted = {FINANCIAL.label(period) for period in series.periods(teams_from, last)}
        rows += series.by_team([row for row in rows if row["period"] in wanted], teams)
    return [{"kpi": ref, **row} for row in rows]


def _matches(row: Row, change: dict[str, Any]) -> bool:
    return all(row.get(key, "") == change.get(key, "") for key in ("kpi", "period", "team"))


def _dropped(row: Row, changes: list[dict[str, Any]]) -> bool:
    return any(_matches(row, change) for change in changes if change.get("drop"))


def _changed(row: Row, changes: list[dict[str, Any]]) -> Row:
    for change in changes:
        if _matches(row, change):
            row = {**row, **change}
    return {field: value for field, value in row.items() if value != ""}
