"""Tables that councils could publish, with their sums, percentages, changes and earlier editions."""

from __future__ import annotations

from datetime import date
from itertools import pairwise, product
from typing import Any

from hypothesis import strategies as st
from msgspec import Struct

from quarterly.judge.disclosure import Cell, Change, Count, Published, Ratio, Relation, Sum, protect
from quarterly.model.periods import Period

APRIL = Period(date(2025, 4, 1), 1)
MONTHS = tuple(APRIL.shift(step) for step in range(12))
TEAMS = ("North", "South", "East", "West", "Intake")


class Disclosable(Struct, frozen=True, kw_only=True):
    """Counts and relations as ``protect`` takes them, and what was printed before."""

    counts: tuple[Count, ...]
    relations: tuple[Relation, ...]
    threshold: int = 5
    published: tuple[Published, ...] = ()

    def __repr__(self) -> str:
        """Short enough to be read when a law fails."""
        counts = ", ".join(
            f"{_short(one.at)}={one.value}{'' if one.shown else ' unprinted'}" for one in self.counts if one.value
        )
        sums = sum(isinstance(one, Sum) for one in self.relations)
        before = ", ".join(f"{_short(one.at)}={one.value}" for one in self.published)
        return f"<1 to {self.threshold} of {counts}; {sums} sums of {len(self.counts)} counts; before: {before}>"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Hypothesis prints records by their fields otherwise, at a length that it then complains of."""
        printer.text(repr(self))


def _short(cell: Cell) -> str:
    return f"{cell.measure}/{cell.team}/{cell.period.start:%b}+{cell.period.months}"


class Ledger:
    """Collects counts by place and the sums that they come from."""

    def __init__(self) -> None:
        self.values: dict[Cell, int] = {}
        self.relations: list[Relation] = []
        self.unprinted: set[str] = set()

    def add(self, measure: str, team: str, period: Period, value: int) -> Cell:
        cell = Cell(measure, team, period)
        self.values[cell] = value
        return cell

    def total(self, measure: str, team: str, period: Period, parts: list[Cell]) -> Cell:
        cell = self.add(measure, team, period, sum(self.values[part] for part in parts))
        self.relations.append(Sum(total=cell, parts=tuple(parts)))
        return cell

    def counts(self) -> tuple[Count, ...]:
        return tuple(
            Count(at=cell, value=value, shown=cell.measure not in self.unprinted) for cell, value in self.values.items()
        )


def quarter_of(month: Period) -> Period:
    return Period(month.start.replace(month=(month.start.month - 1) // 3 * 3 + 1), 3)


sizes = st.sampled_from(["tiny", "small", "mixed", "large"])
_RANGES = {"tiny": (0, 3), "small": (0, 9), "mixed": (0, 60), "large": (6, 400)}


@st.composite
def tables(draw: st.DrawFn, *, most_teams: int = 4, most_months: int = 4) -> Disclosable:
    """A measure by team and month, with any of: quarters, areas, a year to date, a share and its rest, changes."""
    ledger = Ledger()
    teams = TEAMS[: draw(st.integers(1, most_teams))]
    months = MONTHS[: draw(st.integers(1, most_months))]
    share = draw(st.booleans())
    measures = ("seen", "not seen") if share else ("seen",)
    for measure, team, month in product(measures, teams, months):
        low, high = _RANGES[draw(sizes)]
        ledger.add(measure, team, month, draw(st.integers(low, high)))
    _add_teams(ledger, measures, teams, months, areas=draw(st.booleans()))
    places = list(dict.fromkeys(cell.team for cell in ledger.values))
    if draw(st.booleans()):
        _add_quarters(ledger, measures, places, months)
    if draw(st.booleans()):
        _add_year_to_date(ledger, measures, places, months)
    if share:
        if draw(st.booleans()):
            ledger.unprinted.add("not seen")
        if draw(st.booleans()):
            ledger.unprinted.add("all")
        _add_share(ledger)
    if draw(st.booleans()):
        _add_changes(ledger, places, months, relative=draw(st.booleans()), shares=share)
    threshold = draw(st.sampled_from([5, 5, 5, 2, 4, 9]))
    return Disclosable(counts=ledger.counts(), relations=tuple(ledger.relations), threshold=threshold)


def dense(seen: tuple[tuple[int, ...], ...], unseen: tuple[tuple[int, ...], ...]) -> Disclosable:
    """Seen and not seen by team (a row each) and month from April, with every total that a report could print."""
    ledger = Ledger()
    teams, months, measures = TEAMS[: len(seen)], MONTHS[: len(seen[0])], ("seen", "not seen")
    for measure, rows in zip(measures, (seen, unseen), strict=True):
        for team, row in zip(teams, rows, strict=True):
            for month, value in zip(months, row, strict=True):
                ledger.add(measure, team, month, value)
    _add_teams(ledger, measures, teams, months, areas=False)
    places = list(dict.fromkeys(cell.team for cell in ledger.values))
    _add_quarters(ledger, measures, places, months)
    _add_year_to_date(ledger, measures, places, months)
    ledger.unprinted.add("not seen")
    _add_share(ledger)
    return Disclosable(counts=ledger.counts(), relations=tuple(ledger.relations))


def one_count_whose_change_was_printed() -> Disclosable:
    """A single count of one, whose area's change on the month before stands in an earlier edition."""
    ledger, measures, teams, months = Ledger(), ("seen",), TEAMS[:3], MONTHS[:3]
    for team, month in product(teams, months):
        ledger.add("seen", team, month, int((team, month) == (teams[2], months[1])))
    _add_teams(ledger, measures, teams, months, areas=True)
    _add_changes(ledger, list(dict.fromkeys(cell.team for cell in ledger.values)), months, relative=False, shares=False)
    before = Published(at=Cell("change of seen", "Area 2", months[1]), value=1)
    return Disclosable(counts=ledger.counts(), relations=tuple(ledger.relations), published=(before,))


