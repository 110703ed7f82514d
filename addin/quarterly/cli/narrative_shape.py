"""The narrative of ``status --json``: each sentence with its figures and the cells that they come from."""

from __future__ import annotations

from collections.abc import Iterable

from quarterly.cli.record_shapes import Json
from quarterly.compose.material import Material
from quarterly.compose.narrative import Figure, Narrative, Passage, Sentence, narrative
from quarterly.model.problems import CellRef, column_letters
from quarterly.run import Assessment, provenance_of

UNTRACED = "The plan was made in code, so figures cannot be traced to cells."


def narrative_of(found: Assessment) -> Json:
    """The draft on what was judged."""
    material = Material(
        plan=found.book.plan,
        judgements=found.judgements,
        problems=found.book.problems,
        provenance=provenance_of(found),
    )
    return narrative_shape(narrative(material))


def narrative_shape(drafted: Narrative) -> Json:
    """The draft, with a note where figures cannot be traced."""
    untraced = any(passage.untraced for passage in drafted.passages)
    return {
        "programme": passage_shape(drafted.programme),
        "themes": [passage_shape(passage) for passage in drafted.themes],
        "kpis": [passage_shape(passage) for passage in drafted.kpis],
        "note": UNTRACED if untraced else None,
    }


def passage_shape(passage: Passage) -> Json:
    """What is said of one item: the text that stands in the report, and the drafted sentences."""
    return {
        "about": passage.about,
        "title": passage.title,
        "text": passage.text,
        "drafted": not passage.commentary,
        "sentences": [sentence_shape(sentence) for sentence in passage.sentences],
    }


def sentence_shape(sentence: Sentence) -> Json:
    """A sentence with its figures in their order."""
    return {
        "topic": str(sentence.topic),
        "text": sentence.text,
        "figures": [figure_shape(figure) for figure in sentence.figures],
    }


def figure_shape(figure: Figure) -> Json:
    """A figure with the cells that it comes from."""
    return {
        "text": figure.text,
        "value": figure.value,
        "sources": ranges(figure.sources),
        "basis": figure.basis or None,
    }


def ranges(refs: Iterable[CellRef]) -> list[str]:
    """Addresses in the order of sheets, columns and rows; cells beneath one another as one: 'KPI Data'!C4:C6."""
    runs: list[tuple[CellRef, CellRef]] = []
    for ref in sorted(set(refs), key=lambda ref: (ref.sheet, ref.column, ref.row)):
        last = runs[-1][1] if runs else None
        if last and (last.sheet, last.column, last.row + 1) == (ref.sheet, ref.column, ref.row):
            runs[-1] = (runs[-1][0], ref)
        else:
            runs.append((ref, ref))
    return [f"{first}" if first == last else f"{first}:{column_letters(last.column)}{last.row}" for first, last in runs]
