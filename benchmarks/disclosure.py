"""Disclosure control: how much it hides that it need not, and how long it takes.

    python benchmarks/disclosure.py [--tables N] [--seconds S]

The optimum is found by a mixed-integer solver (HiGHS, through SciPy) that hides as few counts as can be so that
every small count can still be anything from 1 to the threshold. Where the solver runs out of time its lower bound is
taken, so the ratios are at worst what they say. Prints Markdown.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Iterator
from datetime import date
from itertools import product

import numpy as np
from msgspec import Struct
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from quarterly.judge.disclosure import Cause, Cell, Count, Protected, Ratio, Relation, Sum, protect
from quarterly.model.periods import Period

APRIL = Period(date(2023, 4, 1), 1)
TEAMS = ("North", "South", "East", "West", "Central", "Intake", "Leaving care", "Disabled children")
THRESHOLD = 5


class Table(Struct, frozen=True, kw_only=True):
    """Counts with their sums, made up."""

    counts: tuple[Count, ...]
    relations: tuple[Relation, ...]


class Maker:
    """Makes up a table: children by team and month, and the sums that a report prints."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._values: dict[Cell, int] = {}
        self._relations: list[Relation] = []

    def about(self, mean: float) -> int:
        """A count with the scatter that counts of events have."""
        return sum(self._random.random() < mean / (5 * mean + 5) for _ in range(int(5 * mean + 5)))

    def put(self, cell: Cell, value: int) -> None:
        self._values[cell] = value

    def sum(self, total: Cell, parts: list[Cell]) -> None:
        self._values[total] = sum(self._values[part] for part in parts)
        self._relations.append(Sum(total=total, parts=tuple(parts)))

    def relate(self, relation: Relation) -> None:
        self._relations.append(relation)

    def sums_again(self, total: Cell, parts: list[Cell]) -> None:
        """A sum that follows from others, such as a quarter's total over teams."""
        self._relations.append(Sum(total=total, parts=tuple(parts)))

    def done(self) -> Table:
        counts = tuple(Count(at=cell, value=value) for cell, value in self._values.items())
        return Table(counts=counts, relations=tuple(self._relations))


def months_of(count: int) -> list[Period]:
    return [APRIL.shift(step) for step in range(count)]


def by_team(maker: Maker, measure: str, teams: int, months: list[Period], mean: float) -> None:
    for month in months:
        for team in TEAMS[:teams]:
            maker.put(Cell(measure, team, month), maker.about(mean * (1 + TEAMS.index(team)) / 2))
        maker.sum(Cell(measure, "", month), [Cell(measure, team, month) for team in TEAMS[:teams]])


def with_quarters(maker: Maker, measure: str, teams: int, months: list[Period]) -> None:
    for quarter in [Period(month.start, 3) for month in months[::3]]:
        for team in (*TEAMS[:teams], ""):
            maker.sum(Cell(measure, team, quarter), [Cell(measure, team, month) for month in quarter.month_periods()])
        maker.sums_again(Cell(measure, "", quarter), [Cell(measure, team, quarter) for team in TEAMS[:teams]])


def one_quarter(seed: int, mean: float) -> Table:
    """Six teams in one month with their total."""
    maker = Maker(seed)
    by_team(maker, "children", 6, months_of(1), mean)
    return maker.done()


def a_year(seed: int, mean: float) -> Table:
    """Five teams, six months, quarters and totals."""
    maker = Maker(seed)
    by_team(maker, "children", 5, months_of(6), mean)
    with_quarters(maker, "children", 5, months_of(6))
    return maker.done()


def areas(seed: int, mean: float) -> Table:
    """Eight teams in three areas, three months and their quarter."""
    maker = Maker(seed)
    months = months_of(3)
    quarter = Period(months[0].start, 3)
    groups = {"Area 1": TEAMS[:3], "Area 2": TEAMS[3:6], "Area 3": TEAMS[6:]}
    for month in months:
        for area, teams in groups.items():
            for team in teams:
                maker.put(Cell("children", team, month), maker.about(mean * (1 + TEAMS.index(team)) / 2))
            maker.sum(Cell("children", area, month), [Cell("children", team, month) for team in teams])
        maker.sum(Cell("children", "", month), [Cell("children", area, month) for area in groups])
    for place in (*TEAMS, *groups, ""):
        maker.sum(Cell("children", place, quarter), [Cell("children", place, month) for month in months])
    for area, teams in groups.items():
        maker.sums_again(Cell("children", area, quarter), [Cell("children", team, quarter) for team in teams])
    maker.sums_again(Cell("children", "", quarter), [Cell("children", area, quarter) for area in groups])
    return maker.done()


