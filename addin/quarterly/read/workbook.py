"""The whole workbook -> a plan and everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike
from pathlib import Path

from msgspec.structs import replace

from quarterly.collector import collector_paused
from quarterly.model import contract
from quarterly.model.context import Settings
from quarterly.model.contract import Sheet
from quarterly.model.kpi import Benchmark, Kpi, Polarity
from quarterly.model.plan import Plan
from quarterly.model.problems import CellRef, Problem
from quarterly.read import refusals, table_kinds
from quarterly.read.grid import Grid, read_grids
from quarterly.read.headers import Table, find_table, has_table
from quarterly.read.links import Links
from quarterly.read.package import Package, SheetEntry, open_package, read_file
from quarterly.read.series import indicators
from quarterly.read.sheet_names import SheetsFound, match_sheets, meant
from quarterly.read.sheets import comparators, context
from quarterly.read.sheets.actions import read_actions
from quarterly.read.sheets.kpis import KpiDraft, read_kpis
from quarterly.read.sheets.readings import read_readings
from quarterly.read.sheets.recommendations import read_recommendations
from quarterly.read.sheets.settings import headless_table, read_settings
from quarterly.read.sheets.versions import read_rebases, read_rule_changes
from quarterly.read.struck import struck_rows
from quarterly.read.values import closest, folded, is_period_header


def read_workbook(path: str | PathLike[str]) -> tuple[Plan, tuple[Problem, ...]]:
    """Read an improvement workbook: what it says, and every problem in it, in the order of sheets and cells.

    Raises:
        WorkbookRefused: the file cannot be read as an improvement workbook; ``code`` and text say why.
    """
    path = Path(path)
    return read_bytes(read_file(path), path.name)


@collector_paused()
def read_bytes(content: bytes, name: str) -> tuple[Plan, tuple[Problem, ...]]:
    """Read a workbook from its bytes; ``name`` is how messages call it.

    Raises:
        WorkbookRefused: as :func:`read_workbook`.
    """
    package = open_package(content, name)
    found = match_sheets([sheet.name for sheet in package.sheets if sheet.part and not _is_report(sheet)])
    _refuse_without_plan(package, found.matches)
    grids = read_grids(package, {*found.matches.values(), *(name for name, _ in found.rivals)})
    matches, rivals = _settled(found, grids)
    reader = _Reader({wanted: grids[name] for wanted, name in matches.items()}, [*found.problems, *rivals])
    plan = reader.plan()
    if not plan.actions and not plan.kpis and any(grid.marks.uncalculated for grid in grids.values()):
        raise refusals.NEVER_CALCULATED.of(name)
    order = {sheet.name: index for index, sheet in enumerate(package.sheets)}
    return plan, tuple(sorted(reader.problems, key=lambda problem: _place(problem, order)))


def _settled(found: SheetsFound, grids: Mapping[str, Grid]) -> tuple[Mapping[str, str], list[Problem]]:
    """Which of several sheets that answer to one name is read, and what is to be said of the others.

    The contract's own name goes before other names, then the first that has the headers of a table.
    """
    matches = dict(found.matches)
    others: list[tuple[str, Sheet]] = []
    for name, wanted in found.rivals:
        sheet = next(sheet for sheet in contract.SHEETS if sheet.name == wanted)
        used = matches[wanted]
        better = folded(used) != folded(wanted) and not _holds_table(grids[used], sheet)
        if better and _holds_table(grids[name], sheet):
            matches[wanted] = name
        others.append((used if matches[wanted] == name else name, sheet))
    problems = []
    for name, sheet in others:
        kind = table_kinds.SHEET_TWICE if _holds_table(grids[name], sheet) else table_kinds.SHEET_OWN
        problems.append(kind.at(CellRef(name), name, used=f'"{matches[sheet.name]}"'))
    return matches, problems


def _holds_table(grid: Grid, sheet: Sheet) -> bool:
    return has_table(grid, sheet, is_period=is_period_header if sheet is contract.KPI_DATA else None)


def _is_report(sheet: SheetEntry) -> bool:
    """Whether a sheet is one of an earlier report's; its Scorecard must not be taken for a list of KPIs."""
    return sheet.ours and folded(sheet.name) not in _HISTORY_NAMES


_HISTORY_NAMES = frozenset(map(folded, (contract.STATUS_HISTORY.name, *contract.STATUS_HISTORY.aliases)))


def _place(problem: Problem, order: Mapping[str, int]) -> tuple[int, int, int, str]:
    at = problem.at
    return (order.get(at.sheet, -1), at.row, at.column, problem.code)


def _refuse_without_plan(package: Package, matches: Mapping[str, str]) -> None:
    if contract.ACTION_PLAN.name in matches or {contract.KPIS.name, contract.KPI_DATA.name} <= set(matches):
        return
    names = [sheet.name for sheet in package.sheets]
    shown = ", ".join(names[:12]) + (" and others" if len(names) > 12 else "")
    raise refusals.NO_PLAN_NO_KPIS.of(package.name, found=shown or "no sheets", suggestion=_suggestion(names))


def _suggestion(names: list[str]) -> str:
    wanted = (contract.ACTION_PLAN, contract.KPIS, contract.KPI_DATA)
    by_name = {alias: sheet.name for sheet in wanted for alias in (sheet.name, *sheet.aliases)}
    for name in names:
        begun, near = meant(name), closest(name, by_name)
        likely = begun[0] if begun else by_name.get(near, "")
        if likely in by_name and folded(near) != folded(name):
            return f' Did you mean "{name}" to be "{likely}"?'
    return ""


