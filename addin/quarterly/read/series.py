"""Definitions and readings -> indicators: one scale, one reading for each period, defaults for what was left blank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from quarterly.model.kpi import Frequency, Kind, Kpi, Polarity, QuarterRule, Reading, ReadingState, Target
from quarterly.model.periods import Period
from quarterly.model.problems import CellRef, Problem
from quarterly.read import kinds
from quarterly.read.scale import Amount, are_percentages, bounds_beside, references_beside, series_of_percentages
from quarterly.read.sheets.kpis import KpiDraft
from quarterly.read.sheets.readings import RawReading, Readings
from quarterly.read.values import text_of

_BOUNDS = ("target", "floor", "low", "high")


class TargetRow(Struct, frozen=True, kw_only=True):
    """A row of the Targets sheet; ``percents`` names its fields that carried a percent sign."""

    target: Target
    percents: frozenset[str]


def indicators(
    drafts: Mapping[str, KpiDraft],
    readings: Readings,
    targets: Mapping[str, Sequence[TargetRow]],
    problems: list[Problem],
) -> tuple[Kpi, ...]:
    """Every indicator with its targets and readings, in the order of the KPIs sheet."""
    return tuple(
        _indicator(draft, readings.get(key, []), targets.get(key, ()), problems) for key, draft in drafts.items()
    )


def _indicator(
    draft: KpiDraft, readings: Sequence[RawReading], targets: Sequence[TargetRow], problems: list[Problem]
) -> Kpi:
    own = [TargetRow(target=draft.target, percents=draft.percents)] if draft.target else []
    rows = [*own, *targets]
    kpi = _with_unit(draft, rows, readings, problems)
    if kpi.is_percentage or _may_be_percentage(kpi):
        kpi, rows, readings = _on_one_scale(kpi, draft, rows, readings, problems)
    _check_limits(kpi, [row.target for row in rows], problems)
    kept = _one_for_each_period(readings, problems)
    kept.sort(key=lambda reading: (reading.team, reading.period.start, reading.period.months))
    whole = [reading for reading in kept if not reading.team]
    teams = [reading for reading in kept if reading.team]
    _check_whole(whole, teams, problems)
    kpi = replace(kpi, targets=_in_order(rows), readings=tuple(whole), team_readings=tuple(teams))
    return _with_defaults(kpi, draft, problems)


def _check_whole(whole: Sequence[Reading], teams: Sequence[Reading], problems: list[Problem]) -> None:
    """Teams' figures that are newer than any of the whole: the whole may stand there under a name that is not known."""
    figures = [reading for reading in teams if reading.value is not None]
    if not figures:
        return
    newest = max(figures, key=lambda reading: reading.period.end)
    if all(reading.period.end < newest.period.end for reading in whole):
        problems.append(kinds.TEAMS_ONLY.at(newest.source.cell("team"), newest.team))


def _check_limits(kpi: Kpi, targets: Sequence[Target], problems: list[Problem]) -> None:
    """Limits that contradict each other, and a range that has only one."""
    if kpi.polarity is Polarity.RANGE and not any(_is_range(target) for target in targets):
        problems.append(kinds.RANGE_INCOMPLETE.at(kpi.source.cell("low"), kpi.ref))
    for target in targets:
        at = target.source
        if target.low is not None and target.high is not None and target.low > target.high:
            problems.append(kinds.RANGE_REVERSED.at(at.cell("low"), f"{target.low:g}"))
        if kpi.polarity in (Polarity.HIGH, Polarity.LOW) and _is_floor_beyond(target, kpi.polarity):
            problems.append(
                kinds.FLOOR_BEYOND_TARGET.at(at.cell("floor"), f"{target.floor:g}", target=f"{target.value:g}")
            )


def _is_range(target: Target) -> bool:
    return target.low is not None and target.high is not None


def _is_floor_beyond(target: Target, polarity: Polarity) -> bool:
    if target.value is None or target.floor is None:
        return False
    return target.floor > target.value if polarity is Polarity.HIGH else target.floor < target.value


def _in_order(rows: Sequence[TargetRow]) -> tuple[Target, ...]:
    """The definition's own target first, then those with a start, earliest first."""
    always = [row.target for row in rows if row.target.since is None]
    later = [row.target for row in rows if row.target.since is not None]
    return (*always, *sorted(later, key=lambda target: (target.since is None, target.since)))


