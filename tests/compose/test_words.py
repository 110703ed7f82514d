from __future__ import annotations

import pytest

from quarterly.compose.words import counted, listed, percent, sentence


@pytest.mark.parametrize(
    ("number", "words"), [(0, "no actions"), (1, "1 action"), (2, "2 actions"), (1204, "1,204 actions")]
)
def test_counts_read_right_for_none_one_and_many(number: int, words: str) -> None:
    assert counted(number, "action") == words


def test_lists_join_the_last_with_and() -> None:
    assert [listed(names) for names in ([], ["A"], ["A", "B"], ["A", "B", "C"])] == ["", "A", "A and B", "A, B and C"]


def test_a_sentence_gets_a_capital_and_one_full_stop() -> None:
    assert [sentence(text) for text in ("up 2 points", "Done.", " why? ", "")] == ["Up 2 points.", "Done.", "Why?", ""]


def test_percentages_round_halves_up() -> None:
    # 1 of 8 is 12.5%, 1 of 3 is 33.3%, 2 of 3 is 66.7%
    assert [percent(1, 8), percent(1, 3), percent(2, 3), percent(0, 0)] == [13, 33, 67, 0]
