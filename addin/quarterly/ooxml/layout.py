"""Where each sheet stands: newer versions where the older ones stood, new sheets where no formula can notice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct


class Own(Struct, frozen=True):
    """A place that a sheet of ours takes: its group and key."""

    group: str
    key: str


def arrange(
    current: Sequence[int | Own], group: str, keys: Sequence[str], earlier: Sequence[str] = (), *, ranges: bool = True
) -> tuple[int | Own, ...]:
    """The order of sheets once the sheets ``keys`` of a group replace the group's earlier ones.

    ``current`` lists the workbook's sheets: the host's by number, ours by identity. ``earlier`` are the keys of the
    group's sheets in the order in which the report had them when they were written. Sheets that still stand in that
    order take the newer report's among themselves; if the officer moved one, each keeps its place. A new one follows
    its predecessor in the report, the first precedes the others, if nothing but our sheets stands behind, or where the
    predecessor stands among others of ours and the workbook has no formulas over a range of sheets (``ranges``), whose
    sums a sheet put between others would enter; else it goes to the end.
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
            order.insert(_place_after(order, before, group, ranges=ranges), own)
        before = own
    return tuple(order)


def _in_newer_order(order: list[int | Own], group: str, keys: Sequence[str], earlier: Sequence[str]) -> list[int | Own]:
    """The sheets that stay, ours in the newer report's order unless the officer moved one among them."""
    kept = [place.key for place in order if isinstance(place, Own) and place.group == group]
    if kept != [key for key in earlier if key in kept]:
        return order
    ours = iter([Own(group, key) for key in keys if key in kept])
    return [next(ours) if isinstance(place, Own) and place.group == group else place for place in order]


def _place_after(order: Sequence[int | Own], before: Own | None, group: str, *, ranges: bool) -> int:
    ours = [at for at, each in enumerate(order) if isinstance(each, Own) and each.group == group]
    place = min(ours, default=len(order)) if before is None else order.index(before) + 1
    if all(isinstance(each, Own) for each in order[place:]):
        return place
    beside = place + 1 if before is None else place - 2  # the other neighbour of the sheet that it stands next to
    company = len(ours) == 1 or beside in ours or (before is not None and place in ours)
    return place if company and not ranges else len(order)


def positions(order: Sequence[int | Own]) -> Mapping[int | Own, int]:
    """Each sheet's place, from 1."""
    return {each: number for number, each in enumerate(order, start=1)}
