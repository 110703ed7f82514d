from datetime import date

import pytest
from read_books import Percent, book, codes, read

from quarterly.model.plan import Action, DeclaredRag, Stage
from quarterly.model.problems import Source
from quarterly.read import read_bytes

HEAD = ["Ref", "Action", "Start", "Due", "Revised due", "% complete", "Status", "RAG", "Completed on", "Evidenced on"]


def plan_of(*rows, head=HEAD):
    return read({"Action Plan": [head, *rows]})


def test_an_action_is_read_with_the_cells_it_came_from():
    head = [
        "Ref",
        "Recommendation",
        "Action",
        "Lead",
        "Start",
        "Due",
        "% complete",
        "Status",
        "RAG",
        "KPIs",
        "Depends on",
    ]
    row = ["A 1", "R1; R2", "Train", "AD / HoS", date(2025, 4, 1), "30/09/2025", "60%", "Started", "g", "K1, K4", ""]
    plan, problems = read({"Action Plan": [["Plan 2025"], head, row]})
    assert plan.actions == (
        Action(
            ref="A 1",
            text="Train",
            recommendations=("R1", "R2"),
            leads=("AD", "HoS"),
            start=date(2025, 4, 1),
            due=date(2025, 9, 30),
            complete=60.0,
            stage=Stage.IN_PROGRESS,
            declared=DeclaredRag.GREEN,
            kpis=("K1", "K4"),
            source=Source("Action Plan", 3),
        ),
    )
    assert str(plan.actions[0].source.cell("due")) == "'Action Plan'!F3"
    assert problems == ()


def test_numeric_references_lose_their_point_zero():
    plan, _ = plan_of([1.0, "Train"], [2.5, "Hire"])
    assert [action.ref for action in plan.actions] == ["1", "2.5"]


def test_dates_that_cannot_be_are_reported_and_left_out():
    plan, problems = plan_of(
        ["A1", "Train", "01/04/2025", "31/06/25"],
        ["A2", "Train", "01/04/2025", "01/03/2025"],
        ["A3", "Train", "01/04/2025", "30/06/2025", "", "", "Complete", "", "01/03/2025"],
        ["A4", "Train", "01/04/2025", "30/06/2025", "", "", "Complete", "", "30/06/2205"],
    )
    assert codes(problems) == [
        ("date-impossible", "'Action Plan'!D2"),
        ("end-before-start", "'Action Plan'!D3"),
        ("completed-before-start", "'Action Plan'!I4"),
        ("date-out-of-range", "'Action Plan'!I5"),
    ]
    assert [action.due for action in plan.actions] == [None, None, date(2025, 6, 30), date(2025, 6, 30)]
    assert [action.completed_on for action in plan.actions] == [None] * 4


def test_dates_that_are_odd_are_used_and_reported():
    plan, problems = plan_of(
        ["A1", "Train", "", "30/06/2025", "30/05/2025", "", "Complete", "", "30/04/2025", "01/04/2025"],
        ["A2", "Train", "", "March 2026"],
    )
    assert codes(problems) == [
        ("revised-before-due", "'Action Plan'!E2"),
        ("evidenced-before-completed", "'Action Plan'!J2"),
        ("date-month-only", "'Action Plan'!D3"),
    ]
    assert plan.actions[0].revised_due == date(2025, 5, 30)
    assert plan.actions[1].due == date(2026, 3, 31)


def test_words_in_due():
    plan, problems = plan_of(["A1", "Train", "", "Ongoing"], ["A2", "Train", "", "TBC"], ["A3", "Train", "", "n/a"])
    assert [(action.due, action.ongoing) for action in plan.actions] == [(None, True), (None, False), (None, False)]
    assert codes(problems) == [("due-undecided", "'Action Plan'!D3")]


def complete(*cells):
    plan, problems = plan_of(*([f"A{number}", "Train", "", "", "", cell] for number, cell in enumerate(cells, 1)))
    return [action.complete for action in plan.actions], codes(problems)


