"""What the text of a cell says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quarterly.template.grammar import Each, End, Ready, has_stray_braces, is_alone, parts_of, statement_of, tokens_in
from quarterly.template.layout import Token


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", ()),
        ("plain", ("plain",)),
        ("{{authority}}", (Token("authority"),)),
        ("{{ authority }}, {{quarter.label}}.", (Token("authority"), ", ", Token("quarter.label"), ".")),
        ("a {single} brace", ("a {single} brace",)),
        ("{{each   kpi}}", (Token("each kpi"),)),
        ("{{}}", (Token(""),)),
    ],
)
def test_text_is_taken_apart(text: str, parts: tuple[object, ...]) -> None:
    assert parts_of(text) == parts


@pytest.mark.parametrize(
    ("name", "statement"),
    [
        ("end", End()),
        ("each kpi", Each("kpi")),
        ("each", Each("")),
        ("section.audits", Ready("audits")),
        ("kpi.name", None),
        ("endings", None),
        ("eachkpi", None),
    ],
)
def test_statements_are_told_from_values(name: str, statement: object) -> None:
    assert statement_of(name) == statement


@pytest.mark.parametrize("text", ["{{authority", "authority}}", "{{{authority}}}", "{{a}} {{"])
def test_braces_without_a_counterpart_are_seen(text: str) -> None:
    assert has_stray_braces(parts_of(text)) == (text != "{{{authority}}}")


def test_a_token_between_blanks_is_alone() -> None:
    assert [is_alone(parts_of(text)) for text in (" {{kpi.chart}} ", "see {{kpi.chart}}", "{{a}}{{b}}", "")] == [
        True,
        False,
        False,
        False,
    ]


@given(st.lists(st.one_of(st.sampled_from(["kpi.name", "authority"]).map(Token), st.text("ab ,.", min_size=1))))
def test_what_is_put_together_comes_apart_again(pieces: list[object]) -> None:
    text = "".join(f"{{{{{one.name}}}}}" if isinstance(one, Token) else str(one) for one in pieces)
    assert tokens_in(parts_of(text)) == tuple(one.name for one in pieces if isinstance(one, Token))
    assert "".join(f"{{{{{one.name}}}}}" if isinstance(one, Token) else one for one in parts_of(text)) == text
