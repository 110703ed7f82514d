"""The KPIs sheet: definitions, before their readings are known."""

from __future__ import annotations

import re

from msgspec import Struct
from msgspec.structs import replace

from quarterly.model.contract import RULE_CHOICES
from quarterly.model.kpi import Frequency, Kind, Kpi, Polarity, QuarterRule, Target
from quarterly.model.periods import Calendar, Period
from quarterly.model.problems import Problem, ProblemKind
from quarterly.model.rules import RagRule
from quarterly.read import kinds
from quarterly.read.blank_words import is_undecided, says_nothing
from quarterly.read.choices import FREQUENCIES, KINDS, POLARITIES, QUARTER_RULES
from quarterly.read.headers import Table
from quarterly.read.rows import Row, hint, rows_of
from quarterly.read.rule_text import (
    RULE_NAMES,
    Tolerance,
    is_strict,
    read_rule,
    read_tolerance,
    rule_from_columns,
    says_opposite,
    unread,
)
from quarterly.read.sheets.refs import first_of_each
from quarterly.read.sheets.settings import read_calendar
from quarterly.read.values import TargetRead, closest, ref_key
from quarterly.read.values import read_target as target_in

_PERCENT = re.compile(r"(?:%|%age|pct|per ?cent(?:age)?s?)\b.*|%.*|.*(?:\(%\)|\s%|\bper ?cent\))")
_POINTS = re.compile(r".*(?:\bpoints?|\bpts?|\bpp)\b.*")  # a difference of percentages, shown in points


class KpiDraft(Struct, frozen=True, kw_only=True):
    """An indicator as defined. ``percents`` names the fields whose figures carried a percent sign.

    ``kind_given``, ``rule_given`` and ``decimals_given`` say whether Kind, Quarter rule and Decimals were filled in.
    """

    kpi: Kpi
    target: Target | None
    percents: frozenset[str] = frozenset()
    kind_given: bool = False
    rule_given: bool = False
    decimals_given: bool = False


def read_kpis(table: Table, calendar: Calendar, problems: list[Problem]) -> dict[str, KpiDraft]:
    """The indicators by the key of their reference, in the order of their rows."""
    rows = first_of_each(rows_of(table, problems), "ref")
    return {ref_key(row.line("ref")): _draft(row, calendar) for row in rows}


def _draft(row: Row, calendar: Calendar) -> KpiDraft:
    row.has_all_required()
    polarity = row.choice("polarity", POLARITIES)
    kind = row.choice("kind", KINDS)
    quarter_rule = row.choice("quarter_rule", QUARTER_RULES)
    decimals = row.count("decimals")
    unit = _unit(row)
    figures = Figures.read(row, unit, polarity)
    target = figures.target(row)
    # Without a polarity nothing can be rated; the indicator stays in the report, shown for information.
    polarity = polarity or Polarity.INFORMATION
    rule = _rule(row, polarity, target)
    kpi = Kpi(
        ref=row.line("ref"),
        name=row.line("name") or row.line("ref"),
        polarity=polarity,
        theme=row.label("theme"),
        recommendations=row.refs("recommendations"),
        unit=unit,
        decimals=decimals or 0,
        frequency=row.choice("frequency", FREQUENCIES) or Frequency.MONTH,
        kind=kind or Kind.SNAPSHOT,
        quarter_rule=quarter_rule or QuarterRule.LAST,
        calendar=read_calendar(row, "year_starts") or calendar,
        baseline=figures.baseline,
        baseline_date=row.day("baseline_date"),
        targets=(target,) if target else (),
        target_words=figures.words,
        target_date=row.day("target_date"),
        rule=rule,
        lag=row.count("lag") or 0,
        owner=row.person("owner"),
        data_source=row.line("data_source"),
        definition=row.text("definition"),
        source=row.source,
    )
    misread = next((field for field in _DECIDING if field in row.errors), "")
    return KpiDraft(
        kpi=replace(kpi, decimals=min(kpi.decimals, 6), rule=unread(row.misread(misread)) if misread else rule),
        target=target,
        percents=figures.percents,
        kind_given=kind is not None,
        rule_given=quarter_rule is not None,
        decimals_given=decimals is not None,
    )


_DECIDING = ("polarity", "rule", "tolerance", "floor", "quarter_rule", "kind", "frequency", "year_starts")
"""Without these an indicator would be rated by another rule, or by another figure, than its row says."""


