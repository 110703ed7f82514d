"""Tidy tables: they read back as they were, hold no formula, and tell nothing that the published edition hides."""

from __future__ import annotations

import csv
import io
import json
import sys
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from quarterly.cli import options
from quarterly.cli.app import run_command
from quarterly.errors import DeliveryRefused, RequestRefused
from quarterly.exchange.tidy import FORMATS, TABLES, Exported, Kind, csv_bytes, parquet_bytes, plain_text, safe_text
from quarterly.exchange.tidy.schema import Row, TidyTable, count, day, flag, number, text
from quarterly.exporting import SCHEMA, refuse_secrets, run_export
from quarterly.judge.forbidden import Forbidden, Secret
from quarterly.model.edition import Edition
from quarterly.model.figures import rounded
from quarterly.resources import sample
from quarterly.run import assess, provenance_of

TODAY = date(2026, 1, 20)
QUARTER = "Q3 2025/26"
TABLE = TidyTable(
    name="t",
    row_is="a row",
    key=("ref",),
    columns=(text("ref", "."), number("value", "."), count("months", "."), day("on", "."), flag("is", ".")),
    rows=lambda _: (),
)
ROWS: list[Row] = [
    ("=1+1", 84.25, 3, date(2026, 1, 31), True),
    ('two\r\nlines, "quoted"', None, None, None, False),
    ("Łódź – ü", -0.1, -2, date(1999, 12, 31), True),
    ("", 0.0, 0, date(2026, 2, 1), False),
]


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(options, "today", lambda: TODAY)


def read_csv(content: bytes, table: TidyTable) -> list[Row]:
    """The rows of a CSV file with the schema's types."""
    assert content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert lines[0] == [column.name for column in table.columns]
    return [tuple(typed(value, one.kind) for value, one in zip(line, table.columns, strict=True)) for line in lines[1:]]


def typed(value: str, kind: Kind) -> str | float | int | bool | date | None:
    if kind is Kind.TEXT:
        return plain_text(value)
    if kind is Kind.FLAG:
        return {"true": True, "false": False}[value]
    if value == "":
        return None
    return {Kind.NUMBER: float, Kind.COUNT: int, Kind.DAY: date.fromisoformat}[kind](value)


def test_csv_reads_back_as_it_was() -> None:
    content = csv_bytes(TABLE, ROWS)
    assert read_csv(content, TABLE) == ROWS
    assert content.splitlines()[1] == b"'=1+1,84.25,3,2026-01-31,true"
    assert content.count(b"\r\n") == len(ROWS) + 2  # the header's, and the one within a text


def test_parquet_reads_back_as_it_was() -> None:
    import pyarrow.parquet as pq

    table = pq.read_table(io.BytesIO(parquet_bytes(TABLE, ROWS)))
    assert [tuple(row.values()) for row in table.to_pylist()] == ROWS
    assert [str(one.type) for one in table.schema] == ["string", "double", "int64", "date32[day]", "bool"]


@pytest.mark.parametrize("form", FORMATS)
def test_a_table_without_rows_has_its_columns(form: str) -> None:
    content = {"csv": csv_bytes, "parquet": parquet_bytes}[form](TABLE, [])
    frame = pd.read_csv(io.BytesIO(content)) if form == "csv" else pd.read_parquet(io.BytesIO(content))
    assert list(frame.columns) == ["ref", "value", "months", "on", "is"]
    assert frame.empty


@given(st.text())
def test_text_is_never_a_formula_and_comes_back(said: str) -> None:
    safe = safe_text(said)
    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20"))
    assert plain_text(safe) == said


@pytest.mark.parametrize("said", ["=cmd|' /C calc'!A0", "'=1", "''-2", "-5% since", "'tis", "@SUM(A1)"])
def test_what_looks_like_a_formula_comes_back(said: str) -> None:
    assert plain_text(safe_text(said)) == said


def test_without_pyarrow_the_message_says_what_to_do(monkeypatch: pytest.MonkeyPatch, book: Path) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(DeliveryRefused, match=r"Export as CSV, or ask IT") as refused:
        run_export(book, book.parent / "out", today=TODAY, form="parquet")
    assert refused.value.code == "export-no-parquet"
    assert not (book.parent / "out").exists()


def exported(edition: Edition) -> Exported:
    found = assess(sample("full"), today=TODAY, quarter=QUARTER, edition=edition)
    return Exported(plan=found.book.plan, judgements=found.judgements, source=provenance_of(found))


