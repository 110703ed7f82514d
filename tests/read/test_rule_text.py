import pytest
from hypothesis import given
from hypothesis import strategies as st

from quarterly.model.contract import RULE_CHOICES
from quarterly.model.kpi import Polarity
from quarterly.model.problems import ProblemKind
from quarterly.model.rules import BRACKNELL, HAVERING, KENT, MEDWAY, TOWER_HAMLETS, RagRule, RuleFamily
from quarterly.read import kinds
from quarterly.read.rule_text import Tolerance, is_strict, read_rule, read_tolerance, rule_from_columns


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Bracknell Forest", BRACKNELL),
        ("bracknell forest ", BRACKNELL),
        ("Havering", HAVERING),
        ("Havering 2013", HAVERING),
        ("Kent floor standard", KENT),
        ("Tower Hamlets", TOWER_HAMLETS),
        ("Medway", MEDWAY),
        ("Percentage 5 10", RagRule(family=RuleFamily.PERCENTAGE, green=5, amber=10)),
        ("Percentage tolerance: 5%, 10%", RagRule(family=RuleFamily.PERCENTAGE, green=5, amber=10)),
        ("Percentage (5/10)", RagRule(family=RuleFamily.PERCENTAGE, green=5, amber=10)),
        ("Points 2", RagRule(family=RuleFamily.POINTS, green=0, amber=2, relative=False)),
        ("Points 1 2.5", RagRule(family=RuleFamily.POINTS, green=1, amber=2.5, relative=False)),
        ("Absolute 90 80", RagRule(family=RuleFamily.ABSOLUTE, green=90, amber=80)),
        ("Floor and target", RagRule(family=RuleFamily.FLOOR)),
        ("Target range", RagRule(family=RuleFamily.RANGE)),
        ("Target range 5%", RagRule(family=RuleFamily.RANGE, amber=5)),
        ("Two-factor 10", RagRule(family=RuleFamily.TWO_FACTOR, green=10)),
        ("Four-level 0 5 10", RagRule(family=RuleFamily.FOUR_LEVEL, green=0, amber=5, red_amber=10)),
        ("Zero target", RagRule(family=RuleFamily.ZERO, relative=False)),
        ("Zero target 2", RagRule(family=RuleFamily.ZERO, amber=2, relative=False)),
        ("Zero target 0 2", RagRule(family=RuleFamily.ZERO, amber=2, relative=False)),
        ("Zero target 1 3", RagRule(family=RuleFamily.ZERO, green=1, amber=3, relative=False)),
        ("Target range 0 5", RagRule(family=RuleFamily.RANGE, amber=5)),
        ("Target range 2 5", RagRule(family=RuleFamily.RANGE, green=2, amber=5)),
        ("Absolute -57 -60", RagRule(family=RuleFamily.ABSOLUTE, green=-57, amber=-60)),
        ("Absolute: 5, \N{MINUS SIGN}2.5", RagRule(family=RuleFamily.ABSOLUTE, green=5, amber=-2.5)),
        ("Information only", RagRule(family=RuleFamily.INFORMATION)),
        ("", None),
    ],
)
def test_rules_as_officers_write_them(text, rule):
    assert read_rule(text) == rule


def test_every_rule_offered_in_the_list_is_understood():
    assert [choice for choice in RULE_CHOICES if not isinstance(read_rule(choice), RagRule)] == []


@pytest.mark.parametrize(
    "text", ["Bracknel", "Traffic lights", "5 10", "Floor 5", "Kent 5", "Absolute 90-80", "1" * 400]
)
def test_an_unknown_rule_is_a_problem(text):
    assert read_rule(text) is kinds.RULE_UNKNOWN


@pytest.mark.parametrize(
    "text",
    [
        "Points",
        "Percentage 10 5",
        "Four-level 5",
        "Two-factor",
        "Absolute 90",
        "Points 1 2 3",
        "Points -2",
        "Zero target 3 1",
        "Target range 1 2 3",
    ],
)
def test_a_rule_without_its_numbers_is_a_problem(text):
    assert read_rule(text) is kinds.RULE_INCOMPLETE


