"""KPI Data with a column for each period: figures are taken only where it is certain whose they are, and of when."""

from datetime import date

import pytest
from read_books import book as book_of
from read_books import codes, part, read, rewritten

from quarterly.model.kpi import ReadingState
from quarterly.read import read_bytes

KPIS = [
    ["Ref", "Indicator", "Good is", "Unit", "Frequency", "Target"],
    ["K1", "Visits", "High", "%", "Month", 90],
    ["K2", "Plans late", "Low", "plans", "Month", 5],
]
MONTHS = ["Oct-25", "Nov-25", "Dec-25"]


def wide(*rows, merged=(), kpis=KPIS):
    """Values by indicator, and codes with cells, of a KPI Data sheet with these rows."""
    plan, problems = read({"KPIs": kpis, "KPI Data": rows}, merged={"KPI Data": merged})
    return {kpi.ref: [reading.value for reading in kpi.readings] for kpi in plan.kpis}, codes(problems)


def quarterly(*rows, merged=()):
    kpis = [KPIS[0], *([*row[:4], "Quarter", row[5]] for row in KPIS[1:])]
    return wide(*rows, merged=merged, kpis=kpis)


def test_a_year_over_its_months_gives_no_figure_to_the_year():
    values, found = wide(
        ["KPI", "2025/26", "", ""],
        ["", "Oct", "Nov", "Dec"],
        ["K1", 80, 81, 82],
        merged=["A1:A2", "B1:D1"],
    )
    assert values == {"K1": [], "K2": []}
    assert found == [("header-over-columns", "'KPI Data'!B1")]


@pytest.mark.parametrize("merged", [["A1:A2", "B1:C1", "D1:E1"], ["B1:C1", "D1:E1"], []])
@pytest.mark.parametrize("under", [["Target", "Actual"], ["Actual", "Target"]])
def test_targets_and_actuals_under_one_quarter_are_never_taken_for_each_other(merged, under):
    values, found = quarterly(
        ["KPI", "Q2 2025/26", "", "Q3 2025/26", ""],
        ["", *under, *under],
        ["K1", 90, 70, 90, 60],
        ["K2", 5, 9, 5, 11],
        merged=merged,
    )
    assert values == {"K1": [], "K2": []}
    assert found == [("header-over-columns", "'KPI Data'!B1")]


def test_a_second_word_under_each_period_makes_its_column_unclear():
    values, found = quarterly(["KPI", "Q2 2025/26", "Q3 2025/26"], ["", "Actual", "Target"], ["K1", 70, 90])
    assert (values["K1"], found) == ([], [("header-over-columns", "'KPI Data'!B1")])


def test_a_period_merged_over_two_columns_of_figures_is_the_header_of_neither():
    values, found = quarterly(["KPI", "Q3 2025/26", ""], ["K1", 90, 60], merged=["B1:C1"])
    assert (values["K1"], found) == ([], [("header-over-columns", "'KPI Data'!B1")])


def test_header_cells_merged_down_without_words_below_are_one_header():
    values, found = wide(["KPI", *MONTHS], ["", "", "", ""], ["K1", 80, 81, 82], merged=["A1:A2", "B1:B2"])
    assert (values["K1"], found) == ([80, 81, 82], [])


def test_rows_under_one_merged_kpi_are_none_of_them_its_reading():
    values, found = wide(
        ["KPI", "Measure", *MONTHS],
        ["K1", "Target", 90, 90, 90],
        ["", "Actual", 60, 61, 62],
        ["K2", "", 4, 5, 6],
        merged=["A2:A3"],
    )
    assert values == {"K1": [], "K2": [4, 5, 6]}
    assert found == [("key-over-rows", "'KPI Data'!A2")]


def test_rows_named_target_and_actual_are_parts_of_one_kpi_though_nothing_is_merged():
    values, found = wide(
        ["KPI", "Measure", *MONTHS],
        ["K1", "Target", 90, 90, 90],
        ["", "Actual", 60, 61, 62],
        ["", "RAG", "R", "R", "R"],
    )
    assert (values["K1"], found) == ([], [("key-over-rows", "'KPI Data'!A2")])


def test_a_row_named_target_is_no_reading_though_it_has_its_reference():
    values, found = wide(
        ["KPI", "Measure", *MONTHS],
        ["K1", "Actual", 60, 61, ""],
        ["K1", "Annual target", "", "", 90],
        ["K2", "", 4, 5, 6],
    )
    assert values == {"K1": [60, 61], "K2": [4, 5, 6]}
    assert found == [("period-not-actual", "'KPI Data'!B3")]


def test_a_name_that_merely_speaks_of_averages_is_no_comparator():
    values, found = wide(
        ["KPI", "What it counts", *MONTHS], ["K1", "Average caseload", 80, 81, 82], ["", "Plans", 1, 2, 3]
    )
    assert (values["K1"], found) == ([80, 81, 82], [("key-missing", "'KPI Data'!A3")])


