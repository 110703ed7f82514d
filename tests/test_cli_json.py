"""What ``--json`` prints: the whole shape, so that a change of a name is seen."""

import json
from datetime import date
from pathlib import Path

import pytest
from books import KPIS, write_book

from quarterly import __version__, resources
from quarterly.cli import options
from quarterly.cli.app import run_command

ROOT = Path(__file__).resolve().parents[1]
ASKED = ["--quarter", "Q3 2025/26", "--as-at", "2026-01-20", "--json"]
Q3 = {"label": "Q3 2025/26", "start": "2025-10-01", "end": "2025-12-31"}


@pytest.fixture(autouse=True)
def _today(monkeypatch) -> None:
    monkeypatch.setattr(options, "today", lambda: date(2026, 1, 20))


def printed(capsys, *arguments: object):
    run_command([str(argument) for argument in arguments])
    out = capsys.readouterr().out
    assert out.isascii()
    return json.loads(out)


def test_check(capsys, faulty_book: Path) -> None:
    result = printed(capsys, "check", faulty_book, "--json")
    problem = result["problems"][0]
    assert (result["version"], result["workbook"]["name"], result["counts"]) == (
        __version__,
        "faulty.xlsx",
        {"errors": 1, "warnings": 0, "notes": 0},
    )
    assert {name: problem[name] for name in ("severity", "at", "sheet", "cell", "row", "column", "found")} == {
        "severity": "error",
        "at": "'Action Plan'!G2",
        "sheet": "Action Plan",
        "cell": "G2",
        "row": 2,
        "column": 7,
        "found": "31/06/26",
    }


def test_status_of_an_indicator_has_every_figure_with_its_cell(capsys, book: Path) -> None:
    kpi = printed(capsys, "status", book, *ASKED)["kpis"][0]
    assert {name: kpi[name] for name in ("ref", "status", "value", "period", "next_status")} == {
        "ref": "K1",
        "status": "Amber",
        "value": 84.4,
        "period": Q3,
        "next_status": "Green",
    }
    # 90 - 84.4 = 5.6 short; 95% of 90 is 85.5, 1.1 more.
    assert (kpi["gap"], kpi["to_next"]) == (pytest.approx(-5.6), pytest.approx(1.1))
    assert (kpi["target"]["value"], kpi["target"]["at"]) == (90, "'KPIs'!N2")
    assert (kpi["reading"]["value"], kpi["reading"]["at"]) == (84.4, "'KPI Data'!C7")
    assert (kpi["previous"]["value"], kpi["previous"]["status"]) == (81.5, "Amber")
    assert (kpi["short"]["direction"], kpi["short"]["arrow"]) == ("Improved", "▲")
    assert (kpi["long"]["direction"], bool(kpi["long"]["why"])) == (None, True)


def test_status_of_an_action(capsys, book: Path) -> None:
    action = printed(capsys, "status", book, *ASKED)["actions"][1]
    assert {
        name: action[name] for name in ("ref", "status", "computed", "due", "overdue_days", "slippage_days", "at")
    } == {
        "ref": "A2",
        "status": "Red",
        "computed": "Red",
        "due": "2026-01-10",
        "overdue_days": 10,
        "slippage_days": 10,
        "at": "'Action Plan'!A3",
    }


def test_the_full_sample_fills_every_list(capsys) -> None:
    result = printed(capsys, "status", resources.sample("full"), *ASKED)
    lists = ("kpis", "actions", "recommendations", "themes", "challenges", "findings")
    assert [name for name in lists if not result[name]] == []
    assert all(item["why"] for item in (*result["kpis"], *result["actions"], *result["recommendations"]))
    benchmarked = next(kpi for kpi in result["kpis"] if kpi["benchmarks"])
    assert benchmarked["benchmarks"][0]["at"].startswith("'Benchmarks'!")
    assert {kpi["reading"] is None for kpi in result["kpis"]} == {True, False}


def test_what_is_not_there_is_null(capsys, tmp_path: Path) -> None:
    bare = [{name: KPIS[0][name] for name in ("ref", "name", "polarity", "unit", "frequency")}]
    result = printed(capsys, "status", write_book(tmp_path / "bare.xlsx", kpis=bare, readings=[]), *ASKED)
    kpi = result["kpis"][0]
    empty = ("value", "reading", "latest", "target", "owner", "theme")
    assert {name: kpi[name] for name in empty if kpi[name] is not None} == {}
    assert (kpi["status"], kpi["previous"]["value"], kpi["previous"]["status"]) == ("Awaited", None, "Awaited")
    assert result["notices"] == ["No reading of any indicator falls in Q3 2025/26. The workbook has no readings."]


def test_report(capsys, book: Path) -> None:
    result = printed(capsys, "report", book, *ASKED)
    assert Path(result["report"]) == book.with_name("plan Q3 2025-26 report.xlsx")
    assert (result["quarter"], result["as_at"], result["counts"], result["problems"], result["notices"]) == (
        Q3,
        "2026-01-20",
        {"kpis": {"Amber": 1}, "actions": {"Green": 1, "Red": 1}},
        {"errors": 0, "warnings": 0, "notes": 0},
        [],
    )


def test_new(capsys, tmp_path: Path) -> None:
    assert printed(capsys, "new", tmp_path / "new.xlsx", "--json") == {
        "version": __version__,
        "workbook": str(tmp_path / "new.xlsx"),
        "authority": None,
        "kpis": 0,
        "readings": 0,
        "benchmarks": 0,
        "notes": [],
    }


def test_every_field_is_documented(capsys, book: Path) -> None:
    text = (ROOT / "docs" / "developers" / "json.md").read_text(encoding="utf-8")
    results = [printed(capsys, command, book, *ASKED) for command in ("status", "report")]
    results.append(printed(capsys, "check", book, "--json"))
    assert sorted({name for result in results for name in names(result) if f"`{name}`" not in text}) == []


def names(value: object) -> set[str]:
    """Every field's name, but not the statuses that are counted nor the record counts under ``found``."""
    if isinstance(value, list):
        return {name for item in value for name in names(item)}
    if not isinstance(value, dict):
        return set()
    inner = {name for key, item in value.items() if key not in ("counts", "found") for name in names(item)}
    return set(value) | inner


def test_the_whole_series_is_there_with_its_reasons(capsys) -> None:
    run_command(["status", str(resources.sample("full")), "--quarter", "Q3 2025/26", "--as-at", "2026-01-15", "--json"])
    kpis = {kpi["ref"]: kpi["over_time"] for kpi in json.loads(capsys.readouterr().out)["kpis"]}
    first = kpis["K1"]
    assert first["control_chart"]["variation"] == "improvement"
    assert first["control_chart"]["rebases"][0]["reason"]
    assert len(first["control_chart"]["points"]) == 36
    assert first["recent_trend"]["course"] == "Improving"
    assert first["forecast"]["outlook"] == "May be met"
    assert first["records"]["streak"]["met"] is False
    building = kpis["K4"]
    assert building["control_chart"] is None
    assert building["no_control_chart"] == "No control chart: the figures build up over the year."
    assert building["forecast"]["refused"]
