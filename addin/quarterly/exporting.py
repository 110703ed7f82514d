"""Tidy tables of a workbook in a folder, for Power BI: one path from the workbook to files, for every front end."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct

from quarterly import request
from quarterly.exchange.tidy import FORMATS, TABLES, Exported, TidyTable, csv_bytes, parquet_bytes
from quarterly.exchange.tidy.refusals import FILE_EXISTS, FOLDER_IS_FILE, HIDDEN_FIGURE
from quarterly.exchange.tidy.schema import Row
from quarterly.judge.disclosure import THRESHOLD
from quarterly.judge.forbidden import Forbidden, Secret
from quarterly.model.edition import Edition
from quarterly.outputs import write_whole
from quarterly.request import check_reportable
from quarterly.run import Assessment, OnStep, Step, assess, provenance_of, unwatched

SCHEMA = "schema.json"
CSV, PARQUET = FORMATS
# Columns of an indicator's own figures; others, such as targets, may be the same number as a hidden one.
FIGURES = (
    "value",
    "numerator",
    "denominator",
    "previous_value",
    "year_ago_value",
    "baseline",
    "figure_from",
    "figure_to",
)


class ExportRun(Struct, frozen=True, kw_only=True):
    """Tables that were written: their files, in the order of the schema, with the number of rows in each."""

    assessment: Assessment
    folder: Path
    files: tuple[tuple[Path, int], ...]


def run_export(
    path: Path,
    folder: Path,
    *,
    today: date,
    quarter: str = "",
    as_at: date | None = None,
    form: str = CSV,
    edition: Edition = Edition.WORKING,
    threshold: int = THRESHOLD,
    force: bool = False,
    step: OnStep = unwatched,
) -> ExportRun:
    """Write every tidy table of a workbook into a folder, with ``schema.json`` beside them.

    ``form`` is one of :data:`FORMATS`. The folder is made where it is missing. Files of an earlier export are replaced,
    any other only with ``force``. The same workbook gives the same bytes.

    Raises:
        WorkbookRefused: the workbook cannot be read.
        RequestRefused: the quarter is unclear, there is nothing to export, or the folder cannot be written to.
        DeliveryRefused: something would be lost, Parquet cannot be written, or a hidden figure would be told.
        ValueError: an unknown format, or a threshold of 1 or less than 0.
    """
    if form not in FORMATS:
        raise ValueError(f"form must be one of {FORMATS}, not {form!r}")
    found = assess(path, today=today, quarter=quarter, as_at=as_at, edition=edition, threshold=threshold, step=step)
    check_reportable(found.book.plan, path.name)
    told = Exported(plan=found.book.plan, judgements=found.judgements, source=provenance_of(found))
    tables = [(table, list(table.rows(told))) for table in TABLES]
    if found.forbidden is not None:
        refuse_secrets(tables, found.forbidden)
    _refuse_losses(folder, [f"{table.name}.{form}" for table in TABLES], force=force)
    step(Step.WRITE)
    contents = {f"{table.name}.{form}": _BYTES[form](table, rows) for table, rows in tables}
    _make(folder)
    for name, content in contents.items():
        write_whole(content, folder / name)
    write_whole(_schema(found, tables, contents), folder / SCHEMA)
    files = tuple((folder / name, len(rows)) for name, (_, rows) in zip(contents, tables, strict=True))
    return ExportRun(assessment=found, folder=folder, files=files)


_BYTES = {CSV: csv_bytes, PARQUET: parquet_bytes}


def refuse_secrets(tables: Sequence[tuple[TidyTable, list[Row]]], forbidden: Forbidden) -> None:
    """Refuse tables of the published edition in which a hidden figure stands, as the report's audit does.

    Raises:
        DeliveryRefused: a row tells one.
    """
    secrets: dict[str, list[Secret]] = {}
    for secret in forbidden.secrets:
        secrets.setdefault(secret.ref, []).append(secret)
    for table, rows in tables:
        places = {column.name: place for place, column in enumerate(table.columns)}
        figures = [places[name] for name in FIGURES if name in places]
        for row in rows if "ref" in places else ():
            numbers = {row[place] for place in figures} - {None}
            period = row[places["period"]] if "period" in places else ""
            for secret in secrets.get(str(row[places["ref"]]), ()):
                if numbers & (secret.values if period in secret.labels else secret.telling):
                    raise HIDDEN_FIGURE.of(table=table.name, ref=secret.ref)


def _refuse_losses(folder: Path, names: Sequence[str], *, force: bool) -> None:
    if folder.exists() and not folder.is_dir():
        raise FOLDER_IS_FILE.of(name=folder)
    if force:
        return
    ours = _written_before(folder)
    strangers = [name for name in names if (folder / name).exists() and _digest(folder / name) != ours.get(name)]
    if not ours and (folder / SCHEMA).exists():
        strangers.append(SCHEMA)
    if strangers:
        raise FILE_EXISTS.of(name=folder / strangers[0])


def _written_before(folder: Path) -> dict[str, str]:
    """The hashes of the files of an earlier export, by their names."""
    try:
        known = json.loads((folder / SCHEMA).read_text(encoding="utf-8"))
        return {str(name): str(one) for name, one in known["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _make(folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
    except FileNotFoundError as error:
        raise request.OUTPUT_FOLDER_MISSING.of(folder=folder.parent) from error
    except OSError as error:
        raise request.OUTPUT_NOT_WRITABLE.of(name=folder) from error


def _schema(found: Assessment, tables: Sequence[tuple[TidyTable, list[Row]]], contents: dict[str, bytes]) -> bytes:
    """What the files hold, for programs; by the hashes an export knows its own files again."""
    shape = {
        "edition": str(found.edition),
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()},
        "tables": [
            {
                "name": table.name,
                "row_is": table.row_is,
                "key": list(table.key),
                "rows": len(rows),
                "columns": [
                    {"name": column.name, "type": str(column.kind), "meaning": column.meaning}
                    for column in table.columns
                ],
            }
            for table, rows in tables
        ],
    }
    return (json.dumps(shape, indent=2, ensure_ascii=False) + "\n").encode()
