"""Names on the tabs of sheets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quarterly.render.names import SHEET_NAME_LENGTH, tab_names


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("Improve the timeliness and consistency of visits", "Improve the timeliness and"),
        ("Early help, assessment and court, and care", "Early help, assessment and"),
        ("Exactly thirty-one letters, this", "Exactly thirty-one letters"),
        ("Thirty-one letters are in it, so", "Thirty-one letters are in it"),
        ("Supercalifragilisticexpialidocious", "Supercalifragilisticexpialidoci"),
        ("An antidisestablishmentarianismsword", "An antidisestablishmentarianism"),
        ("Short", "Short"),
    ],
)
def test_a_long_name_is_cut_between_words(wanted: str, name: str) -> None:
    assert tab_names([wanted]) == [name]


def test_names_that_are_cut_alike_are_told_apart() -> None:
    wanted = ["Improve the timeliness and consistency of visits", "Improve the timeliness and quality of visits"]
    assert tab_names(wanted) == ["Improve the timeliness and", "Improve the timeliness and 2"]


@given(st.lists(st.text(alphabet="ab -,", min_size=1, max_size=60), max_size=5))
def test_names_are_short_enough_and_all_different(wanted: list[str]) -> None:
    names = tab_names(wanted)
    assert len({name.casefold() for name in names}) == len(wanted)
    assert all(0 < len(name) <= SHEET_NAME_LENGTH for name in names)
