"""How many indicators and actions have which status, as numbers, as a list and as charts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from quarterly.compose.cells import BLANK, status_cell
from quarterly.compose.material import Material
from quarterly.compose.report import Cell, Look
from quarterly.compose.status_chart import status_chart, theme_chart
from quarterly.compose.tally import Count, Tally
from quarterly.compose.vocabulary.catalogue import Kind
from quarterly.compose.vocabulary.declare import Field, Noun, Told
from quarterly.compose.vocabulary.words import Content
from quarterly.judge.judgement import Status

KPI_STATUSES = (Status.GREEN, Status.GREEN_AMBER, Status.AMBER, Status.RED_AMBER, Status.RED)
ACTION_STATUSES = (Status.BLUE, Status.GREEN, Status.AMBER, Status.RED)
NO_CHART = Cell("No chart: nothing is rated.", Look.MISSING)


def _slug(status: Status) -> str:
    return status.value.lower().replace("-", "_")


def _of(status: Status | None, give: Callable[[Tally, Count], Cell], report: Material) -> Cell:
    tally = Tally.of(report)
    return give(tally, tally.unrated if status is None else tally.count(status))


def _share(share: int) -> Cell:
    return Cell(share, unit="%")


def _known(number: int | None) -> Cell:
    return BLANK if number is None else Cell(number)


def _kpi_fields(status: Status | None, name: str, colour: str) -> Iterator[Field[Material]]:
    give: tuple[tuple[str, str, Callable[[Tally, Count], Cell]], ...] = (
        ("", f"Indicators that are {colour}", lambda _, count: Cell(count.kpis)),
        (".percent", "Their share of all indicators", lambda tally, count: _share(tally.share_of_kpis(count))),
        (".last_quarter", f"Indicators that were {colour} last quarter", lambda _, count: Cell(count.kpis_before)),
    )
    for suffix, meaning, content in give:
        yield Field(f"kpis.{name}{suffix}", meaning, partial(_of, status, content), Kind.NUMBER)


def _action_fields(status: Status | None, name: str, colour: str) -> Iterator[Field[Material]]:
    give: tuple[tuple[str, str, Callable[[Tally, Count], Cell]], ...] = (
        ("", f"Actions that are {colour}", lambda _, count: Cell(count.actions)),
        (".percent", "Their share of all actions", lambda tally, count: _share(tally.share_of_actions(count))),
        (
            ".last_report",
            f"Actions that were {colour} in the last report, as published",
            lambda _, count: _known(count.actions_before),
        ),
    )
    for suffix, meaning, content in give:
        yield Field(f"actions.{name}{suffix}", meaning, partial(_of, status, content), Kind.NUMBER)


def _drawn(chart: Callable[[Material], Content | None], report: Material) -> Content:
    return chart(report) or NO_CHART


FIELDS: tuple[Field[Material], ...] = (
    Field("kpis.total", "All indicators", lambda it: Cell(len(it.judgements.kpis)), Kind.NUMBER),
    *(one for status in KPI_STATUSES for one in _kpi_fields(status, _slug(status), status.lower())),
    *_kpi_fields(None, "unrated", "without a colour"),
    Field("actions.total", "All actions", lambda it: Cell(len(it.judgements.actions)), Kind.NUMBER),
    *(one for status in ACTION_STATUSES for one in _action_fields(status, _slug(status), status.lower())),
    *_action_fields(None, "unrated", "without a colour"),
    Field(
        "actions.overdue",
        "Actions that are overdue",
        lambda it: Cell(sum(item.overdue > 0 for item in it.judgements.actions)),
        Kind.NUMBER,
    ),
    Field("statuses.chart", "Chart of statuses, now and last quarter", partial(_drawn, status_chart), Kind.CHART),
    Field("themes.chart", "Chart of statuses by theme", partial(_drawn, theme_chart), Kind.CHART),
)


def _kpis_share(one: Told[Count]) -> Cell:
    return _share(Tally.of(one.report).share_of_kpis(one.it))


def _actions_share(one: Told[Count]) -> Cell:
    return _share(Tally.of(one.report).share_of_actions(one.it))


COUNT: Noun[Count] = Noun(
    name="count",
    meaning="the statuses with their counts, best first; the last is of those without a colour",
    members=lambda report: Tally.of(report).rows,
    key=lambda count: str(count.status or "Not rated"),
    fields=(
        Field("status", "The status, with its colour", lambda one: status_cell(one.it.status), Kind.STATUS),
        Field("kpis", "How many indicators", lambda one: Cell(one.it.kpis), Kind.NUMBER),
        Field("kpis.percent", "Share of all indicators", _kpis_share, Kind.NUMBER),
        Field("kpis.last_quarter", "Indicators last quarter", lambda one: Cell(one.it.kpis_before), Kind.NUMBER),
        Field("actions", "How many actions", lambda one: Cell(one.it.actions), Kind.NUMBER),
        Field("actions.percent", "Share of all actions", _actions_share, Kind.NUMBER),
        Field(
            "actions.last_report", "Actions in the last report", lambda one: _known(one.it.actions_before), Kind.NUMBER
        ),
    ),
)