class _Reader:
    """Reads sheet after sheet, each with what it needs from those before it."""

    def __init__(self, grids: Mapping[str, Grid], problems: list[Problem]) -> None:
        self._grids = grids
        self.problems = problems

    def plan(self) -> Plan:
        """The plan; ``problems`` is complete afterwards."""
        self._report_sheets()
        settings = self._settings()
        calendar = settings.calendar
        table = self._table(contract.RECOMMENDATIONS)
        recommendations = read_recommendations(table, self.problems) if table else None
        table = self._table(contract.ACTION_PLAN)
        actions = read_actions(table, calendar, self.problems) if table else ()
        kpis, benchmarks = self._kpis(settings)
        links = Links(
            self.problems, recommendations=recommendations, kpis=kpis, actions=actions, is_number=self._is_number
        )
        audits = self._table(contract.AUDITS)
        inspections = self._table(contract.INSPECTIONS)
        committee = self._table(contract.COMMITTEE_LOG)
        forward = self._table(contract.FORWARD_PLAN)
        risks = self._table(contract.RISKS)
        commentary = self._table(contract.COMMENTARY)
        recipients = self._table(contract.DISTRIBUTION)
        history = self._table(contract.STATUS_HISTORY)
        changes = self._table(contract.RULE_CHANGES)
        rebases = self._table(contract.REBASES)
        return Plan(
            settings=settings,
            recommendations=recommendations or (),
            actions=tuple(links.action(action) for action in actions),
            kpis=tuple(links.kpi(kpi) for kpi in kpis or ()),
            benchmarks=benchmarks,
            audits=context.read_audits(audits, calendar, self.problems) if audits else (),
            inspections=context.read_inspections(inspections, self.problems) if inspections else (),
            committee=context.read_committee(committee, self.problems) if committee else (),
            forward=context.read_forward(forward, self.problems) if forward else (),
            risks=tuple(links.risk(risk) for risk in context.read_risks(risks, self.problems)) if risks else (),
            commentary=links.commentary(context.read_commentary(commentary, calendar, self.problems))
            if commentary
            else (),
            recipients=context.read_recipients(recipients, self.problems) if recipients else (),
            history=context.read_history(history, calendar, self.problems) if history else (),
            rebases=read_rebases(rebases, kpis or (), self.problems) if rebases else (),
            rule_changes=read_rule_changes(changes, kpis or (), calendar, self.problems) if changes else (),
        )

    def _is_number(self, at: CellRef) -> bool:
        """Whether a number stands in a cell of a sheet that was read."""
        return any(
            isinstance(grid.value(at.row, at.column), float) for grid in self._grids.values() if grid.name == at.sheet
        )

    def _report_sheets(self) -> None:
        self.problems += [
            table_kinds.SHEET_HIDDEN.at(CellRef(grid.name), grid.name) for grid in self._grids.values() if grid.hidden
        ]
        pair = (contract.KPIS.name, contract.KPI_DATA.name)
        for missing, present in (pair, pair[::-1]):
            if missing not in self._grids and present in self._grids:
                at = CellRef(self._grids[present].name)
                self.problems.append(table_kinds.SHEET_NOT_FOUND.at(at, missing=missing))

    def _table(self, sheet: Sheet) -> Table | None:
        grid = self._grids.get(sheet.name)
        if grid is None or (_is_blank(grid) and not grid.marks.hides_values):
            return None
        is_period = is_period_header if sheet is contract.KPI_DATA else None
        table, problems = find_table(grid, sheet, is_period=is_period)
        self.problems += [*problems, *struck_rows(table)] if table else problems
        return table

    def _settings(self) -> Settings:
        grid = self._grids.get(contract.SETTINGS.name)
        if grid is None or _is_blank(grid):
            return Settings()
        table, problems = find_table(grid, contract.SETTINGS)
        if table is None or "value" not in table.columns:
            table = headless_table(grid)
        if table is None:
            self.problems += problems
            return Settings()
        return read_settings(table, self.problems)

    def _kpis(self, settings: Settings) -> tuple[tuple[Kpi, ...] | None, tuple[Benchmark, ...]]:
        """The indicators, ``None`` where there is no such sheet, and what they are compared with."""
        table = self._table(contract.KPIS)
        if table is None:
            return None, ()
        drafts = _of_known_years(read_kpis(table, settings.calendar, self.problems), settings)
        table = self._table(contract.KPI_DATA)
        readings = read_readings(table, drafts, self.problems, authority=settings.authority) if table else {}
        table = self._table(contract.TARGETS)
        targets = comparators.read_targets(table, drafts, self.problems) if table else {}
        kpis = indicators(drafts, readings, targets, self.problems)
        table = self._table(contract.BENCHMARKS)
        return kpis, comparators.read_benchmarks(table, kpis, self.problems) if table else ()


def _of_known_years(drafts: dict[str, KpiDraft], settings: Settings) -> dict[str, KpiDraft]:
    """The definitions, unrated where they have the workbook's year and nobody knows when that starts."""
    if not settings.year_unread:
        return drafts
    return {key: _of_no_known_year(draft, settings) for key, draft in drafts.items()}


def _of_no_known_year(draft: KpiDraft, settings: Settings) -> KpiDraft:
    kpi = draft.kpi
    # A year of its own is another object, even where it starts in April too.
    if kpi.calendar is not settings.calendar or kpi.polarity is Polarity.INFORMATION:
        return draft
    return replace(draft, kpi=replace(kpi, unread=kpi.unread or settings.year_unread))


def _is_blank(grid: Grid) -> bool:
    return all(cell == "" for cells in grid.rows for cell in cells)