def test_percentages_complete_on_any_one_scale():
    assert complete(Percent(0.6), Percent(1.0), Percent(0.0)) == (
        [60.0, 100.0, 0.0],
        [("complete-without-date", "'Action Plan'!I3")],
    )
    assert complete("60%", 45.0, 0.0) == ([60.0, 45.0, 0.0], [])
    assert complete(Percent(0.6), 45.0) == ([60.0, 45.0], [])


def test_fractions_throughout_are_read_as_percentages_with_a_warning():
    assert complete(0.6, 0.25, 0.0) == ([60.0, 25.0, 0.0], [("percent-read-as-fraction", "'Action Plan'!F2")])


def test_mixed_scales_are_never_guessed():
    values, found = complete(60.0, 0.45, 80.0)
    assert values == [60.0, None, 80.0]
    assert found == [("percent-scale-mixed", "'Action Plan'!F3")]


def test_a_lone_one_could_be_one_or_all():
    values, found = complete(1.0, 0.0)
    assert values == [None, 0.0]
    assert found == [("percent-scale-mixed", "'Action Plan'!F2")]


def test_percentages_outside_the_scale():
    values, found = complete(60.0, 120.0, -5.0)
    assert values == [60.0, None, None]
    assert found == [("complete-out-of-range", "'Action Plan'!F3"), ("complete-out-of-range", "'Action Plan'!F4")]


def test_complete_without_a_date_and_words_that_disagree():
    _, problems = plan_of(
        ["A1", "Train", "", "", "", "100%"],
        ["A2", "Train", "", "", "", "50%", "Done", "", "01/04/2025"],
        ["A3", "Train", "", "", "", "50%", "Not started"],
    )
    assert codes(problems) == [
        ("complete-without-date", "'Action Plan'!I2"),
        ("complete-disagrees", "'Action Plan'!F3"),
        ("complete-disagrees", "'Action Plan'!F4"),
    ]


def test_every_word_for_a_stage_and_a_colour():
    words = ["Completed", "Done", "On hold", "Withdrawn", "No longer applicable", "in  progress", "-", "Sleeping"]
    plan, problems = plan_of(
        *([f"A{number}", "T", "", "", "", "", word, "", "1/4/25"] for number, word in enumerate(words))
    )
    assert [action.stage for action in plan.actions] == [
        Stage.COMPLETE,
        Stage.COMPLETE,
        Stage.DEFERRED,
        Stage.SUPERSEDED,
        Stage.SUPERSEDED,
        Stage.IN_PROGRESS,
        Stage.UNKNOWN,
        Stage.UNKNOWN,
    ]
    assert codes(problems) == [("choice-unknown", "'Action Plan'!G9")]
    plan, problems = plan_of(
        *(["A" + word, "T", "", "", "", "", "", word] for word in ("R", "amber", "Blue", "Grey", "Amber/Green"))
    )
    assert [action.declared for action in plan.actions] == [
        DeclaredRag.RED,
        DeclaredRag.AMBER,
        DeclaredRag.BLUE,
        None,
        None,
    ]
    assert codes(problems) == [("choice-unknown", "'Action Plan'!H6")]


def test_an_unknown_word_is_answered_with_a_suggestion():
    _, problems = plan_of(["A1", "T", "", "", "", "", "Complte"])
    assert problems[0].fix.startswith('Did you mean "Complete"? Use one of: Not started, In progress')


def test_duplicated_references_name_both_cells_and_lose_nothing_silently():
    plan, problems = plan_of(["A1", "First"], ["a 1", "Second"])
    assert [action.text for action in plan.actions] == ["First"]
    assert codes(problems) == [("ref-duplicated", "'Action Plan'!A3")]
    assert "'Action Plan'!A2" in problems[0].fix


