"""What tokens stand for, on a plan whose every value is known."""

from __future__ import annotations

from datetime import date

import pytest
from asked import LISTS, of_plan, of_sample, value
from msgspec.structs import replace
from plans import AS_AT, LONG, QUARTER, SOURCE, a_kpi, a_plan, months

from quarterly.compose import compose_report
from quarterly.compose.report import Cell, Chart, Look, Table
from quarterly.compose.vocabulary import Item, Vocabulary, vocabulary
from quarterly.judge import judge
from quarterly.model.context import (
    AuditMonth,
    Commentary,
    CommitteeItem,
    ForwardItem,
    Inspection,
    PublishedStatus,
    Risk,
    Settings,
)
from quarterly.model.edition import Edition
from quarterly.model.kpi import QuarterRule, Reading
from quarterly.model.periods import FINANCIAL, Period
from quarterly.model.plan import Plan
from quarterly.model.rules import RagRule, RuleChange, RuleFamily


def shown(item: Item, *names: str) -> tuple[object, ...]:
    """The plain values of an item's fields."""
    return tuple(content.value if isinstance(content := item.fields[name](), Cell) else content for name in names)


def rows(found: Vocabulary, name: str, *fields: str) -> list[tuple[object, ...]]:
    return [shown(item, *fields) for item in found.lists[name]()]


def refs(found: Vocabulary, name: str) -> list[object]:
    return [ref for (ref,) in rows(found, name, "ref")]


def test_facts_of_the_report() -> None:
    settings = replace(
        a_plan().settings, meeting_date=date(2026, 2, 5), previous_judgement="Inadequate", ambition="Good"
    )
    found = of_plan(a_plan(settings=settings))
    assert {name: value(found, name) for name in ("authority", "title", "journey", "plan.month", "year.label")} == {
        "authority": "Northmere Council",
        "title": "Children's services improvement plan: progress report, Q3 2025/26",
        "journey": "Inadequate → Good",
        "plan.month": "month 15 of 24",
        "year.label": "2025/26",
    }
    assert (value(found, "plan.month.number"), value(found, "plan.months")) == (15, 24)
    assert value(found, "meeting.date") == date(2026, 2, 5)
    assert (value(found, "quarter.before"), value(found, "quarter.after")) == ("Q2 2025/26", "Q4 2025/26")


def test_a_marking_stands_only_where_one_is_needed() -> None:
    assert value(of_plan(a_plan()), "marking") == "OFFICIAL-SENSITIVE"
    assert value(of_plan(a_plan(settings=Settings(marking="Official"))), "marking") == ""


@pytest.mark.parametrize(
    ("as_at", "label"),
    [(date(2026, 1, 31), "Dec 2025"), (date(2026, 2, 1), "Jan 2026"), (date(2026, 1, 1), "Dec 2025")],
)
def test_the_month_is_the_latest_that_is_complete(as_at: date, label: str) -> None:
    plan = a_plan()
    found = vocabulary(plan, judge(plan, QUARTER, as_at), (), SOURCE)
    assert value(found, "month.label") == label


def test_the_latest_figure_of_an_indicator_is_that_of_the_newest_month_known() -> None:
    """For a monthly report: January is known in February, though the quarter ended in December."""
    plan = a_plan(kpis=(a_kpi(readings=months(80.0, 85.0, last=date(2026, 1, 1))),), benchmarks=())
    found = vocabulary(plan, judge(plan, QUARTER, date(2026, 2, 10)), (), SOURCE)
    (item,) = found.lists["kpi"]()
    assert shown(item, "value", "period", "latest", "latest.period", "latest.before", "latest.year_ago") == (
        80.0,
        "Q3 2025/26",
        85.0,
        "Jan 2026",
        80.0,
        "–",
    )
    assert shown(item, "latest.target") == (90.0,)


def test_a_month_is_rated_by_itself_where_it_differs_from_the_quarter() -> None:
    """The quarter's mean of 90 is green against a floor of 80; December's 78 is below it."""
    item = a_kpi(readings=months(96.0, 96.0, 78.0), quarter_rule=QuarterRule.MEAN)
    found = of_plan(a_plan(kpis=(item,), benchmarks=()))
    assert rows(found, "kpi", "value", "status", "latest", "latest.period", "latest.status") == [
        (90.0, "✔ Green", 78.0, "Dec 2025", "✖ Red")
    ]
    assert str(rows(found, "kpi", "latest.why")[0][0]).startswith("78.0% against a target of 90%")
    assert (refs(found, "off_target_kpi"), refs(found, "latest_off_target_kpi")) == ([], ["K1"])


