"""What changed since the last report: in one list, and in a list for each sort of change."""

from __future__ import annotations

from collections.abc import Iterator

from quarterly.compose.cells import BLANK
from quarterly.compose.material import Material
from quarterly.compose.report import Cell, Row
from quarterly.compose.sections.changes import (
    answered_rows,
    date_rows,
    figure_rows,
    in_short,
    item_rows,
    move_rows,
)
from quarterly.compose.vocabulary.catalogue import Kind
from quarterly.compose.vocabulary.declare import Field
from quarterly.compose.vocabulary.rows import in_words, rows_noun


def _every(report: Material) -> Iterator[Row]:
    """What happened, to what, as published and now."""
    for what, ref, name, then, now, *_ in (*move_rows(report), *date_rows(report)):
        yield (what, ref, name, in_words(then), in_words(now))
    for period, ref, name, then, now, _first in figure_rows(report):
        yield (Cell(f"Restated, {period.value}"), ref, name, in_words(then), in_words(now))
    for what, ref, name, _kind in item_rows(report):
        yield (what, ref, name, BLANK, BLANK)
    for on, ref, request, _body in answered_rows(report):
        yield (Cell("Request answered"), ref, request, BLANK, in_words(on))


_MOVED, _REF = ("moved", "Which way it moved, with an arrow"), ("ref", "Reference")

LISTS = (
    rows_noun(
        "change",
        "everything that changed since the last report",
        (
            ("what", "What happened: a rating moved, a date, a figure, something new or finished"),
            _REF,
            ("name", "Its name, with the reason or the answer"),
            ("then", "As it was published"),
            ("now", "As it is now"),
        ),
        _every,
        "No change since the last report is known.",
    ),
    rows_noun(
        "rating_change",
        "ratings that are not as last published, worse ones first",
        (
            _MOVED,
            _REF,
            ("name", "Its name, and the rule that is new where one has a part in it"),
            ("then", "The status as published", Kind.STATUS),
            ("now", "The status now", Kind.STATUS),
            ("figure_then", "The figure as published", Kind.NUMBER),
            ("figure_now", "The figure now", Kind.NUMBER),
        ),
        move_rows,
        "No rating is known to have moved.",
    ),
    rows_noun(
        "date_change",
        "due dates that are not as last published",
        (
            _MOVED,
            _REF,
            ("name", "The action"),
            ("then", "The due date as published", Kind.DATE),
            ("now", "The due date now", Kind.DATE),
            ("days", "By how many days it is later", Kind.NUMBER),
        ),
        date_rows,
        "No due date is known to have moved.",
    ),
    rows_noun(
        "figure_change",
        "figures that are not as they were published",
        (
            ("period", "The period of the figure"),
            _REF,
            ("name", "The indicator"),
            ("then", "The figure as published", Kind.NUMBER),
            ("now", "The figure now", Kind.NUMBER),
            ("first_published", "When it was first published", Kind.DATE),
        ),
        figure_rows,
        "No figure is known to differ from what was published.",
    ),
    rows_noun(
        "item_change",
        "indicators and actions that are new, finished or removed",
        (("what", "New, finished or removed"), _REF, ("name", "Its name and why"), ("kind", "Indicator or action")),
        item_rows,
        "Nothing is known to be new, finished or removed.",
    ),
    rows_noun(
        "answered_request",
        "committee requests answered since the last report",
        (
            ("date", "When it was answered", Kind.DATE),
            _REF,
            ("text", "The request and the answer"),
            ("body", "Who asked"),
        ),
        answered_rows,
        "No request is known to have been answered since the last report.",
    ),
)


def _in_short(report: Material) -> Cell:
    changes = report.judgements.changes
    return Cell("" if changes.quarter is None else in_short(changes))


def _last_report(report: Material) -> Cell:
    quarter = report.judgements.changes.quarter
    return BLANK if quarter is None else Cell(report.label(quarter))


FIELDS: tuple[Field[Material], ...] = (
    Field(
        "changes.statement", "With which report this one is compared", lambda it: Cell(it.judgements.changes.statement)
    ),
    Field("changes.in_short", "What changed since the last report, in a sentence", _in_short),
    Field("changes.unknown", "What the history cannot tell", lambda it: Cell(" ".join(it.judgements.changes.unknown))),
    Field("last_report.label", "The quarter of the last report", _last_report),
)