def audits(seed: int, mean: float) -> Table:
    """Case audits: four grades, four teams, three months, with all totals: a table in three directions."""
    maker = Maker(seed)
    grades, teams, months = ("Outstanding", "Good", "Requires improvement", "Inadequate"), TEAMS[:4], months_of(3)
    quarter = Period(months[0].start, 3)
    for grade, share in zip(grades, (0.3, 2, 1.2, 0.5), strict=True):
        for month in months:
            for team in teams:
                maker.put(Cell(grade, team, month), maker.about(mean * share))
            maker.sum(Cell(grade, "", month), [Cell(grade, team, month) for team in teams])
        for team in (*teams, ""):
            maker.sum(Cell(grade, team, quarter), [Cell(grade, team, month) for month in months])
        maker.sums_again(Cell(grade, "", quarter), [Cell(grade, team, quarter) for team in teams])
    for period, team in product((*months, quarter), (*teams, "")):
        maker.sum(Cell("All", team, period), [Cell(grade, team, period) for grade in grades])
    for period in (*months, quarter):
        maker.sums_again(Cell("All", "", period), [Cell("All", team, period) for team in teams])
    for team in (*teams, ""):
        maker.sums_again(Cell("All", team, quarter), [Cell("All", team, month) for month in months])
    return maker.done()


KINDS: dict[str, Callable[[int, float], Table]] = {
    "6 teams, total": one_quarter,
    "5 teams × 6 months, quarters": a_year,
    "8 teams in 3 areas × 3 months, quarter": areas,
    "4 grades × 4 teams × 3 months, all totals": audits,
}


def hidden_counts(protected: Protected) -> int:
    return sum(one.cause in (Cause.SMALL, Cause.PROTECTS) for one in protected.hidden)


def least_hidden(table: Table, seconds: float) -> tuple[float, bool]:
    """How few counts can be hidden (a bound from below, and whether it is the optimum itself)."""
    values = np.array([count.value for count in table.counts], dtype=float)
    number = {count.at: at for at, count in enumerate(table.counts)}
    size = len(values)
    sums = [one for one in table.relations if isinstance(one, Sum)]
    small = [at for at, value in enumerate(values) if 1 <= value <= THRESHOLD]
    worlds = [(at, goal) for at in small for goal in {1, THRESHOLD} - {int(values[at])}]
    # Unknowns: whether each count is hidden; then for each world by how much each count differs from the truth.
    entries: list[tuple[int, int, float]] = []
    least: list[float] = []
    most: list[float] = []

    def row(terms: Iterator[tuple[int, float]], low: float, high: float) -> None:
        entries.extend((len(least), at, factor) for at, factor in terms)
        least.append(low)
        most.append(high)

    reach = 2.0 * (THRESHOLD - 1)  # how far any count may differ in a world: twice as far as a small one has to
    for world in range(len(worlds)):
        base = size * (world + 1)
        for one in sums:
            row(iter([(base + number[one.total], -1.0), *((base + number[part], 1.0) for part in one.parts)]), 0, 0)
        for at in range(size):
            row(iter([(base + at, 1.0), (at, -reach)]), -np.inf, 0)
            row(iter([(base + at, 1.0), (at, min(reach, values[at]))]), 0, np.inf)
    low = np.concatenate([np.zeros(size), *(np.maximum(-values, -reach) for _ in worlds)])
    high = np.concatenate([np.ones(size), *(np.full(size, reach) for _ in worlds)])
    low[small] = 1
    for world, (at, goal) in enumerate(worlds):
        low[size * (world + 1) + at] = high[size * (world + 1) + at] = goal - values[at]
    rows, columns, factors = zip(*entries, strict=True) if entries else ((), (), ())
    matrix = csr_array((factors, (rows, columns)), shape=(len(least), len(low)))
    answer = milp(
        np.concatenate([np.ones(size), np.zeros(len(low) - size)]),
        integrality=np.concatenate([np.ones(size), np.zeros(len(low) - size)]),
        bounds=Bounds(low, high),
        constraints=LinearConstraint(matrix, least, most),
        options={"time_limit": seconds},
    )
    if answer.status == 0:
        return round(answer.fun), True
    return float(np.ceil(answer.mip_dual_bound - 1e-6)), False


