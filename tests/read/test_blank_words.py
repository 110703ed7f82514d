"""What stands in a cell in place of a value: a dash is nothing, a sign is something."""

from datetime import date

import pytest
from read_books import ACTIONS, Percent, codes, read

from quarterly.model.kpi import Polarity
from quarterly.model.plan import Stage
from quarterly.read.blank_words import is_dash, is_ditto, is_nobody, is_ongoing, is_undecided, says_nothing

HEAD = ["Ref", "Action", "Lead", "Theme", "Due", "Revised due", "% complete", "Status", "RAG", "Completed on"]
SIGNS = ["✓", "✔", "✗", "❌", "🟢", "??", "*", "!", "●", "☐"]


def action_of(**cells):
    row = [cells.get(header, "") for header in HEAD]
    row[:2] = ["A1", "Train"]
    plan, problems = read({"Action Plan": [HEAD, row]})
    return plan.actions[0], codes(problems)


@pytest.mark.parametrize("text", ["", "-", "–", " — ", "\u2011", "..", "- -"])
def test_dashes_say_nothing(text):
    assert is_dash(text)
    assert says_nothing(text)
    assert is_nobody(text)


@pytest.mark.parametrize("sign", [*SIGNS, '"', "''", "〃"])
def test_a_sign_is_never_taken_for_a_blank_cell(sign):
    assert not any(test(sign) for test in (is_dash, says_nothing, is_undecided, is_ongoing))


@pytest.mark.parametrize("text", ['"', "''", "“", "〃", "ditto", "As above", "(same as above)"])
def test_ditto_marks(text):
    assert is_ditto(text)


def test_a_dash_is_no_ditto_mark():
    assert not any(map(is_ditto, ["", "-", "Sam Ditto", "as above the line"]))


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("Due", "date-not-understood"),
        ("Revised due", "date-not-understood"),
        ("Completed on", "date-not-understood"),
        ("% complete", "number-not-understood"),
        ("Status", "choice-unknown"),
        ("RAG", "choice-unknown"),
    ],
)
def test_a_sign_in_place_of_a_date_a_number_or_a_colour_is_reported(header, code, sign):
    assert action_of(**{header: sign})[1] == [(code, f"'Action Plan'!{'ABCDEFGHIJ'[HEAD.index(header)]}2")]


@pytest.mark.parametrize("header", [header for header in HEAD[2:] if header != "Status"])
@pytest.mark.parametrize("word", ["-", "–", "n/a", "N/A", "None"])
def test_nothing_in_words_is_a_blank_cell(header, word):
    action, found = action_of(**{header: word})
    assert found == []
    assert (action.leads, action.theme, action.due, action.revised_due) == ((), "", None, None)
    assert (action.complete, action.declared, action.completed_on) == (None, None, None)


def test_nothing_in_words_among_references_points_nowhere():
    head = ["Ref", "Recommendation", "Action", "KPIs", "Depends on"]
    rows = [["A1", "N/A", "x", "TBC", "None"], ["A2", "R1; n/a", "x", "-", "A1, tbc"]]
    plan, problems = read({"Recommendations": [["Ref", "Recommendation"], ["R1", "x"]], "Action Plan": [head, *rows]})
    assert problems == ()
    assert [(action.recommendations, action.kpis, action.depends_on) for action in plan.actions] == [
        ((), (), ()),
        (("R1",), (), ("A1",)),
    ]


@pytest.mark.parametrize("word", ["TBC", "?", "Vacant", "vacant post", "N/A", "To be appointed", "-"])
def test_nobody_in_words_is_no_lead(word):
    assert action_of(Lead=word)[0].leads == ()


def test_who_stands_beside_nobody_leads():
    assert action_of(Lead="Jo Bloggs / TBC")[0].leads == ("Jo Bloggs",)
    assert action_of(Lead="n/a; Sam Field, Vacant")[0].leads == ("Sam Field",)


@pytest.mark.parametrize("header", ["Lead", "Theme", "Due", "Revised due"])
def test_ditto_is_reported_and_not_read(header):
    action, found = action_of(**{header: '"'})
    assert found == [("ditto", f"'Action Plan'!{'ABCDEFGHIJ'[HEAD.index(header)]}2")]
    assert (action.leads, action.theme, action.due, action.revised_due) == ((), "", None, None)