def test_an_indicator_without_any_reading_has_a_dash_for_its_latest_figure() -> None:
    (item,) = of_plan(a_plan(kpis=(a_kpi(readings=()),), benchmarks=())).lists["kpi"]()
    names = (
        "latest",
        "latest.period",
        "latest.target",
        "latest.before",
        "latest.status",
        "latest.why",
        "finding",
        "signals",
    )
    assert set(shown(item, *names)) == {"–"}
    assert shown(item, "chart") == ("No chart: there are fewer than two readings.",)


def test_an_indicator_says_what_its_page_says() -> None:
    item = of_plan(a_plan()).lists["kpi"]()[1]
    assert shown(item, "ref", "name", "theme", "good_is", "value", "target", "previous", "status", "england") == (
        "K2",
        "Agency social workers",
        "Workforce",
        "Low",
        33.0,
        20.0,
        pytest.approx(35.0),
        "✖ Red",
        17.8,
    )
    assert shown(item, "commentary", "text") == ("Eleven posts were filled in November.",) * 2
    assert item.fields["value"]() == Cell(33.0, decimals=1, unit="%")
    chart = item.fields["chart"]()
    assert isinstance(chart, Chart)
    assert shown(item, "finding", "measure") == (chart.title, chart.subtitle)


def test_narrower_lists_hold_what_a_page_needs() -> None:
    """K1 is green, K2 red as before, K3 was green and is red, K4 has no rating; A1 is overdue, A3 lacks evidence."""
    found = of_plan(a_plan())
    assert {name: refs(found, name) for name in LISTS if name.endswith("_kpi")} == {
        "exception_kpi": ["K2", "K3"],
        "off_target_kpi": ["K2", "K3"],
        "latest_off_target_kpi": ["K2", "K3"],
        "red_kpi": ["K2", "K3"],
        "amber_kpi": [],
        "green_kpi": ["K1"],
        "unrated_kpi": ["K4"],
        "worsened_kpi": ["K3"],
        "improved_kpi": ["K1", "K2"],
        "compared_kpi": ["K2"],
    }
    assert {name: refs(found, name) for name in LISTS if name.endswith("_action")} == {
        "exception_action": ["A1"],
        "overdue_action": ["A1"],
        "red_action": ["A1"],
        "amber_action": [],
        "slipped_action": ["A1"],
        "finished_action": ["A3"],
        "evidence_action": ["A3"],
        "open_action": ["A1", "A2"],
        "coming_action": [],
        "loose_action": ["A3"],
    }


def test_actions_due_by_the_end_of_next_quarter_are_coming() -> None:
    plan = a_plan()
    soon = replace(plan.actions[1], due=date(2026, 3, 31))
    later = replace(plan.actions[1], ref="A4", due=date(2026, 4, 1))
    assert refs(of_plan(a_plan(actions=(*plan.actions, soon, later))), "coming_action") == ["A2"]


def test_an_action_that_was_finished_late_has_slipped_but_is_not_overdue() -> None:
    late = replace(a_plan().actions[2], ref="A4", completed_on=date(2025, 12, 20))
    found = of_plan(a_plan(actions=(late,)))
    assert (refs(found, "slipped_action"), refs(found, "overdue_action")) == (["A4"], [])


def test_lists_inside_a_theme_hold_its_own() -> None:
    found = of_plan(a_plan())
    inside = {
        shown(theme, "name")[0]: {
            name: [shown(item, "ref")[0] for item in theme.lists[name]()] for name in ("kpi", "red_kpi", "action")
        }
        for theme in found.lists["theme"]()
    }
    assert inside == {
        "Front door": {"kpi": ["K1", "K3", "K4"], "red_kpi": ["K3"], "action": ["A1"]},
        "Workforce": {"kpi": ["K2"], "red_kpi": ["K2"], "action": ["A2"]},
        "No theme": {"kpi": [], "red_kpi": [], "action": ["A3"]},
    }


