"""Dependencies between actions: those that come too late, and those that go round in a circle."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from graphlib import CycleError, TopologicalSorter

from msgspec import Struct

from quarterly.judge.completion import completion_of
from quarterly.model.plan import Action


class LaterDependency(Struct, frozen=True, kw_only=True):
    """An action, and one that it waits for although that one is due after it."""

    action: Action
    due: date
    other: Action
    other_due: date


def later_dependencies(actions: tuple[Action, ...], on: date) -> Iterator[LaterDependency]:
    """Each unfinished action that waits for an unfinished one with a later due date in force."""
    open_actions = {action.ref: action for action in actions if not completion_of(action, on).finished}
    for action in open_actions.values():
        for ref in dict.fromkeys(action.depends_on):
            due, other = action.due_in_force, open_actions.get(ref)
            other_due = other.due_in_force if other else None
            if other and due and other_due and other_due > due:
                yield LaterDependency(action=action, due=due, other=other, other_due=other_due)


def dependency_cycles(actions: tuple[Action, ...]) -> tuple[tuple[str, ...], ...]:
    """Circles of dependencies, each as ("A1", "A2", "A1") from the action that comes first in the plan.

    Where circles share a dependency, one of them is named; with it mended, the next is. An action that names itself
    is no circle but a slip, which reading the sheet reports.
    """
    order = {action.ref: at for at, action in enumerate(actions)}
    waits_for = {
        action.ref: {ref for ref in action.depends_on if ref in order and ref != action.ref} for action in actions
    }
    found = []
    while cycle := _a_cycle(waits_for):
        waits_for[cycle[0]].discard(cycle[1])
        ring = cycle[:-1]
        first = min(range(len(ring)), key=lambda at: order[ring[at]])
        found.append((*ring[first:], *ring[:first], ring[first]))
    return tuple(sorted(found, key=lambda ring: [order[ref] for ref in ring]))


def _a_cycle(waits_for: dict[str, set[str]]) -> list[str]:
    """One circle, each action followed by one that it waits for; empty where there is none."""
    # Sorted, so that the same plan always names the same circle.
    graph = {ref: sorted(waits_for[ref]) for ref in waits_for}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        # graphlib lists each node before the one that needs it, which is the other way round.
        ring: list[str] = error.args[1]
        return ring[::-1]
    return []