def test_a_revised_date_that_is_not_decided_leaves_the_first():
    action, found = action_of(Due=date(2026, 6, 30), **{"Revised due": "TBC"})
    assert (action.due, action.revised_due) == (date(2026, 6, 30), None)
    assert found == [("date-undecided", "'Action Plan'!F2")]


def test_a_revised_date_without_end_is_not_guessed():
    assert action_of(**{"Revised due": "Ongoing"})[1] == [("date-not-understood", "'Action Plan'!F2")]


def test_a_complete_action_with_a_dash_for_its_date_has_none():
    action, found = action_of(Status="Complete", **{"Completed on": "-"})
    assert action.stage is Stage.COMPLETE
    assert found == [("complete-without-date", "'Action Plan'!J2")]


def test_words_for_no_date_are_the_same_on_every_sheet():
    kpis = [["Ref", "Indicator", "Good is", "Baseline date", "Target date"], ["K1", "x", "High", "n/a", "Ongoing"]]
    log = [["Ref", "Date", "Body", "Request", "Due", "Closed on"], ["C1", "01/04/2025", "Board", "x", "TBC", "-"]]
    settings = [["Setting", "Value"], ["Plan end", "n/a"], ["Meeting date", "TBC"], ["Year starts", "1st April"]]
    sheets = {"Settings": settings, "Action Plan": ACTIONS, "KPIs": kpis, "KPI Data": [["KPI", "Period", "Value"]]}
    assert codes(read({**sheets, "Committee Log": log})[1]) == [
        ("date-undecided", "'Settings'!B3"),
        ("date-undecided", "'KPIs'!E2"),
        ("date-undecided", "'Committee Log'!E2"),
    ]


def test_a_row_that_needs_its_date_says_so():
    inspections = [["Date", "Type"], ["TBC", "Visit"], ["-", "Visit"]]
    assert codes(read({"Action Plan": ACTIONS, "Inspections": inspections})[1]) == [
        ("date-not-understood", "'Inspections'!A2"),
        ("date-not-understood", "'Inspections'!A3"),
    ]


def test_a_dash_where_good_is_belongs_is_an_empty_cell():
    kpis = [["Ref", "Indicator", "Good is"], ["K1", "x", "-"]]
    plan, problems = read({"KPIs": kpis, "KPI Data": [["KPI", "Period", "Value"]]})
    assert plan.kpis[0].polarity is Polarity.INFORMATION
    assert codes(problems) == [("required-empty", "'KPIs'!C2")]


def test_audit_grades_as_percentages_are_no_counts():
    rows = [["Month", "Good", "Inadequate"], ["Oct-25", "45%", Percent(0.1)], ["Nov-25", Percent(1.0), 3.0]]
    plan, problems = read({"Action Plan": ACTIONS, "Audits": rows})
    assert [(month.good, month.inadequate) for month in plan.audits] == [(None, None), (None, 3)]
    assert codes(problems) == [("number-not-whole", f"'Audits'!{cell}") for cell in ("B2", "C2", "B3")]


@pytest.mark.parametrize("unseen", ["\u200b", "\u200e", "\u200f", "\u202a", "\u2060", "\u00ad", "\ufeff"])
def test_characters_that_nobody_sees_are_nowhere_read(unseen):
    action, found = action_of(Due=f"{unseen}31/12/2025", Lead=f"Jo{unseen} Bloggs", Theme=f"Front door{unseen}")
    assert (action.due, action.leads, action.theme, found) == (date(2025, 12, 31), ("Jo Bloggs",), "Front door", [])
    kpis = [["Ref", "Indicator", "Good is"], [f"K1{unseen}", "x", "High"]]
    plan, problems = read({"KPIs": kpis, "KPI Data": [["KPI", "Period", "Value"], ["K1", f"Dec-25{unseen}", "5"]]})
    assert [reading.value for reading in plan.kpis[0].readings] == [5.0]
    assert problems == ()


@pytest.mark.parametrize("text", ["31–12–2025", "31\u201112\u20112025", "2025−12−31"])
def test_dates_with_the_dashes_that_word_makes_are_read(text):
    assert action_of(Due=text)[0].due == date(2025, 12, 31)
