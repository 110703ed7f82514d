from datetime import date

import pytest
from read_books import Percent, book, codes, part, read, rewritten

from quarterly.model.kpi import Comparator, Frequency, Kind, Polarity, QuarterRule, Reading, ReadingState, Target
from quarterly.model.periods import ACADEMIC, Period
from quarterly.model.rules import BRACKNELL, STANDARD_RULES, RagRule, RuleFamily
from quarterly.read import read_bytes

KPIS = ["Ref", "Indicator", "Good is", "Unit", "Target", "Floor", "Baseline"]
DATA = ["KPI", "Period", "Value", "Numerator", "Denominator", "Team", "State", "Comment"]
K1 = ["K1", "Contacts", "High", "%", 95.0]
APRIL, MAY, JUNE = (Period(date(2025, month, 1), 1) for month in (4, 5, 6))


def kpi_of(*readings, kpi=K1, head=KPIS, data=DATA, **others):
    plan, problems = read({"KPIs": [head, kpi], "KPI Data": [data, *readings], **others})
    return plan.kpis[0], codes(problems)


def values(kpi):
    return [(reading.period, reading.value) for reading in kpi.readings]


def test_a_definition_is_read():
    head = [
        *(
            "Ref",
            "Indicator",
            "Theme",
            "Good is",
            "Unit",
            "Decimals",
            "Frequency",
            "Kind",
            "Quarter rule",
            "Year starts",
        ),
        *("Baseline", "Baseline date", "Target", "Target date", "Lag", "RAG rule", "Owner"),
    ]
    row = [
        *("K1", "Contacts", "Front door", "Bigger", "percent", 1.0, "Monthly", "In month", "Average", "September"),
        *(81.0, date(2024, 9, 30), "At least 95%", "31/03/2026", 1.0, "Bracknell", "HoS"),
    ]
    kpi, found = kpi_of(kpi=row, head=head)
    assert found == []
    assert (kpi.polarity, kpi.unit, kpi.decimals, kpi.frequency) == (Polarity.HIGH, "%", 1, Frequency.MONTH)
    assert (kpi.kind, kpi.quarter_rule, kpi.calendar) == (Kind.PERIOD, QuarterRule.MEAN, ACADEMIC)
    assert (kpi.baseline, kpi.baseline_date, kpi.lag) == (81.0, date(2024, 9, 30), 1)
    assert (kpi.target_words, kpi.target_date, kpi.rule) == ("At least 95%", date(2026, 3, 31), BRACKNELL)
    assert [target.value for target in kpi.targets] == [95.0]
    assert str(kpi.targets[0].source.cell("target")) == "'KPIs'!M2"


def test_polarities_by_many_words():
    head = ["Ref", "Indicator", "Good is"]
    words = ["Higher is better", "Smaller is better", "Lower", "Bigger", "Range", "Information", "Hihg"]
    plan, problems = read(
        {
            "KPIs": [head, *([f"K{n}", "x", word] for n, word in enumerate(words))],
            "KPI Data": [["KPI", "Period", "Value"]],
        }
    )
    high, low = Polarity.HIGH, Polarity.LOW
    assert [kpi.polarity for kpi in plan.kpis] == [
        high,
        low,
        low,
        high,
        Polarity.RANGE,
        Polarity.INFORMATION,
        Polarity.INFORMATION,
    ]
    assert codes(problems) == [("range-incomplete", "'KPIs' row 6"), ("choice-unknown", "'KPIs'!C8")]


def test_a_target_range_in_words_fills_low_and_high():
    kpi, found = kpi_of(kpi=["K1", "Children looked after", "Range", "children", "580 to 630"])
    assert kpi.targets == (Target(low=580.0, high=630.0, source=kpi.source),)
    assert kpi.rule == RagRule(family=RuleFamily.RANGE)
    assert found == []


def test_limits_that_contradict():
    _, found = kpi_of(kpi=["K1", "Contacts", "High", "%", 85.0, 90.0])
    assert found == [("floor-beyond-target", "'KPIs'!F2")]
    head = ["Ref", "Indicator", "Good is", "Low", "High"]
    _, found = kpi_of(kpi=["K1", "Children", "Range", 630.0, 580.0], head=head)
    assert found == [("range-reversed", "'KPIs'!D2")]


def test_rules_and_tolerances_that_cannot_be_read():
    head = ["Ref", "Indicator", "Good is", "RAG rule", "Tolerance"]
    _, found = kpi_of(kpi=["K1", "Contacts", "High", "Bracknel Forst", "some"], head=head)
    assert found == [("rule-unknown", "'KPIs'!D2"), ("tolerance-not-understood", "'KPIs'!E2")]
    _, found = kpi_of(kpi=["K1", "Contacts", "High", "Points"], head=head)
    assert found == [("rule-incomplete", "'KPIs'!D2")]
    kpi, found = kpi_of(kpi=["K1", "Contacts", "High", "", Percent(0.1)], head=head)
    assert (kpi.rule, found) == (RagRule(family=RuleFamily.PERCENTAGE, green=0.0, amber=10.0), [])