class Tally(Struct):
    """What came of the tables of one kind."""

    cells: int = 0
    small: int = 0
    hidden: int = 0
    least: float = 0
    worst: float = 1
    proved: int = 0
    tables: int = 0
    milliseconds: float = 0


def compare(make: Callable[[int, float], Table], mean: float, tables: int, seconds: float) -> Tally:
    """Tables with at least one small count, by the method and by the solver."""
    tally = Tally()
    for seed in range(tables):
        table = make(seed, mean)
        began = time.perf_counter()
        protected = protect(table.counts, table.relations, threshold=THRESHOLD)
        took = time.perf_counter() - began
        assert not protected.exposed
        small = sum(one.cause is Cause.SMALL for one in protected.hidden)
        if not small:
            continue
        least, proved = least_hidden(table, seconds)
        tally.tables += 1
        tally.milliseconds += 1000 * took
        tally.cells += len(table.counts)
        tally.small += small
        tally.hidden += hidden_counts(protected)
        tally.least += least
        tally.proved += proved
        tally.worst = max(tally.worst, hidden_counts(protected) / least)
    return tally


def council(*, quarters: bool) -> Table:
    """35 indicators with numerators and denominators for 6 teams and the authority over 36 months."""
    maker = Maker(1)
    months = months_of(36)
    sizes = random.Random(1)
    for number in range(35):
        mean = sizes.choice((3.0, 8.0, 20.0, 60.0, 200.0))
        for part, share in (("numerator", 0.8), ("denominator", 1.0)):
            measure = f"K{number} {part}"
            by_team(maker, measure, 6, months, mean * share)
            if quarters:
                with_quarters(maker, measure, 6, months)
        for month, team in product(months, (*TEAMS[:6], "")):
            cells = [Cell(f"K{number} {part}", team, month) for part in ("numerator", "denominator")]
            maker.relate(Ratio(at=Cell(f"K{number}", team, month), numerator=cells[0], denominator=cells[1]))
    return maker.done()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tables", type=int, default=20, help="tables of each kind and size (default 20)")
    parser.add_argument("--seconds", type=float, default=20, help="time for the solver, each table (default 20)")
    options = parser.parse_args()
    print("| Table | Average count | Counts | Small | Hidden | Optimum | Ratio | Worst | Proved | Time |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for (kind, make), mean in product(KINDS.items(), (3.0, 8.0, 20.0)):
        tally = compare(make, mean, options.tables, options.seconds)
        if tally.tables:
            print(
                f"| {kind} | {mean:.0f} | {tally.cells} | {tally.small} | {tally.hidden} | {tally.least:.0f} "
                f"| {tally.hidden / tally.least:.2f} | {tally.worst:.2f} | {tally.proved} of {tally.tables} "
                f"| {tally.milliseconds / tally.tables:.1f} ms |",
                flush=True,
            )
    print("\n| 35 indicators × 6 teams × 36 months | Counts | Percentages | Small | Hidden | Time, best of 3 |")
    print("| --- | --- | --- | --- | --- | --- |")
    for quarters in (False, True):
        table = council(quarters=quarters)
        times = []
        for _ in range(3):
            began = time.perf_counter()
            protected = protect(table.counts, table.relations, threshold=THRESHOLD)
            times.append(time.perf_counter() - began)
        small = sum(one.cause is Cause.SMALL for one in protected.hidden)
        ratios = sum(isinstance(one, Ratio) for one in table.relations)
        print(
            f"| {'months and quarters' if quarters else 'months'} | {len(table.counts):,} | {ratios:,} | {small:,} "
            f"| {hidden_counts(protected):,} | {min(times):.1f} s |"
        )


if __name__ == "__main__":
    main()
