"""Disclosure control: no small count can be read in what is published, nor worked out from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from quarterly.judge.disclosure.cover import cover
from quarterly.judge.disclosure.facts import Cell, Count, Published, Relation, Sum, checked
from quarterly.judge.disclosure.figures import Protected
from quarterly.judge.disclosure.knowledge import Knowledge, gather
from quarterly.judge.disclosure.printing import printed
from quarterly.judge.disclosure.proving import Proof, Target
from quarterly.judge.disclosure.reasons import Decision, exposures, hidden_counts
from quarterly.model.kpi import ReadingState

THRESHOLD = 5  # counts from 1 to this are hidden (DfE, characteristics of children in need)

# What it costs to hide a figure, where an ordinary count costs 100: headline totals and zeros are kept if others serve,
# and so are larger counts.
_COUNT, _TOTAL, _ZERO, _DERIVED = 100, 40, 60, 20


def protect(
    counts: tuple[Count, ...],
    relations: tuple[Relation, ...],
    *,
    threshold: int = THRESHOLD,
    published: tuple[Published, ...] = (),
) -> Protected:
    """Hide the counts from 1 to ``threshold``, and as many others as it takes that none of them can be worked out.

    Afterwards every hidden small count could, for all that any edition tells, be anything from 1 to ``threshold``,
    and no other hidden count is certain; where that cannot be had or shown, ``exposed`` says so. ``published`` is what
    earlier editions printed; it cannot be called back.
    The same counts always give the same answer. A threshold of 0 hides nothing.

    Raises:
        ValueError: a threshold of 1 or less than 0, a negative count, two figures at one place, or a relation between
            figures that do not exist.
    """
    if threshold < 0 or threshold == 1:
        raise ValueError(
            f"a threshold is 0, for none, or at least 2; with {threshold}, whoever saw c would know the count"
        )
    given = checked(counts, relations)
    values = _values(given, relations)
    absent = frozenset(
        at for at, count in given.items() if at not in values and count.state is not ReadingState.NOT_APPLICABLE
    )
    knowledge = gather(values, relations, published, absent)
    targets = _targets(knowledge, given, threshold)
    open_targets = [one for one in targets if not knowledge.known[one.at]]
    proofs = cover(knowledge, open_targets, _weights(knowledge, given, relations))
    decision = Decision(
        knowledge=knowledge,
        threshold=threshold,
        targets=tuple(targets),
        proofs=proofs,
        hidden=_hidden(knowledge, targets, proofs),
        printed_before=frozenset(figure.at for figure in published if values.get(figure.at) == figure.value),
    )
    reasons = hidden_counts(decision, given)
    figures, derived = printed(given, relations, frozenset(one.at for one in reasons))
    return Protected(
        figures=figures,
        hidden=(*reasons, *derived),
        exposed=exposures(decision),
        unchecked=tuple(at for at in given if at in absent and given[at].state is ReadingState.SUPPRESSED),
    )


def _values(given: Mapping[Cell, Count], relations: tuple[Relation, ...]) -> Mapping[Cell, int]:
    """The counts that are known here; a ``c`` of the workbook that follows from its one sum is known all the same."""
    values = {at: count.value for at, count in given.items() if count.value is not None}
    sums = [relation for relation in relations if isinstance(relation, Sum)]
    before = -1
    while len(values) > before:
        before = len(values)
        for one in sums:
            lacking = [at for at in one.basis if at not in values]
            if len(lacking) == 1 and given[lacking[0]].state is ReadingState.SUPPRESSED:
                rest = sum(values[part] for part in one.parts if part in values)
                count = rest if lacking[0] == one.total else values[one.total] - rest
                if count >= 0:
                    values[lacking[0]] = count
    return values


def _targets(knowledge: Knowledge, given: Mapping[Cell, Count], threshold: int) -> list[Target]:
    """The small counts, and those that the workbook itself suppresses, which must at least be uncertain."""
    targets = []
    for at, cell in enumerate(knowledge.cells):
        value = knowledge.values[at]
        if 1 <= value <= threshold and given[cell].sensitive:
            targets.append(Target(at=at, up=threshold - value, down=value - 1))
        elif given[cell].value is None:
            targets.append(Target(at=at, up=1, down=0))
    return targets


def _weights(knowledge: Knowledge, given: Mapping[Cell, Count], relations: tuple[Relation, ...]) -> list[int]:
    """What it costs to hide each count: itself where it is printed, and the figures that are worked out from it."""
    totals = {relation.total for relation in relations if isinstance(relation, Sum)}
    derived = Counter(cell for one in relations if not isinstance(one, Sum) for cell in one.basis)
    weights = [0] * len(knowledge.values)  # what an absent count leaves open is never printed
    for at, cell in enumerate(knowledge.cells):
        if given[cell].shown:
            value = knowledge.values[at]
            weights[at] = _COUNT + _TOTAL * (cell in totals) + _ZERO * (value == 0) + len(str(value))
        weights[at] += _DERIVED * derived[cell]
    return weights


def _hidden(knowledge: Knowledge, targets: list[Target], proofs: Mapping[int, Proof]) -> frozenset[int]:
    """The counts that proofs need, and, where a search was given up, all that hang together with its target."""
    hidden = {one.at for one in targets} | {at for proof in proofs.values() for at in proof.counts}
    for target in targets:
        if target.at in proofs and not proofs[target.at].sure and not proofs[target.at].holds(target):
            hidden |= knowledge.connected(target.at)
    return frozenset(at for at in hidden if at < len(knowledge.cells))
