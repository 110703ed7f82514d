"""What ``--json`` prints of changes since the last report, of new rules and of comparisons."""

import json
from datetime import date
from pathlib import Path

import pytest
from books import write_book

from quarterly import resources
from quarterly.cli import options
from quarterly.cli.app import run_command

ASKED = ["--quarter", "Q3 2025/26", "--as-at", "2026-01-20", "--json"]


@pytest.fixture(autouse=True)
def _today(monkeypatch) -> None:
    monkeypatch.setattr(options, "today", lambda: date(2026, 1, 20))


def printed(capsys, *arguments: object):
    run_command([str(argument) for argument in arguments])
    return json.loads(capsys.readouterr().out)


def test_status_says_what_changed_and_how_the_indicator_stands_beside_others(capsys) -> None:
    result = printed(capsys, "status", resources.sample("full"), *ASKED)
    changes = result["changes"]
    assert (changes["statement"], changes["quarter"]["label"], changes["published_on"], changes["unknown"]) == (
        "Compared with the report for Q2 2025/26, published on 23 Oct 2025.",
        "Q2 2025/26",
        "2025-10-23",
        [],
    )
    assert next(one for one in changes["moves"] if one["ref"] == "K10") == {
        "kind": "KPI",
        "ref": "K10",
        "name": "Child-protection visits within 10 working days",
        "course": "Better",
        "from": "Amber",
        "to": "Green",
        "figure_from": 88.1,
        "figure_to": pytest.approx(90.4, abs=0.05),
        "why": "Amber to Green: 88.1% to 90.4%.",
        "by_rule": None,
    }
    assert [(one["ref"], one["old"], one["first_published"]) for one in changes["restated"]] == [
        ("K16", 90.9, "2025-10-23")
    ]
    assert [(one["ref"], one["from"], one["to"], one["days"]) for one in changes["redated"]][:1] == [
        ("A1.4", "2025-12-31", "2026-03-31", 90)
    ]
    assert [one["ref"] for one in changes["answered"]] == ["C4"]
    assert "A8.2" in {one["ref"] for one in changes["closed"]}
    compared = next(kpi for kpi in result["kpis"] if kpi["ref"] == "K4")["comparisons"][0]
    assert (compared["comparator"], compared["better"], compared["outdated"]) == ("England", False, False)
    assert (result["rule_changes"], result["differences"]) == ([], [])


def test_status_says_which_rule_is_new_and_what_it_changes(capsys, tmp_path: Path) -> None:
    """The samples' K1 stands at 84.4% of 90%: 6.2% off target, amber by its own rule, green within 10%."""
    book = write_book(tmp_path / "rules.xlsx", Rules=[{"since": "Q3 2025/26", "scheme": "Havering 2013", "kpis": "K1"}])
    result = printed(capsys, "status", book, *ASKED)
    (change,) = result["rule_changes"]
    assert (change["since"]["label"], change["rule"]["title"], change["kpis"]) == (
        "Q3 2025/26",
        "Havering 2013",
        ["K1"],
    )
    assert [(one["ref"], one["quarter"]["label"], one["from"], one["to"]) for one in result["differences"]] == [
        ("K1", "Q3 2025/26", "Amber", "Green")
    ]
    assert result["kpis"][0]["previous"]["status"] == "Amber"