def test_recommendations_stand_inside_the_themes_for_which_they_were_made_or_whose_actions_answer_them() -> None:
    found = of_plan(a_plan())
    inside = {
        shown(theme, "name")[0]: [shown(item, "ref")[0] for item in theme.lists["recommendation"]()]
        for theme in found.lists["theme"]()
    }
    assert inside == {"Front door": ["R1"], "Workforce": ["R2"], "No theme": []}


def test_readings_benchmarks_and_linked_indicators_stand_inside() -> None:
    found = of_plan(a_plan())
    kpi = found.lists["kpi"]()[1]
    assert [shown(one, "comparator", "value", "standing") for one in kpi.lists["benchmark"]()] == [
        ("England", 17.8, "Worse"),
        ("Statistical neighbours", 22.1, "Worse"),
    ]
    readings = kpi.lists["reading"]()
    assert len(readings) == 8
    assert shown(readings[-1], "kpi", "period", "start", "value", "target", "out_of", "state", "was") == (
        *("K2", "Dec 2025", date(2025, 12, 1), 33.0, 20.0),
        *("–", "–", "–"),
    )
    action = found.lists["action"]()[0]
    assert [shown(one, "ref") for one in action.lists["kpi"]()] == [("K1",)]


def test_a_restated_reading_tells_the_figure_it_had() -> None:
    reading = Reading(period=Period(date(2025, 12, 1), 1), value=94.0, restated_from=90.0)
    found = of_plan(a_plan(kpis=(a_kpi(readings=(reading,)),), benchmarks=()))
    assert rows(found, "reading", "was") == [(90.0,)]


def test_an_action_says_what_its_row_says() -> None:
    (first, second, third) = of_plan(a_plan()).lists["action"]()
    assert shown(
        first, "ref", "lead", "recommendations", "due_now", "complete", "overdue", "declared", "worked_out"
    ) == (
        "A1",
        "AD\nHoS",
        "R1",
        date(2025, 12, 31),
        60.0,
        20,
        "Green",
        "✖ Red",
    )
    assert shown(first, "commentary") == (LONG,)
    assert shown(second, "commentary", "overdue") == ("Next: Extend to the assessment teams.", "–")
    assert shown(third, "commentary", "status.words") == ("Commentary awaited", "Complete, evidence awaited")


def test_a_recommendation_says_whether_it_is_covered() -> None:
    plan = a_plan(actions=())
    found = of_plan(plan)
    assert rows(found, "recommendation", "ref", "lead", "outcome", "coverage") == [
        ("R1", "AD", "–", "It has a measure; no action answers it."),
        ("R2", "–", "Stability", "It has a measure; no action answers it."),
    ]
    assert rows(of_plan(a_plan()), "recommendation", "coverage")[0] == (
        "It has a measure; at least one action answers it.",
    )
    bare = of_plan(a_plan(kpis=(), benchmarks=(), actions=()))
    assert refs(bare, "unmeasured_recommendation") == refs(bare, "idle_recommendation") == ["R1", "R2"]
    assert rows(bare, "recommendation", "coverage")[0] == ("It has no measure; no action answers it.",)


def test_counts_are_those_of_the_summary() -> None:
    found = of_plan(a_plan())
    assert rows(
        found, "count", "status", "kpis", "kpis.percent", "kpis.last_quarter", "actions", "actions.percent"
    ) == [
        ("✔ Green", 1, 25, 2, 2, 67),
        ("● Amber", 0, 0, 0, 0, 0),
        ("✖ Red", 2, 50, 1, 1, 33),
        ("Not rated", 1, 25, 1, 0, 0),
    ]
    names = ("kpis.total", "kpis.red", "kpis.red.percent", "kpis.red.last_quarter", "kpis.unrated", "actions.overdue")
    assert [value(found, name) for name in names] == [4, 2, 50, 1, 1, 1]
    assert value(found, "actions.red.last_report") == "–"


def test_points_are_drafted_or_in_officers_own_words() -> None:
    drafted = rows(of_plan(a_plan()), "point", "number", "text")
    assert [number for number, _ in drafted] == list(range(1, len(drafted) + 1))
    written = a_plan(commentary=(Commentary(about="Summary", quarter=None, text="A hard quarter."),))
    assert rows(of_plan(written), "point", "number", "text") == [(1, "A hard quarter.")]


