"""Improvement workbooks made in code, for tests of whole runs."""

from datetime import date
from pathlib import Path

from quarterly.render.improvement_workbook import write_improvement_workbook

SETTINGS = {
    "authority": "Northmere Council",
    "programme": "Improvement plan",
    "plan_start": date(2024, 10, 1),
    "plan_end": date(2026, 9, 30),
    "year_starts": "April",
}
RECOMMENDATIONS = [{"ref": "R1", "text": "Assess without delay.", "theme": "Assessment", "lead": "AD Safeguarding"}]
ACTIONS = [
    {
        "ref": "A1",
        "recommendations": "R1",
        "theme": "Assessment",
        "text": "Train every team manager",
        "leads": "Head of Service",
        "start": date(2025, 10, 1),
        "due": date(2026, 3, 31),
        "complete": 60,
        "stage": "In progress",
        "success_measure": "Assessments on time",
        "kpis": "K1",
    },
    {
        "ref": "A2",
        "recommendations": "R1",
        "theme": "Assessment",
        "text": "Agree the threshold document",
        "leads": "Head of Service",
        "start": date(2025, 9, 1),
        "due": date(2026, 1, 10),
        "complete": 80,
        "stage": "In progress",
        "success_measure": "Signed by every partner",
    },
]
KPIS = [
    {
        "ref": "K1",
        "name": "Assessments within 45 days",
        "theme": "Assessment",
        "recommendations": "R1",
        "polarity": "High",
        "unit": "%",
        "decimals": 1,
        "frequency": "Month",
        "kind": "Snapshot",
        "quarter_rule": "Last",
        "baseline": 70,
        "target": 90,
        "owner": "Head of Service",
    }
]
READINGS = [
    {"kpi": "K1", "period": date(2025, month, 1), "value": value}
    for month, value in ((7, 79.0), (8, 80.0), (9, 81.5), (10, 82.0), (11, 83.5), (12, 84.4))
]


def write_book(path: Path, *, actions=ACTIONS, kpis=KPIS, readings=READINGS, **others) -> Path:
    """Write an improvement workbook: one recommendation, two actions, one indicator at amber in Q3 2025/26.

    ``others`` are the rows of further sheets by name.
    """
    tables = {"Recommendations": RECOMMENDATIONS, "Action Plan": actions, "KPIs": kpis, "KPI Data": readings, **others}
    path.write_bytes(write_improvement_workbook(tables, SETTINGS))
    return path
