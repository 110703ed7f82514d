"""What must hold of every drafted sentence, whatever it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from quarterly.compose.narrative import Figure, Narrative, Sentence
from quarterly.model.figures import rounded

DOCUMENT = Path(__file__).parents[2] / "docs" / "officers" / "narrative.md"
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
WORD = re.compile(r"[a-z]+(?:-[a-z]+)*", re.IGNORECASE)

NEUTRAL = """
a actions against amber an and apart apply are as at available average awaited be before begins between blue but by
cannot change chart complete control could does due each evidenced figure five following for four from given goes
green green-amber has if in indicator indicators information is it its known last lie lies limit month monthly months
named no not nothing of off on once one or out past plan programme put quarter quarterly quarters range rated rating
reading readings record red red-amber report reported run same shows since stood suppressed target than that the there
this times to track trend two was were which will with worked year yearly years yet
"""
GLUE = frozenset(NEUTRAL.split())
"""Words that neither judge nor measure."""


def ruled_words() -> set[str]:
    """The words that the officers' document gives a rule for."""
    rows = re.findall(r"^\| (\*\*.*?) \|", DOCUMENT.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {word for row in rows for phrase in re.findall(r"\*\*(.*?)\*\*", row) for word in phrase.split()}


def sentences(narrative: Narrative) -> Iterator[Sentence]:
    for passage in narrative.passages:
        yield from passage.sentences


def plain_words(sentence: Sentence) -> str:
    """The text without its figures, which must stand in it in their order."""
    left, rest = [], sentence.text
    for figure in sentence.figures:
        before, found, rest = rest.partition(figure.text)
        assert found, f"{figure.text!r} does not stand in its place in {sentence.text!r}"
        left.append(before)
    return " ".join((*left, rest))


def check(sentence: Sentence) -> None:
    """Every number is a figure's, every figure is its value, every word has its rule."""
    words = plain_words(sentence)
    assert not NUMBER.search(words), f"a number without a figure in {sentence.text!r}: {words!r}"
    for figure in sentence.figures:
        check_figure(figure)
    unknown = {word.lower() for word in WORD.findall(words)} - ruled_words() - GLUE
    assert not unknown, f"words without a rule in {sentence.text!r}: {sorted(unknown)}"
    assert re.fullmatch(r"\S.*\S\.", sentence.text, flags=re.DOTALL), sentence.text
    assert " ," not in sentence.text
    assert ".." not in sentence.text


def check_figure(figure: Figure) -> None:
    if figure.value is None:
        return
    found = NUMBER.search(figure.text)
    if found is None:
        assert figure.text.lower().split()[:2] in (["the", "only"], ["both", "rated"]), figure
        return
    shown = found[0].replace(",", "")
    places = len(shown.partition(".")[2])
    signed = -1 if "−" in figure.text else 1
    assert signed * float(shown) == float(rounded(figure.value, places)), figure
