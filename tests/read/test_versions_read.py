from __future__ import annotations

from datetime import date

from msgspec.structs import replace
from read_books import Percent, book, codes, part, read, rewritten

from quarterly.model.context import PublishedStatus
from quarterly.model.kpi import Rebase
from quarterly.model.periods import FINANCIAL, Period
from quarterly.model.problems import NOWHERE
from quarterly.model.rules import BRACKNELL, HAVERING, RagRule, RuleChange, RuleFamily
from quarterly.read import read_bytes

KPIS = [["Ref", "Indicator", "Good is"], ["K1", "Contacts", "High"], ["K2", "Visits", "High"]]
READINGS = [["KPI", "Period", "Value"], ["K1", "Apr 2025", 90.0], ["K2", "Apr 2025", 80.0]]
RULES = ["From", "Scheme", "Parameters", "KPI", "Reason"]
REBASES = ["KPI", "From", "Reason"]
Q1, Q3 = FINANCIAL.quarter(2025, 1), FINANCIAL.quarter(2025, 3)
POINTS = RagRule(family=RuleFamily.POINTS, green=0.0, amber=2.0, relative=False)


def changes(*rows, head=RULES):
    plan, problems = read({"KPIs": KPIS, "KPI Data": READINGS, "Rules": [head, *rows]})
    return [replace(change, source=NOWHERE) for change in plan.rule_changes], codes(problems)


def rebases(*rows):
    plan, problems = read({"KPIs": KPIS, "KPI Data": READINGS, "Rebases": [REBASES, *rows]})
    return [replace(rebase, source=NOWHERE) for rebase in plan.rebases], codes(problems)


def test_rule_changes_are_read_earliest_first() -> None:
    found, problems = changes(
        ["Q3 2025/26", "Bracknell Forest", "", "", "Agreed by the Board."],
        ["Q1 2025/26", "Points 2", "", "k1; K2", ""],
    )
    assert problems == []
    assert found == [
        RuleChange(since=Q1, rule=POINTS, kpis=("K1", "K2")),
        RuleChange(since=Q3, rule=BRACKNELL, reason="Agreed by the Board."),
    ]


def test_numbers_may_stand_beside_the_scheme() -> None:
    found, problems = changes(
        ["Q1 2025/26", "Percentage", "5 and 10", "", ""],
        ["Q2 2025/26", "Percentage", "5, 10", "", ""],
        ["Q3 2025/26", "Points", 2.0, "", ""],
        ["Q4 2025/26", "Two-factor", Percent(0.1), "", ""],
        ["Q1 2026/27", "Havering", "", "", ""],
    )
    percentage = RagRule(family=RuleFamily.PERCENTAGE, green=5.0, amber=10.0)
    two_factor = RagRule(family=RuleFamily.TWO_FACTOR, green=10.0)
    assert problems == []
    assert [change.rule for change in found] == [percentage, percentage, POINTS, two_factor, HAVERING]


def test_from_a_scheme_that_is_not_understood_nothing_is_rated_by_the_rule_before() -> None:
    found, problems = changes(
        ["Q1 2025/26", "Brackenl Forest", "", "", ""],
        ["Q2 2025/26", "Percentage", "", "", ""],
        ["Q3 2025/26", "", "", "", "No scheme"],
        ["Q4 2025/26", "Points", "#", "", ""],
    )
    assert [(change.rule.family, change.rule.name) for change in found] == [
        (RuleFamily.UNREAD, 'Scheme "Brackenl Forest" on the Rules sheet'),
        (RuleFamily.UNREAD, 'Scheme "Percentage" on the Rules sheet'),
        (RuleFamily.UNREAD, "Scheme (blank) on the Rules sheet"),
        (RuleFamily.UNREAD, 'Scheme "Points #" on the Rules sheet'),
    ]
    assert problems == [
        ("rule-unknown", "'Rules'!B2"),
        ("rule-incomplete", "'Rules'!B3"),
        ("required-empty", "'Rules'!B4"),
        ("rule-unknown", "'Rules'!B5"),
    ]


def test_a_change_without_a_period_or_an_indicator_is_left_out_and_said() -> None:
    found, problems = changes(
        ["soon", "Kent", "", "K9", ""],
        ["Q1 2025/26", "Kent", "", "K9", ""],
        ["Q1 2025/26", "Points", Percent(0.02), "K1, K9", ""],
    )
    assert found == [RuleChange(since=Q1, rule=POINTS, kpis=("K1",))]
    assert problems == [
        ("period-not-understood", "'Rules'!A2"),
        ("link-unknown", "'Rules'!D2"),
        ("link-unknown", "'Rules'!D3"),
        ("link-unknown", "'Rules'!D4"),
    ]


def unread_from(words: str, *kpis: str) -> RuleChange:
    rule = RagRule(family=RuleFamily.UNREAD, name=f"From {words} on the Rules sheet")
    return RuleChange(since=Period(date(1980, 1, 1), 1), rule=rule, kpis=kpis)


