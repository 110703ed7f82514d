"""What belongs to a table and what only lies near it: second header rows, lists, summaries, remarks, other meanings."""

from datetime import date

import pytest
from read_books import Percent, codes, read

from quarterly.model.plan import DeclaredRag, Stage

HEAD = ["Ref", "Action", "Lead", "Due", "Status"]
DUE = date(2026, 6, 30)


def plan_of(*rows, merged=()):
    plan, problems = read({"Action Plan": rows}, merged={"Action Plan": merged})
    return plan, codes(problems)


# Headers in two rows


@pytest.mark.parametrize("merged", [["D1:E1", *(f"{letter}1:{letter}2" for letter in "ABCF")], ["D1:E1"], []])
@pytest.mark.parametrize(
    ("group", "under"),
    [("Timescale", ["Start", "End"]), ("Deadline", ["Original", "Revised"]), ("Dates", ["Start", "Due"])],
)
def test_a_start_is_never_read_as_due_because_one_header_stands_over_both(group, under, merged):
    plan, found = plan_of(
        ["Ref", "Action", "Lead", group, "", "Status"],
        ["", "", "", *under, ""],
        ["A1", "Train", "Jo", date(2025, 4, 1), DUE, "In progress"],
        merged=merged,
    )
    action = plan.actions[0]
    assert (action.start, action.due, action.revised_due) == (None, None, None)
    assert (action.leads, action.stage) == (("Jo",), Stage.IN_PROGRESS)
    assert found == [("header-over-columns", "'Action Plan'!D1")]


def test_a_group_of_the_officers_own_columns_is_passed_over():
    head = ["Ref", "Action", "Costs", ""]
    merged = ["A1:A2", "B1:B2", "C1:D1"]
    plan, found = plan_of(head, ["", "", "Planned", "Spent"], ["A1", "Train", 10, 12], merged=merged)
    assert ([action.ref for action in plan.actions], found) == (["A1"], [])


def test_cells_merged_in_every_row_under_a_merged_header_are_one_column():
    plan, found = plan_of(["Ref", "Theme", "", "Action"], ["A1", "Care", "", "Train"], merged=["B1:C1", "B2:C2"])
    assert ([(action.theme, action.text) for action in plan.actions], found) == ([("Care", "Train")], [])


def test_a_row_of_guidance_under_the_headers_is_not_a_second_header_row():
    plan, found = plan_of(["Ref", "Action", "Due"], ["", "What will be done", "A date"], ["A1", "Train", DUE])
    assert (plan.actions[0].due, found) == (DUE, [("key-missing", "'Action Plan'!A2")])


# Lists and tables beside the table


def test_a_list_beside_the_table_colours_no_action():
    rows = [["A1", "Train", "Red"], ["A2", "Hire", "Amber"], ["A3", "Plan", "Green"], ["A4", "Move", ""]]
    plan, found = plan_of(["Ref", "Action", "", "RAG"], *([*row[:2], "", row[2]] for row in rows))
    assert [action.declared for action in plan.actions] == [None] * 4
    assert found == [("list-beside", "'Action Plan'!D1")]


def test_a_list_as_long_as_the_table_may_be_its_column_and_is_an_error():
    plan, found = plan_of(["Ref", "Action", "", "Status"], ["A1", "T", "", "Complete"], ["A2", "H", "", "Not started"])
    assert [action.stage for action in plan.actions] == [Stage.UNKNOWN] * 2
    assert found == [("column-apart", "'Action Plan'!D1")]


def test_a_column_behind_a_blank_one_that_every_row_fills_is_the_tables():
    words = ["Red", "Amber", "Red"]
    plan, found = plan_of(["Ref", "Action", "", "RAG"], *([f"A{n}", "T", "", word] for n, word in enumerate(words)))
    assert [action.declared for action in plan.actions] == [DeclaredRag.RED, DeclaredRag.AMBER, DeclaredRag.RED]
    assert found == []


def test_headings_among_the_rows_do_not_part_a_column_from_its_table():
    rows = [["Priority one"], ["A1", "T", "", "Red"], ["Priority two"], ["A2", "H", "", "Red"]]
    plan, found = plan_of(["Ref", "Action", "", "RAG"], *rows)
    assert [action.declared for action in plan.actions] == [DeclaredRag.RED, DeclaredRag.RED]
    assert [code for code, _ in found] == ["band-row", "band-row"]


