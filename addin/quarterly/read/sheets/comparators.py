"""The Targets and Benchmarks sheets: rows that belong to an indicator and a period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from quarterly.model.kpi import Benchmark, Comparator, Kpi, Target
from quarterly.model.problems import Problem, ProblemKind
from quarterly.read import kinds
from quarterly.read.choices import COMPARATORS, REGIONS
from quarterly.read.headers import Table
from quarterly.read.rows import Row, hint, rows_of
from quarterly.read.scale import Amount, references_beside
from quarterly.read.series import TargetRow
from quarterly.read.sheets.kpis import Figures, KpiDraft
from quarterly.read.sheets.refs import without_zeros
from quarterly.read.values import PeriodRead, ValueRead, closest, folded, read_period, read_value, ref_key

_COUNTED = (Comparator.RANK, Comparator.AUTHORITIES, Comparator.QUARTILE)
"""Comparators whose value is a position or a count, never in the indicator's unit."""


_BANDS = {letter: ValueRead(number=float(band)) for band, letter in enumerate("abcd", start=1)}
"""Quartile bands as everywhere in reports: A is the best quarter of authorities. C is no shorthand here."""


def read_targets(table: Table, drafts: Mapping[str, KpiDraft], problems: list[Problem]) -> dict[str, list[TargetRow]]:
    """Targets in force from a period, by the key of their indicator.

    A row whose From is not understood may hold in any period, so that no target of its indicator is certain.
    """
    targets: dict[str, list[TargetRow]] = {}
    for row in rows_of(table, problems):
        kpi = _kpi(row, {key: draft.kpi for key, draft in drafts.items()})
        since = _period(row, "since", kpi) if kpi else None
        if kpi is None:
            continue
        figures = Figures.read(row, kpi.unit, kpi.polarity)
        if since is None:
            if figures.target(row):
                unread = (("since", f"{row.misread('since')} on the Targets sheet"),)
                targets.setdefault(ref_key(kpi.ref), []).append(
                    TargetRow(target=Target(unread=unread, source=row.source), percents=frozenset())
                )
            continue
        target = figures.target(row, since=since.period) or Target(since=since.period, source=row.source)
        targets.setdefault(ref_key(kpi.ref), []).append(TargetRow(target=target, percents=figures.percents))
    return targets


def read_benchmarks(table: Table, kpis: Sequence[Kpi], problems: list[Problem]) -> tuple[Benchmark, ...]:
    """The comparators' values; those that stand on another scale than the readings are left out."""
    by_key = {ref_key(kpi.ref): kpi for kpi in kpis}
    found: list[tuple[Benchmark, Amount]] = []
    for row in rows_of(table, problems):
        kpi = _kpi(row, by_key)
        comparator = _comparator(row)
        period = _period(row, "period", kpi) if kpi else None
        band = _BANDS.get(folded(row.line("value"))) if comparator is Comparator.QUARTILE else None
        value = band or read_value(row.value("value"), shown_as_percent=row.is_shown_as_percent("value"))
        if isinstance(value, ProblemKind):
            row.report(value, "value")
            continue
        if kpi is None or comparator is None or period is None or value is None or value.number is None:
            continue
        benchmark = Benchmark(
            kpi=kpi.ref,
            comparator=comparator,
            period=period.period,
            value=value.number,
            label=row.line("comparator"),
            origin=row.line("origin"),
            source=row.source,
        )
        found.append((benchmark, Amount(value=value.number, percent=value.percent, at=row.cell("value"))))
    odd = _on_other_scale(found, by_key, problems)
    return tuple(benchmark for benchmark, amount in found if amount.at not in odd)


def _on_other_scale(
    found: Sequence[tuple[Benchmark, Amount]], kpis: Mapping[str, Kpi], problems: list[Problem]
) -> set[object]:
    odd: set[object] = set()
    by_kpi: dict[str, list[Amount]] = {}
    for mark, amount in found:
        if mark.comparator not in _COUNTED:
            by_kpi.setdefault(mark.kpi, []).append(amount)
    for kpi in kpis.values():
        amounts = by_kpi.get(kpi.ref, [])
        if amounts and kpi.is_percentage:
            kept = references_beside((reading.value for reading in kpi.readings), amounts, problems)
            odd.update(amount.at for amount, value in zip(amounts, kept, strict=True) if value is None)
    return odd


def _comparator(row: Row) -> Comparator | None:
    if folded(row.line("comparator")) in REGIONS:
        return Comparator.REGION
    return row.choice("comparator", COMPARATORS)


def _kpi(row: Row, known: Mapping[str, Kpi]) -> Kpi | None:
    ref = row.line("kpi")
    if isinstance(row.peek("kpi"), float) and ref in (doubtful := without_zeros(kpi.ref for kpi in known.values())):
        row.report(kinds.REF_AS_NUMBER, "kpi", other=doubtful[ref])
        return None
    kpi = known.get(ref_key(ref))
    if kpi is None and ref:
        row.report(kinds.KPI_UNKNOWN, "kpi", hint=hint(closest(ref, [each.ref for each in known.values()])))
    return kpi


def _period(row: Row, field: str, kpi: Kpi) -> PeriodRead | None:
    value = row.value(field)
    if isinstance(value, str) and not value.strip():
        if not row.table.grid.error(row.number, row.table.columns.get(field, 0)):
            row.report(kinds.REQUIRED_EMPTY, field, column=row.table.sheet.column(field).header)
        return None
    read = read_period(value, kpi.calendar, date_1904=row.table.grid.date_1904)
    if isinstance(read, ProblemKind):
        row.report(read, field)
        return None
    row.report_period(read, field)
    return read