def test_no_rule_is_certain_for_what_a_row_without_a_period_may_be_for() -> None:
    found, problems = changes(
        ["Q1 2025/26", "Points 2", "", "K1; K2", ""],
        ["Q3 2025/26", "Bracknell Forest", "", "K2", ""],
        ["Q3 2025/26", "Bracknell Forest", "", "", "Agreed by the Board."],
        ["soon", "Kent", "", "K2", ""],
    )
    assert found == [
        unread_from('"soon"', "K2"),
        RuleChange(since=Q1, rule=POINTS, kpis=("K1",)),
        RuleChange(since=Q3, rule=BRACKNELL, reason="Agreed by the Board."),
    ]
    assert problems == [("period-not-understood", "'Rules'!A5")]
    found, problems = changes(
        ["Q1 2025/26", "Points 2", "", "K1", ""],
        ["Q3 2025/26", "Bracknell Forest", "", "", ""],
        ["TBC", "Pionts 3", "", "", ""],
    )
    assert found == [unread_from('"TBC"'), RuleChange(since=Q1, rule=POINTS, kpis=("K1",))]
    assert problems == [("period-not-understood", "'Rules'!A4"), ("rule-unknown", "'Rules'!B4")]


def test_the_first_of_two_changes_for_one_period_holds() -> None:
    found, problems = changes(
        ["Q1 2025/26", "Bracknell Forest", "", "", ""],
        ["Q1 2025/26", "Havering 2013", "", "", ""],
        ["Q1 2025/26", "Points 2", "", "K1", ""],
        ["Q1 2025/26", "Bracknell Forest", "", "K2, K1", ""],
    )
    assert [(change.rule, change.kpis) for change in found] == [
        (BRACKNELL, ()),
        (POINTS, ("K1",)),
        (BRACKNELL, ("K2",)),
    ]
    assert problems == [("change-repeated", "'Rules'!D3"), ("change-repeated", "'Rules'!D5")]


def test_a_formula_that_excel_never_worked_out_is_not_called_blank() -> None:
    content = book({"KPIs": KPIS, "KPI Data": READINGS, "Rules": [RULES, ["Q1 2025/26", "Kent", 7.0, "", ""]]})
    sheet = "xl/worksheets/sheet3.xml"
    formula = part(content, sheet).replace(b"<v>7</v>", b"<f>B9</f>")
    plan, problems = read_bytes(rewritten(content, {sheet: formula}), "plan.xlsx")
    assert [change.rule.name for change in plan.rule_changes] == [
        "Parameters (a formula not yet worked out) on the Rules sheet"
    ]
    assert codes(problems) == [("formula-not-calculated", "'Rules'!C2")]


def test_a_workbook_without_indicators_checks_no_links() -> None:
    plan, problems = read(
        {
            "Action Plan": [["Ref", "Action"], ["A1", "Train managers"]],
            "Rules": [RULES, ["Q1 2025/26", "Kent", "", "", ""]],
        }
    )
    assert (len(plan.rule_changes), codes(problems)) == (1, [])


def test_rebases_are_read_with_their_reason() -> None:
    found, problems = rebases(["K1", "Apr 2025", "The front door moved to one team."])
    assert problems == []
    assert found == [Rebase(kpi="K1", since=Period(date(2025, 4, 1), 1), reason="The front door moved to one team.")]


def test_a_rebase_without_reason_period_or_indicator_is_left_out_and_said() -> None:
    found, problems = rebases(
        ["K1", "Apr 2025", ""],
        ["K1", "some day", "New system."],
        ["K11", "Apr 2025", "New system."],
        ["K2", "May 2025", "New system."],
        ["K2", "May 2025", "Again."],
    )
    assert [rebase.kpi for rebase in found] == ["K2"]
    assert problems == [
        ("required-empty", "'Rebases'!C2"),
        ("period-not-understood", "'Rebases'!B3"),
        ("kpi-unknown", "'Rebases'!A4"),
        ("change-repeated", "'Rebases'!B6"),
    ]


def test_status_history_keeps_the_due_date_the_period_and_the_issue() -> None:
    head = ["Quarter", "Item", "Kind", "Status", "Value", "Published on", "Due", "Covers", "Issue"]
    day = date(2025, 7, 24)
    plan, problems = read(
        {
            "Action Plan": [["Ref", "Action"], ["A1", "Train managers"]],
            "Status History": [
                head,
                ["Q1 2025/26", "A1", "Action", "Green", 40.0, day, date(2025, 12, 31), "", 1.0],
                ["Q1 2025/26", "K1", "KPI", "Amber", 86.8, day, "", "2024/25", 2.0],
            ],
        }
    )
    assert problems == ()
    assert [replace(status, source=NOWHERE) for status in plan.history] == [
        PublishedStatus(
            quarter=Q1,
            item="A1",
            kind="Action",
            status="Green",
            value=40.0,
            published_on=day,
            due=date(2025, 12, 31),
            issue=1,
        ),
        PublishedStatus(
            quarter=Q1,
            item="K1",
            kind="KPI",
            status="Amber",
            value=86.8,
            published_on=day,
            covers=FINANCIAL.year(2024),
            issue=2,
        ),
    ]


def test_status_history_of_older_files_reads_as_before() -> None:
    plan, problems = read(
        {
            "Action Plan": [["Ref", "Action"], ["A1", "Train managers"]],
            "Status History": [["Quarter", "Item", "Kind", "Status"], ["Q1 2025/26", "A1", "Action", "Green"]],
        }
    )
    assert problems == ()
    assert [(status.due, status.covers, status.issue) for status in plan.history] == [(None, None, None)]