def test_a_list_under_a_header_that_the_table_has_as_well_is_nothing_to_report():
    plan, found = plan_of(
        ["Ref", "Action", "RAG", "", "RAG"], ["A1", "T", "Red", "", "Amber"], ["A2", "H", "Green", "", "Red"]
    )
    assert [action.declared for action in plan.actions] == [DeclaredRag.RED, DeclaredRag.GREEN]
    assert found == []


@pytest.mark.parametrize("people", [2, 3, 5])
@pytest.mark.parametrize("editions", [["Working", "Published"], ["Published", "Working"], ["Working"]])
def test_nobody_gets_an_edition_from_a_list_that_lies_beside_the_recipients(people, editions):
    rows = [
        [f"Person {number}", f"p{number}@council.example", "Chair", "", edition]
        for number, edition in zip(range(people), [*editions, *[""] * people], strict=False)
    ]
    plan, problems = read(
        {
            "Action Plan": [["Ref", "Action"], ["A1", "Train"]],
            "Distribution": [["Name", "E-mail", "Role", "", "Edition"], *rows],
        }
    )
    assert [(recipient.edition, recipient.active) for recipient in plan.recipients] == [("", False)] * people
    assert codes(problems) == [("column-apart", "'Distribution'!E1")]


def test_nobody_is_sent_anything_where_it_is_not_certain_who_is_active():
    rows = [["A", "a@council.example", "", "No"], ["B", "b@council.example", "", "Yes"]]
    plan, problems = read(
        {"Action Plan": [["Ref", "Action"], ["A1", "Train"]], "Distribution": [["Name", "E-mail", "", "Active"], *rows]}
    )
    assert [recipient.active for recipient in plan.recipients] == [False, False]
    assert codes(problems) == [("column-apart", "'Distribution'!D1")]


def test_a_second_list_of_recipients_beside_the_first_is_reported():
    head = ["Name", "E-mail"]
    plan, problems = read(
        {
            "Action Plan": [["Ref", "Action"], ["A1", "Train"]],
            "Distribution": [[*head, "", *head], ["A", "a@council.example", "", "B", "b@council.example"]],
        }
    )
    assert [recipient.name for recipient in plan.recipients] == ["A"]
    assert codes(problems) == [("table-beside", "'Distribution'!D1")]


# Small tables above and below


def test_a_summary_above_does_not_stand_for_the_plan():
    plan, found = plan_of(["No.", "Action", "Total"], [1, "Complete", 5], [], HEAD, ["A1", "Train", "Jo", DUE, "Open"])
    assert [action.ref for action in plan.actions] == ["A1"]
    assert found == [("table-above", "'Action Plan' row 1")]


def test_a_date_in_the_title_above_the_audits_is_not_their_header():
    plan, problems = read(
        {
            "Action Plan": [["Ref", "Action"], ["A1", "Train"]],
            "Audits": [
                ["Audit programme"],
                ["Date", "31/12/2025"],
                [],
                ["Month", "Outstanding", "Good", "RI", "Inadequate"],
                ["Oct-25", 1, 9, 6, 2],
                ["Total", 1, 9, 6, 2],
            ],
        }
    )
    assert [(audit.outstanding, audit.good) for audit in plan.audits] == [(1, 9)]
    assert codes(problems) == [("band-row", "'Audits'!A6")]


@pytest.mark.parametrize("word", ["Subtotal", "Sub-total", "Sub total", "Average", "Grand total", "Summary"])
def test_totals_among_the_actions_are_no_actions(word):
    plan, found = plan_of(HEAD, ["A1", "Train", "Jo", DUE, "Open"], [word, 2, "", "", ""])
    assert ([action.ref for action in plan.actions], found) == (["A1"], [("band-row", "'Action Plan'!A3")])


def test_a_row_of_totals_says_so_in_any_column():
    head = ["Theme", "Ref", "Action", "% complete"]
    plan, found = plan_of(head, ["Care", "A1", "Train", Percent(0.5)], ["Total", "", "", Percent(0.5)])
    assert ([action.ref for action in plan.actions], found) == (["A1"], [("band-row", "'Action Plan'!B3")])