def _unit(row: Row) -> str:
    """The unit, "%" where its words say percent, such as "% of children" and "Rate (%)"."""
    unit = row.label("unit")
    words = unit.casefold().strip(" .")
    return "%" if _PERCENT.fullmatch(words) and not _POINTS.fullmatch(words) else unit


def _is_no_figure(text: str) -> bool:
    return says_nothing(text) or is_undecided(text) or text.casefold() == "z"


class Figures(Struct, frozen=True, kw_only=True):
    """The figures of a definition, or of a row of Targets, as they stand there."""

    aim: TargetRead | None
    baseline: float | None
    floor: float | None
    low: float | None
    high: float | None
    strict: bool
    percents: frozenset[str]

    @classmethod
    def read(cls, row: Row, unit: str, polarity: Polarity | None) -> Figures:
        """The figures in a row; what is no figure is reported."""
        percents = set()
        numbers: dict[str, float | None] = {}
        for field in ("baseline", "floor", "low", "high"):
            if _is_no_figure(row.line(field)):
                continue
            number = row.number_read(field)
            numbers[field] = number.number if number else None
            if number and number.percent:
                percents.add(field)
        aim = _aim(row, unit, polarity)
        if aim and aim.percent:
            percents.add("target")
        return cls(
            aim=aim,
            baseline=numbers.get("baseline"),
            floor=numbers.get("floor"),
            low=numbers.get("low"),
            high=numbers.get("high"),
            strict=bool(aim and aim.value is not None and is_strict(aim.words, polarity)),
            percents=frozenset(percents),
        )

    @property
    def words(self) -> str:
        """The words that the target was written in."""
        return self.aim.words if self.aim else ""

    def target(self, row: Row, *, since: Period | None = None) -> Target | None:
        """The figures to reach; a range in words stands where Low and High are blank. ``None`` where there are none."""
        low = self.low if self.low is not None or not self.aim else self.aim.low
        high = self.high if self.high is not None or not self.aim else self.aim.high
        value = self.aim.value if self.aim else None
        unread = misread_bounds(row)
        if not unread and all(figure is None for figure in (value, self.floor, low, high)):
            return None
        return Target(
            since=since,
            value=value,
            floor=self.floor,
            low=low,
            high=high,
            strict=self.strict,
            unread=unread,
            source=row.source,
        )


BOUNDS = ("target", "floor", "low", "high")


def misread_bounds(row: Row) -> tuple[tuple[str, str], ...]:
    """The numbers of a target that stand in the row but are not understood."""
    return tuple((field, row.misread(field)) for field in BOUNDS if field in row.errors)


def _aim(row: Row, unit: str, polarity: Polarity | None) -> TargetRead | None:
    read = target_in(row.value("target"), unit=unit, shown_as_percent=row.is_shown_as_percent("target"))
    if isinstance(read, ProblemKind):
        row.report(read, "target")
        return TargetRead(words=row.line("target"))
    if read and says_opposite(read.words, polarity):
        row.report(kinds.TARGET_AGAINST_POLARITY, "target", polarity=polarity)
    if read and read.low is not None and polarity in (Polarity.HIGH, Polarity.LOW):
        row.report(kinds.TARGET_RANGE_POLARITY, "target")
        return TargetRead(words=read.words)
    return read


def _rule(row: Row, polarity: Polarity, target: Target | None) -> RagRule | None:
    tolerance = _tolerance(row)
    text = row.text("rule")
    rule = read_rule(text, tolerance)
    if isinstance(rule, ProblemKind):
        row.report(rule, "rule", hint=hint(closest(text, RULE_NAMES)), example=_example(text))
        return None
    if rule is not None:
        return rule
    return rule_from_columns(
        polarity,
        target=target.value if target else None,
        floor=target.floor if target else None,
        tolerance=tolerance,
    )


def _tolerance(row: Row) -> Tolerance | None:
    field = "tolerance"
    text = row.line(field)
    if _is_no_figure(text):
        return None
    if row.is_shown_as_percent(field):
        number = row.number_read(field)
        return Tolerance(number.number, share=True) if number else None
    read = read_tolerance(text, percentages=_unit(row) == "%")
    if isinstance(read, ProblemKind):
        row.report(read, field)
        return None
    return read


def _example(text: str) -> str:
    numbered = [choice for choice in RULE_CHOICES if any(letter.isdigit() for letter in choice)]
    return closest(text, (*numbered, "Target range 5", "Zero target 2")) or "Percentage 5 10"
