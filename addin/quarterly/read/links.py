"""References between sheets: each written as the sheet it points to writes it, and those that point nowhere found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec.structs import replace

from quarterly.model.context import Commentary, Risk
from quarterly.model.contract import ACTION_PLAN, KPIS, RECOMMENDATIONS, REPORT_SECTIONS
from quarterly.model.kpi import Kpi
from quarterly.model.plan import Action, Recommendation
from quarterly.model.problems import CellRef, Problem, Source
from quarterly.read import kinds
from quarterly.read.rows import hint
from quarterly.read.sheets.refs import known_refs, without_zeros
from quarterly.read.values import closest, folded, ref_key


class Links:
    """What may be referred to. A sheet that the workbook does not have cannot be checked, and is not."""

    def __init__(
        self,
        problems: list[Problem],
        *,
        recommendations: Sequence[Recommendation] | None,
        kpis: Sequence[Kpi] | None,
        actions: Sequence[Action],
        is_number: Callable[[CellRef], bool],
    ) -> None:
        self._problems = problems
        self._is_number = is_number
        self._recommendations = None if recommendations is None else _by_key(item.ref for item in recommendations)
        self._kpis = None if kpis is None else _by_key(item.ref for item in kpis)
        self._actions = _by_key(item.ref for item in actions)
        named = [(action.ref, action.theme) for action in actions] + [(kpi.ref, kpi.theme) for kpi in kpis or ()]
        subjects = (*REPORT_SECTIONS, *(name for names in named for name in names))
        self._subjects = {subject.casefold(): subject for subject in subjects if subject}
        self._subject_names = {folded(kpi.name): kpi.ref for kpi in kpis or ()} | {folded(one): one for one in subjects}

    def action(self, action: Action) -> Action:
        """The action with its references resolved; one that depends on itself is reported."""
        at = action.source
        depends_on = self._resolved(action.depends_on, self._actions, at, "depends_on", ACTION_PLAN.name)
        if action.ref in depends_on:
            self._problems.append(kinds.LINK_TO_ITSELF.at(at.cell("depends_on"), action.ref))
        return replace(
            action,
            recommendations=self._for_recommendations(action.recommendations, at),
            kpis=self._resolved(action.kpis, self._kpis, at, "kpis", KPIS.name),
            depends_on=tuple(ref for ref in depends_on if ref != action.ref),
        )

    def kpi(self, kpi: Kpi) -> Kpi:
        """The indicator with its references resolved."""
        return replace(kpi, recommendations=self._for_recommendations(kpi.recommendations, kpi.source))

    def risk(self, risk: Risk) -> Risk:
        """The risk with its references resolved."""
        return replace(risk, recommendations=self._for_recommendations(risk.recommendations, risk.source))

    def commentary(self, texts: Sequence[Commentary]) -> tuple[Commentary, ...]:
        """Officers' texts, of which those for the newest quarter that are on nothing in the report are reported."""
        newest = max((text.quarter.end for text in texts if text.quarter), default=None)
        for text in texts:
            current = text.quarter is None or text.quarter.end == newest
            if current and text.about.casefold() not in self._subjects:
                near = self._subject_names.get(folded(text.about)) or closest(text.about, self._subjects.values())
                self._problems.append(
                    kinds.COMMENTARY_UNPLACED.at(text.source.cell("about"), text.about, hint=hint(near))
                )
        return tuple(texts)

    def _for_recommendations(self, refs: tuple[str, ...], at: Source) -> tuple[str, ...]:
        return self._resolved(refs, self._recommendations, at, "recommendations", RECOMMENDATIONS.name)

    def _resolved(
        self, refs: tuple[str, ...], known: Mapping[str, str] | None, at: Source, field: str, sheet: str
    ) -> tuple[str, ...]:
        if known is None:
            return refs
        cell = at.cell(field)
        doubtful = without_zeros(known.values()) if refs and self._is_number(cell) else {}
        if refs and refs[0] in doubtful:
            self._problems.append(kinds.REF_AS_NUMBER.at(cell, refs[0], other=doubtful[refs[0]]))
            return ()
        return known_refs(refs, known=known, at=at, field=field, sheet=sheet, problems=self._problems)


def _by_key(refs: Iterable[str]) -> dict[str, str]:
    return {ref_key(ref): ref for ref in refs}