def test_a_key_to_colours_under_the_plan_is_no_action():
    plan, found = plan_of(HEAD, ["A1", "Train", "Jo", DUE, "Open"], [], ["Red", "Off track"], ["Green", 4])
    assert [action.ref for action in plan.actions] == ["A1"]
    assert found == [("row-apart", "'Action Plan'!A4"), ("row-apart", "'Action Plan'!A5")]


def test_a_key_to_colours_under_a_heading_is_no_action():
    plan, found = plan_of(HEAD, ["A1", "Train", "Jo", DUE, "Open"], ["Key:"], ["Red", "Off track"])
    assert [action.ref for action in plan.actions] == ["A1"]
    assert found == [("band-row", "'Action Plan'!A3"), ("row-apart", "'Action Plan'!A4")]


def test_references_without_digits_stay_references():
    plan, found = plan_of(HEAD, ["Train", "Train", "Jo", DUE, "Open"], [], ["Hire", "Hire"], ["B1", "Move"])
    assert ([action.ref for action in plan.actions], found) == (["Train", "Hire", "B1"], [])


def test_an_action_under_a_blank_row_stays_an_action():
    plan, found = plan_of(
        HEAD, ["A1", "Train", "Jo", DUE, "Open"], [], ["New", "Hire", "Al", DUE, "Open"], ["A2", "Move"]
    )
    assert ([action.ref for action in plan.actions], found) == (["A1", "New", "A2"], [])


def test_a_reference_merged_over_rows_is_reported_once():
    plan, found = plan_of(HEAD, ["A1", "Train", "Jo", DUE, "Open"], ["", "Train again", "Al"], merged=["A2:A3"])
    assert [action.text for action in plan.actions] == ["Train"]
    assert found == [("key-over-rows", "'Action Plan'!A2")]


def test_cells_merged_across_and_down_go_for_every_row():
    plan, found = plan_of(
        ["Ref", "Theme", "", "Action", "Due", "Revised due"],
        ["A1", "Care", "", "Train", DUE, ""],
        ["A2", "", "", "Hire", "", ""],
        merged=["B2:C3", "E2:F3"],
    )
    assert [(action.theme, action.due) for action in plan.actions] == [("Care", DUE)] * 2
    assert found == [("merged-filled", "'Action Plan'!B2"), ("merged-filled", "'Action Plan'!E2")]


# Remarks and headers of two meanings


@pytest.mark.parametrize("remark", ["last quarter", "previous", "old", "prior year"])
def test_a_colour_of_another_time_is_not_todays(remark):
    plan, found = plan_of(["Ref", "Action", f"RAG ({remark})"], ["A1", "Train", "Green"])
    assert (plan.actions[0].declared, found) == (None, [("header-of-other-time", "'Action Plan'!C1")])
    plan, found = plan_of(["Ref", "Action", f"RAG ({remark})", "RAG"], ["A1", "Train", "Green", "Red"])
    assert (plan.actions[0].declared, found) == (DeclaredRag.RED, [])


@pytest.mark.parametrize("header", ["Target 2025/26", "Target Q3 2025/26"])
def test_a_target_with_its_year_is_suggested_to_be_one(header):
    kpis = [["Ref", "Indicator", "Good is", header], ["K1", "Visits", "High", 90]]
    plan, problems = read({"KPIs": kpis, "KPI Data": [["KPI", "Period", "Value"]]})
    assert plan.kpis[0].targets == ()
    assert [(problem.code, problem.fix.partition("?")[0]) for problem in problems] == [
        ("header-close", 'Did you mean "Target"')
    ]


def test_of_two_columns_with_different_remarks_neither_is_chosen():
    plan, found = plan_of(["Ref", "Action", "RAG (Q2)", "RAG (Q3)"], ["A1", "Train", "Green", "Red"])
    assert (plan.actions[0].declared, found) == (None, [("column-undecided", "'Action Plan'!C1")])


def test_a_header_of_its_own_with_a_remark_goes_before_another_name_of_the_column():
    plan, found = plan_of(["No", "Ref (unique)", "Action"], [1, "A1", "Train"])
    assert ([action.ref for action in plan.actions], found) == (["A1"], [("column-also", "'Action Plan'!A1")])


