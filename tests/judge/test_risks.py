"""The order of risks and their scores."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quarterly.judge.risks import ranked_risks
from quarterly.model.context import Risk


def ranked(*levels: tuple[str, str]) -> list[tuple[str, int | None]]:
    risks = [
        Risk(ref=f"{likelihood}/{impact}", text="", likelihood=likelihood, impact=impact)
        for likelihood, impact in levels
    ]
    return [(scored.risk.ref, scored.score) for scored in ranked_risks(risks)]


def test_the_highest_score_stands_first_and_of_equal_ones_the_greater_impact() -> None:
    assert ranked(("3", "4"), ("5", "4"), ("4", "3"), ("3", "5")) == [
        ("5/4", 20),
        ("3/5", 15),
        ("3/4", 12),
        ("4/3", 12),
    ]


def test_words_are_not_scored_and_stand_last_as_far_as_they_can_be_ranked() -> None:
    assert ranked(("Unlikely", "?"), ("Low", "High"), ("Very high", "4"), ("1", "1")) == [
        ("1/1", 1),
        ("Very high/4", None),  # ranked as 5 × 4
        ("Low/High", None),  # as 2 × 4
        ("Unlikely/?", None),
    ]


@pytest.mark.parametrize("level", ["0", "6", "4.5", "", "-1", "²"])
def test_only_whole_numbers_from_one_to_five_are_scored(level: str) -> None:
    assert ranked((level, "5")) == [(f"{level}/5", None)]


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), max_size=9))
def test_scores_never_rise_down_the_table(levels: list[tuple[int, int]]) -> None:
    scores = [score or 0 for _, score in ranked(*((str(a), str(b)) for a, b in levels))]
    assert scores == sorted(scores, reverse=True)
