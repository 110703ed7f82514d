"""Names, periods, values and targets as figures with the cells that they stand in."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from quarterly.compose.cells import beyond, target_text
from quarterly.compose.material import Material
from quarterly.compose.narrative.trace import Figure
from quarterly.judge.judgement import ActionJudgement, KpiJudgement, RollUp
from quarterly.judge.quarter import History, value_for
from quarterly.judge.targets import is_rated_alone, target_in_force, targets_due
from quarterly.model.figures import as_set, figure
from quarterly.model.kpi import Kpi, Polarity, QuarterRule, Reading, Target
from quarterly.model.periods import Period
from quarterly.model.plan import Action
from quarterly.model.problems import CellRef, Source

ASKED = "the quarter reported on"
INHERITED = "the theme of a recommendation, or none"
YEAR = 12  # months


def cells(source: Source, *fields: str) -> tuple[CellRef, ...]:
    """The cells of these fields in a record's row; none for a record made in code or a column that is not there."""
    return tuple(source.cell(field) for field in fields if source.sheet and field in source.columns)


def distinct(refs: Iterable[CellRef]) -> tuple[CellRef, ...]:
    """Each cell once, in the order of first mention."""
    return tuple(dict.fromkeys(refs))


def ref_cells(items: Iterable[KpiJudgement | ActionJudgement]) -> tuple[CellRef, ...]:
    """The references of what was counted."""
    return tuple(
        ref
        for item in items
        for ref in cells((item.kpi if isinstance(item, KpiJudgement) else item.action).source, "ref")
    )


def action_name(item: ActionJudgement) -> Figure:
    """An action's reference."""
    return Figure(item.ref, None, cells(item.action.source, "ref"))


def theme_name(theme: RollUp) -> Figure:
    """A theme's name, from the cells of its items that give it."""
    records: tuple[Kpi | Action, ...] = (
        *(item.kpi for item in theme.kpis),
        *(item.action for item in theme.actions),
    )
    named = distinct(ref for record in records if record.theme == theme.title for ref in cells(record.source, "theme"))
    return Figure(theme.title, None, named, "" if named else INHERITED)


def value_cells(readings: Iterable[Reading]) -> tuple[CellRef, ...]:
    """The cells of values, with numerator and denominator where both are given."""
    found: list[CellRef] = []
    for reading in readings:
        whole = reading.numerator is not None and reading.denominator is not None
        found += cells(reading.source, "value", *(("numerator", "denominator") if whole else ()))
    return distinct(found)


class Trail(Struct, frozen=True, kw_only=True):
    """An indicator with the way back from its figures to their cells."""

    kpi: Kpi
    history: History

    @classmethod
    def of(cls, material: Material, kpi: Kpi) -> Trail:
        """The indicator as it was known on the as-at date."""
        calendar = material.plan.settings.calendar
        return cls(kpi=kpi, history=History.of(kpi, material.judgements.as_at, calendar))

    @property
    def name(self) -> Figure:
        """The indicator's name."""
        return Figure(self.kpi.name, None, cells(self.kpi.source, "name"))

    def parts(self, period: Period) -> tuple[Reading, ...]:
        """The readings that the period's value was made from."""
        return value_for(self.history, period).parts

    def value_cells(self, period: Period) -> tuple[CellRef, ...]:
        """What the period's value rests on: its cell, or the numerators and denominators of a recomputed ratio."""
        parts = self.parts(period)
        if len(parts) > 1 and self.kpi.quarter_rule is QuarterRule.RATIO:
            return distinct(ref for part in parts for ref in cells(part.source, "numerator", "denominator"))
        return value_cells(parts)

    def value(self, value: float, period: Period) -> Figure:
        """The period's value: "84.1%"."""
        return Figure(figure(value, self.kpi.decimals, self.kpi.unit), value, self.value_cells(period))

    def period(self, period: Period) -> Figure:
        """The period in words, "Q3 2025/26": from the cells that name it, or from what was asked for."""
        label = self.history.label(period)
        sources = period_cells(self.parts(period))
        asked = not sources and not self.parts(period)
        return Figure(label, None, sources, ASKED if asked else "")

    def target(self, period: Period) -> Figure | None:
        """The target in force, as the sentence has it; ``None`` where there is none for such a period."""
        if not is_rated_alone(self.kpi, period):
            return None
        target = target_in_force(self.kpi, period)
        if target is None:
            return Figure(f'"{self.kpi.target_words}"', None, self._words_cells) if self.kpi.target_words else None
        written = self.kpi.target_words and not any(row.since for row in self._rows(period))
        if is_range(self.kpi, target):
            text = target_text(target, replace(self.kpi, target_words=""))
            return Figure(text, None, (*(self._words_cells if written else ()), *self._bounds(period, "low", "high")))
        if written:
            return Figure(f'"{self.kpi.target_words}"', None, self._words_cells)
        if target.value is None:
            return None
        unit = self.kpi.unit if self.kpi.is_percentage or self.kpi.unit.startswith("£") else ""
        shown = as_set(target.value, unit)
        shown = f"{beyond(self.kpi)} than {shown}" if target.strict else shown
        return Figure(shown, target.value, self._bounds(period, "target"))

    @property
    def _words_cells(self) -> tuple[CellRef, ...]:
        return cells(self.kpi.source, "target")

    def _rows(self, period: Period) -> list[Target]:
        return [row for field in ("target", "low", "high") if (row := _row(self.kpi, period, field)) is not None]

    def _bounds(self, period: Period, *names: str) -> tuple[CellRef, ...]:
        rows = [(row, name) for name in names if (row := _row(self.kpi, period, name)) is not None]
        return distinct(ref for row, name in rows for ref in cells(row.source, name))


def _row(kpi: Kpi, period: Period, field: str) -> Target | None:
    """The row of targets from which the field carries on into the period."""
    for row in reversed(targets_due(kpi, period)):
        if {"target": row.value, "low": row.low, "high": row.high}[field] is not None:
            return row
    return None


def is_range(kpi: Kpi, target: Target) -> bool:
    """Whether the target is one to stay within."""
    ranged = target.low is not None and target.high is not None
    return ranged and (kpi.polarity is Polarity.RANGE or target.value is None)


def period_cells(readings: Iterable[Reading]) -> tuple[CellRef, ...]:
    """The cells that name the readings' periods; those of the values where periods are the headers of columns."""
    return distinct(
        ref for reading in readings for ref in cells(reading.source, "period") or cells(reading.source, "value")
    )