def test_long_readings_with_states_and_teams():
    kpi, found = kpi_of(
        ["K1", "May-25", "c"],
        ["k 1", "Apr-25", "87%", "", "", "", "p", "Late entry"],
        ["K1", "Apr-25", 80.0, "", "", "East"],
        ["K1", "Jun-25", ""],
    )
    assert found == []
    assert [(r.period, r.value, r.state, r.comment) for r in kpi.readings] == [
        (APRIL, 87.0, ReadingState.PROVISIONAL, "Late entry"),
        (MAY, None, ReadingState.SUPPRESSED, ""),
        (JUNE, None, ReadingState.AWAITED, ""),
    ]
    assert [(r.team, r.value) for r in kpi.team_readings] == [("East", 80.0)]
    assert str(kpi.readings[0].source.cell("value")) == "'KPI Data'!C3"


def test_wide_readings_have_the_cell_of_their_own_column():
    data = ["KPI", "Indicator", date(2025, 4, 1), "May-25", "Jun 25 (prov)", "Target"]
    kpi, found = kpi_of(["K1", "Contacts", Percent(0.87), "88", 0.9 * 100, 95.0], data=data)
    assert values(kpi) == [(APRIL, 87.0), (MAY, 88.0), (JUNE, 90.0)]
    assert kpi.readings[2].state is ReadingState.PROVISIONAL
    assert str(kpi.readings[1].source.cell("value")) == "'KPI Data'!D2"
    assert found == [("column-also", "'KPI Data'!B1")]


def test_wide_headers_without_their_year_are_reported():
    _, found = kpi_of(["K1", 87.0, 88.0], data=["KPI", "Q1", "Q2"])
    assert found == [("period-quarter-without-year", "'KPI Data'!B1"), ("period-quarter-without-year", "'KPI Data'!C1")]


def test_values_are_worked_out_from_fractions():
    kpi, found = kpi_of(
        ["K1", "Apr-25", "", 402.0, 440.0], ["K1", "May-25", "", 0.0, 0.0], ["K1", "Jun-25", 91.4, 402.0, 440.0]
    )
    # 402 / 440 = 91.3636...%, given to one decimal as 91.4
    assert [value and round(value, 4) for _, value in values(kpi)] == [91.3636, None, 91.4]
    assert kpi.readings[1].state is ReadingState.NOT_APPLICABLE
    assert found == [("denominator-zero", "'KPI Data'!E3")]
    assert (kpi.kind, kpi.quarter_rule) == (Kind.PERIOD, QuarterRule.RATIO)


def test_rates_use_the_multiplier_that_the_unit_names():
    kpi, found = kpi_of(["K1", "Apr-25", "", 120.0, 17143.0], kpi=["K1", "CLA", "Low", "rate per 10,000"])
    assert [round(value, 2) for _, value in values(kpi)] == [70.0]  # 120 / 17,143 x 10,000
    assert found == []


def test_fractions_that_contradict_are_reported():
    kpi, found = kpi_of(
        ["K1", "Apr-25", 95.0, 402.0, 440.0], ["K1", "May-25", "", 450.0, 440.0], ["K1", "Jun-25", 90.0, -9.0, 10.0]
    )
    assert found == [
        ("value-disagrees", "'KPI Data'!C2"),
        ("ratio-above-one", "'KPI Data'!D3"),
        ("denominator-negative", "'KPI Data'!D4"),
    ]
    assert kpi.readings[0].value == 95.0


def test_a_restated_month_counts_and_remembers():
    kpi, found = kpi_of(["K1", "Apr-25", 90.0], ["K1", "Apr-25", 92.5, "", "", "", "Revised"])
    assert [(r.value, r.restated_from, r.state) for r in kpi.readings] == [(92.5, 90.0, ReadingState.REVISED)]
    assert found == [("reading-restated", "'KPI Data'!C3")]


def test_two_readings_for_one_period_are_both_set_aside():
    kpi, found = kpi_of(["K1", "Apr-25", 90.0], ["K1", "April 2025", 92.5], ["K1", "May-25", 91.0])
    assert values(kpi) == [(MAY, 91.0)]
    assert found == [("reading-duplicated", "'KPI Data'!C2"), ("reading-duplicated", "'KPI Data'!C3")]


def test_readings_that_cannot_be_used():
    kpi, found = kpi_of(
        ["K9", "Apr-25", 90.0],
        ["K1", "Q3", 90.0],
        ["K1", "", 90.0],
        ["K1", "May-25", "lots"],
        ["K1", "Jun-25", 90.0, "", "", "", "wobbly"],
        ["K1", "Jul-25", 90.0, "", "", "", "awaited"],
    )
    assert found == [
        ("kpi-unknown", "'KPI Data'!A2"),
        ("period-quarter-without-year", "'KPI Data'!B3"),
        ("required-empty", "'KPI Data'!B4"),
        ("value-not-understood", "'KPI Data'!C5"),
        ("state-unknown", "'KPI Data'!G6"),
        ("state-contradicts-value", "'KPI Data'!G7"),
    ]
    assert values(kpi) == [(Period(date(2025, 7, 1), 1), None)]


def test_mixed_scales_within_one_indicator_are_never_guessed():
    kpi, found = kpi_of(["K1", "Apr-25", 87.0], ["K1", "May-25", 0.88], ["K1", "Jun-25", 86.0])
    assert values(kpi) == [(APRIL, 87.0), (JUNE, 86.0)]
    assert found == [("percent-scale-mixed", "'KPI Data'!C3")]