def _with_unit(
    draft: KpiDraft, rows: Sequence[TargetRow], readings: Sequence[RawReading], problems: list[Problem]
) -> Kpi:
    """The indicator, in percent where it has no unit and percent signs say so; those against its unit are reported."""
    kpi = draft.kpi
    if kpi.is_percentage:
        return kpi
    figures = [raw for raw in readings if raw.reading.value is not None]
    shown = [raw for raw in figures if raw.percent]
    aims = [amount for amount in _references(kpi, draft, rows).values() if amount.percent]
    if not kpi.unit and (aims or _are_in_percent(figures, shown)):
        problems.append(kinds.UNIT_TAKEN_AS_PERCENT.at(kpi.source.cell("unit"), kpi.ref))
        return replace(kpi, unit="%")
    signed = [*((raw.at, raw.reading.value) for raw in shown), *((amount.at, amount.value) for amount in aims)]
    problems += [kinds.PERCENT_IN_OTHER_UNIT.at(at, f"{value:g}%", unit=kpi.unit) for at, value in signed]
    return kpi


def _are_in_percent(figures: Sequence[RawReading], shown: Sequence[RawReading]) -> bool:
    """Whether percent signs stand at half of the figures or more, or the others could be fractions beside them."""
    if not shown:
        return False
    others = [raw.reading.value or 0.0 for raw in figures if not raw.percent]
    return len(others) <= len(shown) or all(0 <= value <= 1 for value in others)


_BARE_UNITS = frozenset(
    ("", "number", "no", "no.", "count", "rate", "ratio", "score", "index", "average", "proportion", "share", "value")
)
"""Units that do not say what is counted, so that a percentage may stand there too."""


def _may_be_percentage(kpi: Kpi) -> bool:
    """Whether 0.95 could mean 95%; what adds up over the year may well start far below its target."""
    return kpi.unit.casefold() in _BARE_UNITS and kpi.kind is not Kind.CUMULATIVE


def _on_one_scale(
    kpi: Kpi,
    draft: KpiDraft,
    rows: Sequence[TargetRow],
    readings: Sequence[RawReading],
    problems: list[Problem],
) -> tuple[Kpi, list[TargetRow], list[RawReading]]:
    references = _references(kpi, draft, rows)
    if kpi.is_percentage:
        kept, limits = _readings_on_one_scale(readings, list(references.values()), problems)
    else:
        values = [raw.reading.value for raw in readings]
        kept, limits = list(readings), bounds_beside(values, list(references.values()), problems)
    bounds = dict(zip(references, limits, strict=True))
    rows = [
        replace(row, target=_with_bounds(row.target, {name: bounds.get((index, name)) for name in _BOUNDS}))
        for index, row in enumerate(rows)
    ]
    baseline = bounds.get((-1, "baseline")) if kpi.baseline is not None else None
    return replace(kpi, baseline=baseline), rows, kept


def _readings_on_one_scale(
    readings: Sequence[RawReading], references: Sequence[Amount], problems: list[Problem]
) -> tuple[list[RawReading], list[float | None]]:
    """The readings without those at odds, and the references; most series need no second look."""
    values = [raw.reading.value for raw in readings]
    if are_percentages(values):
        return list(readings), references_beside(values, references, problems)
    figures = [raw for raw in readings if raw.reading.value is not None]
    amounts = [Amount(value=raw.reading.value or 0.0, percent=raw.percent, at=raw.at) for raw in figures]
    scaled = series_of_percentages(amounts, references, problems)
    rescaled = iter(scaled.readings)
    kept: list[RawReading] = []
    for raw in readings:
        value = None if raw.reading.value is None else next(rescaled)
        if value is not None or raw.reading.value is None:  # a figure at odds is left out, an empty reading stays
            kept.append(raw if raw.reading.value == value else replace(raw, reading=replace(raw.reading, value=value)))
    return kept, scaled.references


def _amount(value: float | None, *, percent: bool, at: CellRef) -> Amount:
    return Amount(value=value or 0.0, percent=percent, at=at)


def _references(kpi: Kpi, draft: KpiDraft, rows: Sequence[TargetRow]) -> dict[tuple[int, str], Amount]:
    """Baseline and bounds that are given, by row of targets and field; the baseline is row -1."""
    references = {}
    if kpi.baseline is not None:
        percent = "baseline" in draft.percents
        references[-1, "baseline"] = _amount(kpi.baseline, percent=percent, at=kpi.source.cell("baseline"))
    for index, row in enumerate(rows):
        for name, value in row.target.bounds.items():
            if value is not None:
                at = row.target.source.cell(name)
                references[index, name] = _amount(value, percent=name in row.percents, at=at)
    return references