@pytest.fixture(scope="module")
def both() -> dict[Edition, dict[str, list[dict[str, object]]]]:
    """Every table of both editions, a dictionary a row."""
    return {
        edition: {
            table.name: [
                dict(zip((column.name for column in table.columns), row, strict=True)) for row in table.rows(it)
            ]
            for table in TABLES
        }
        for edition, it in ((edition, exported(edition)) for edition in Edition)
    }


def test_every_row_has_a_value_of_its_type_in_every_column(both) -> None:
    kinds = {Kind.TEXT: str, Kind.NUMBER: (float, int), Kind.COUNT: int, Kind.DAY: date, Kind.FLAG: bool}
    for table in TABLES:
        for row in both[Edition.WORKING][table.name]:
            for column in table.columns:
                value = row[column.name]
                missing = value is None and column.kind not in (Kind.TEXT, Kind.FLAG)
                assert missing or isinstance(value, kinds[column.kind]), (table.name, column.name, value)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_keys_tell_rows_apart(both, table: TidyTable) -> None:
    for edition in Edition:
        rows = both[edition][table.name]
        assert rows, "the sample shows every table"
        keys = [tuple(row[name] for name in table.key) for row in rows]
        assert len(set(keys)) == len(keys)


def test_statuses_are_those_of_the_report(both) -> None:
    judged = exported(Edition.WORKING).judgements
    assert [(row["ref"], row["status"], row["why"]) for row in both[Edition.WORKING]["kpi_statuses"]] == [
        (item.ref, str(item.status), item.why) for item in judged.kpis
    ]
    assert [(row["ref"], row["status"], row["overdue"]) for row in both[Edition.WORKING]["action_statuses"]] == [
        (item.ref, str(item.status), item.overdue) for item in judged.actions
    ]


def test_the_published_edition_tells_less(both) -> None:
    working, published = both[Edition.WORKING], both[Edition.PUBLISHED]
    assert {row["team"] for row in working["kpi_readings"]} > {""} == {row["team"] for row in published["kpi_readings"]}
    assert any(row["numerator"] is not None for row in working["kpi_readings"])
    assert {row["numerator"] for row in published["kpi_readings"]} == {None}
    assert {row["comment"] for row in published["kpi_readings"]} == {""}
    assert {row["declared"] for row in published["action_statuses"]} == {""}
    assert "suppressed" in {row["state"] for row in published["kpi_readings"]}


def test_figures_of_the_published_edition_have_no_more_digits_than_the_report(both) -> None:
    """From 92.69711958% anybody can tell which two counts were divided."""
    decimals = {kpi.ref: kpi.decimals for kpi in exported(Edition.WORKING).plan.kpis}
    figures = (
        "value",
        "gap",
        "previous_value",
        "year_ago_value",
        "short_change",
        "figure_from",
        "figure_to",
        "baseline",
    )
    checked = 0
    for rows in both[Edition.PUBLISHED].values():
        for row in rows:
            for name in figures:
                value = row.get(name)
                if row.get("ref") in decimals and isinstance(value, float) and "comparator" not in row:
                    assert value == float(rounded(value, decimals[str(row["ref"])])), (row["ref"], name)
                    checked += 1
    assert checked > 1000
    assert any(row["value"] and row["value"] != round(row["value"], 4) for row in both[Edition.WORKING]["kpi_statuses"])


SECRET = Secret(
    ref="K1",
    name="Children",
    labels=frozenset({"Nov 2025"}),
    day=45962.0,
    values=frozenset({3.0, 91.375}),
    figures=frozenset(),
    telling=frozenset({91.375}),
)


@pytest.mark.parametrize(
    ("given_", "refused"),
    [
        ({"ref": "K1", "period": "Nov 2025", "value": 3.0}, True),
        ({"ref": "K1", "period": "Oct 2025", "value": 3.0}, False),
        ({"ref": "K1", "period": "Oct 2025", "value": 91.375}, True),
        ({"ref": "K2", "period": "Nov 2025", "value": 3.0}, False),
        ({"ref": "K1", "period": "Nov 2025", "denominator": 3.0}, True),
        ({"ref": "K1", "period": "Nov 2025", "months": 3}, False),
    ],
)
def test_a_hidden_figure_in_a_table_ends_the_export(given_: dict[str, object], refused: bool) -> None:
    table = next(one for one in TABLES if one.name == "kpi_readings")
    row = tuple(given_.get(column.name) for column in table.columns)
    forbidden = Forbidden(secrets=(SECRET,), refs=frozenset({"K1"}), officers=())
    if not refused:
        refuse_secrets([(table, [row])], forbidden)
        return
    with pytest.raises(DeliveryRefused, match=r"table kpi_readings would tell a hidden figure of K1"):
        refuse_secrets([(table, [row])], forbidden)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["small", "full", "messy"])
