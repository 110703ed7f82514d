"""What every section is composed from."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from quarterly.compose.provenance import Provenance
from quarterly.judge.judgement import ActionJudgement, Judgements, KpiJudgement
from quarterly.model.context import Commentary
from quarterly.model.edition import Edition
from quarterly.model.periods import Period, months_between
from quarterly.model.plan import Plan
from quarterly.model.problems import Problem

NO_THEME = "No theme"


class Material(Struct, frozen=True, kw_only=True):
    """The plan, what was decided about it, what is wrong with it, and where it came from."""

    plan: Plan
    judgements: Judgements
    problems: tuple[Problem, ...]
    provenance: Provenance

    @property
    def is_published(self) -> bool:
        """Whether everybody may read the report."""
        return self.provenance.edition is Edition.PUBLISHED

    @property
    def quarter_label(self) -> str:
        """ "Q3 2025/26"."""
        return self.label(self.judgements.quarter)

    def label(self, period: Period) -> str:
        """A period in the words of the authority's year."""
        return self.plan.settings.calendar.label(period)

    @property
    def programme(self) -> str:
        """The programme's title, or a plain one where the workbook gives none."""
        return self.plan.settings.programme or "Improvement plan"

    @property
    def plan_month(self) -> tuple[int, int] | None:
        """Which month of how many the quarter ends in; ``None`` outside the plan or where its dates are not given."""
        settings = self.plan.settings
        if settings.plan_start is None or settings.plan_end is None:
            return None
        total = months_between(settings.plan_start, settings.plan_end) + 1
        now = months_between(settings.plan_start, self.judgements.quarter.end) + 1
        return (now, total) if 1 <= now <= total else None

    @property
    def progress(self) -> str:
        """ "month 15 of 24"; empty outside the plan or where its dates are not given."""
        return "month {} of {}".format(*self.plan_month) if self.plan_month else ""

    @property
    def journey(self) -> str:
        """ "Inadequate → Good": the last judgement and the ambition, as far as they are given."""
        settings = self.plan.settings
        return " → ".join(step for step in (settings.previous_judgement, settings.ambition) if step)

    def commentary(self, about: str) -> tuple[Commentary, ...]:
        """What officers wrote on a section, KPI or action for this quarter, or for every quarter."""
        wanted = about.strip().casefold()
        return tuple(
            item
            for item in self.plan.commentary
            if item.about.strip().casefold() == wanted and item.quarter in (None, self.judgements.quarter)
        )


def by_theme(kpis: Sequence[KpiJudgement]) -> dict[str, list[KpiJudgement]]:
    """Indicators grouped by theme, themes in the order of first mention, those without one last."""
    groups: dict[str, list[KpiJudgement]] = {}
    for item in kpis:
        groups.setdefault(item.kpi.theme or NO_THEME, []).append(item)
    unthemed = groups.pop(NO_THEME, None)
    return {**groups, NO_THEME: unthemed} if unthemed else groups


def attention(action: ActionJudgement) -> bool:
    """Whether an action belongs among the exceptions: red, or past its date whatever colour was declared."""
    return action.status.value == "Red" or action.overdue > 0 or action.past_due
