"""What changed since the last report: ratings, dates, figures, what is new and done, requests answered."""

from __future__ import annotations

from quarterly.compose.cells import BLANK, date_cell, number_cell, status_cell, text_cell
from quarterly.compose.material import Material
from quarterly.compose.report import Block, Cell, Column, Heading, Look, Paragraph, Row, Section, Table
from quarterly.compose.words import counted, listed
from quarterly.judge.changes import ACTION
from quarterly.judge.since import Changes, Course, Move
from quarterly.judge.status import Status
from quarterly.model.kpi import Kpi

_WORDS = {Course.WORSE: "▼ Worse", Course.BETTER: "▲ Better", Course.OTHER: "► Changed"}
_STATUSES = {status.value.casefold(): status for status in Status}

_FIRST, _REF, _NAME, _FACT, _FIGURE = 13.0, 9.0, 52.0, 18.0, 15.0
"""Characters: widths that all tables of the sheet share, because they stand in the same columns."""


def what_changed(material: Material) -> Section:
    """One table for each sort of change; where no earlier report is known, the sentence that says so."""
    changes = material.judgements.changes
    blocks: list[Block] = [Paragraph(text=changes.statement)]
    if changes.quarter is not None:
        blocks = [Paragraph(text=f"{changes.statement} {in_short(changes)}")]
        blocks += [Paragraph(text=text, look=Look.SMALL) for text in changes.unknown]
        blocks += [Heading(text="Ratings that moved"), _moves(material)]
        blocks += [Heading(text="Due dates that moved"), _dates(material)]
        blocks += [Heading(text="Figures that are not as published"), _figures(material)]
        blocks += [Heading(text="New, finished and removed"), _items(material)]
        blocks += [Heading(text="Committee requests answered"), _answered(material)]
    return Section(key="changes", name="What changed", title="What changed since the last report", blocks=tuple(blocks))


def in_short(changes: Changes) -> str:
    """ "3 ratings worsened, 5 improved; 2 due dates were put off."."""
    worse, better = (sum(move.course is course for move in changes.moves) for course in (Course.WORSE, Course.BETTER))
    later = sum((one.days or 0) > 0 for one in changes.redated)
    said = [
        f"{counted(worse, 'rating')} worsened and {better or 'none'} improved",
        f"{counted(later, 'due date')} {'was' if later == 1 else 'were'} put off" if later else "",
        f"{counted(len(changes.restated), 'figure')} {'is' if len(changes.restated) == 1 else 'are'} not as published"
        if changes.restated
        else "",
        f"{counted(len(changes.closed), 'action')} {'was' if len(changes.closed) == 1 else 'were'} finished"
        if changes.closed
        else "",
    ]
    text = listed([part for part in said if part])
    return f"{text[0].upper()}{text[1:]}."


def _columns(first: str, name: str, *rest: Column) -> tuple[Column, ...]:
    return (
        Column(header=first, width=_FIRST),
        Column(header="Ref", width=_REF),
        Column(header=name, width=_NAME),
        *rest,
    )


def move_rows(material: Material) -> tuple[Row, ...]:
    """A row for each rating that moved, worse ones first."""
    kpis = {kpi.ref: kpi for kpi in material.plan.kpis}
    return tuple(
        (
            Cell(_WORDS[move.course]),
            Cell(move.ref, Look.STRONG),
            Cell(_lines(move.name, move.by_rule)),
            _then(move),
            status_cell(move.now),
            _figure(move.figure_then, move, kpis),
            _figure(move.figure_now, move, kpis),
        )
        for move in material.judgements.changes.moves
    )


def _moves(material: Material) -> Table:
    columns = _columns(
        "Moved",
        "Indicator or action",
        Column(header="Published", width=_FACT),
        Column(header="Now", width=_FACT),
        Column(header="Figure published", width=_FIGURE, align="right"),
        Column(header="Figure now", width=_FIGURE, align="right"),
    )
    return Table(columns=columns, rows=move_rows(material), empty="No rating moved.")


def _then(move: Move) -> Cell:
    known = _STATUSES.get(move.then.strip().casefold())
    return Cell(move.then) if known is None else status_cell(known)


def _figure(value: float | None, move: Move, kpis: dict[str, Kpi]) -> Cell:
    if value is None or move.kind == ACTION:
        return BLANK if value is None else Cell(value, unit="%")
    return number_cell(value, kpis[move.ref])


def date_rows(material: Material) -> tuple[Row, ...]:
    """A row for each due date that moved."""
    return tuple(
        (
            Cell("No date now" if one.days is None else "▼ Later" if one.days > 0 else "▲ Earlier"),
            Cell(one.ref, Look.STRONG),
            Cell(one.name),
            date_cell(one.then),
            date_cell(one.now),
            BLANK if one.days is None else Cell(one.days),
        )
        for one in material.judgements.changes.redated
    )


def _dates(material: Material) -> Table:
    columns = _columns(
        "Moved",
        "Action",
        Column(header="Due as published", width=_FACT),
        Column(header="Due now", width=_FACT),
        Column(header="Days later", width=_FIGURE, align="right"),
    )
    empty = "Not known." if material.judgements.changes.unknown else "No due date moved."
    return Table(columns=columns, rows=date_rows(material), empty=empty)


def figure_rows(material: Material) -> tuple[Row, ...]:
    """A row for each figure that is not as it was published."""
    kpis = {kpi.ref: kpi for kpi in material.plan.kpis}
    return tuple(
        (
            Cell(material.label(one.period)),
            Cell(one.ref, Look.STRONG),
            Cell(one.name),
            number_cell(one.old, kpis[one.ref]),
            number_cell(one.new, kpis[one.ref]),
            date_cell(one.first_published),
        )
        for one in material.judgements.changes.restated
    )


def _figures(material: Material) -> Table:
    columns = _columns(
        "Period",
        "Indicator",
        Column(header="As published", width=_FACT, align="right"),
        Column(header="Now", width=_FACT, align="right"),
        Column(header="First published", width=_FIGURE),
    )
    return Table(columns=columns, rows=figure_rows(material), empty="Every figure is as it was published.")


def item_rows(material: Material) -> tuple[Row, ...]:
    """A row for each indicator or action that is new, finished or removed."""
    changes = material.judgements.changes
    sorts = (("New", changes.new), ("Finished", changes.closed), ("Removed", changes.gone))
    return tuple(
        (Cell(word), Cell(item.ref, Look.STRONG), Cell(_lines(item.name, item.why)), Cell(item.kind))
        for word, items in sorts
        for item in items
    )


def _items(material: Material) -> Table:
    columns = _columns(
        "What",
        "Indicator or action",
        Column(header="Kind", width=_FACT),
    )
    return Table(columns=columns, rows=item_rows(material), empty="Nothing is new, finished or removed.")


def answered_rows(material: Material) -> tuple[Row, ...]:
    """A row for each committee request that was answered."""
    return tuple(
        (
            date_cell(item.closed_on),
            Cell(item.ref, Look.STRONG),
            text_cell(_lines(item.request, f"Answer: {item.response}" if item.response else "")),
            text_cell(item.body),
        )
        for item in material.judgements.changes.answered
    )


def _answered(material: Material) -> Table:
    columns = _columns(
        "Answered on",
        "Request and answer",
        Column(header="Asked by", width=_FACT),
    )
    return Table(columns=columns, rows=answered_rows(material), empty="No request was answered since then.")


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)