def test_the_published_edition_of_every_sample_can_be_exported(name: str, tmp_path: Path) -> None:
    done = run_export(sample(name), tmp_path / "out", today=TODAY, quarter=QUARTER, edition=Edition.PUBLISHED)
    assert len(done.files) == len(TABLES)


def test_an_export_writes_every_table_and_its_schema(book: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    done = run_export(book, folder, today=TODAY)
    assert sorted(path.name for path in folder.iterdir()) == sorted([f"{one.name}.csv" for one in TABLES] + [SCHEMA])
    assert [(path.name, rows) for path, rows in done.files][:4] == [
        ("report.csv", 1),
        ("recommendations.csv", 1),
        ("kpis.csv", 1),
        ("kpi_readings.csv", 6),
    ]
    schema = json.loads((folder / SCHEMA).read_text(encoding="utf-8"))
    assert schema["edition"] == "working"
    assert [one["name"] for one in schema["tables"]] == [one.name for one in TABLES]
    assert schema["tables"][0]["columns"][0] == {"name": "authority", "type": "text", "meaning": "The authority."}


def test_the_same_workbook_gives_the_same_files_and_replaces_its_own(book: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    run_export(book, folder, today=TODAY)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    run_export(book, folder, today=TODAY)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize("name", ["kpis.csv", "schema.json"])
def test_somebody_elses_file_is_kept(book: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "out").mkdir()
    theirs = tmp_path / "out" / name
    theirs.write_text("theirs", encoding="utf-8")
    with pytest.raises(DeliveryRefused, match=rf'{name}" is there already, and would be lost'):
        run_export(book, tmp_path / "out", today=TODAY)
    assert [path.read_text(encoding="utf-8") for path in (tmp_path / "out").iterdir()] == ["theirs"]
    run_export(book, tmp_path / "out", today=TODAY, force=True)
    assert theirs.read_text(encoding="utf-8") != "theirs"


def test_a_table_that_was_changed_is_kept(book: Path, tmp_path: Path) -> None:
    run_export(book, tmp_path / "out", today=TODAY)
    changed = tmp_path / "out" / "kpis.csv"
    changed.write_bytes(changed.read_bytes() + b"mine")
    with pytest.raises(DeliveryRefused, match="would be lost"):
        run_export(book, tmp_path / "out", today=TODAY)


def test_folders_that_cannot_be(book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DeliveryRefused, match="is a file, not a folder"):
        run_export(book, book, today=TODAY)
    with pytest.raises(RequestRefused, match="There is no folder"):
        run_export(book, tmp_path / "a" / "b", today=TODAY)
    with pytest.raises(ValueError, match="form must be one of"):
        run_export(book, tmp_path, today=TODAY, form="xls")

    def denied(*_: object, **__: object) -> None:
        raise PermissionError("denied")

    monkeypatch.setattr(Path, "mkdir", denied)
    with pytest.raises(RequestRefused, match="cannot be written"):
        run_export(book, tmp_path / "out", today=TODAY)


def test_the_command(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["export", str(book), "--to", str(tmp_path / "out"), "--quarter", QUARTER]
    assert run_command(asked) == options.DONE
    said = capsys.readouterr().out
    assert "  kpi_readings.csv: 6 rows\n" in said
    assert "  kpis.csv: 1 row\n" in said
    assert "Do not pass them on." in said
    assert run_command([*asked, "--edition", "published", "--json"]) == options.DONE
    told = json.loads(capsys.readouterr().out)
    assert (told["edition"], told["threshold"], told["schema"]) == ("published", 5, str(tmp_path / "out" / SCHEMA))
    assert told["files"][0] == {"table": "report", "path": str(tmp_path / "out" / "report.csv"), "rows": 1}
    assert run_command([*asked, "--threshold", "3"]) == options.REFUSED
    assert "--threshold goes with --edition published." in capsys.readouterr().err


def test_items_that_are_no_indicators_keep_their_figures(both) -> None:
    """An action's progress in Status History is no figure of an indicator."""
    it = exported(Edition.PUBLISHED)
    status = replace(it.plan.history[0], item="A99", kind="Action", value=33.333)
    told = replace(it, plan=replace(it.plan, history=(status,)))
    table = next(one for one in TABLES if one.name == "published_statuses")
    assert next(iter(table.rows(told)))[6] == 33.333
