from __future__ import annotations

import pytest

from quarterly.exchange.dfe.text import key, published_number, repaired
from quarterly.exchange.dfe.units import is_count, unit_of


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("24", 24.0),
        (" -0.5 ", -0.5),
        ("-7.0000000000000007E-2", -0.07),
        ("1,234.5", 1234.5),
        ("12,34", None),
        ("87.5%", 87.5),
        ("0", 0.0),
        *(
            (text, None)
            for text in ("", "-", "c", "..", "z", "x", ":", "<5", "n/a", "nan", "inf", "1_000", "\uff11\uff12")
        ),
    ],
)
def test_numbers_as_published(text: str, number: float | None) -> None:
    assert published_number(text) == number


@pytest.mark.parametrize(
    ("garbled", "right"),
    [
        ("â\x80\x98prior attainmentâ\x80\x99", "\u2018prior attainment\u2019"),
        ("\xe2\u20ac\u02dcprior\xe2\u20ac\u2122", "\u2018prior\u2019"),
        ("Â£5", "£5"),
        ("café, naïve, â and Â alone, 20°", "café, naïve, â and Â alone, 20°"),
        ("one\r\r\ntwo\r\nthree", "one\ntwo\nthree"),
    ],
)
def test_garbled_letters_are_restored_and_real_ones_stay(garbled: str, right: str) -> None:
    assert repaired(garbled) == right


def test_names_compare_without_case_accents_or_punctuation() -> None:
    assert key("St. Helen's & Côte-d\u2019Or") == "st helens and cote dor"
    assert key("LA_Number") == "la number"


@pytest.mark.parametrize(
    ("axis", "titles", "unit"),
    [
        ("% of referrals", ("Referrals",), "%"),
        ("Rate per 10,000", ("Rate (%)",), "per 10,000"),
        ("Number of children", ("% of children",), "children"),
        ("Number CPP", (), "CPP"),
        ("Number", (), ""),
        ("Turnover rate", ("Percentage rate of turnover",), "%"),
        ("Entries", ("Entries", "Entries (%)"), "%"),
        ("Average Score", ("Progress score - Reading",), "points"),
        ("Case Load", ("Average number of cases",), "case load"),
        ("", ("Anything",), ""),
    ],
)
def test_units_from_the_words_on_the_chart(axis: str, titles: tuple[str, ...], unit: str) -> None:
    assert unit_of(axis, *titles) == unit


def test_what_is_counted_is_neither_a_percentage_nor_a_rate_nor_a_score() -> None:
    assert [is_count(unit) for unit in ("children", "", "%", "per 10,000", "points")] == [
        True,
        True,
        False,
        False,
        False,
    ]