def test_fractions_throughout_are_percentages_where_the_target_shows_it():
    kpi, found = kpi_of(["K1", "Apr-25", 0.87], ["K1", "May-25", 0.07])
    assert values(kpi) == [(APRIL, 87.0), (MAY, 7.0)]
    assert found == [("percent-read-as-fraction", "'KPI Data'!C2")]


def test_small_percentages_stay_what_they_are():
    kpi, found = kpi_of(
        ["K1", "Apr-25", 0.5], ["K1", "May-25", 1.2], ["K1", "Jun-25", 0.0], kpi=["K1", "Exclusions", "Low", "%", 1.0]
    )
    assert values(kpi) == [(APRIL, 0.5), (MAY, 1.2), (JUNE, 0.0)]
    assert found == []


def test_a_scale_that_nothing_shows_is_said_to_be_unclear():
    kpi, found = kpi_of(["K1", "Apr-25", 0.5], kpi=["K1", "Exclusions", "Low", "%"])
    assert values(kpi) == [(APRIL, 0.5)]
    assert found == [("percent-scale-unclear", "'KPI Data'!C2")]


def test_a_target_on_another_scale_is_at_odds():
    kpi, found = kpi_of(["K1", "Apr-25", "87%"], kpi=["K1", "Contacts", "High", "%", 0.95, Percent(0.85), 81.0])
    assert [(target.value, target.floor) for target in kpi.targets] == [(None, 85.0)]
    assert kpi.baseline == 81.0
    assert found == [("percent-scale-mixed", "'KPIs'!E2")]


def test_percentages_under_no_unit_and_another_unit():
    kpi, found = kpi_of(["K1", "Apr-25", "87%"], kpi=["K1", "Contacts", "High"])
    assert (kpi.unit, found) == ("%", [("unit-taken-as-percent", "'KPIs'!D2")])
    kpi, found = kpi_of(["K1", "Apr-25", "87%"], kpi=["K1", "Contacts", "High", "children"])
    assert (kpi.unit, found) == ("children", [("percent-in-other-unit", "'KPI Data'!C2")])


def test_periods_that_are_not_of_the_indicators_frequency():
    head = ["Ref", "Indicator", "Good is", "Frequency"]
    kpi, found = kpi_of(
        ["K1", date(2025, 6, 30), 7.0], ["K1", "2024/25", 8.0], kpi=["K1", "x", "High", "Quarterly"], head=head
    )
    assert values(kpi) == [(Period(date(2024, 4, 1), 12), 8.0), (Period(date(2025, 4, 1), 3), 7.0)]
    assert found == [("period-not-of-frequency", "'KPI Data'!B3")]


def test_a_quarter_rule_that_was_left_to_us_is_said():
    head = ["Ref", "Indicator", "Good is", "Kind", "Quarter rule"]
    _, found = kpi_of(["K1", "Apr-25", 7.0], kpi=["K1", "x", "High", "Quarter"], head=head)
    assert found == [("quarter-rule-assumed", "'KPIs'!E2")]
    _, found = kpi_of(["K1", "Apr-25", 7.0], kpi=["K1", "x", "High", "Quarter", "Ratio"], head=head)
    assert found == [("ratio-without-fraction", "'KPIs'!E2")]


def test_targets_that_change_and_benchmarks():
    kpi, found = kpi_of(
        ["K1", "Apr-25", "87%"],
        Targets=[
            ["KPI", "From", "Target", "Floor"],
            ["K1", "Q3 2025/26", 97.0, ""],
            ["K1", "Q1 2025/26", 96.0, 0.9],
            ["K2", "2024/25", 1.0],
        ],
    )
    assert [(target.since, target.value, target.floor) for target in kpi.targets] == [
        (None, 95.0, None),
        (Period(date(2025, 4, 1), 3), 96.0, None),
        (Period(date(2025, 10, 1), 3), 97.0, None),
    ]
    assert found == [("percent-scale-mixed", "'Targets'!D3"), ("kpi-unknown", "'Targets'!A4")]


def test_benchmarks_keep_the_officers_words():
    head = ["KPI", "Comparator", "Period", "Value", "Source"]
    plan, problems = read(
        {
            "KPIs": [KPIS, K1],
            "KPI Data": [DATA, ["K1", "Apr-25", "87%"]],
            "Benchmarks": [
                head,
                ["K1", "National", "2024/25", 85.7, "DfE"],
                ["K1", "Yorkshire and the Humber", "2024-25", Percent(0.83)],
                ["K1", "SN", "2024/25", 0.84],
                ["K1", "Rank", "2024/25", 1.0],
                ["K1", "Mars", "2024/25", 1.0],
                ["K1", "England", "2024/25", "n/a"],
            ],
        }
    )
    year = Period(date(2024, 4, 1), 12)
    assert [(b.comparator, b.period, b.value, b.label, b.origin) for b in plan.benchmarks] == [
        (Comparator.ENGLAND, year, 85.7, "National", "DfE"),
        (Comparator.REGION, year, 83.0, "Yorkshire and the Humber", ""),
        (Comparator.RANK, year, 1.0, "Rank", ""),
    ]
    assert codes(problems) == [("percent-scale-mixed", "'Benchmarks'!D4"), ("choice-unknown", "'Benchmarks'!B6")]