def _add_teams(
    ledger: Ledger, measures: tuple[str, ...], teams: tuple[str, ...], months: tuple[Period, ...], *, areas: bool
) -> None:
    for measure, month in product(measures, months):
        parts = [Cell(measure, team, month) for team in teams]
        if areas and len(teams) > 2:
            parts = [
                ledger.total(measure, "Area 1", month, parts[:2]),
                ledger.total(measure, "Area 2", month, parts[2:]),
            ]
        ledger.total(measure, "", month, parts)


def _add_quarters(ledger: Ledger, measures: tuple[str, ...], places: list[str], months: tuple[Period, ...]) -> None:
    for measure, place in product(measures, places):
        for quarter in dict.fromkeys(quarter_of(month) for month in months):
            parts = [Cell(measure, place, month) for month in months if quarter_of(month) == quarter]
            ledger.total(measure, place, quarter, parts)
    _add_sums_of_quarters(ledger, measures, places, months)


def _add_sums_of_quarters(
    ledger: Ledger, measures: tuple[str, ...], places: list[str], months: tuple[Period, ...]
) -> None:
    """The quarters' totals are also the sums of their teams: the same relation as the months have."""
    monthly = [one for one in ledger.relations if isinstance(one, Sum) and one.total.period == months[0]]
    for one in monthly:
        for quarter in dict.fromkeys(quarter_of(month) for month in months):
            parts = tuple(Cell(part.measure, part.team, quarter) for part in one.parts)
            ledger.relations.append(Sum(total=Cell(one.total.measure, one.total.team, quarter), parts=parts))


def _add_year_to_date(ledger: Ledger, measures: tuple[str, ...], places: list[str], months: tuple[Period, ...]) -> None:
    for measure, place in product(measures, places):
        so_far = [Cell(measure, place, months[0])]
        for step, month in enumerate(months[1:], start=2):
            parts = [*so_far, Cell(measure, place, month)]
            so_far = [ledger.total(f"{measure}, year to date", place, Period(months[0].start, step), parts)]


def _add_share(ledger: Ledger) -> None:
    for cell in [cell for cell in ledger.values if cell.measure == "seen"]:
        other = Cell("not seen", cell.team, cell.period)
        whole = ledger.total("all", cell.team, cell.period, [cell, other])
        ledger.relations.append(Ratio(at=Cell("% seen", cell.team, cell.period), numerator=cell, denominator=whole))


def _add_changes(
    ledger: Ledger, places: list[str], months: tuple[Period, ...], *, relative: bool, shares: bool
) -> None:
    for place, (before, now) in product(places, pairwise(months)):
        for measure in ("seen", "% seen") if shares else ("seen",):
            ledger.relations.append(
                Change(
                    at=Cell(f"change of {measure}", place, now),
                    now=Cell(measure, place, now),
                    before=Cell(measure, place, before),
                    relative=relative and measure == "seen",
                )
            )


@st.composite
def tables_with_history(draw: st.DrawFn) -> Disclosable:
    """A table of which an earlier edition printed part: protected then, or carelessly, or with other limits."""
    table = draw(tables(most_teams=3, most_months=3))
    with_past = protect(table.counts, table.relations, threshold=draw(st.sampled_from([0, 2, table.threshold])))
    careless = draw(st.booleans())
    figures = [one for one in with_past.edition if careless or one.at.period < MONTHS[1] or draw(st.booleans())]
    chosen = draw(st.lists(st.sampled_from(figures), unique_by=lambda one: one.at, max_size=12)) if figures else []
    return Disclosable(
        counts=table.counts, relations=table.relations, threshold=table.threshold, published=tuple(chosen)
    )


@st.composite
def second_editions(draw: st.DrawFn) -> Disclosable:
    """A table whose first edition, up to some month and properly protected, is out already."""
    table = draw(tables(most_teams=3, most_months=3))
    last = draw(st.sampled_from(MONTHS[:3]))
    early = tuple(one for one in table.counts if one.at.period.end <= last.end)
    places = {one.at for one in early}
    ratios = {one.at for one in table.relations if isinstance(one, Ratio) and places.issuperset(one.basis)}
    relations = tuple(one for one in table.relations if (places | ratios).issuperset(one.basis))
    first = protect(early, relations, threshold=table.threshold)
    return Disclosable(
        counts=table.counts, relations=table.relations, threshold=table.threshold, published=first.edition
    )
