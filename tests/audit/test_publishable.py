"""Whatever `check` passes can be published, by every template of Quarterly's own: no table of ours breaks a rule."""

from __future__ import annotations

import hashlib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from books import ACTIONS, KPIS, RECOMMENDATIONS, SETTINGS
from hypothesis import HealthCheck, given, settings

from quarterly.audit import audit_published
from quarterly.model.edition import Edition
from quarterly.read import read_bytes
from quarterly.render.improvement_workbook import write_improvement_workbook
from quarterly.resources import sample
from quarterly.run import BookRead, asked_template, assess, build_report, provenance_of
from quarterly.template import BUILT_IN

LOOKS = ("", *BUILT_IN)
TODAY = date(2026, 1, 20)
QUARTER = "Q3 2025/26"
VISIT = "Monitoring visit"
SENTENCE = "The team met weekly with partners and went through every open case in turn. "

Rows = list[dict[str, Any]]
Tables = dict[str, Rows]


def a_workbook() -> Tables:
    """Every sheet with every column filled: four indicators in two themes over a year, three actions."""
    kinds = (("%", "High"), ("children", "Low"), ("children", "High"), ("%", "Low"))
    own = {"decimals": 0, "floor": 50, "baseline_date": date(2024, 3, 31), "target_date": date(2026, 3, 31)}
    kpis = [
        KPIS[0] | own | {"ref": f"K{n}", "theme": f"Theme {n % 2}", "unit": unit, "polarity": good}
        for n, (unit, good) in enumerate(kinds, 1)
    ]
    values = (lambda month: 80 + month, lambda month: 20 + month, lambda _: 30, lambda month: 60 - month)
    readings = [
        {"kpi": f"K{n}", "period": date(2025, month, 1), "value": value(month), "comment": "Revised."}
        for n, value in enumerate(values, 1)
        for month in range(1, 13)
    ]
    more = {"declared": "Green", "override_reason": "Agreed.", "progress": "Begun.", "next_steps": "Finish."}
    actions = [
        ACTIONS[0] | more | {"ref": f"A{n}", "due": date(2025, 12, n), "revised_due": date(2026, 2, n), "complete": n}
        for n in (1, 2, 3)
    ]
    noted = {"quarter": QUARTER, "text": "Words.", "author": "AD"}
    return {
        "Recommendations": [RECOMMENDATIONS[0] | {"origin": "Ofsted", "outcome": "Safety", "sub_plan": "Own"}],
        "Action Plan": actions,
        "KPIs": kpis,
        "KPI Data": readings,
        "Benchmarks": [
            {"kpi": "K1", "comparator": "England", "period": "2024/25", "value": 80, "origin": "DfE"},
            {"kpi": "K4", "comparator": "Region", "period": "2024/25", "value": 40, "origin": "DfE"},
        ],
        "Audits": [
            {"month": date(2025, month, 1), "outstanding": 2, "good": 10, "requires_improvement": 8, "inadequate": 7}
            for month in (9, 10, 11, 12)
        ],
        "Inspections": [
            {"start": date(2025, 9, 1), "end": date(2025, 9, 3), "type": VISIT, "focus": "Front door"}
            | {"judgements": "Overall: Inadequate", "strengths": "Leaders.", "improvements": "Plans."}
            | {"letter_published": date(2025, 9, 20), "next_expected": date(2026, 6, 1)}
        ],
        "Committee Log": [
            {"ref": "C1", "raised_on": date(2025, 6, 1), "body": "Scrutiny", "request": "Figures by team"}
            | {"owner": "AD", "due": date(2025, 12, 1), "status": "Open", "response": "To come."}
        ],
        "Forward Plan": [{"on": date(2026, 3, 1), "body": "Scrutiny", "item": "Annual report", "lead": "AD"}],
        "Risks": [
            {"ref": "X1", "text": "Vacancies", "likelihood": 3, "impact": 4, "mitigation": "Campaign", "owner": "AD"}
        ],
        "Commentary": [noted | {"about": "Summary"}, noted | {"about": "K1"}],
        "Status History": [
            {"quarter": "Q2 2025/26", "item": item, "kind": kind, "status": "Red", "published_on": date(2025, 10, 20)}
            for item, kind in (("K1", "KPI"), ("A1", "Action"))
        ],
    }