def test_targets_that_excel_shows_as_percentages_stand_on_that_scale():
    kpi, found = kpi_of(
        ["K1", "Apr-25", "87%"],
        Targets=[["KPI", "From", "Target", "Floor"], ["K1", "Q3 2025/26", Percent(0.97), Percent(0.004)]],
    )
    assert [(target.value, target.floor) for target in kpi.targets] == [(95.0, None), (97.0, 0.4)]
    assert found == []


def test_targets_without_a_period_and_benchmarks_without_a_period_or_a_number_are_reported():
    plan, problems = read(
        {
            "KPIs": [KPIS, K1],
            "KPI Data": [DATA, ["K1", "Apr-25", "87%"]],
            "Targets": [["KPI", "From", "Target"], ["K1", "", 97.0], ["K1", "soon", 98.0], ["K1", "later", ""]],
            "Benchmarks": [
                ["KPI", "Comparator", "Period", "Value"],
                ["K1", "England", "2024/25", "about eighty"],
                ["K1", "England", "", 85.0],
                ["K1", "England", "last year", 86.0],
            ],
        }
    )
    assert [(target.since, target.value, target.unread) for target in plan.kpis[0].targets] == [
        (None, 95.0, ()),
        (None, None, (("since", "From (blank) on the Targets sheet"),)),
        (None, None, (("since", 'From "soon" on the Targets sheet'),)),
    ]
    assert plan.benchmarks == ()
    assert codes(problems) == [
        ("required-empty", "'Targets'!B2"),
        ("period-not-understood", "'Targets'!B3"),
        ("period-not-understood", "'Targets'!B4"),
        ("value-not-understood", "'Benchmarks'!D2"),
        ("required-empty", "'Benchmarks'!C3"),
        ("period-not-understood", "'Benchmarks'!C4"),
    ]


def test_a_period_that_is_an_error_of_excels_is_reported_once():
    marks = [["KPI", "Comparator", "Period", "Value"], ["K1", "England", 4321, 85.0]]
    content = book({"KPIs": [KPIS, K1], "KPI Data": [DATA, ["K1", "Apr-25", "87%"]], "Benchmarks": marks})
    sheet = "xl/worksheets/sheet3.xml"
    period = b'<c r="C2"><v>4321</v></c>'
    assert period in part(content, sheet)
    failed = part(content, sheet).replace(period, b'<c r="C2" t="e"><v>#N/A</v></c>')
    plan, problems = read_bytes(rewritten(content, {sheet: failed}), "plan.xlsx")
    assert plan.benchmarks == ()
    assert codes(problems) == [("cell-error", "'Benchmarks'!C2")]


def test_one_of_the_two_kpi_sheets_alone_is_an_error():
    actions = [["Ref", "Action"], ["A1", "Train"]]
    _, problems = read({"Action Plan": actions, "KPIs": [KPIS, K1]})
    assert codes(problems) == [("sheet-not-found", "'KPIs'")]
    plan, problems = read({"Action Plan": actions, "KPI Data": [DATA, ["K1", "Apr-25", 1.0]]})
    assert codes(problems) == [("sheet-not-found", "'KPI Data'")]
    assert plan.kpis == ()


def test_a_reading_without_a_suffix_we_know_keeps_it_as_comment():
    kpi, found = kpi_of(["K1", "Apr 2025 (OT)", 90.0])
    assert kpi.readings == (Reading(period=APRIL, value=90.0, comment="(OT)", source=kpi.readings[0].source),)
    assert found == [("period-suffix-unknown", "'KPI Data'!B2")]


def test_a_revision_of_two_readings_that_contradict_settles_nothing():
    kpi, found = kpi_of(["K1", "Apr-25", 90.0], ["K1", "Apr-25", 91.0], ["K1", "Apr-25", 92.5, "", "", "", "Revised"])
    assert kpi.readings == ()
    assert [code for code, _ in found] == ["reading-duplicated"] * 3


KPI_HEAD = ["Ref", "Indicator", "Good is", "Unit", "Target", "Tolerance"]


def one_of(row, *readings):
    sheets = {"KPIs": [KPI_HEAD, row], "KPI Data": [["KPI", "Oct-25", "Nov-25", "Dec-25"], [row[0], *readings]]}
    plan, problems = read(sheets)
    return plan.kpis[0], [problem.code for problem in problems]


def test_shares_of_which_one_is_above_the_whole_are_still_shares():
    # 0.95, 0.98 and 1.02 beside a target of 95 are 95%, 98% and 102%, not about 1%.
    kpi, found = one_of(["K1", "Reviews", "High", "%", 95], 0.95, 0.98, 1.02)
    assert [reading.value for reading in kpi.readings] == [95.0, 98.0, 102.0]
    assert found == ["percent-read-as-fraction"]


def test_small_figures_that_may_be_either_scale_are_not_used():
    # 0.08 beside a target of 1.5 is 0.08% or 8%: neither is near the target.
    kpi, found = one_of(["K1", "Exclusion rate", "Low", "%", 1.5], 0.07, 0.08, 0.08)
    assert kpi.readings == ()
    assert found == ["percent-scale-mixed"] * 3


