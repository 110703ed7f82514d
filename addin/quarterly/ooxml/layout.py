"""Where each sheet stands: newer versions where the older ones stood, new sheets where no formula can notice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct


class Own(Struct, frozen=True):
    """A place that a sheet of ours takes: its group and key."""

    group: str
    key: str


def arrange(
    current: Sequence[int | Own], group: str, keys: Sequence[str], earlier: Sequence[str] = ()
) -> tuple[int | Own, ...]:
    """The order of sheets once the sheets ``keys`` of a group replace the group's earlier ones.

    ``current`` lists the workbook's sheets: the host's by number, ours by identity. ``earlier`` are the keys of the
    group's sheets in the order in which the report had them when they were written. Sheets that still stand in that
    order take the newer report's among themselves; if the officer moved one, each keeps its place. A new one follows
    its predecessor in the report, the first precedes the others, if nothing but our sheets stands behind; else it goes
    to the end: a sheet put between others would enter sums over a range of sheets.
    """
    order = _in_newer_order(
        [place for place in current if not (isinstance(place, Own) and place.group == group and place.key not in keys)],
        group,
        keys,
        earlier,
    )
    before: Own | None = None
    for key in keys:
        own = Own(group, key)
        if own not in order:
            order.insert(_place_after(order, before, group), own)
        before = own
    return tuple(order)


def _in_newer_order(order: list[int | Own], group: str, keys: Sequence[str], earlier: Sequence[str]) -> list[int | Own]:
    """The sheets that stay, ours in the newer report's order unless the officer moved one among them."""
    kept = [place.key for place in order if isinstance(place, Own) and place.group == group]
    if kept != [key for key in earlier if key in kept]:
        return order
    ours = iter([Own(group, key) for key in keys if key in kept])
    return [next(ours) if isinstance(place, Own) and place.group == group else place for place in order]


def _place_after(order: Sequence[int | Own], before: Own | None, group: str) -> int:
    first = next((at for at, each in enumerate(order) if isinstance(each, Own) and each.group == group), len(order))
    place = first if before is None else order.index(before) + 1
    return place if all(isinstance(each, Own) for each in order[place:]) else len(order)


def positions(order: Sequence[int | Own]) -> Mapping[int | Own, int]:
    """Each sheet's place, from 1."""
    return {each: number for number, each in enumerate(order, start=1)}
