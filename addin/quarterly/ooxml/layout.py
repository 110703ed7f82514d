"""Where each sheet stands: newer versions where the older ones stood, new sheets where no formula can notice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Own:
    """A place that a sheet of ours takes: its group and key."""

    group: str
    key: str


def arrange(current: Sequence[int | Own], group: str, keys: Sequence[str]) -> tuple[int | Own, ...]:
    """The order of sheets once the sheets ``keys`` of a group replace the group's earlier ones.

    ``current`` lists the workbook's sheets: the host's by number, ours by identity. A sheet that is there keeps its
    place, wherever the officer moved it. A new one follows its predecessor in the report if nothing but our sheets
    stands behind, else it goes to the end: a sheet put between others would enter sums over a range of sheets.
    """
    order = [
        place for place in current if not (isinstance(place, Own) and place.group == group and place.key not in keys)
    ]
    before: Own | None = None
    for key in keys:
        own = Own(group, key)
        if own not in order:
            order.insert(_place_after(order, before), own)
        before = own
    return tuple(order)


def _place_after(order: Sequence[int | Own], before: Own | None) -> int:
    if before is None:
        return len(order)
    place = order.index(before) + 1
    return place if all(isinstance(each, Own) for each in order[place:]) else len(order)


def positions(order: Sequence[int | Own]) -> Mapping[int | Own, int]:
    """Each sheet's place, from 1."""
    return {each: number for number, each in enumerate(order, start=1)}
