"""Which actions and indicators belong to which recommendation and theme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from quarterly.model.kpi import Kpi
from quarterly.model.plan import Action, Plan, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """The plan's links by the reference of a recommendation: its actions, its indicators' references, its theme.

    A recommendation's indicators are those that name it and those that its actions link to. Actions that were
    superseded keep their place but link to no indicator any more.
    """

    actions: Mapping[str, tuple[Action, ...]]
    kpis: Mapping[str, tuple[str, ...]]
    themes: Mapping[str, str]

    def theme_of(self, item: Action | Kpi) -> str:
        """The item's own theme, else that of the first of its recommendations that has one, else ""."""
        inherited = (self.themes.get(ref, "") for ref in item.recommendations)
        return item.theme or next(filter(None, inherited), "")


def links_of(plan: Plan) -> Links:
    """Every link that the plan's actions, indicators and recommendations name."""
    refs = tuple(dict.fromkeys(recommendation.ref for recommendation in plan.recommendations))
    actions = {ref: tuple(action for action in plan.actions if ref in action.recommendations) for ref in refs}
    return Links(
        actions=actions,
        kpis={ref: _kpis(plan, ref, actions[ref]) for ref in refs},
        themes={recommendation.ref: recommendation.theme for recommendation in plan.recommendations},
    )


def _kpis(plan: Plan, ref: str, actions: tuple[Action, ...]) -> tuple[str, ...]:
    linked = {kpi for action in actions if action.stage is not Stage.SUPERSEDED for kpi in action.kpis}
    return tuple(kpi.ref for kpi in plan.kpis if ref in kpi.recommendations or kpi.ref in linked)