def test_links_are_written_as_their_sheet_writes_them_and_unknown_ones_reported():
    head = ["Ref", "Action", "Recommendation", "KPIs", "Depends on"]
    plan, problems = read(
        {
            "Action Plan": [head, ["A1", "T", "r 1", "k1", "A2, A1"], ["A2", "T", "R9", "K7", "A10"]],
            "Recommendations": [["Ref", "Recommendation"], ["R1", "Assess"]],
            "KPIs": [["Ref", "Indicator", "Good is"], ["K1", "Contacts", "High"]],
            "KPI Data": [["KPI", "Period", "Value"]],
        }
    )
    assert [(a.recommendations, a.kpis, a.depends_on) for a in plan.actions] == [
        (("R1",), ("K1",), ("A2",)),
        ((), (), ()),
    ]
    assert codes(problems) == [
        ("link-to-itself", "'Action Plan'!E2"),
        ("link-unknown", "'Action Plan'!C3"),
        ("link-unknown", "'Action Plan'!D3"),
        ("link-unknown", "'Action Plan'!E3"),
    ]


def test_required_cells_and_reasons_without_colour():
    _, problems = read({"Action Plan": [["Ref", "Action", "RAG", "Override reason"], ["A1", "", "", "Paused"]]})
    assert codes(problems) == [("required-empty", "'Action Plan'!B2"), ("override-without-rag", "'Action Plan'!D2")]


def test_text_that_looks_like_a_formula_is_text():
    plan, problems = plan_of(["A1", "=1+1"], ["A2", "+more"], ["A3", "-less"], ["A4", "@team"])
    assert [action.text for action in plan.actions] == ["=1+1", "+more", "-less", "@team"]
    assert problems == ()


def test_a_due_date_that_excel_shows_as_its_month_means_the_end_of_that_month():
    # Typing "Jan-26" into a cell makes Excel store 1 January 2026 and show Jan-26.
    row = ["A1", "Train", date(2025, 4, 1), date(2025, 11, 1), date(2026, 1, 1)]
    content = book({"Action Plan": [HEAD, row]}, date_format="mmm-yy")
    plan, problems = read_bytes(content, "plan.xlsx")
    action = plan.actions[0]
    assert (action.start, action.due, action.revised_due) == (date(2025, 4, 1), date(2025, 11, 30), date(2026, 1, 31))
    assert codes(problems) == [
        ("date-month-only", "'Action Plan'!D2"),
        ("date-month-only", "'Action Plan'!E2"),
    ]


@pytest.mark.parametrize("shown", ["mmm yyyy", "mmmm yy", "[$-809]mmm\\-yy;@"])
def test_every_format_without_a_day_shows_a_month(shown):
    content = book({"Action Plan": [HEAD, ["A1", "Train", "", date(2026, 1, 1)]]}, date_format=shown)
    assert read_bytes(content, "plan.xlsx")[0].actions[0].due == date(2026, 1, 31)


def test_a_day_within_the_month_stays_whatever_its_format_shows():
    content = book({"Action Plan": [HEAD, ["A1", "Train", "", date(2026, 1, 15)]]}, date_format="mmm-yy")
    assert read_bytes(content, "plan.xlsx")[0].actions[0].due == date(2026, 1, 15)


def test_a_quarter_or_year_as_a_date_is_its_last_day_or_for_a_start_its_first():
    plan, problems = plan_of(["A1", "Train", "Q1 2025/26", "Q4 25/26", "2026/27"])
    action = plan.actions[0]
    assert (action.start, action.due, action.revised_due) == (date(2025, 4, 1), date(2026, 3, 31), date(2027, 3, 31))
    assert [problem.code for problem in problems] == ["date-month-only"] * 3


def test_a_day_and_month_without_a_year_are_not_taken_for_a_year():
    plan, problems = plan_of(["A1", "Train", "", "11/12"])
    assert plan.actions[0].due is None
    assert [problem.code for problem in problems] == ["date-not-understood"]