def test_no_as_a_target_is_not_taken_for_zero():
    kpi, found = one_of(["K1", "Agency", "Low", "%", "No"], 3, 3, 3)
    assert [(target.value, target.unread) for target in kpi.targets] == [(None, (("target", 'Target "No"'),))]
    assert found == ["target-not-understood"]


def test_an_arrow_in_good_is_is_reported():
    _, found = one_of(["K1", "Reviews", "\u2191", "%", 95], 94, 95, 96)
    assert found == ["choice-unknown"]


def test_a_target_whose_words_say_the_opposite_of_the_polarity_is_reported():
    assert one_of(["K1", "Reviews", "High", "%", "No more than 85"], 80, 80, 80)[1] == ["target-against-polarity"]
    assert one_of(["K1", "Agency", "Low", "%", "At least 85%"], 80, 80, 80)[1] == ["target-against-polarity"]
    assert one_of(["K1", "Agency", "Low", "%", "No more than 85"], 80, 80, 80)[1] == []


def test_a_tolerance_that_may_be_a_share_or_a_part_of_a_point_is_reported():
    assert one_of(["K1", "Reviews", "High", "%", 95, 0.05], 94, 95, 96)[1] == ["tolerance-not-understood"]
    assert one_of(["K1", "Reviews", "High", "%", 95, "0.5 points"], 94, 95, 96)[1] == []
    assert one_of(["K1", "Caseload", "High", "cases", 9, 0.5], 9, 9, 9)[1] == []


def wide_of(kpi_head, kpis, head, *rows, **others):
    plan, problems = read({"KPIs": [kpi_head, *kpis], "KPI Data": [head, *rows], **others})
    return {kpi.ref: [reading.value for reading in kpi.readings] for kpi in plan.kpis}, codes(problems)


def test_readings_may_name_the_indicator_in_place_of_its_reference():
    kpis = [["K1", "Visits on time", "High", "%"], ["K2", "Agency staff", "Low", "%"]]
    found = wide_of(KPIS[:4], kpis, ["Indicator", "Dec-25"], ["visits on time", 90], ["Agency staff ", 15])
    assert found == ({"K1": [90.0], "K2": [15.0]}, [])


def test_a_name_that_two_indicators_share_names_neither():
    kpis = [["K1", "Visits", "High", "%"], ["K2", "Visits", "High", "%"]]
    values, found = wide_of(KPIS[:4], kpis, ["Indicator", "Dec-25"], ["Visits", 90])
    assert (values, found) == ({"K1": [], "K2": []}, [("kpi-unknown", "'KPI Data'!A2")])


def test_reference_and_name_may_stand_side_by_side_among_the_readings():
    for head in (["Ref", "Indicator", "Dec-25"], ["Indicator", "Ref", "Dec-25"]):
        cells = {"Ref": "K1", "Indicator": "Visits, all", "Dec-25": 90}
        values, found = wide_of(KPIS[:4], [["K1", "Visits", "High", "%"]], head, [cells[header] for header in head])
        assert values == {"K1": [90.0]}
        assert [code for code, _ in found] == ["column-also"]


def test_kpi_is_the_name_of_an_indicator_beside_ref_and_its_reference_alone():
    plan, problems = read({"KPIs": [["Ref", "KPI", "Good is"], ["K1", "Visits", "High"]], "KPI Data": [DATA]})
    assert ([(kpi.ref, kpi.name) for kpi in plan.kpis], problems) == ([("K1", "Visits")], ())
    plan, problems = read({"KPIs": [["KPI", "Name", "Good is"], ["K1", "Visits", "High"]], "KPI Data": [DATA]})
    assert ([(kpi.ref, kpi.name) for kpi in plan.kpis], problems) == ([("K1", "Visits")], ())


def test_months_without_their_year_are_reported_and_not_passed_over():
    head = ["KPI", "Oct", "November", "Q3"]
    values, found = wide_of(KPIS[:4], [["K1", "Visits", "High", "%"]], head, ["K1", 90, 91, 90])
    assert values == {"K1": []}
    assert found == [("period-quarter-without-year", f"'KPI Data'!{column}1") for column in "BCD"]


def test_a_council_of_calendar_years_may_head_columns_with_q4_2025():
    settings = [["Setting", "Value"], ["Year starts", "January"]]
    head, kpis = [*KPIS[:4], "Frequency"], [["K1", "Visits", "High", "%", "Quarter"]]
    values, found = wide_of(head, kpis, ["KPI", "Q3 2025", "Q4 2025"], ["K1", 90, 91], Settings=settings)
    assert (values, found) == ({"K1": [90.0, 91.0]}, [])


@pytest.mark.parametrize("words", ["All teams", "LA", "council-wide", "Total", "Whole council"])
def test_the_whole_authority_goes_by_many_words(words):
    kpi, found = kpi_of(["K1", "Apr 2025", 90.0, "", "", words])
    assert ([reading.value for reading in kpi.readings], kpi.team_readings, found) == ([90.0], (), [])


