"""The KPIs sheet: definitions, before their readings are known."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from quarterly.model.contract import RULE_CHOICES
from quarterly.model.kpi import Frequency, Kind, Kpi, Polarity, QuarterRule, Target
from quarterly.model.periods import Calendar, Period
from quarterly.model.problems import Problem, ProblemKind
from quarterly.model.rules import RagRule, RuleFamily
from quarterly.read import kinds
from quarterly.read.blank_words import is_dash, is_undecided, says_nothing
from quarterly.read.choices import FREQUENCIES, KINDS, POLARITIES, QUARTER_RULES
from quarterly.read.headers import Table
from quarterly.read.rows import Row, Word, hint, rows_of
from quarterly.read.rule_text import (
    RULE_NAMES,
    Tolerance,
    is_strict,
    read_rule,
    read_tolerance,
    rule_from_columns,
    rule_words,
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
    kind = _choice(row, "kind", KINDS)
    quarter_rule = _choice(row, "quarter_rule", QUARTER_RULES)
    decimals = row.count("decimals")
    unit = _unit(row)
    figures = Figures.read(row, unit, polarity)
    target = figures.target(row)
    # Without a polarity nothing can be rated; the indicator stays in the report, shown for information.
    polarity = polarity or Polarity.INFORMATION
    kpi = Kpi(
        ref=row.line("ref"),
        name=row.line("name") or row.line("ref"),
        polarity=polarity,
        theme=row.label("theme"),
        recommendations=row.refs("recommendations"),
        unit=unit,
        decimals=decimals or 0,
        frequency=_choice(row, "frequency", FREQUENCIES) or Frequency.MONTH,
        kind=kind or Kind.SNAPSHOT,
        quarter_rule=quarter_rule or QuarterRule.LAST,
        calendar=read_calendar(row, "year_starts") or calendar,
        baseline=figures.baseline,
        baseline_date=row.day("baseline_date"),
        targets=(target,) if target else (),
        target_words=figures.words,
        target_date=row.day("target_date"),
        rule=_rule(row, polarity, target),
        lag=row.count("lag") or 0,
        owner=row.person("owner"),
        data_source=row.line("data_source"),
        definition=row.text("definition"),
        source=row.source,
    )
    misread = next((field for field in _DECIDING if field in row.errors), "")
    return KpiDraft(
        kpi=replace(kpi, decimals=min(kpi.decimals, 6), unread=row.misread(misread) if misread else ""),
        target=target,
        percents=figures.percents,
        kind_given=kind is not None,
        rule_given=quarter_rule is not None,
        decimals_given=decimals is not None,
    )


_DECIDING = ("polarity", "quarter_rule", "kind", "frequency", "year_starts")
"""Without these an indicator would be rated by another figure, or the other way round, than its row says."""


def _choice(row: Row, field: str, words: Mapping[str, Word]) -> Word | None:
    """The choice in a cell that may be left blank, which "n/a" says as well."""
    return None if says_nothing(row.line(field)) else row.choice(field, words)


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
        misread = misread_bounds(row)
        undecided = since is not None and value is None and self._says_no_target(row)
        if not (misread or undecided) and all(figure is None for figure in (value, self.floor, low, high)):
            return None
        return Target(
            since=since,
            value=value,
            floor=self.floor,
            low=low,
            high=high,
            strict=self.strict,
            undecided=undecided,
            unread=misread,
            source=row.source,
        )

    def _says_no_target(self, row: Row) -> bool:
        """Whether words on the Targets sheet end the target before: "TBC", "n/a". A range in their place does too."""
        if self.aim is None or is_dash(row.line("target")) or "target" in row.errors:
            return False
        if self.aim.low is None and self.low is self.high is None:
            row.report(kinds.TARGET_UNDECIDED, "target")
        return True


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
    columns = _RuleColumns(
        text=rule_words(row.text("rule")),
        polarity=polarity,
        target=target.value if target else None,
        floor=target.floor if target else None,
        tolerance=_tolerance(row),
    )
    rule = columns.rule()
    if isinstance(rule, ProblemKind):
        row.report(rule, "rule", hint=hint(closest(columns.text, RULE_NAMES)), example=_example(columns.text))
    if polarity is Polarity.INFORMATION:
        return RagRule(family=RuleFamily.INFORMATION)
    misread = [field for field in ("rule", "tolerance", "floor") if field in row.errors and columns.heeds(field)]
    return unread(row.misread(misread[0])) if misread or isinstance(rule, ProblemKind) else rule


class _RuleColumns(Struct, frozen=True, kw_only=True):
    """What stands in the columns that make an indicator's own rule."""

    text: str
    polarity: Polarity
    target: float | None
    floor: float | None
    tolerance: Tolerance | None

    def rule(self) -> RagRule | ProblemKind | None:
        rule = read_rule(self.text, self.tolerance)
        if rule is not None:
            return rule
        return rule_from_columns(self.polarity, target=self.target, floor=self.floor, tolerance=self.tolerance)

    def heeds(self, field: str) -> bool:
        """Whether the rule would be another with something else in a column that could not be read."""
        others = {
            "tolerance": [replace(self, tolerance=Tolerance(1.0, share=share)) for share in (True, False)],
            "floor": [replace(self, floor=1.0)],
        }
        return field == "rule" or any(other.rule() != self.rule() for other in others[field])


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
