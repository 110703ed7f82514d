"""Officers' words on something that no part of the report is about."""

import pytest
from read_books import codes, read

KPIS = [["Ref", "Indicator", "Good is", "Theme"], ["K1", "Visits on time", "High", "Front door"]]
ACTIONS = [["Ref", "Action", "Theme"], ["A1", "Train", "Workforce"]]


def found_in(*rows):
    sheets = {"Action Plan": ACTIONS, "KPIs": KPIS, "KPI Data": [["KPI", "Period", "Value"]]}
    return read({**sheets, "Commentary": [["Section or KPI", "Quarter", "Text"], *rows]})[1]


@pytest.mark.parametrize(
    "about", ["K1", "k1", "A1", "Front door", "WORKFORCE", "Summary", "Scorecard", "Appendix", "Legal implications"]
)
def test_words_on_what_is_there_are_placed(about):
    assert found_in([about, "", "Words."]) == ()


@pytest.mark.parametrize(
    ("about", "meant"),
    [
        ("K91", "K1"),
        ("Visits on time", "K1"),
        ("K 1", "K1"),
        ("Front-door", "Front door"),
        ("Sumary", "Summary"),
        ("Legal-implications", "Legal implications"),
    ],
)
def test_words_on_nothing_are_named_with_what_was_probably_meant(about, meant):
    problems = found_in([about, "Q3 2025/26", "Words."])
    assert codes(problems) == [("commentary-unplaced", "'Commentary'!A2")]
    assert problems[0].fix.startswith(f'Did you mean "{meant}"? ')


def test_words_of_earlier_quarters_may_be_on_what_has_gone():
    problems = found_in(["K9", "Q2 2025/26", "Then."], ["K1", "Q3 2025/26", "Now."], ["Nonsense", "", "Always."])
    assert codes(problems) == [("commentary-unplaced", "'Commentary'!A4")]
