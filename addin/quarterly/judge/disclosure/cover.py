"""Which counts to hide so that the small ones cannot be worked out, with the proof for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from quarterly.judge.disclosure.knowledge import Knowledge
from quarterly.judge.disclosure.moves import PATIENCE
from quarterly.judge.disclosure.proving import Proof, Prover, Target

ROUNDS = 4  # of going over the proofs again; most tables are settled after two
THRIFT = 300  # states of one search while trying to do without a count that a proof hides
THRIFT_IN_ALL = 20  # states in all while doing so, for each count there is


def cover(knowledge: Knowledge, targets: Sequence[Target], weights: Sequence[int]) -> Mapping[int, Proof]:
    """A proof for every target, by the number of its count; hide all the counts that proofs name.

    ``weights[i]`` is what it costs to hide count ``i``: 0 for one that is never printed. Each target is proved with
    what the others hide at hand for nothing, again until nothing is gained, and then without each count in turn.
    """
    ledger = _Ledger(knowledge, targets, weights)
    for _ in range(ROUNDS):
        gains = [ledger.improve(target) for target in targets]
        if not any(gains):
            break
    ledger.economise()
    return ledger.proofs


class _Ledger:
    """The proofs so far, and how many of them need each count hidden."""

    def __init__(self, knowledge: Knowledge, targets: Sequence[Target], weights: Sequence[int]) -> None:
        self._weights = weights
        self._uses = [0] * len(weights)
        self._barred = -1
        self._targets = {target.at: target for target in targets}
        self._prover = Prover(knowledge, self._fee)
        self._anyhow = Prover(knowledge, lambda _: 0)
        self.proofs: dict[int, Proof] = {}
        for target in targets:
            self._uses[target.at] += 1
        for target in targets:
            self._enter(target.at, self._prove(target))

    def _prove(self, target: Target) -> Proof:
        """At little cost, or at any: where all counts cost nothing, the search goes straight for an end."""
        proof = self._prover.prove(target, PATIENCE)
        return proof if proof.sure or proof.holds(target) else self._anyhow.prove(target, PATIENCE)

    def improve(self, target: Target) -> bool:
        """Prove it again with its own counts at their price; whether that hides less."""
        before = self._strike(target.at)
        cost = self._prover.cost(before)
        again = self._prover.prove(target, PATIENCE) if cost else before
        better = again.holds(target) and self._prover.cost(again) < cost
        self._enter(target.at, again if better else before)
        return better

    def economise(self) -> None:
        """Try to do without each count that is hidden for the sake of others, the least needed first."""
        limit = self._prover.effort + THRIFT_IN_ALL * len(self._weights)
        users: dict[int, list[int]] = {}
        for target, proof in self.proofs.items():
            for at in proof.counts:
                if self._weights[at] and at not in self._targets:
                    users.setdefault(at, []).append(target)
        for at in sorted(users, key=lambda one: (len(users[one]), one)):
            if self._prover.effort > limit:
                break
            self._do_without(at, [target for target in users[at] if at in self.proofs[target].counts])

    def _do_without(self, at: int, users: list[int]) -> None:
        before = {target: self._strike(target) for target in users}
        worth = sum(self._fee(one) or 0 for one in frozenset[int]().union(*(proof.counts for proof in before.values())))
        self._barred = at
        spent, after = 0, {}
        for target in users:
            proof = self._prover.prove(self._targets[target], THRIFT)
            spent += self._prover.cost(proof)
            if spent >= worth or not proof.holds(self._targets[target]):
                break
            after[target] = proof
            self._enter(target, proof)
        self._barred = -1
        if len(after) < len(users):
            for target in after:
                self._strike(target)
            for target, proof in before.items():
                self._enter(target, proof)

    def _enter(self, target: int, proof: Proof) -> None:
        self.proofs[target] = proof
        for at in proof.counts:
            self._uses[at] += 1

    def _strike(self, target: int) -> Proof:
        proof = self.proofs[target]
        for at in proof.counts:
            self._uses[at] -= 1
        return proof

    def _fee(self, at: int) -> int | None:
        if at == self._barred:
            return None
        return 0 if self._uses[at] else self._weights[at]
