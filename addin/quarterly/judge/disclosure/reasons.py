"""Why each figure is hidden, and which small counts cannot be protected, in words for the officer."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from quarterly.judge.disclosure.facts import Cell, Count
from quarterly.judge.disclosure.figures import Cause, Exposed, Hidden
from quarterly.judge.disclosure.knowledge import Knowledge
from quarterly.judge.disclosure.proving import Proof, Target
from quarterly.model.periods import FINANCIAL

PRECAUTION = "It hangs together with a small count that could not be shown to be safe."


class Decision(Struct, frozen=True, kw_only=True):
    """What was decided about the counts, each by its number: which are hidden, for whose sake, with what proof."""

    knowledge: Knowledge
    threshold: int
    targets: tuple[Target, ...]
    proofs: Mapping[int, Proof]
    hidden: frozenset[int]
    printed_before: frozenset[Cell]


def place(cell: Cell) -> str:
    """ "K3, North, Mar 2026"; without a team for the whole authority."""
    return ", ".join(part for part in (cell.measure, cell.team, FINANCIAL.label(cell.period)) if part)


def hidden_counts(decision: Decision, given: Mapping[Cell, Count]) -> tuple[Hidden, ...]:
    """Each hidden count with its reason. One that was printed before is not hidden: it is known."""
    small = {one.at for one in decision.targets}
    sake: dict[int, Cell] = {}
    for target, proof in decision.proofs.items():
        for at in proof.counts:
            sake.setdefault(at, decision.knowledge.cells[target])
    found = []
    for at, cell in enumerate(decision.knowledge.cells):
        if at not in decision.hidden or cell in decision.printed_before:
            continue
        if given[cell].value is None:
            found.append(Hidden(at=cell, cause=Cause.GIVEN, why="The workbook gives it as c."))
        elif at in small:
            found.append(Hidden(at=cell, cause=Cause.SMALL, why=f"It is from 1 to {decision.threshold}."))
        else:
            found.append(Hidden(at=cell, cause=Cause.PROTECTS, why=_protects(sake.get(at))))
    return tuple(found)


def _protects(other: Cell | None) -> str:
    if other is None:
        return PRECAUTION
    return f"With it, the hidden count at {place(other)} could be worked out."


def exposures(decision: Decision) -> tuple[Exposed, ...]:
    """The small counts that hiding does not protect, with what was found."""
    found = []
    for target in decision.targets:
        cell = decision.knowledge.cells[target.at]
        why = _exposure(decision, target, cell)
        if why:
            found.append(Exposed(at=cell, why=why))
    return tuple(found)


def _exposure(decision: Decision, target: Target, cell: Cell) -> str:
    if cell in decision.printed_before:
        return "An earlier edition printed it. It cannot be called back."
    proof = decision.proofs.get(target.at)
    if proof is None:
        return "What earlier editions printed may give it away."
    if proof.holds(target):
        return ""
    value = decision.knowledge.values[target.at]
    least, most = value - min(proof.down, target.down), value + min(proof.up, target.up)
    if not proof.sure:
        return "It could not be shown to be safe; everything that hangs together with it is hidden."
    if least == most:
        return "What earlier editions printed may give it away, together with the sums."
    return f"What earlier editions printed may narrow it to {least} to {most}."
