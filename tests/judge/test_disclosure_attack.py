"""What is published is attacked with a solver that knows everything a reader could know."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from judge.attacker import Attacker, is_hidden_count, reader_of
from judge.disclosable import (
    Disclosable,
    one_count_whose_change_was_printed,
    second_editions,
    tables,
    tables_with_history,
)

from quarterly.judge.disclosure import Cause, Cell, Change, Protected, Ratio, Relation, Sum, protect
from quarterly.judge.disclosure.reasons import PRECAUTION

MANY = 200  # tables a test; before a release, 1,000 or more (three minutes each)


def connected(table: Disclosable, protected: Protected, hidden: set[Cell], start: Cell) -> set[Cell]:
    """The hidden counts that sums, and printed percentages and changes, join to this one."""
    printed = {figure.at for figure in table.published}
    printed |= {figure.at for figure in protected.figures.values() if figure.value is not None}
    groups = [counts_of(one) & hidden for one in table.relations if isinstance(one, Sum) or one.at in printed]
    reached: set[Cell] = {start}
    while True:
        new = set().union(*(group for group in groups if group & reached)) - reached
        if not new:
            return reached
        reached |= new


def counts_of(one: Relation) -> set[Cell]:
    match one:
        case Sum():
            return {one.total, *one.parts}
        case Ratio():
            return {one.numerator, one.denominator}
        case Change():
            return {one.now, one.before}


def assert_withstands(table: Disclosable) -> Protected:
    protected = protect(table.counts, table.relations, threshold=table.threshold, published=table.published)
    attacker = reader_of(table.counts, table.relations, protected, table.published)
    exposed = {one.at for one in protected.exposed}
    small = {one.at for one in protected.hidden if one.cause is Cause.SMALL}
    for cell in sorted(small - exposed):
        ruled_out = [value for value in range(1, table.threshold + 1) if not attacker.allows(cell, value)]
        assert ruled_out == [], f"{cell} cannot be {ruled_out}"
    everything = {one.at for one in protected.hidden} | {one.at for one in table.counts if not one.shown}
    for one in protected.hidden:
        precaution = one.why == PRECAUTION  # hidden with a count that is reported as exposed, and nothing claimed of it
        if one.cause is Cause.PROTECTS and is_hidden_count(protected, one.at) and not precaution:
            assert is_uncertain(
                attacker, one.at, connected(table, protected, everything, one.at) & small, table.threshold
            ), one
    return protected


def is_uncertain(attacker: Attacker, cell: Cell, small: set[Cell], threshold: int) -> bool:
    """Whether the count could be two things, with one of its small counts behind it all."""
    return any(attacker.leaves_open(cell, other, threshold) for other in sorted(small))


@settings(max_examples=40, deadline=None)
@given(tables())
def test_a_solver_recovers_no_hidden_count(table: Disclosable) -> None:
    assert assert_withstands(table).exposed == ()


@settings(max_examples=40, deadline=None)
@example(one_count_whose_change_was_printed())
@given(tables_with_history())
def test_a_solver_that_kept_earlier_editions_recovers_no_hidden_count(table: Disclosable) -> None:
    assert_withstands(table)


@settings(max_examples=40, deadline=None)
@given(second_editions())
def test_second_edition_gives_away_nothing_that_the_first_protected(table: Disclosable) -> None:
    assert assert_withstands(table).exposed == ()


@pytest.mark.slow
@settings(max_examples=MANY, deadline=None)
@given(second_editions())
def test_second_edition_gives_away_nothing_of_many_tables(table: Disclosable) -> None:
    assert assert_withstands(table).exposed == ()


@pytest.mark.slow
@settings(max_examples=MANY, deadline=None)
@given(tables())
def test_a_solver_recovers_no_hidden_count_of_many_tables(table: Disclosable) -> None:
    assert assert_withstands(table).exposed == ()


@pytest.mark.slow
@settings(max_examples=MANY, deadline=None)
@given(tables_with_history())
def test_a_solver_that_kept_earlier_editions_recovers_nothing_from_many(table: Disclosable) -> None:
    assert_withstands(table)
