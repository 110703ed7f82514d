"""The tokens that a template can hold, as an officer looks them up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from quarterly.compose.vocabulary import CATALOGUE, FieldWord, Kind, ListWord
from quarterly.template.known import SHEETS

Table = Callable[[tuple[str, ...], Iterable[tuple[str, ...]]], str]

HEADERS = ("Token", "What stands in its place", "As")
KINDS = {
    Kind.TEXT: "text",
    Kind.NUMBER: "number",
    Kind.DATE: "date",
    Kind.STATUS: "status, with its colour",
    Kind.SPARKLINE: "small line",
    Kind.CHART: "chart",
}
OWN_TABLE = 4  # tokens that share their first word stand together from so many on
FAMILIES = {
    "": "The report",
    "quarter": "The quarter",
    "plan": "The plan's dates",
    "kpis": "How many indicators",
    "actions": "How many actions",
    "audits": "Audits",
    "inspections": "Inspections and visits",
    "requests": "The committee's requests",
    "commentary_on": "Officers' commentary on a part",
    "notes": "How statuses are decided",
    "cover": "The committee's cover report",
}
"""Headings of the tokens that share a first word."""


def token_reference(table: Table) -> Iterator[str]:
    """Every token: the report's own, the lists with what can be asked of each item, the ready-made parts."""
    yield "## Of the report itself\n\nThey can stand anywhere: in a cell, in a sheet's name, in a header or footer."
    for heading, fields in _families():
        yield f"### {heading}"
        yield table(HEADERS, (_row("", field) for field in fields))
    yield (
        "## Lists\n\nA row that holds a list's tokens is repeated for each of its items, and so are the rows between "
        "`{{each ...}}` and `{{end}}`. A list inside another, such as the indicators of a theme, shows only those that "
        "belong to it, and inside several only those that belong to all of them. Inside an indicator, `{{each theme}}` "
        "is the indicator's own theme. Where a list is empty, the sentence given here stands in its place."
    )
    for alike in _lists():
        yield from _list(table, alike)
    yield (
        "## Ready-made parts\n\nA row with nothing but such a token is replaced by the whole part, as the quarterly "
        "pack shows it. A part that has nothing to say in a report is left out."
    )
    rows = ((f"`{{{{section.{part.key}}}}}`", part.meaning) for part in CATALOGUE.sections)
    yield table(("Token", "What it shows"), rows)


def _families() -> Iterator[tuple[str, list[FieldWord]]]:
    """The report's own tokens, grouped by their first word where enough share one."""
    groups: dict[str, list[FieldWord]] = {}
    for field in CATALOGUE.fields:
        groups.setdefault(field.name.partition(".")[0], []).append(field)
    large = {word: fields for word, fields in groups.items() if len(fields) >= OWN_TABLE}
    yield FAMILIES[""], [field for word, fields in groups.items() if word not in large for field in fields]
    yield from ((FAMILIES[word], fields) for word, fields in large.items())


def _lists() -> Iterator[list[ListWord]]:
    """Each list with its narrower ones, which are called after it and of which the same can be asked."""
    groups: dict[tuple[str, tuple[FieldWord, ...]], list[ListWord]] = {}
    for word in (*CATALOGUE.lists, SHEETS):
        groups.setdefault((word.name.rpartition("_")[2], word.fields), []).append(word)
    yield from groups.values()


def _list(table: Table, alike: Sequence[ListWord]) -> Iterator[str]:
    first, *narrower = alike
    yield f"### `{first.name}`"
    yield f"{_sentence(first.meaning)} Where there is none: “{first.empty}”"
    yield table(HEADERS, (_row(f"{first.name}.", field) for field in first.fields))
    if first.inside:
        yield f"Inside it: {', '.join(f'`{name}`' for name in first.inside)}."
    if narrower:
        yield (
            f"With the same tokens, written `{{{{{narrower[0].name}.{first.fields[0].name}}}}}` and so on, there are "
            "narrower lists:"
        )
        rows = ((f"`{word.name}`", _sentence(word.meaning), word.empty) for word in narrower)
        yield table(("List", "What it holds", "Where there is none"), rows)


def _row(before: str, field: FieldWord) -> tuple[str, ...]:
    return (f"`{{{{{before}{field.name}}}}}`", field.meaning, KINDS[field.kind])


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."