def test_an_estimate_is_a_provisional_figure():
    plan, problems = read({"KPIs": KPIS, "KPI Data": [["KPI", "Dec-25 (estimate)"], ["K1", 81]]})
    assert [(reading.value, reading.state) for reading in plan.kpis[0].readings] == [(81, ReadingState.PROVISIONAL)]
    assert problems == ()


def test_a_row_that_lost_its_reference_is_reported_with_what_stands_in_it():
    _, problems = read({"KPIs": KPIS, "KPI Data": [["KPI", *MONTHS], ["K1", 80, 81, 82], ["", 5, 6, 7]]})
    assert [(problem.code, str(problem.at), problem.found) for problem in problems] == [
        ("key-missing", "'KPI Data'!A3", "5")
    ]


def test_a_second_table_of_other_months_is_not_read_by_the_first_ones():
    values, found = wide(
        ["KPI", "Comment", *MONTHS],
        ["K1", "", 80, 81, 82],
        [],
        ["KPI", "Comment", "Jul-25", "Aug-25", "Sep-25"],
        ["K2", "in arrears", 1, 2, 3],
    )
    assert values == {"K1": [80, 81, 82], "K2": []}
    assert found == [("second-table", "'KPI Data'!A4")]


def test_a_second_table_may_call_its_key_by_another_name():
    values, found = wide(
        ["KPI", *MONTHS], ["K1", 80, 81, 82], [], ["Indicator", "Jul-25", "Aug-25"], ["Plans late", 1, 2]
    )
    assert (values["K2"], found) == ([], [("second-table", "'KPI Data'!A4")])


def test_the_same_periods_again_are_passed_over():
    values, found = wide(["KPI", *MONTHS], ["K1", 80, 81, 82], ["KPI", *MONTHS], ["K2", 4, 5, 6])
    assert (values, found) == ({"K1": [80, 81, 82], "K2": [4, 5, 6]}, [])


@pytest.mark.parametrize("remark", ["target", "forecast", "projected", "England", "SN average", "Numerator"])
def test_a_period_with_a_remark_that_it_is_another_figure_is_not_read(remark):
    values, found = wide(["KPI", "Nov-25", f"Dec-25 ({remark})"], ["K1", 81, 95])
    assert (values["K1"], found) == ([81], [("period-not-actual", "'KPI Data'!C1")])


def test_a_forecast_among_the_rows_is_not_read():
    rows = [["KPI", "Period", "Value"], ["K1", "Nov-25", 81], ["K1", "Dec-25 (forecast)", 95]]
    values, found = wide(*rows)
    assert (values["K1"], found) == ([81], [("period-not-actual", "'KPI Data'!B3")])


def test_a_remark_that_is_not_known_is_said_once_for_its_column():
    values, found = wide(["KPI", "Dec-25 (after moderation)"], ["K1", 81], ["K2", 4])
    assert (values, found) == ({"K1": [81], "K2": [4]}, [("period-suffix-unknown", "'KPI Data'!B1")])


def test_actual_beside_a_period_says_nothing_new():
    values, found = wide(["KPI", "Nov-25 (actual)", "Dec-25 outturn", "Target Dec-25"], ["K1", 81, 82, 90])
    assert (values["K1"], found) == ([81, 82], [("period-not-actual", "'KPI Data'!D1")])


def test_a_bare_year_is_noted_at_its_header():
    kpis = [KPIS[0], ["K1", "Visits", "High", "%", "Year", 90]]
    values, found = wide(["KPI", 2024, 2025], ["K1", 80, 81], kpis=kpis)
    assert values == {"K1": [80, 81]}
    assert found == [("period-bare-year", "'KPI Data'!B1"), ("period-bare-year", "'KPI Data'!C1")]


def test_a_column_of_another_length_of_time_is_said_once():
    values, found = wide(["KPI", *MONTHS, "2025/26"], ["K1", 80, 81, 82, 81], ["K2", 4, 5, 6, 15])
    assert sorted(values["K2"]) == [4, 5, 6, 15]
    assert found == [("period-not-of-frequency", "'KPI Data'!E2")]


def test_outturns_of_years_before_the_months_are_no_mistake():
    values, found = wide(["KPI", "2023/24", "2024/25 outturn", *MONTHS], ["K1", 70, 75, 80, 81, 82])
    assert (values["K1"], found) == ([70, 75, 80, 81, 82], [])
    values, found = quarterly(["KPI", "2024/25", "Q1 2025/26", "Q2 2025/26", "2025/26"], ["K1", 75, 80, 81, 81])
    assert found == [("period-not-of-frequency", "'KPI Data'!E2")]  # this year's is not over before its quarters