def test_headings_and_totals_among_the_actions_are_not_actions():
    plan, problems = plan_of(
        ["Priority 1: front door"],
        ["1.1", "Train"],
        ["Care leavers"],
        ["2.1", "Hire"],
        ["Total", "2"],
        ["Key: G is on track"],
    )
    assert [action.ref for action in plan.actions] == ["1.1", "2.1"]
    assert codes(problems) == [("band-row", f"'Action Plan'!A{row}") for row in (2, 4, 6, 7)]


def test_a_reference_alone_is_no_heading():
    plan, problems = plan_of(["A1", "Train"], ["A2"])
    assert [action.ref for action in plan.actions] == ["A1", "A2"]
    assert codes(problems) == [("required-empty", "'Action Plan'!B3")]


def test_rows_under_the_headers_of_a_second_table_are_not_read_by_those_of_the_first():
    # Read on, A2 would be due on the day it was completed.
    head = ["Ref", "Action", "Start", "Due"]
    plan, problems = plan_of(
        ["A1", "Train", "01/04/2025", "31/03/2026"],
        [],
        ["Completed actions"],
        ["Ref", "Action", "Date completed", "Due"],
        ["A2", "Hire", "30/09/2025", "31/12/2025"],
        head=head,
    )
    assert [action.ref for action in plan.actions] == ["A1"]
    assert codes(problems) == [("band-row", "'Action Plan'!A4"), ("second-table", "'Action Plan'!A5")]


def test_the_same_headers_again_are_passed_over():
    plan, problems = plan_of(["A1", "Train"], HEAD, ["A2", "Hire"])
    assert [action.ref for action in plan.actions] == ["A1", "A2"]
    assert problems == ()


def test_a_colour_in_status_is_said_to_be_one():
    plan, problems = plan_of(["A1", "Train", "", "", "", "", "Green"], ["A2", "Hire", "", "", "", "", "R"])
    assert [action.stage for action in plan.actions] == [Stage.UNKNOWN, Stage.UNKNOWN]
    assert [problem.code for problem in problems] == ["status-is-colour"] * 2


@pytest.mark.parametrize(
    ("words", "colour"),
    [("On track", "Green"), ("At risk", "Amber"), ("OFF TRACK", "Red"), ("Completed", "Blue"), ("Behind", "Red")],
)
def test_a_rating_in_words_is_a_declared_colour(words, colour):
    plan, problems = plan_of(["A1", "Train", "", "", "", "", "", words])
    assert (plan.actions[0].declared, problems) == (DeclaredRag(colour), ())


def test_complete_and_evidenced_in_status_is_complete():
    plan, problems = plan_of(["A1", "Train", "", "", "", "", "Complete - evidenced", "", "01/12/2025"])
    assert (plan.actions[0].stage, problems) == (Stage.COMPLETE, ())


def test_a_suggestion_names_a_choice_as_it_is_written():
    _, problems = plan_of(["A1", "Train", "", "", "", "", "Complete and evidencd"])
    assert problems[0].fix.startswith('Did you mean "Complete"? ')


def test_percentages_under_progress_are_percent_complete_where_there_is_no_such_column():
    head = ["Ref", "Action", "Progress"]
    plan, problems = plan_of(["A1", "Train", "50%"], ["A2", "Hire", Percent(0.75)], ["A3", "Plan", "Begun"], head=head)
    assert ([action.complete for action in plan.actions], problems) == ([50.0, 75.0, None], ())


def test_a_number_under_progress_without_a_percent_sign_is_no_percentage():
    plan, _ = plan_of(["A1", "Train", 3], head=["Ref", "Action", "Progress"])
    assert plan.actions[0].complete is None


@pytest.mark.parametrize("words", ["end of Q4 2025/26", "By the end of Q4 25/26", "by Q4 2025-26", "End of 2025/26"])
def test_the_end_of_a_quarter_or_year_is_its_last_day(words):
    assert plan_of(["A1", "Train", "", words])[0].actions[0].due == date(2026, 3, 31)