def test_commentary_is_found_by_what_it_is_about() -> None:
    words = (
        Commentary(about="What changed", quarter=QUARTER, text="Two dates moved.", author="Head"),
        Commentary(about="audits", quarter=None, text="Fewer were inadequate."),
        Commentary(about="K1", quarter=QUARTER.previous(), text="Last quarter's words."),
    )
    found = of_plan(a_plan(commentary=words))
    assert rows(found, "commentary", "about", "text", "author", "quarter") == [
        ("What changed", "Two dates moved.", "Head", "Q3 2025/26"),
        ("audits", "Fewer were inadequate.", "–", "Every quarter"),
    ]
    assert value(found, "commentary_on.changes") == "Two dates moved."
    assert value(found, "commentary_on.audits") == "Fewer were inadequate."
    assert value(found, "commentary_on.risks") == ""


def test_parts_are_called_as_commentary_may_call_them() -> None:
    """The tokens of commentary find the same words as the sheets of the pack do."""
    found = of_sample("full")
    for key in (name.partition(".")[2] for name in found.fields if name.startswith("commentary_on.")):
        (section,) = found.sections[key]
        plan = a_plan(commentary=(Commentary(about=section.name, quarter=None, text="Words."),))
        assert value(of_plan(plan), f"commentary_on.{key}") == "Words.", key


def test_exceptions_are_one_list_of_indicators_and_actions() -> None:
    found = of_plan(a_plan())
    assert rows(found, "exception", "kind", "ref", "owner", "value", "target", "status") == [
        ("Indicator", "K2", "Head of Front Door", 33.0, "20.0%", "✖ Red"),
        ("Indicator", "K3", "Head of Front Door", 650.0, "580 to 630", "✖ Red"),
        ("Action", "A1", "AD\nHoS", 60.0, "31 Dec 2025", "✖ Red"),
    ]


def test_the_exceptions_of_a_theme_are_those_of_its_indicators_and_actions() -> None:
    found = of_plan(a_plan())
    whole = {item.key for item in found.lists["exception"]()}
    of_themes = {theme.key: [item.key for item in theme.lists["exception"]()] for theme in found.lists["theme"]()}
    assert sum(map(len, of_themes.values())) == len(whole)
    assert all(set(keys) <= whole for keys in of_themes.values())
    assert len(of_themes) > 1


def test_changes_stand_in_one_list_in_words() -> None:
    before = QUARTER.previous()
    history = (
        PublishedStatus(quarter=before, item="K1", kind="KPI", status="Amber", value=85.0, covers=before),
        PublishedStatus(quarter=before, item="A1", kind="Action", status="Green", value=50.0, due=date(2025, 11, 30)),
        PublishedStatus(quarter=before, item="A3", kind="Action", status="Green", value=60.0, due=date(2025, 11, 30)),
    )
    committee = (CommitteeItem(ref="C1", request="Show ages.", response="See page 4.", closed_on=date(2025, 11, 3)),)
    found = of_plan(a_plan(history=history, committee=committee))
    said = rows(found, "change", "what", "ref", "then", "now")
    assert ("▼ Worse", "A1", "✔ Green", "✖ Red") in said
    assert ("▼ Later", "A1", "30 Nov 2025", "31 Dec 2025") in said
    assert ("Restated, Q2 2025/26", "K1", "85.0%", "91.0%") in said
    assert ("Finished", "A3", "–", "–") in said
    assert ("Request answered", "C1", "–", "3 Nov 2025") in said
    assert value(found, "last_report.label") == "Q2 2025/26"
    assert str(value(found, "changes.in_short")).endswith(".")
    assert rows(found, "date_change", "then", "now", "days") == [(date(2025, 11, 30), date(2025, 12, 31), 31)]


def test_without_an_earlier_report_nothing_changed_and_the_statement_says_so() -> None:
    found = of_plan(a_plan())
    assert [found.lists[name]() for name in LISTS if name.endswith("change")] == [(), (), (), (), ()]
    assert str(value(found, "changes.statement")).startswith("No earlier report")
    assert (value(found, "changes.in_short"), value(found, "last_report.label")) == ("", "–")


