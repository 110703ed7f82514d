"""Which actions and indicators belong to which recommendation and theme."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from quarterly.model.kpi import Kpi
from quarterly.model.plan import Action, Plan, Stage


class Links(Struct, frozen=True, kw_only=True):
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
    themes = {recommendation.ref: recommendation.theme for recommendation in plan.recommendations}
    actions: dict[str, list[Action]] = {ref: [] for ref in themes}
    naming: dict[str, list[Action]] = {}
    for action in plan.actions:
        for ref in actions.keys() & set(action.recommendations):
            actions[ref].append(action)
        for name in action.kpis if action.stage is not Stage.SUPERSEDED else ():
            naming.setdefault(name, []).append(action)
    kpis: dict[str, list[str]] = {ref: [] for ref in themes}
    for kpi in plan.kpis:
        belongs = set(kpi.recommendations).union(*(action.recommendations for action in naming.get(kpi.ref, ())))
        for ref in kpis.keys() & belongs:
            kpis[ref].append(kpi.ref)
    return Links(
        actions={ref: tuple(linked) for ref, linked in actions.items()},
        kpis={ref: tuple(linked) for ref, linked in kpis.items()},
        themes=themes,
        naming={ref: tuple(named) for ref, named in naming.items()},
    )
