"""How people start: a report from the sample workbook, and an improvement workbook to fill in."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from quarterly import request
from quarterly.model.contract import BENCHMARKS, KPI_DATA, KPIS
from quarterly.outputs import check_target, write_whole
from quarterly.resources import sample
from quarterly.run import OnStep, ReportRun, Step, run_report, unwatched

DEMO_BOOK = "Quarterly demo.xlsx"
DEMO_QUARTER = "Q3 2025/26"
DEMO_AS_AT = date(2026, 1, 20)  # three weeks after the quarter, when reports are written


class NewWorkbook(Struct, frozen=True, kw_only=True):
    """An improvement workbook that was written. ``notes`` are what its owner must know about the figures in it."""

    path: Path = Path()
    authority: str = ""
    indicators: int = 0
    readings: int = 0
    benchmarks: int = 0
    notes: tuple[str, ...] = ()


def run_demo(folder: Path, *, today: date, step: OnStep = unwatched) -> ReportRun:
    """Copy the full sample workbook into a folder and make its report there, always as at the same day.

    Raises:
        RequestRefused: the folder is missing, or another file has the sample's name.
    """
    copy = folder / DEMO_BOOK
    content = sample("full").read_bytes()
    if not copy.exists():
        write_whole(content, copy)
    elif copy.read_bytes() != content:
        raise request.DEMO_CHANGED.of(name=copy)
    return run_report(copy, today=today, quarter=DEMO_QUARTER, as_at=DEMO_AS_AT, step=step)


def new_workbook(
    target: Path, *, authority: str = "", dfe: Path | None = None, force: bool = False, step: OnStep = unwatched
) -> NewWorkbook:
    """Write an improvement workbook: blank, or with an authority's figures from the Department for Education.

    Raises:
        DataSetRefused: the data set cannot be used, or does not know the authority.
        RequestRefused: a file of that name is there, or only one of authority and data set was given.
    """
    check_target(target, force=force, replace_report=False)
    if bool(authority) != (dfe is not None):
        raise request.AUTHORITY_WITHOUT_DATA.of()
    content, made = _blank() if dfe is None else _from_dfe(dfe, authority, step)
    step(Step.WRITE)
    write_whole(content, target)
    return replace(made, path=target)


def _blank() -> tuple[bytes, NewWorkbook]:
    from quarterly.render.improvement_workbook import blank_workbook

    return blank_workbook(), NewWorkbook()


def _from_dfe(folder: Path, authority: str, step: OnStep) -> tuple[bytes, NewWorkbook]:
    from quarterly.exchange.dfe import find_authority, improvement_tables, load_dfe
    from quarterly.render.improvement_workbook import write_improvement_workbook

    step(Step.LOAD)
    release = load_dfe(folder)
    step(Step.GATHER)
    tables, settings, notes = improvement_tables(release, authority)
    made = NewWorkbook(
        authority=find_authority(release, authority).name,
        indicators=len(tables.get(KPIS.name, ())),
        readings=len(tables.get(KPI_DATA.name, ())),
        benchmarks=len(tables.get(BENCHMARKS.name, ())),
        notes=notes,
    )
    return write_improvement_workbook(tables, settings), made


def new_template(target: Path, *, source: str = "quarterly", force: bool = False) -> Path:
    """Copy one of Quarterly's own templates, to be edited in Excel.

    Raises:
        RequestRefused: a file of that name is there, or its folder is not.
        TemplateRefused: Quarterly has no template called ``source``.
    """
    from quarterly.template.load import find_built_in

    found = find_built_in(source)
    check_target(target, force=force, replace_report=False)
    write_whole(found.read_bytes(), target)
    return target
