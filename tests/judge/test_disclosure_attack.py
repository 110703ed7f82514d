"""What is published is attacked with a solver that knows everything a reader could know."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from judge.attacker import Attacker, is_hidden_count, reader_of
from judge.disclosable import Disclosable, second_editions, tables, tables_with_history

from quarterly.judge.disclosure import Cause, Cell, Protected, Sum, protect
from quarterly.judge.disclosure.reasons import PRECAUTION

MANY = 200  # tables a test; before a release, 1,000 or more (three minutes each)


def connected(table: Disclosable, hidden: set[Cell], start: Cell) -> set[Cell]:
    """The hidden counts that sums join to this one."""
    sums = [{one.total, *one.parts} & hidden for one in table.relations if isinstance(one, Sum)]
    reached: set[Cell] = {start}
    while True:
        new = set().union(*(group for group in sums if group & reached)) - reached
        if not new:
            return reached
        reached |= new


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
            assert is_uncertain(attacker, one.at, connected(table, everything, one.at) & small, table.threshold), one
    return protected


def is_uncertain(attacker: Attacker, cell: Cell, small: set[Cell], threshold: int) -> bool:
    """Whether the count could be two things, with one of its small counts behind it all."""
    return any(attacker.leaves_open(cell, other, threshold) for other in sorted(small))


@settings(max_examples=40, deadline=None)
@given(tables())
def test_a_solver_recovers_no_hidden_count(table: Disclosable) -> None:
    assert assert_withstands(table).exposed == ()


@settings(max_examples=40, deadline=None)
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