def test_a_one_without_a_percent_sign_among_percentages_could_be_all():
    plan, problems = plan_of(*([f"A{n}", "T", "", "", "", value] for n, value in enumerate((25.0, 50.0, 1.0, 0.0))))
    assert [action.complete for action in plan.actions] == [25.0, 50.0, None, 0.0]
    assert codes(problems) == [("percent-scale-mixed", "'Action Plan'!F4")]


def test_a_revised_date_ends_what_was_ongoing():
    plan, problems = plan_of(["A1", "Train", "", "Ongoing", "30/06/2025"], ["A2", "Train", "", "Ongoing", "n/a"])
    assert [(action.due_in_force, action.ongoing) for action in plan.actions] == [
        (date(2025, 6, 30), False),
        (None, True),
    ]
    assert problems == ()


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        ("Due", "31/06/25"),
        ("Revised due", "✓"),
        ("% complete", "most"),
        ("Status", "Completed 12/11/25"),
        ("Completed on", "Yes"),
    ],
)
def test_what_would_decide_the_status_and_is_not_understood_is_kept_with_the_action(header, cell):
    row = ["A1", "Train", *(cell if header == each else "" for each in HEAD[2:])]
    found = plan_of(row)[0].actions[0]
    assert (found.unread, found.unread_start) == (f'{header} "{cell}"', "")


def test_a_start_that_is_not_understood_is_kept_apart():
    found = plan_of(["A1", "Train", "soon", "30/09/2025"])[0].actions[0]
    assert (found.unread, found.unread_start) == ("", 'Start "soon"')


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (["", "Autumn 2025", "31/12/2025", 50], "date-not-understood"),  # the revised date counts
        (["", "30/09/2025", "", "50%", "In progress", "", "Outstanding"], "date-not-understood"),  # the % decides
        (["", "30/09/2025", "", "50%", "Amber"], "status-is-colour"),
        (["", "30/09/2025", "", "50%", "At risk"], "status-is-colour"),
        (["", "30/09/2025", "", "50%", "Not complete"], "choice-unknown"),
        (["", "30/09/2025", "", "50%", "Incomplete"], "choice-unknown"),
        (["", "30/09/2025", "", "TBC", "In progress"], "complete-undecided"),
        (["", "30/09/2025", "", "Unknown", "In progress"], "complete-undecided"),
    ],
)
def test_what_cannot_change_the_status_is_named_and_takes_none_away(cells, code):
    plan, problems = plan_of(["A1", "Train", *cells])
    assert plan.actions[0].unread == ""
    assert [kind for kind, _ in codes(problems)] == [code]


@pytest.mark.parametrize(
    ("cells", "unread"),
    [
        (["", "30/09/2025", "", "", "Amber"], 'Status "Amber"'),  # nothing else says how far it is
        (["", "30/09/2025", "", "50%", "Transferred to BAU"], 'Status "Transferred to BAU"'),  # may be set aside
        (["", "30/09/2025", "", "50%", "No longer needed"], 'Status "No longer needed"'),
        (["", "Autumn 2025", "next year", "50%"], 'Revised due "next year"'),
    ],
)
def test_what_could_change_the_status_takes_it_away(cells, unread):
    assert plan_of(["A1", "Train", *cells])[0].actions[0].unread == unread


@pytest.mark.parametrize("words", ["No change", "Unchanged", "Not required", "Nil", "None", "As original"])
def test_no_change_is_no_revised_date(words):
    plan, problems = plan_of(["A1", "Train", "", "30/09/2025", words, "50%", "In progress"])
    assert (plan.actions[0].revised_due, plan.actions[0].unread, problems) == (None, "", ())


def test_a_percentage_on_another_scale_is_kept_with_the_action():
    plan, _ = plan_of(*([f"A{n}", "T", "", "", "", value] for n, value in enumerate((25.0, 1.0))))
    assert [action.unread for action in plan.actions] == ["", '% complete "1"']
    assert plan_of(["A1", "Train", "", "TBC", "TBC"])[0].actions[0].unread == ""