def _with_bounds(target: Target, bounds: Mapping[str, float | None]) -> Target:
    scaled = replace(target, value=bounds["target"], floor=bounds["floor"], low=bounds["low"], high=bounds["high"])
    given, left = target.bounds, scaled.bounds
    odd = [(name, value) for name, value in given.items() if value is not None and left[name] is None]
    unread = tuple((name, f'{name.capitalize()} "{value:g}", beside figures on another scale,') for name, value in odd)
    return replace(scaled, unread=(*target.unread, *unread))


def _one_for_each_period(readings: Sequence[RawReading], problems: list[Problem]) -> list[Reading]:
    """One reading for each period and team: the revised one where there is one, none where two contradict."""
    all_readings = [raw.reading for raw in readings]
    places = [(each.period.start, each.period.months, each.team.casefold()) for each in all_readings]
    if len(set(places)) == len(places):
        return all_readings
    groups: dict[tuple[date, int, str], list[RawReading]] = {}
    for place, raw in zip(places, readings, strict=True):
        groups.setdefault(place, []).append(raw)
    kept = []
    for group in groups.values():
        if len(group) == 1:
            kept.append(group[0].reading)
            continue
        if len({_said(raw) for raw in group}) == 1:
            problems += [kinds.READING_REPEATED.at(raw.at, _shown(raw), other=group[0].at) for raw in group[1:]]
            kept.append(group[0].reading)
            continue
        revised = [raw for raw in group if raw.reading.state is ReadingState.REVISED]
        if len(revised) == 1 and len(group) == 2 and group[0].written == group[1].written:
            kept.append(_restated(revised[0], next(raw for raw in group if raw is not revised[0]), problems))
        else:
            problems += _duplicates(group)
    return kept


def _said(raw: RawReading) -> tuple[Period | None, float | None, float | None, float | None, ReadingState, bool]:
    """All that a reading says, and of which period: equal figures of two months of a quarter are not one figure."""
    it = raw.reading
    return raw.written, it.value, it.numerator, it.denominator, it.state, raw.percent


def _restated(new: RawReading, old: RawReading, problems: list[Problem]) -> Reading:
    problems.append(kinds.READING_RESTATED.at(new.at, _shown(new), other=old.at))
    return replace(new.reading, restated_from=old.reading.value)


def _duplicates(group: Sequence[RawReading]) -> list[Problem]:
    found = []
    for raw in group:
        others = ", ".join(str(other.at) for other in group if other is not raw)
        found.append(kinds.READING_DUPLICATED.at(raw.at, _shown(raw), other=others))
    return found


def _shown(raw: RawReading) -> str:
    value = raw.reading.value
    return raw.reading.state.value if value is None else text_of(value)


def _decimals_of(kpi: Kpi) -> int:
    """Decimals to show where none are asked for: those of the readings, so that 89.6 is never shown as 90.

    No more than one for percentages and two for anything else; a formula may give any number of them.
    """
    most = 1 if kpi.is_percentage else 2
    figures = (reading.value for reading in kpi.readings if reading.value is not None)
    return max((_places(figure, most) for figure in figures), default=0)


def _places(number: float, most: int) -> int:
    return len(f"{number:.{most}f}".rstrip("0").partition(".")[2])


def _with_defaults(kpi: Kpi, draft: KpiDraft, problems: list[Problem]) -> Kpi:
    """Kind and Quarter rule where they were left blank, as the fractions among the readings suggest."""
    if not draft.decimals_given:
        kpi = replace(kpi, decimals=_decimals_of(kpi))
    monthly = kpi.frequency is Frequency.MONTH
    if draft.rule_given:
        ratio = kpi.quarter_rule is QuarterRule.RATIO and monthly and kpi.readings
        if ratio and not _has_fractions(kpi):
            problems.append(kinds.RATIO_WITHOUT_FRACTION.at(kpi.source.cell("quarter_rule"), kpi.ref))
        return kpi
    alone = kpi.kind is Kind.PERIOD
    if monthly and (alone or not draft.kind_given) and _has_fractions(kpi):
        return replace(kpi, kind=Kind.PERIOD, quarter_rule=QuarterRule.RATIO)
    if monthly and alone:
        problems.append(kinds.QUARTER_RULE_ASSUMED.at(kpi.source.cell("quarter_rule"), kpi.ref))
    return kpi


def _has_fractions(kpi: Kpi) -> bool:
    return any(
        reading.numerator is not None and reading.denominator is not None
        for reading in (*kpi.readings, *kpi.team_readings)
    )