def broken(content: bytes, look: str) -> list[str]:
    """What the audit finds in the published edition of a workbook."""
    plan, problems = read_bytes(content, "plan.xlsx")
    book = BookRead(
        path=Path("plan.xlsx"), sha256=hashlib.sha256(content).hexdigest(), plan=plan, problems=tuple(problems)
    )
    found = assess(book.path, today=TODAY, quarter=QUARTER, edition=Edition.PUBLISHED, book=book)
    template = template_of(look)
    source = provenance_of(found, issue=1, template=template)
    made = build_report(found.book.plan, found.judgements, book.problems, provenance=source, template=template)
    return [str(violation) for violation in audit_published(made, forbidden=found.forbidden)]


@cache
def template_of(look: str) -> Any:
    return asked_template(look)


def without(tables: Tables, sheet: str, column: str) -> Tables:
    return tables | {sheet: [{name: value for name, value in row.items() if name != column} for row in tables[sheet]]}


def with_readings(value: object, *months: int, only: str = "K") -> Tables:
    """The readings of these months replaced."""
    tables = a_workbook()
    readings = [
        row | {"value": value} if row["period"].month in months and row["kpi"].startswith(only) else row
        for row in tables["KPI Data"]
    ]
    return tables | {"KPI Data": readings}


def one_count() -> Tables:
    """A single indicator, whose one small count is hidden."""
    tables = with_readings(3, 8)
    return tables | {
        "KPIs": [row for row in tables["KPIs"] if row["ref"] == "K2"],
        "KPI Data": [row for row in tables["KPI Data"] if row["kpi"] == "K2"],
    }


def told_at_length(column: str) -> Tables:
    """An action about which an officer wrote more than one row of Excel's can show."""
    tables = a_workbook()
    first, *others = tables["Action Plan"]
    return tables | {"Action Plan": [first | {column: SENTENCE * 60}, *others]}


def in_theme(name: str) -> Tables:
    tables = a_workbook()
    return tables | {"KPIs": [row | {"theme": name} for row in tables["KPIs"]]}


CASES: dict[str, Tables] = {
    "a month that nobody collected": with_readings(None, 8),
    "a month that is not available": with_readings(":", 8),
    "months that are hidden, and nothing else there": one_count(),
    "an action without its text": without(a_workbook(), "Action Plan", "text"),
    "a text of many pages": told_at_length("progress"),
    "an action of many pages": told_at_length("text"),
    "a theme of two letters": in_theme("HR"),
    "a theme named like a sheet": in_theme("Sheet 1"),
}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("case", CASES)
def test_what_is_missing_or_long_or_short_keeps_no_report_from_being_published(case: str, look: str) -> None:
    assert broken(write_improvement_workbook(CASES[case], SETTINGS), look) == []


@st.composite
def gappy(draw: st.DrawFn) -> bytes:
    """A workbook in which any column of any sheet may be blank, wholly or here and there, and any month hidden."""
    tables = a_workbook()
    for sheet, rows in tables.items():
        columns = sorted(rows[0].keys() - {"kpi", "period"})
        for column in draw(st.sets(st.sampled_from(columns), max_size=4)):
            kept = draw(st.sampled_from((0, 1, len(rows) - 1)))
            tables[sheet] = [row if place < kept else row | {column: None} for place, row in enumerate(tables[sheet])]
    gone = draw(st.sets(st.integers(1, 12), max_size=4))
    stands = draw(st.sampled_from((None, ":", "c", "z", 3)))
    for row in tables["KPI Data"]:
        if row["period"].month in gone:
            row["value"] = stands
    return write_improvement_workbook(tables, SETTINGS)


@given(content=gappy(), look=st.sampled_from(LOOKS))
@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
def test_a_plan_with_any_column_blank_can_be_published(content: bytes, look: str) -> None:
    assert broken(content, look) == []


@pytest.mark.slow
@given(content=gappy())
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
def test_many_plans_with_any_column_blank_can_be_published_by_every_template(content: bytes) -> None:
    assert {look: broken(content, look) for look in LOOKS} == {look: [] for look in LOOKS}


@pytest.mark.slow
@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", ["broken", "broken_half", "broken_wide", "messy_long"])
def test_samples_with_errors_can_be_published(name: str, look: str) -> None:
    assert broken(sample(name).read_bytes(), look) == []
