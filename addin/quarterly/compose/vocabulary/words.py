"""The values that stand behind a template's tokens, as plain values: no template and no Excel here.

A token ``{{kpi.name}}`` names a list ("kpi") and a field ("name"); ``{{authority}}`` and ``{{quarter.label}}`` are
fields of the report itself; ``{{section.audits}}`` is a ready-made part of the pack.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct, field

from quarterly.compose.report import Cell, Chart, Section

Content = Cell | Chart
"""What a field gives: a cell (its ``spark`` is a sparkline), or a chart."""

Fields = Mapping[str, Callable[[], Content]]
"""Fields by name without the list's: "name", "why". Called only when a template asks: most templates use a few."""


class Item(Struct, frozen=True, kw_only=True):
    """One member of a list. ``key`` is unique in its list; ``lists`` are those inside it, such as a theme's KPIs."""

    key: str
    fields: Fields
    lists: Mapping[str, Callable[[], tuple[Item, ...]]] = field(default_factory=dict)


class Vocabulary(Struct, frozen=True, kw_only=True):
    """Everything that a template can ask of one report.

    ``sections`` are the ready-made parts by key, in the pack's order; "kpis" has one a theme. A key that is absent has
    nothing to say in this report, and its sheet is left out.
    """

    fields: Fields
    lists: Mapping[str, Callable[[], tuple[Item, ...]]]
    sections: Mapping[str, tuple[Section, ...]]
