"""What somebody can reckon with who reads every edition: the sums between counts, and what was printed before.

The reader is taken to know more than is printed: a percentage of an earlier edition counts as giving away both of its
counts where neither is known. Knowing more, he can rule out more; what is safe from him is safe from anybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import ceil, floor

from msgspec import Struct

from quarterly.judge.disclosure.earlier import Earlier, Quotient, told
from quarterly.judge.disclosure.facts import Cell, Published, Relation, Sum

NO_LIMIT = 10**18  # above any count of people

Term = tuple[int, int]
"""The number of a count (or of a sum) and a sign, +1 or −1."""


class Knowledge(Struct, frozen=True, kw_only=True):
    """The counts as numbers in a row, with what ties them together.

    ``values[i]`` is the true count of ``cells[i]``; the reader knows that it lies from ``low[i]`` to ``high[i]``, and
    knows it exactly where ``known[i]``. ``sums[r]`` lists the counts of one relation that are not known, with their
    signs: counts that are changed so that every such sum stays as it is cannot be told from the true ones.
    ``within[i]`` lists the relations that count ``i`` is in, with its sign there.
    """

    cells: tuple[Cell, ...]
    values: tuple[int, ...]
    low: tuple[int, ...]
    high: tuple[int, ...]
    known: tuple[bool, ...]
    sums: tuple[tuple[Term, ...], ...]
    within: tuple[tuple[Term, ...], ...]

    def connected(self, at: int) -> frozenset[int]:
        """All counts that hang together with this one by sums, itself included."""
        reached, edge = {at}, [at]
        while edge:
            for relation, _ in self.within[edge.pop()]:
                new = {other for other, _ in self.sums[relation]} - reached
                reached |= new
                edge += new
        return frozenset(reached)


def gather(
    values: Mapping[Cell, int],
    relations: tuple[Relation, ...],
    published: tuple[Published, ...] = (),
    absent: frozenset[Cell] = frozenset(),
) -> Knowledge:
    """What the reader can reckon with.

    A sum that does not add up is kept: the reader is taken to know by how much. Unless parts of it are ``absent``,
    counts that nobody knows: what they leave open is a count of its own, numbered after those of ``cells``.
    """
    earlier = told(values, relations, published)
    number = {cell: at for at, cell in enumerate(values)}
    counts = list(values.values())
    sums = []
    for one in relations:
        if not isinstance(one, Sum) or one.total not in number:
            continue
        terms = [(number[one.total], -1), *((number[part], 1) for part in one.parts if part in number)]
        rest = -sum(sign * counts[at] for at, sign in terms)
        if rest >= 0 and any(part in absent for part in one.parts):
            terms.append((len(counts), 1))
            counts.append(rest)
        sums.append(terms)
    sums += [[(now, 1), (before, -1)] for now, before in earlier.differences]
    return _Reader(tuple(counts), sums).knowledge(tuple(values), earlier)


class _Reader:
    """Draws the conclusions that follow from one sum or one quotient at a time."""

    def __init__(self, values: tuple[int, ...], sums: list[list[Term]]) -> None:
        self._values = values
        self._sums = sums
        self._low = [0] * len(values)
        self._high = [NO_LIMIT] * len(values)
        self._known = [False] * len(values)
        self._unknown_in = [len(terms) for terms in sums]
        self._within: list[list[Term]] = [[] for _ in values]
        for relation, terms in enumerate(sums):
            for at, sign in terms:
                self._within[at].append((relation, sign))

    def knowledge(self, cells: tuple[Cell, ...], earlier: Earlier) -> Knowledge:
        """Everything that is known once earlier editions are read, and the sums of what is not."""
        self._learn(earlier.counts)
        self._learn(terms[0][0] for terms in self._sums if len(terms) == 1)
        self._divide(list(earlier.quotients))
        known = self._known
        return Knowledge(
            cells=cells,
            values=self._values,
            low=tuple(self._low),
            high=tuple(self._high),
            known=tuple(known),
            sums=tuple(tuple(term for term in terms if not known[term[0]]) for terms in self._sums),
            within=tuple(() if known[at] else tuple(terms) for at, terms in enumerate(self._within)),
        )

    def _learn(self, counts: Iterable[int]) -> None:
        """These counts are known; one that is then alone in a sum follows from it."""
        learnt = list(counts)
        while learnt:
            at = learnt.pop()
            if self._known[at]:
                continue
            self._known[at] = True
            for relation, _ in self._within[at]:
                self._unknown_in[relation] -= 1
                if self._unknown_in[relation] == 1:
                    learnt += [other for other, _ in self._sums[relation] if not self._known[other]]

    def _divide(self, waiting: list[Quotient]) -> None:
        """Read the quotients that have one known count; when none has, the first gives both of its counts away."""
        while waiting:
            ready = [one for one in waiting if self._known[one.part] or self._known[one.whole]]
            later = [one for one in waiting if not (self._known[one.part] or self._known[one.whole])]
            for one in ready:
                self._narrow(one)
            if not ready:
                self._learn((later[0].part, later[0].whole))
            waiting = later

    def _narrow(self, one: Quotient) -> None:
        """Draw the limits of the unknown count of a quotient; limits that meet give it away.

        How a tie was rounded is not known here; that the reader can rule out ties is the safe assumption.
        """
        if self._known[one.part] and self._known[one.whole]:
            return  # learnt from another quotient since
        if self._known[one.whole]:
            at, whole = one.part, self._values[one.whole]
            low, high = floor(one.least * whole) + 1, ceil(one.most * whole) - 1
        else:
            at, part = one.whole, self._values[one.part]
            low = floor(part / one.most) + 1
            high = ceil(part / one.least) - 1 if one.least > 0 else NO_LIMIT
        self._low[at] = min(max(self._low[at], low), self._values[at])
        self._high[at] = max(min(self._high[at], high), self._values[at])
        if self._low[at] == self._high[at]:
            self._learn((at,))