def test_audits_by_month_quarter_and_team() -> None:
    month = QUARTER.last_month
    audits = (
        AuditMonth(month=month.previous(), outstanding=0, good=1, requires_improvement=2, inadequate=1),
        AuditMonth(month=month, outstanding=1, good=3, requires_improvement=1, inadequate=0),
        AuditMonth(month=month, team="North", outstanding=1, good=1, requires_improvement=0, inadequate=0),
    )
    found = of_plan(a_plan(audits=audits))
    grades = ("outstanding", "good", "requires_improvement", "inadequate", "total", "good_or_better")
    assert rows(found, "audit", "month", *grades, "share_inadequate") == [
        ("Dec 2025", 1, 3, 1, 0, 5, 80.0, 0.0),
        ("Nov 2025", 0, 1, 2, 1, 4, 25.0, 25.0),
    ]
    assert rows(found, "audit_team", "team", *grades) == [("North", 1, 1, 0, 0, 2, 100.0)]
    assert rows(found, "audit_quarter", "quarter", "total", "direction") == [("Q3 2025/26", 9, "–")]
    assert (value(found, "audits.total"), value(found, "audits.direction")) == (9, "–")
    assert isinstance(found.fields["audits.chart"](), Chart)


def test_what_the_workbook_does_not_hold_is_a_dash_or_nothing() -> None:
    found = of_plan(a_plan())
    assert (value(found, "audits.total"), value(found, "audits.headline")) == ("–", "–")
    assert rows(found, "audit_quarter", "quarter") == []
    assert (value(found, "inspections.progress"), value(found, "inspections.expected")) == ("", "")
    assert (value(found, "forward_plan.next"), value(found, "forward_plan.earlier")) == ("", "")


def test_visits_judgements_and_domains() -> None:
    inspections = (
        Inspection(start=date(2024, 7, 8), type="Inspection", judgements=(("Overall", "Inadequate"),)),
        Inspection(start=date(2025, 11, 18), end=date(2025, 11, 19), type="Monitoring visit", next_expected="Spring"),
    )
    found = of_plan(a_plan(inspections=inspections))
    assert rows(found, "inspection", "days", "type", "judgement", "place") == [
        ("18 to 19 Nov 2025", "Monitoring visit\nVisit one", "–", "Visit one"),
        ("8 Jul 2024", "Inspection", "Overall: Inadequate", "–"),
    ]
    assert rows(found, "judgement", "domain", "grade", "date") == [("Overall", "Inadequate", date(2024, 7, 8))]
    assert [len(item.lists["judgement"]()) for item in found.lists["inspection"]()] == [0, 1]
    assert rows(found, "domain", "name", "grade", "grades") == [
        ("Overall effectiveness", "Inadequate", "Jul 2024: Inadequate")
    ]
    assert value(found, "inspections.expected") == "Spring"


def test_requests_open_first_then_closed() -> None:
    committee = (
        CommitteeItem(
            ref="C1", request="Ages?", raised_on=date(2025, 6, 1), closed_on=date(2025, 11, 1), status="Done"
        ),
        CommitteeItem(ref="C2", request="Costs?", raised_on=date(2025, 9, 1), due=date(2026, 1, 10), body="Scrutiny"),
        CommitteeItem(ref="C3", request="Staff?", body="Scrutiny"),
    )
    found = of_plan(a_plan(committee=committee))
    assert rows(found, "request", "ref", "status", "meetings", "overdue", "closed_on") == [
        ("C2", "Open\nOverdue", 0, 10, "–"),
        ("C3", "Open", "–", "–", "–"),
        ("C1", "Done", "–", "–", date(2025, 11, 1)),
    ]
    assert [refs(found, f"{which}_request") for which in ("open", "overdue", "closed")] == [
        ["C2", "C3"],
        ["C2"],
        ["C1"],
    ]
    assert value(found, "requests.open") == 2
    assert rows(found, "request", "age")[2] == ("–",)
    assert rows(found, "request", "response") == [("No response yet.",), ("No response yet.",), ("–",)]


def test_risks_and_the_forward_plan() -> None:
    risks = (
        Risk(ref="RK1", text="Costs.", likelihood="2", impact="3", recommendations=("R1", "R9")),
        Risk(ref="RK2", text="Leavers.", likelihood="High", impact="5"),
    )
    forward = (ForwardItem(item="Audit themes"), ForwardItem(on=date(2026, 3, 1), item="Progress", body="Board"))
    found = of_plan(a_plan(risks=risks, forward=forward))
    assert rows(found, "risk", "ref", "likelihood", "impact", "score", "recommendations") == [
        ("RK1", 2, 3, 6, "R1, R9"),
        ("RK2", "High", 5, "–", "–"),
    ]
    assert rows(found, "risk", "threatens")[0] == ("R1: ✖ Red\nR9: not in the plan",)
    assert rows(found, "forward", "date", "body", "item") == [
        (date(2026, 3, 1), "Board", "Progress"),
        ("No date", "–", "Audit themes"),
    ]


