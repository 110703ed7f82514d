"""Moves: changes to a few counts, by one each, that leave everything published as it is.

A reader who sees only what is published cannot tell the counts before a move from the counts after it. So a move
that passes through a hidden count is the proof that this count could as well be one more or one less.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from heapq import heappop, heappush

from msgspec import Struct

from quarterly.judge.disclosure.knowledge import Knowledge

Move = Mapping[int, int]
"""Numbers of counts, each with +1 or −1."""

STRIDE = 60  # what an open sum counts for while searching, where hiding one more count costs about 100
DEAR = 10**9  # above any price
PATIENCE = 4_000  # states of one search before it is given up


class Search(Struct, frozen=True):
    """The move that was found; without one, whether that is for want of any (``complete``) or of patience."""

    move: Move | None
    complete: bool = False
    effort: int = 0  # states looked at


Price = Callable[[int, int], int | None]
"""What it costs to let a count change by +1 or −1; ``None`` where it cannot."""


class _State(Struct, frozen=True):
    """A move half made: ``open`` holds, for the sums that it has changed, by how much."""

    cost: int
    move: Mapping[int, int]
    open: Mapping[int, int]


def cheapest_move(knowledge: Knowledge, at: int, sign: int, price: Price, patience: int = PATIENCE) -> Search:
    """A move that changes count ``at`` by ``sign`` and costs little.

    Best-first: always from the sum that the fewest counts can set right, and from the state that has cost least and
    has the fewest sums open; of states with the same sums open, the cheapest. All that follows from the answer holds
    whether or not it is the cheapest there is.
    """
    start = _State(0, {at: sign}, {relation: side * sign for relation, side in knowledge.within[at]})
    anchor = max(start.open, key=lambda one: (len(knowledge.sums[one]), one), default=-1)
    heap = [(0, 0, start)]
    best = {frozenset(start.open.items()): 0}
    pushed = 0
    while heap and pushed < patience:
        _, _, state = heappop(heap)
        if not state.open:
            return Search(state.move, complete=True, effort=pushed)
        for other, way, cost in _steps(knowledge, state, price, anchor):
            opened = _opened(knowledge, state.open, other, way)
            key = frozenset(opened.items())
            if cost < best.get(key, DEAR):
                best[key] = cost
                pushed += 1
                heappush(heap, (cost + STRIDE * len(opened), pushed, _State(cost, {**state.move, other: way}, opened)))
    return Search(None, complete=not heap, effort=pushed)


def _steps(knowledge: Knowledge, state: _State, price: Price, anchor: int) -> Iterator[tuple[int, int, int]]:
    """Every count that can bring one open sum nearer to what it was, which way, and the cost with it.

    The anchor, one of the sums that the search began with, comes last, so that the others lead to it.
    """
    relations = [one for one in state.open if one != anchor] or [anchor]
    relation = min(relations, key=lambda one: (len(knowledge.sums[one]), one))
    off = state.open[relation]
    for at, side in knowledge.sums[relation]:
        if at not in state.move:
            sign = -side if off > 0 else side
            cost = price(at, sign)
            if cost is not None:
                yield at, sign, state.cost + cost


def _opened(knowledge: Knowledge, before: Mapping[int, int], at: int, sign: int) -> Mapping[int, int]:
    after = dict(before)
    for relation, side in knowledge.within[at]:
        off = after.pop(relation, 0) + side * sign
        if off:
            after[relation] = off
    return after