@pytest.mark.parametrize(
    ("unit", "values", "decimals"),
    [("%", (89, 90), 0), ("%", (89.6, 90), 1), ("%", (100 / 3, 90), 1), ("ratio", (0.91, 0.9), 2), ("days", (7, 8), 0)],
)
def test_decimals_that_were_left_blank_are_those_of_the_readings(unit, values, decimals):
    rows = [["K1", "Apr-25", values[0]], ["K1", "May-25", values[1]]]
    kpi, _ = kpi_of(*rows, kpi=["K1", "Contacts", "High", unit, 95.0])
    assert kpi.decimals == decimals


def test_decimals_that_were_asked_for_stay():
    kpi, _ = kpi_of(["K1", "Apr-25", 89.6], head=[*KPIS[:4], "Decimals"], kpi=["K1", "Contacts", "High", "%", 0])
    assert kpi.decimals == 0


@pytest.mark.parametrize("good_is", ["High", "Low"])
def test_a_range_as_target_needs_good_is_range(good_is):
    kpi, found = kpi_of(["K1", APRIL.start, 95.0], kpi=["K1", "Reviews", good_is, "%", "85% to 90%"])
    assert kpi.targets == (Target(unread=(("target", 'Target "85% to 90%"'),), source=kpi.source),)
    assert found == [("target-range-polarity", "'KPIs'!E2")]
    assert kpi_of(["K1", APRIL.start, 95.0], kpi=["K1", "Reviews", "Range", "%", "85% to 90%"])[1] == []


def test_targets_from_a_period_are_read_in_words_as_those_of_a_definition():
    targets = [
        *(["KPI", "From", "Target"], ["K1", "2023/24", "At least 85%"], ["K1", "2024/25", "90% or more"]),
        *(["K1", "2025/26", "TBC"], ["K1", "2026/27", "plenty"]),
    ]
    kpi, found = kpi_of(Targets=targets)
    assert [target.value for target in kpi.targets] == [95.0, 85.0, 90.0, None, None]
    assert [target.undecided for target in kpi.targets] == [False, False, False, True, False]
    assert found == [("target-undecided", "'Targets'!C4"), ("target-not-understood", "'Targets'!C5")]


@pytest.mark.parametrize(
    ("cells", "undecided", "codes_found"),
    [
        (["n/a"], True, ["target-undecided"]),
        (["TBC", 80], True, ["target-undecided"]),
        (["-", 80], False, []),  # the target carries on beside a new floor
        (["", 80], False, []),
    ],
)
def test_a_target_that_is_not_agreed_is_told_from_one_that_carries_on(cells, undecided, codes_found):
    kpi, found = kpi_of(
        ["K1", "Apr-25", 86.0], Targets=[["KPI", "From", "Target", "Floor"], ["K1", "Q1 2025/26", *cells]]
    )
    assert [target.undecided for target in kpi.targets] == [False, undecided]
    assert [code for code, _ in found] == codes_found


def test_a_range_in_place_of_a_target_needs_no_warning():
    head = ["KPI", "From", "Target", "Low", "High"]
    kpi, found = kpi_of(["K1", "Apr-25", 86.0], Targets=[head, ["K1", "Q1 2025/26", "n/a", 80, 90]])
    assert ([target.undecided for target in kpi.targets], found) == ([False, True], [])


DECIDING = [
    ("RAG rule", "Kentt", "rule-unknown"),
    ("RAG rule", "Absolute 95", "rule-incomplete"),
    ("Tolerance", "within 1%", "tolerance-not-understood"),
    ("Floor", "eighty", "number-not-understood"),
    ("Good is", "Hihg", "choice-unknown"),
    ("Kind", "Snap", "choice-unknown"),
    ("Quarter rule", "Summ", "choice-unknown"),
    ("Frequency", "now and then", "choice-unknown"),
    ("Year starts", "Thermidor", "month-unknown"),
]


OF_THE_RULE = ("RAG rule", "Tolerance", "Floor")


@pytest.mark.parametrize(("column", "text", "code"), DECIDING)
def test_no_rule_stands_in_where_a_cell_that_decides_the_colour_is_not_understood(column, text, code):
    cells = {"Ref": "K1", "Indicator": "Contacts", "Good is": "High", "Unit": "%", "Target": 90.0} | {column: text}
    kpi, found = kpi_of(["K1", "Apr-25", 86.0], head=list(cells), kpi=list(cells.values()))
    cell = f'{column} "{text}"'
    rule = RagRule(family=RuleFamily.UNREAD, name=cell)
    assert (kpi.rule, kpi.unread) == ((rule, "") if column in OF_THE_RULE else (kpi.rule, cell))
    assert [kind for kind, _ in found] == [code]


@pytest.mark.parametrize("word", ["-", "n/a", "N/A", "Not applicable"])
@pytest.mark.parametrize("column", ["RAG rule", "Kind", "Quarter rule", "Frequency", "Year starts"])
def test_words_for_nothing_leave_open_what_may_be_left_blank(column, word):
    cells = {"Ref": "K1", "Indicator": "Contacts", "Good is": "High", "Unit": "%", "Target": 90.0}
    blank, _ = kpi_of(["K1", "Apr-25", 86.0], head=[*cells, column], kpi=[*cells.values(), ""])
    assert kpi_of(["K1", "Apr-25", 86.0], head=[*cells, column], kpi=[*cells.values(), word]) == (blank, [])