def test_a_new_rule_is_told_with_its_reason() -> None:
    rule = RagRule(family=RuleFamily.PERCENTAGE, green=5.0, amber=10.0, name="Our tolerance")
    change = RuleChange(since=QUARTER, rule=rule, kpis=("K1",), reason="Agreed by the board.")
    found = of_plan(a_plan(rule_changes=(change,)))
    assert rows(found, "new_rule", "since", "kpis", "rule", "reason") == [
        ("Q3 2025/26", "K1", "Our tolerance", "Agreed by the board.")
    ]


def test_items_of_one_key_are_told_apart() -> None:
    twice = (Risk(ref="RK1", text="One."), Risk(ref="RK1", text="Two."))
    assert [item.key for item in of_plan(a_plan(risks=twice)).lists["risk"]()] == ["RK1", "RK1 (2)"]


def test_ready_made_parts_are_those_of_the_pack_and_made_once() -> None:
    plan = a_plan()
    report = compose_report(plan, judge(plan, QUARTER, AS_AT), (), SOURCE)
    found = of_plan(plan)
    parts = [section for key in found.sections if key != "cover_report" for section in found.sections[key]]
    assert parts == list(report.sections)
    assert found.sections["summary"] is found.sections["summary"]
    assert "risks" not in found.sections
    with pytest.raises(KeyError):
        found.sections["risks"]


def test_nothing_is_composed_before_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def unasked(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("quarterly.compose.vocabulary.declare.Told.__init__", unasked)
    monkeypatch.setattr("quarterly.compose.sections.front.Section", unasked)
    found = of_plan(a_plan())
    assert value(found, "authority") == "Northmere Council"
    assert len(found.fields) > 100


def test_questions_for_owners_are_never_published_whatever_was_judged() -> None:
    plan = a_plan()
    judged = judge(plan, QUARTER, AS_AT)
    assert judged.challenges
    found = vocabulary(plan, judged, (), replace(SOURCE, edition=Edition.PUBLISHED))
    assert found.lists["challenge"]() == ()


def test_the_published_edition_keeps_questions_and_problems_to_officers() -> None:
    working, published = of_sample("broken"), of_sample("broken", Edition.PUBLISHED)
    for name in ("challenge", "problem"):
        assert working.lists[name]()
        assert published.lists[name]() == ()
    assert value(working, "problems.tally")
    assert (value(published, "problems.tally"), value(published, "problems.total")) == ("", 0)
    assert value(published, "edition.note") == "Published edition: figures that could point to a person are not shown."


def test_cells_have_the_looks_of_statuses_and_nothing_of_the_packs_typography() -> None:
    found = of_sample("full")
    looks = {content.look for give in found.lists.values() for item in give() for content in cells(item)}
    assert looks.isdisjoint({Look.SMALL, Look.LINK})
    assert {Look.RED, Look.AMBER, Look.GREEN, Look.BLUE, Look.MISSING, Look.UNRATED} <= looks


def cells(item: Item) -> list[Cell]:
    return [content for give in item.fields.values() if isinstance(content := give(), Cell)]


def test_every_cell_of_the_packs_tables_can_be_asked_for() -> None:
    """What a table of the pack shows of an indicator, some token shows too."""
    plan = a_plan()
    found = of_plan(plan)
    for key, name in (("scorecard", "kpi"), ("tidy", "tidy"), ("quality", "finding"), ("challenge", "challenge")):
        offered = {content.value for item in found.lists[name]() for content in cells(item)}
        tables = [block for section in found.sections[key] for block in section.blocks if isinstance(block, Table)]
        table = tables[-1]
        said = [cell.value for row in table.rows for cell in row]
        missing = [one for one in said if one not in offered and str(one).partition("\n")[0] not in offered]
        assert missing == [], key


def test_a_year_of_its_own_is_named() -> None:
    settings = Settings(calendar=replace(FINANCIAL, first_month=9))
    plan = Plan(settings=settings)
    found = vocabulary(plan, judge(plan, settings.calendar.quarter(2025, 2), AS_AT), (), SOURCE)
    assert (value(found, "quarter.label"), value(found, "year.label")) == ("Q2 2025/26", "2025/26")