@pytest.mark.parametrize(
    "head", [["Due (original)", "Due (revised)"], ["Original due date", "Current due date"], ["Due", "Revised due"]]
)
def test_first_and_revised_dates_go_by_many_names(head):
    plan, found = plan_of(["Ref", "Action", *head], ["A1", "Train", date(2025, 6, 30), DUE])
    assert (plan.actions[0].due, plan.actions[0].revised_due, found) == (date(2025, 6, 30), DUE, [])


def test_completion_date_is_what_the_sheet_lacks_and_neither_where_it_lacks_both():
    done = date(2025, 6, 20)
    plan, found = plan_of(["Ref", "Action", "Due date", "Completion date"], ["A1", "Train", DUE, done])
    assert (plan.actions[0].due, plan.actions[0].completed_on, found) == (DUE, done, [])
    plan, found = plan_of(["Ref", "Action", "Completed on", "Completion date"], ["A1", "Train", done, DUE])
    assert (plan.actions[0].due, plan.actions[0].completed_on, found) == (DUE, done, [])
    plan, found = plan_of(["Ref", "Action", "Completion date"], ["A1", "Train", done])
    assert (plan.actions[0].due, plan.actions[0].completed_on) == (None, None)
    assert found == [("column-ambiguous", "'Action Plan'!C1")]


def test_priorities_that_rank_are_no_themes():
    plan, found = plan_of(["Ref", "Action", "Priority"], ["A1", "Train", "High"], ["A2", "Hire", "low"])
    assert ([action.theme for action in plan.actions], found) == (["", ""], [("column-levels", "'Action Plan'!C1")])
    plan, found = plan_of(["Ref", "Action", "Priority"], ["A1", "Train", "High"], ["A2", "Hire", "Care leavers"])
    assert ([action.theme for action in plan.actions], found) == (["High", "Care leavers"], [])


def test_a_column_of_which_no_word_is_known_is_the_officers_own():
    kpis = [
        ["Ref", "Indicator", "Good is", "Type"],
        ["K1", "Visits", "High", "National"],
        ["K2", "Plans", "Low", "Local"],
    ]
    _, problems = read({"KPIs": kpis, "KPI Data": [["KPI", "Period", "Value"]]})
    assert codes(problems) == [("column-other", "'KPIs'!D1")]
    kpis[0][3], kpis[1][3], kpis[2][3] = "Kind", "Sometimes", "Never"
    _, problems = read({"KPIs": kpis, "KPI Data": [["KPI", "Period", "Value"]]})
    assert [code for code, _ in codes(problems)] == ["choice-unknown"] * 2
    kpis[0][3], kpis[1][3], kpis[2][3] = "Type", "National", "Rolling"
    _, problems = read({"KPIs": kpis, "KPI Data": [["KPI", "Period", "Value"]]})
    assert codes(problems) == [("choice-unknown", "'KPIs'!D2")]


# Words that ask or deny


@pytest.mark.parametrize("word", ["Complete?", "Complete?!"])
def test_a_question_is_no_answer(word):
    plan, found = plan_of(["Ref", "Action", "Status", "RAG"], ["A1", "Train", word, "Red?"])
    assert (plan.actions[0].stage, plan.actions[0].declared) == (Stage.UNKNOWN, None)
    assert found == [("choice-unknown", "'Action Plan'!C2"), ("choice-unknown", "'Action Plan'!D2")]


@pytest.mark.parametrize(
    "words", ["Not complete", "Incomplete", "Part complete", "Partially complete", "Almost complete", "To be completed"]
)
def test_no_suggestion_says_the_opposite_of_what_stands_there(words):
    _, problems = read({"Action Plan": [["Ref", "Action", "Status"], ["A1", "Train", words]]})
    assert problems[0].fix.startswith("Use one of:")


def test_a_slip_in_words_that_deny_is_still_put_right():
    _, problems = read({"Action Plan": [["Ref", "Action", "Status"], ["A1", "Train", "Not startad"]]})
    assert problems[0].fix.startswith('Did you mean "Not started"?')