@pytest.mark.parametrize(
    ("cells", "family"),
    [
        ({"RAG rule": "Points tolerance 1 3", "Floor": "?"}, RuleFamily.POINTS),
        ({"RAG rule": "Points tolerance 1 3", "Tolerance": "Standard"}, RuleFamily.POINTS),
        ({"RAG rule": "Kent", "Floor": 80, "Tolerance": "Standard"}, RuleFamily.FLOOR),
        ({"Floor": 80, "Tolerance": "Standard"}, RuleFamily.FLOOR),
        ({"Good is": "Information", "Tolerance": "Standard"}, RuleFamily.INFORMATION),
        ({"Good is": "Information", "Floor": "?"}, RuleFamily.INFORMATION),
        ({"Good is": "Information", "RAG rule": "Kentt"}, RuleFamily.INFORMATION),
        ({"Target": 0, "Good is": "Low", "Floor": "?"}, RuleFamily.ZERO),
        ({"Target": 0, "Good is": "Low", "Tolerance": "Standard"}, RuleFamily.UNREAD),
        ({"RAG rule": "Target range", "Good is": "Range", "Tolerance": "Standard"}, RuleFamily.UNREAD),
        ({"RAG rule": "Percentage", "Tolerance": "Standard"}, RuleFamily.UNREAD),
        ({"RAG rule": "n/a", "Tolerance": "Standard"}, RuleFamily.UNREAD),
    ],
)
def test_a_cell_that_the_rule_does_not_heed_takes_no_colour_away(cells, family):
    row = {"Ref": "K1", "Indicator": "Contacts", "Good is": "High", "Unit": "%", "Target": 90.0} | cells
    kpi, found = kpi_of(["K1", "Apr-25", 86.0], head=list(row), kpi=list(row.values()))
    assert kpi.rule is not None
    assert (kpi.rule.family, kpi.unread) == (family, "")
    assert found != []


def test_a_target_that_is_not_understood_is_kept_as_such_from_its_period():
    kpi, found = kpi_of(
        ["K1", "Apr-25", 86.0], Targets=[["KPI", "From", "Target", "Floor"], ["K1", "Q1 2025/26", "ninety", 80.0]]
    )
    assert [(target.value, target.floor, target.unread) for target in kpi.targets] == [
        (95.0, None, ()),
        (None, 80.0, (("target", 'Target "ninety"'),)),
    ]
    assert found == [("target-not-understood", "'Targets'!C2")]


def test_a_target_on_another_scale_is_not_used_and_not_forgotten():
    kpi, found = kpi_of(
        *(["K1", month, value] for month, value in (("Apr-25", 86.0), ("May-25", 87.0), ("Jun-25", 85.0))),
        Targets=[["KPI", "From", "Target"], ["K1", "Q1 2025/26", 0.9]],
    )
    assert [(target.value, target.unread) for target in kpi.targets] == [
        (95.0, ()),
        (None, (("target", 'Target "0.9", beside figures on another scale,'),)),
    ]
    assert found == [("percent-scale-mixed", "'Targets'!C2")]


@pytest.mark.parametrize("word", ["-", "n/a", "TBC"])
def test_words_for_nothing_on_settings_leave_the_standard(word):
    settings = [["Setting", "Value"], ["RAG rule", word]]
    plan, problems = read({"Settings": settings, "KPIs": [KPIS, K1], "KPI Data": [DATA]})
    assert (plan.settings.rules, problems) == (STANDARD_RULES, ())


def test_a_rule_on_settings_that_is_not_understood_is_no_other_rule():
    settings = [["Setting", "Value"], ["RAG rule", "Kentt"]]
    plan, problems = read({"Settings": settings, "KPIs": [KPIS, K1], "KPI Data": [DATA]})
    assert plan.settings.rules.default == RagRule(
        family=RuleFamily.UNREAD, name='RAG rule "Kentt" on the Settings sheet'
    )
    assert ("rule-unknown", "'Settings'!B2") in codes(problems)


@pytest.mark.parametrize(
    ("value", "read_as", "code"),
    [
        ("12 k", [], "value-not-understood"),  # twelve thousand?
        ("5 low", [], "value-not-understood"),
        ("0 k", [0.0], None),
        ("0.3 [k]", [0.3], None),
        ("85 c", [None], "state-contradicts-value"),
        ("85 (z)", [None], "state-contradicts-value"),
        ("85 p", [85.0], None),
    ],
)
def test_a_figure_and_a_letter_that_says_there_is_none(value, read_as, code):
    row = ["K1", "Contacts", "High", "days", 90.0]
    kpi, found = kpi_of(["K1", "Apr-25", value], kpi=row)
    assert [reading.value for reading in kpi.readings] == read_as
    assert found == ([(code, "'KPI Data'!C2")] if code else [])
    plan, problems = read({"KPIs": [KPIS, row], "KPI Data": [["KPI", "Apr-25"], ["K1", value]]})
    assert [reading.value for reading in plan.kpis[0].readings] == read_as
    assert codes(problems) == ([(code, "'KPI Data'!B2")] if code else [])


