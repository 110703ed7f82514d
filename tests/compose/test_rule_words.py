from __future__ import annotations

import pytest

from quarterly.compose.rule_words import describe
from quarterly.model.rules import BRACKNELL, HAVERING, KENT, MEDWAY, RagRule, RuleFamily


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (
            BRACKNELL,
            "Green: on target, better, or within 5% of it. Amber: on target, better, or within 10% of it. "
            "Red: further off. Source: Bracknell Forest Council, quarterly service reports.",
        ),
        (
            RagRule(family=RuleFamily.POINTS, green=0.0, amber=2.0),
            "Green: on target or better. Amber: on target, better, or within 2 points of it. Red: further off.",
        ),
        (
            RagRule(family=RuleFamily.PERCENTAGE, green=5.0),
            "Green: on target, better, or within 5% of it. Red: further off.",
        ),
        (
            RagRule(family=RuleFamily.ABSOLUTE, green=90.0, amber=80.0),
            "Green: 90 or better. Amber: 80 or better. Red: worse.",
        ),
        (
            RagRule(family=RuleFamily.UNREAD, name='RAG rule "Kentt"'),
            "Not understood, so nothing is rated by it. Data quality says how to put it right.",
        ),
        (
            RagRule(family=RuleFamily.ABSOLUTE),
            "Green: the target or better. Amber: the floor or better. Red: worse.",
        ),
        (RagRule(family=RuleFamily.RANGE), "Green: inside the target range, its ends included. Red: outside."),
        (
            RagRule(family=RuleFamily.RANGE, amber=2.0, relative=False),
            "Green: inside the target range, its ends included. Amber: outside by no more than 2 points. "
            "Red: further out.",
        ),
        (
            RagRule(family=RuleFamily.FOUR_LEVEL, green=0.0, amber=5.0, red_amber=10.0),
            "Green: on target or better. Green-amber: on target, better, or within 5% of it. "
            "Red-amber: on target, better, or within 10% of it. Red: further off.",
        ),
        (RagRule(family=RuleFamily.ZERO), "Green: none. Red: any."),
        (RagRule(family=RuleFamily.ZERO, amber=2.0), "Green: none. Amber: up to 2. Red: more."),
        (RagRule(family=RuleFamily.INFORMATION), "Shown for information and never rated."),
    ],
)
def test_a_rule_is_told_with_its_numbers(rule: RagRule, words: str) -> None:
    assert describe(rule) == words


def test_published_schemes_name_their_source() -> None:
    for preset in (HAVERING, KENT, MEDWAY):
        assert describe(preset).endswith(f"Source: {preset.source}.")


def test_every_family_has_words() -> None:
    assert all(describe(RagRule(family=family, green=1.0, amber=2.0, red_amber=3.0)) for family in RuleFamily)
