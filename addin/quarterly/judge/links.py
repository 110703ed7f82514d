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
    naming: Mapping[str, tuple[Action, ...]]  # by the reference of an indicator: the actions that name it

    def theme_of(self, item: Action | Kpi) -> str:
        """The item's own theme, else that of the first of its recommendations that has one, else "".

        An indicator that is left without takes the theme of the first action that names it, so that a theme counts
        what its recommendations count.
        """
        inherited = [self.themes.get(ref, "") for ref in item.recommendations]
        if isinstance(item, Kpi):
            inherited += [self.theme_of(action) for action in self.naming.get(item.ref, ())]
        return item.theme or next(filter(None, inherited), "")


def links_of(plan: Plan) -> Links:
    """Every link that the plan's actions, indicators and recommendations name."""
    refs = tuple(dict.fromkeys(recommendation.ref for recommendation in plan.recommendations))
    actions = {ref: tuple(action for action in plan.actions if ref in action.recommendations) for ref in refs}
    naming: dict[str, tuple[Action, ...]] = {}
    for action in plan.actions:
        for kpi in action.kpis if action.stage is not Stage.SUPERSEDED else ():
            naming[kpi] = (*naming.get(kpi, ()), action)
    return Links(
        actions=actions,
        kpis={ref: tuple(kpi.ref for kpi in plan.kpis if _belongs(kpi, ref, naming)) for ref in refs},
        themes={recommendation.ref: recommendation.theme for recommendation in plan.recommendations},
        naming=naming,
    )


def _belongs(kpi: Kpi, recommendation: str, naming: Mapping[str, tuple[Action, ...]]) -> bool:
    if recommendation in kpi.recommendations:
        return True
    return any(recommendation in action.recommendations for action in naming.get(kpi.ref, ()))
