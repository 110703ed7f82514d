"""The proof that a count cannot be worked out: moves that take it through all the values it must be able to have."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from quarterly.judge.disclosure.knowledge import Knowledge
from quarterly.judge.disclosure.moves import Move, Price, Search, cheapest_move

SHORT = 40  # what a count costs on top that cannot go the whole way, so that others must be hidden as well

Fee = Callable[[int], int | None]
"""What it costs to hide a count; ``None`` for one that must not be hidden."""


class Target(Struct, frozen=True, kw_only=True):
    """A count that must be able, for the reader, to be anything from ``down`` less to ``up`` more than it is."""

    at: int
    up: int
    down: int


class Proof(Struct, frozen=True, kw_only=True):
    """The counts of the moves that take a target through its values, and how far they take it.

    ``sure`` is false where the search was given up before everything was tried.
    """

    counts: frozenset[int]
    up: int
    down: int
    sure: bool = True

    def holds(self, target: Target) -> bool:
        """Whether the target reaches everything it must."""
        return self.up >= target.up and self.down >= target.down


class Prover:
    """Looks for cheap proofs. ``effort`` counts the states searched so far."""

    def __init__(self, knowledge: Knowledge, fee: Fee) -> None:
        self._knowledge = knowledge
        self._fee = fee
        self.effort = 0

    def prove(self, target: Target, patience: int) -> Proof:
        """One move that goes the whole way both up and down, or else a walk of several, whichever costs less."""
        found = self._straight(target, patience).move
        straight = Proof(counts=frozenset(found), up=target.up, down=target.down) if found else None
        if straight and not self.cost(straight):
            return straight
        walk = self._walk(target, patience)
        if straight and (not walk.holds(target) or self.cost(straight) <= self.cost(walk)):
            return straight
        return walk

    def cost(self, proof: Proof) -> int:
        """What hiding the counts of the proof costs."""
        return sum(self._fee(at) or 0 for at in proof.counts)

    def _straight(self, target: Target, patience: int) -> Search:
        values, low, high, fee = self._knowledge.values, self._knowledge.low, self._knowledge.high, self._fee

        def price(at: int, sign: int) -> int | None:
            rise, fall = (target.up, target.down) if sign > 0 else (target.down, target.up)
            if values[at] + rise > high[at] or values[at] - fall < low[at]:
                return None
            return fee(at)

        if price(target.at, 1) is None:
            return Search(None)
        search = cheapest_move(self._knowledge, target.at, 1, price, patience)
        self.effort += search.effort
        return search

    def _walk(self, target: Target, patience: int) -> Proof:
        counts = frozenset((target.at,))
        gone, sure = [], True
        for sign, far in ((1, target.up), (-1, target.down)):
            walk = _Walk(self._knowledge, self._fee, counts)
            search = walk.go(target.at, sign, far, patience)
            counts, sure = walk.counts, sure and search.complete
            gone.append(walk.gone)
            self.effort += search.effort
        return Proof(counts=counts, up=gone[0], down=gone[1], sure=sure)


class _Walk:
    """Moves one after the other, each from where the last one led; ``counts`` are those that it passed through."""

    def __init__(self, knowledge: Knowledge, fee: Fee, counts: frozenset[int]) -> None:
        self._knowledge = knowledge
        self._fee = fee
        self._shift: dict[int, int] = {}
        self.counts = counts
        self.gone = 0

    def go(self, at: int, sign: int, far: int, patience: int) -> Search:
        """Change count ``at`` by up to ``far``; the last search, with the effort of all."""
        effort, found = 0, Search(None, complete=True)
        while self.gone < far and self._room(at, sign):
            found = cheapest_move(self._knowledge, at, sign, self._price_for(far - self.gone), patience)
            effort += found.effort
            if not found.move:
                break
            self._take(found.move, far - self.gone)
        return Search(found.move, complete=found.complete or found.move is not None, effort=effort)

    def _take(self, move: Move, left: int) -> None:
        steps = min(left, *(self._room(at, sign) for at, sign in move.items()))
        for at, sign in move.items():
            self._shift[at] = self._shift.get(at, 0) + sign * steps
        self.counts |= frozenset(move)
        self.gone += steps

    def _room(self, at: int, sign: int) -> int:
        """How much further the count can change this way."""
        now = self._knowledge.values[at] + self._shift.get(at, 0)
        return self._knowledge.high[at] - now if sign > 0 else now - self._knowledge.low[at]

    def _price_for(self, left: int) -> Price:
        def price(at: int, sign: int) -> int | None:
            room = self._room(at, sign)
            if room < 1:
                return None
            fee = 0 if at in self.counts else self._fee(at)
            return fee + SHORT if fee and room < left else fee

        return price