def test_a_rule_named_alone_takes_its_number_from_the_tolerance():
    two = Tolerance(2, share=False)
    assert read_rule("Points tolerance", two) == RagRule(family=RuleFamily.POINTS, green=0, amber=2, relative=False)
    assert read_rule("Percentage", two) is kinds.RULE_INCOMPLETE  # two points are no share
    assert read_rule("Two-factor", Tolerance(10, share=True)) == RagRule(family=RuleFamily.TWO_FACTOR, green=10)


@pytest.mark.parametrize(
    ("text", "tolerance"),
    [
        ("10%", Tolerance(10, share=True)),
        ("+/- 10%", Tolerance(10, share=True)),
        ("±5 %", Tolerance(5, share=True)),
        ("10% of target", Tolerance(10, share=True)),
        ("2 points", Tolerance(2, share=False)),
        ("2 percentage points", Tolerance(2, share=False)),
        ("1 point", Tolerance(1, share=False)),
        ("2.5pp", Tolerance(2.5, share=False)),
        ("2", Tolerance(2, share=False)),
        ("", None),
        ("a bit", kinds.TOLERANCE_NOT_UNDERSTOOD),
        ("2 days or so", kinds.TOLERANCE_NOT_UNDERSTOOD),
    ],
)
def test_tolerances(text, tolerance):
    assert read_tolerance(text) == tolerance


TEN = Tolerance(10, share=True)


@pytest.mark.parametrize(
    ("polarity", "target", "floor", "tolerance", "rule"),
    [
        (Polarity.INFORMATION, 0, 85, TEN, RagRule(family=RuleFamily.INFORMATION)),
        (Polarity.RANGE, None, None, TEN, RagRule(family=RuleFamily.RANGE, amber=10)),
        (Polarity.RANGE, None, None, None, RagRule(family=RuleFamily.RANGE)),
        (Polarity.LOW, 0, 3, None, RagRule(family=RuleFamily.ZERO, relative=False)),
        (Polarity.HIGH, 95, 85, TEN, RagRule(family=RuleFamily.FLOOR)),
        (Polarity.HIGH, 95, None, TEN, RagRule(family=RuleFamily.PERCENTAGE, green=0, amber=10)),
        (
            Polarity.LOW,
            10,
            None,
            Tolerance(2, share=False),
            RagRule(family=RuleFamily.POINTS, green=0, amber=2, relative=False),
        ),
        (Polarity.HIGH, 95, None, None, None),
    ],
)
def test_a_blank_rule_follows_from_the_other_columns(polarity, target, floor, tolerance, rule):
    assert rule_from_columns(polarity, target=target, floor=floor, tolerance=tolerance) == rule


@given(st.text(max_size=60))
def test_any_text_is_a_rule_or_a_problem(text):
    assert isinstance(read_rule(text), RagRule | ProblemKind | None)
    read_tolerance(text)


@pytest.mark.parametrize(
    ("words", "polarity", "strict"),
    [
        ("Fewer than 17", Polarity.LOW, True),
        ("less  than 10%", Polarity.LOW, True),
        ("Below 5 days", Polarity.LOW, True),
        ("< 17", Polarity.LOW, True),
        ("More than 90%", Polarity.HIGH, True),
        (">90", Polarity.HIGH, True),
        ("Over 10", Polarity.HIGH, True),
        ("<= 17", Polarity.LOW, False),
        (">=90", Polarity.HIGH, False),
        ("No more than 17", Polarity.LOW, False),
        ("17 or below", Polarity.LOW, False),
        ("At least 90%", Polarity.HIGH, False),
        ("17", Polarity.LOW, False),
        ("Fewer than 17", Polarity.HIGH, False),  # against what is good: reported, and rated by Good is
        ("Fewer than 17", Polarity.RANGE, False),
        ("Fewer than 17", None, False),
    ],
)
def test_words_that_name_a_limit_not_to_be_reached(words: str, polarity: Polarity | None, strict: bool) -> None:
    assert is_strict(words, polarity) is strict