def test_a_figure_that_its_state_says_rounds_to_zero():
    kpi, found = kpi_of(["K1", "Apr-25", 12.0, "", "", "", "k"])
    assert [(reading.value, reading.state) for reading in kpi.readings] == [(None, ReadingState.ROUNDS_TO_ZERO)]
    assert found == [("state-contradicts-value", "'KPI Data'!G2")]


def test_quartile_bands_are_read_as_letters_and_as_numbers():
    head = ["KPI", "Comparator", "Period", "Value"]
    marks = [["K1", "Quartile band", "2023/24", letter] for letter in ("A", "b", "C", "D")]
    marks += [["K1", "Quartile band", "2024/25", 2.0], ["K1", "England", "2024/25", "c"]]
    plan, problems = read({"KPIs": [KPIS, K1], "KPI Data": [DATA], "Benchmarks": [head, *marks]})
    assert [mark.value for mark in plan.benchmarks] == [1.0, 2.0, 3.0, 4.0, 2.0]  # England's is suppressed
    assert [code for code, _ in codes(problems)] == []


def test_the_same_reading_twice_is_used_once():
    kpi, found = kpi_of(["K1", "Apr-25", 84.0], ["K1", "Apr-25", 84.0], ["K1", "Apr-25", 84.0])
    assert values(kpi) == [(APRIL, 84.0)]
    assert found == [("reading-repeated", "'KPI Data'!C3"), ("reading-repeated", "'KPI Data'!C4")]


@pytest.mark.parametrize(
    ("frequency", "periods"),
    [
        ("Quarter", ("Oct-25", "Nov-25", "Dec-25")),
        ("Quarter", ("Oct-25", "Nov-25")),
        ("Quarter", ("Q3 2025/26", "Dec-25")),
        ("Year", ("Apr-25", "May-25", "Mar-26")),
    ],
)
def test_equal_figures_of_several_months_are_not_the_figure_of_their_quarter(frequency, periods):
    head = ["Ref", "Indicator", "Good is", "Frequency", "Quarter rule", "Target"]
    row = ["K1", "Visits", "High", frequency, "Sum", 30]
    kpi, found = kpi_of(*(["K1", period, 10.0] for period in periods), kpi=row, head=head)
    assert values(kpi) == []
    assert found == [("reading-duplicated", f"'KPI Data'!C{line}") for line, _ in enumerate(periods, start=2)]
    plan, problems = read({"KPIs": [head, row], "KPI Data": [["KPI", *periods], ["K1", *(10.0 for _ in periods)]]})
    assert plan.kpis[0].readings == ()
    assert codes(problems) == [("reading-duplicated", f"'KPI Data'!{'BCD'[at]}2") for at, _ in enumerate(periods)]


def test_the_same_month_of_a_quarter_twice_is_used_once_and_its_revision_restates_it():
    head = ["Ref", "Indicator", "Good is", "Frequency"]
    row = ["K1", "Visits", "High", "Quarter"]
    q3 = Period(date(2025, 10, 1), 3)
    kpi, found = kpi_of(["K1", "Dec-25", 10.0], ["K1", date(2025, 12, 31), 10.0], kpi=row, head=head)
    assert (values(kpi), found) == ([(q3, 10.0)], [("reading-repeated", "'KPI Data'!C3")])
    kpi, found = kpi_of(["K1", "Dec-25", 10.0], ["K1", "Dec-25", "12 r"], kpi=row, head=head)
    assert (values(kpi), found) == ([(q3, 12.0)], [("reading-restated", "'KPI Data'!C3")])
    kpi, found = kpi_of(["K1", "Nov-25", 10.0], ["K1", "Dec-25", "12 r"], kpi=row, head=head)
    assert (values(kpi), found) == ([], [("reading-duplicated", f"'KPI Data'!C{line}") for line in (2, 3)])


def test_no_indicator_is_rated_by_april_where_nobody_knows_when_its_year_starts():
    head = ["Ref", "Indicator", "Good is", "Year starts"]
    rows = [["K1", "Contacts", "High", ""], ["K2", "Visits", "High", "April"], ["K3", "Births", "Information", ""]]
    settings = [["Setting", "Value"], ["Year starts", "Thermidor"]]
    plan, problems = read({"KPIs": [head, *rows], "KPI Data": [DATA], "Settings": settings})
    unknown = 'Year starts "Thermidor" on the Settings sheet'
    assert [kpi.unread for kpi in plan.kpis] == [unknown, "", ""]
    assert codes(problems) == [("month-unknown", "'Settings'!B2")]
    settings = [["Setting", "Value"], ["Year starts", "n/a"]]
    plan, problems = read({"KPIs": [head, *rows], "KPI Data": [DATA], "Settings": settings})
    assert ([kpi.unread for kpi in plan.kpis], codes(problems)) == (["", "", ""], [])


def test_year_and_quarter_in_two_columns_are_told_to_go_into_one():
    data = [["KPI", "Year", "Quarter", "Value"], ["K1", "2025/26", "Q1", 80.0]]
    problems = read({"KPIs": [KPIS, K1], "KPI Data": data})[1]
    assert problems[0].code == "column-twice"
    assert problems[0].fix.endswith("Year and quarter or month belong in one cell, such as Q3 2025/26.")
