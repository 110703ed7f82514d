"""What a report says, section by section."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from plans import AS_AT, QUARTER, SOURCE, a_kpi, a_plan, months

from quarterly.compose import compose_report
from quarterly.compose.report import Cell, Facts, Heading, KpiCard, Paragraph, Report, Section, Table
from quarterly.judge import judge
from quarterly.model.context import AuditMonth, CommitteeItem, ForwardItem, Inspection, PublishedStatus, Risk
from quarterly.model.kpi import Reading
from quarterly.model.periods import FINANCIAL
from quarterly.model.plan import Plan


def composed(plan: Plan) -> Report:
    return compose_report(plan, judge(plan, QUARTER, AS_AT), (), SOURCE)


def section(report: Report, key: str) -> Section:
    return next(item for item in report.sections if item.key == key)


def texts(part: Section) -> list[str]:
    """Everything a section says, in order."""
    found: list[str] = []
    for block in part.blocks:
        match block:
            case Heading() | Paragraph():
                found.append(block.text)
            case Facts():
                found += [f"{label}: {cell.value}" for label, cell in block.pairs]
            case Table():
                found += [" | ".join(str(cell.value) for cell in row) for row in block.rows]
            case KpiCard():
                found += [block.name, block.why, *block.notes]
    return found


def test_the_pack_has_its_sections_in_the_order_of_the_story() -> None:
    plan = a_plan(
        audits=(AuditMonth(month=QUARTER.last_month, outstanding=0, good=1, requires_improvement=1, inadequate=0),),
        inspections=(Inspection(start=AS_AT),),
        committee=(CommitteeItem(ref="C1"),),
        forward=(ForwardItem(item="Progress"),),
        risks=(Risk(ref="RK1", text="Leavers."),),
        history=(PublishedStatus(quarter=QUARTER.previous(), item="K1", kind="KPI", status="Amber", value=85.0),),
    )
    assert [item.name for item in composed(plan).sections] == [
        "Cover",
        "Contents",
        "Summary",
        "What changed",
        "Exceptions",
        "Scorecard",
        "Indicators: Front door",
        "Indicators: Workforce",
        "Indicators",
        "Actions by recommendation",
        "Actions by theme",
        "Challenge list",
        "Audits",
        "Inspections and visits",
        "Committee log",
        "Forward plan",
        "Risks",
        "Benchmarks",
        "Data quality",
        "Notes",
        "Provenance",
        "Tidy data",
    ]


def test_a_plan_without_indicators_has_no_scorecard_and_one_without_actions_no_action_sheets() -> None:
    only_actions = {item.key for item in composed(a_plan(kpis=(), benchmarks=())).sections}
    only_kpis = {item.key for item in composed(a_plan(actions=(), recommendations=())).sections}
    assert "scorecard" not in only_actions
    assert not {"recommendations", "themes", "challenge"} & only_kpis


def test_without_an_earlier_report_the_summary_says_so_and_no_sheet_is_spent_on_it() -> None:
    report = composed(a_plan())
    assert "changes" not in {item.key for item in report.sections}
    assert any("No earlier report" in text for text in texts(section(report, "summary")))


def test_contents_links_every_sheet_but_the_cover_and_itself() -> None:
    report = composed(a_plan())
    (table,) = section(report, "contents").blocks
    assert isinstance(table, Table)
    assert [row[0].link for row in table.rows] == [item.key for item in report.sections[2:]]
    assert all(row[1].value for row in table.rows)


def test_the_summary_counts_by_status_and_names_what_moved() -> None:
    # K1: 94 against 90 is green. K2: 33 against 20 is 65% off, red. K3: 650 is 20 above 630, 3.2% and so more than 2%,
    # red, and was green at 600. K4 is not rated. A1 is 20 days overdue: red. A2: 384 of 545 days gone is 70% expected,
    # 80% reported, green. A3 is complete without evidence: green.
    said = texts(section(composed(a_plan()), "summary"))
    assert said[0] == "1 of 3 rated indicators is green and 2 are red; 2 of 3 rated actions are on track or complete."
    assert "Position as at: 20 Jan 2026, month 15 of 24 of the plan" in said
    assert "✖ Red | 2 | 50% | 1 | 1 | 33%" in said
    assert (
        "1.  1 indicator is rated worse than last quarter: "
        "Children looked after (Green to Red, 600 children to 650 children)."
    ) in said
    assert any("1 action is overdue: A1, by 20 days." in text for text in said)


def test_officers_words_stand_in_place_of_the_drafted_points() -> None:
    plan = a_plan()
    note = replace(plan.commentary[0], about="summary", text="A hard quarter at the front door.")
    said = texts(section(composed(replace(plan, commentary=(note,))), "summary"))
    assert "A hard quarter at the front door." in said
    assert not any(text.startswith("1.  ") for text in said)


def test_exceptions_carry_the_officers_words_or_say_they_are_awaited() -> None:
    rows = [text for text in texts(section(composed(a_plan()), "exceptions")) if " | " in text]
    assert [row.split(" | ")[0] for row in rows] == ["K2", "K3", "A1"]
    assert rows[0].endswith("Eleven posts were filled in November.")
    assert rows[1].endswith("Commentary awaited")


def test_commentary_of_another_quarter_is_not_shown() -> None:
    plan = a_plan()
    old = replace(plan.commentary[0], quarter=QUARTER.previous())
    rows = [text for text in texts(section(composed(replace(plan, commentary=(old,))), "exceptions")) if " | " in text]
    assert rows[0].endswith("Commentary awaited")


def test_every_status_is_a_word_with_its_colour() -> None:
    report = composed(a_plan())
    cells = [
        cell
        for part in report.sections
        for block in part.blocks
        if isinstance(block, Table)
        for row in block.rows
        for cell in row
    ]
    coloured = [cell for cell in cells if cell.look.value in {"red", "amber", "green", "blue"}]
    assert coloured
    assert all(str(cell.look).capitalize() in str(cell.value) for cell in coloured)


def test_a_suppressed_reading_is_shown_by_its_letter() -> None:
    cards = [block for block in section(composed(a_plan()), "kpis:Front door").blocks if isinstance(block, KpiCard)]
    readings = next(card.readings for card in cards if card.ref == "K3")
    assert readings is not None
    assert [cell.value for cell in readings.rows[0]] == ["Value", 600.0, 610.0, "[c]", 650.0]


def test_an_indicator_without_readings_has_a_card_without_chart_or_readings() -> None:
    report = composed(a_plan(kpis=(a_kpi(readings=()),)))
    (card,) = section(report, "kpis:Front door").blocks
    assert isinstance(card, KpiCard)
    assert (card.chart, card.readings) == (None, None)


def test_a_chart_states_its_finding_and_alt_text_gives_the_figures() -> None:
    (card,) = section(composed(a_plan(kpis=(a_kpi(readings=months(49.0, 51.5, 33.0)),))), "kpis:Front door").blocks
    assert isinstance(card, KpiCard)
    assert card.chart is not None
    assert card.chart.title == "Contacts decided within 1 working day: 33.0%, down from 49.0% in Oct 2025"
    assert card.chart.alt_text == (
        "Line chart. Contacts decided within 1 working day: 33.0%, down from 49.0% in Oct 2025. "
        "% as at the end of each month; target 90.0%; higher is better. "
        "First 49.0% in Oct 2025, last 33.0% in Dec 2025, highest 51.5% in Nov 2025, lowest 33.0% in Dec 2025. "
        "Target 90.0%. Baseline 70.0% on 31 Dec 2023."
    )


@pytest.mark.parametrize(
    ("values", "low"),
    [
        ((49.0, 33.0), 0.0),  # spread 16 of 49 is a third: from zero
        ((88.0, 90.0, 94.0), 70.0),  # with target 90 and floor 80, spread 14 of 94 is 15%: 80 - 3.5 down to tens
        ((-3.0, 5.0), None),  # below zero: left to the figures
    ],
)
def test_a_value_axis_starts_at_zero_unless_that_hides_the_story(values: tuple[float, ...], low: float | None) -> None:
    targets = a_kpi().targets if low == 70.0 else ()
    (card,) = section(
        composed(a_plan(kpis=(a_kpi(readings=months(*values), targets=targets),))), "kpis:Front door"
    ).blocks
    assert isinstance(card, KpiCard)
    assert card.chart is not None
    assert card.chart.axis_low == low
    assert ("axis does not start at zero" in card.chart.subtitle) is bool(low)


def test_an_official_sensitive_report_carries_its_mark_and_an_official_one_none() -> None:
    plan = a_plan()
    official = replace(plan, settings=replace(plan.settings, marking="Official"))
    assert (composed(plan).marking, composed(official).marking) == ("OFFICIAL-SENSITIVE", "")


def test_an_empty_plan_still_gives_a_report_that_says_so() -> None:
    said = texts(section(composed(a_plan(kpis=(), actions=(), recommendations=(), benchmarks=())), "summary"))
    assert said[0] == "Nothing in the plan could be rated this quarter."


def test_tidy_rows_are_one_a_status_with_plain_values() -> None:
    (table,) = section(composed(a_plan()), "tidy").blocks
    assert isinstance(table, Table)
    assert [(row[0].value, row[1].value, row[10].value) for row in table.rows] == [
        ("KPI", "K1", "Green"),
        ("KPI", "K2", "Red"),
        ("KPI", "K3", "Red"),
        ("KPI", "K4", "Information only"),
        ("Action", "A1", "Red"),
        ("Action", "A2", "Green"),
        ("Action", "A3", "Green"),
    ]


def test_provenance_names_the_workbook_and_the_rules() -> None:
    (facts,) = section(composed(a_plan()), "provenance").blocks
    assert isinstance(facts, Facts)
    assert dict(facts.pairs)["Workbook hash (SHA-256)"] == Cell("ab" * 32)


def test_a_recommendation_that_nothing_answers_says_so() -> None:
    plan = a_plan()
    lonely = replace(plan.recommendations[0], ref="R9", theme="")
    report = composed(replace(plan, recommendations=(*plan.recommendations, lonely)))
    said = texts(section(report, "recommendations"))
    assert "No action answers this recommendation." in said


def test_a_plan_without_themes_or_dates_has_neither_theme_sheets_nor_a_month_of_the_plan() -> None:
    plan = a_plan(recommendations=(), kpis=(a_kpi(theme="", recommendations=()),), benchmarks=())
    bare = replace(
        plan,
        settings=replace(plan.settings, plan_start=None),
        actions=tuple(replace(action, recommendations=(), kpis=()) for action in plan.actions),
    )
    report = composed(bare)
    assert [item.name for item in report.sections if item.key.startswith("kpis:")] == ["Indicators"]
    assert "Position as at: 20 Jan 2026" in texts(section(report, "summary"))


def test_an_indicator_without_a_rule_is_in_no_row_of_the_rules() -> None:
    plan = a_plan()
    judged = judge(plan, QUARTER, AS_AT)
    bare = replace(judged, kpis=(replace(judged.kpis[0], rule=None), *judged.kpis[1:]))
    said = texts(section(compose_report(plan, bare, (), SOURCE), "notes"))
    assert not any(text.endswith("| K1") for text in said)
    assert any(text.endswith("| K2") for text in said)


def test_no_plan_at_all_has_no_themes_in_its_summary() -> None:
    report = composed(a_plan(kpis=(), actions=(), recommendations=(), benchmarks=()))
    assert "Themes" not in texts(section(report, "summary"))


def test_a_theme_without_actions_is_not_among_the_actions() -> None:
    plan = a_plan(kpis=(a_kpi(theme="Only measured", recommendations=()),), benchmarks=())
    said = texts(section(composed(plan), "themes"))
    assert "Only measured" not in said
    assert "Front door" in said


def test_a_series_that_ends_where_it_began_says_so() -> None:
    (card,) = section(composed(a_plan(kpis=(a_kpi(readings=months(90.0, 80.0, 90.0)),))), "kpis:Front door").blocks
    assert isinstance(card, KpiCard)
    assert card.chart is not None
    assert card.chart.title == "Contacts decided within 1 working day: 90.0%, as in Oct 2025"


def test_a_yearly_chart_names_its_years() -> None:
    years = tuple(Reading(period=FINANCIAL.year(year), value=float(year - 1960)) for year in (2022, 2023, 2024))
    (card,) = section(composed(a_plan(kpis=(a_kpi(readings=years),))), "kpis:Front door").blocks
    assert isinstance(card, KpiCard)
    assert card.chart is not None
    assert card.chart.categories == ("2022/23", "2023/24", "2024/25")


def test_a_quiet_quarter_is_reassuring_only_where_something_was_rated() -> None:
    quiet = a_plan(kpis=(), benchmarks=(), recommendations=(), actions=(a_plan().actions[1],))
    unrated = a_plan(kpis=(a_kpi(readings=()),), benchmarks=(), recommendations=(), actions=())
    assert "1.  No rating worsened, nothing is red and no action is overdue." in texts(
        section(composed(quiet), "summary")
    )
    assert "1.  Nothing was rated this quarter, so there is nothing to compare." in texts(
        section(composed(unrated), "summary")
    )