def test_a_table_of_quarters_under_a_blank_frequency_is_said_once():
    kpis = [["Ref", "Indicator", "Good is", "Target"], ["K1", "Visits", "High", 90], ["K2", "Plans", "Low", 5]]
    data = [["KPI", "Q1 2025/26", "Q2 2025/26"], ["K1", 80, 81], ["K2", 4, 5]]
    plan, problems = read({"KPIs": kpis, "KPI Data": data})
    assert [[reading.value for reading in kpi.readings] for kpi in plan.kpis] == [[80, 81], [4, 5]]
    assert [str(problem) for problem in problems] == [
        "'KPI Data'!B2: The reading covers another length of time than the KPI's frequency says. "
        'Found: "Q1 2025/26". Correct the period, or the Frequency of the KPI, which is taken as Month.'
    ]


def test_figures_under_no_header_at_all_are_reported():
    values, found = wide(["KPI", "Oct-25", "Nov-25", ""], ["K1", 80, 81, 60])
    assert (values["K1"], found) == ([80, 81], [("period-column-unread", "'KPI Data'!D1")])


def test_words_and_scratch_figures_beside_the_periods_are_the_officers_own():
    values, found = wide(["KPI", *MONTHS, "", "", ""], ["K1", 80, 81, 82, "check", "", 17])
    assert (values["K1"], found) == ([80, 81, 82], [])


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (b'<c r="D1"><f>EDATE(C1,1)</f></c>', "formula-not-calculated"),
        (b'<c r="D1" t="e"><v>#REF!</v></c>', "cell-error"),
    ],
)
def test_a_header_that_excel_does_not_show_is_reported(cell, code):
    content = book_of({"KPIs": KPIS, "KPI Data": [["KPI", "Oct-25", "Nov-25", "x"], ["K1", 80, 81, 60]]})
    name = "xl/worksheets/sheet2.xml"
    sheet = part(content, name)
    start = sheet.index(b'<c r="D1"')
    end = sheet.index(b"</c>", start) + len(b"</c>")
    plan, problems = read_bytes(rewritten(content, {name: sheet[:start] + cell + sheet[end:]}), "plan.xlsx")
    assert [reading.value for reading in plan.kpis[0].readings] == [80, 81]
    assert codes(problems) == [(code, "'KPI Data'!D1")]


@pytest.mark.parametrize(("area", "cell"), [("B3:D3", "B3"), ("D2:D3", "D2")])
def test_a_figure_merged_over_months_or_kpis_is_nobodys(area, cell):
    rows = [["KPI", *MONTHS], ["K1", 80, 81, 82], ["K2", 9, "", ""]]
    values, found = wide(*rows, merged=[area])
    assert 9 not in values["K2"] or area == "D2:D3"
    assert 82 not in values["K1"] or area == "B3:D3"
    assert found == [("merged-reading", f"'KPI Data'!{cell}")]


def test_shorthand_merged_over_months_goes_for_each():
    plan, problems = read(
        {"KPIs": KPIS, "KPI Data": [["KPI", *MONTHS], ["K1", 80, 81, 82], ["K2", "n/a", "", 4]]},
        merged={"KPI Data": ["B3:C3"]},
    )
    states = [reading.state for reading in plan.kpis[1].readings]
    assert states == [ReadingState.NOT_APPLICABLE, ReadingState.NOT_APPLICABLE, ReadingState.FINAL]
    assert codes(problems) == [("merged-filled", "'KPI Data'!B3")]


def test_a_total_or_a_comment_beside_the_periods_is_the_officers_own():
    values, found = wide(
        ["KPI", "Comment", "", "Oct-25", "Nov-25", "", "Total", "Value"],
        ["K1", "", "", 80, 81, "", 161, 9],
        ["", "note"],
    )
    assert (values["K1"], found) == ([80, 81], [])


def test_years_parted_by_a_blank_column_are_one_table():
    values, found = wide(["KPI", "Oct-25", "", "Nov-25"], ["K1", 80, "", 81])
    assert (values["K1"], found) == ([80, 81], [])


@pytest.mark.parametrize("header", ["KPI", "Measure"])
def test_a_table_beside_another_is_reported_as_a_whole(header):
    values, found = wide(["KPI", *MONTHS, "", header, *MONTHS], ["K1", 80, 81, 82, "", "England", 1, 2, 3])
    assert (values["K1"], found) == ([80, 81, 82], [("table-beside", "'KPI Data'!F1")])


def test_averages_and_totals_under_the_table_are_no_indicators():
    values, found = wide(["KPI", *MONTHS], ["K1", 80, 81, 82], ["Average", 80, 81, 82], ["", "", "", "Total"])
    assert (values["K1"], found) == ([80, 81, 82], [("band-row", "'KPI Data'!A3"), ("band-row", "'KPI Data'!A4")])


def test_days_as_headers_over_a_row_of_words_are_periods_all_the_same():
    values, found = quarterly(["KPI", date(2025, 12, 31), ""], ["", "Actual", "Target"], ["K1", 60, 90])
    assert (values["K1"], found) == ([], [("header-over-columns", "'KPI Data'!B1")])
