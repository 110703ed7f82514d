"""A manifest is read back only if no name in it leads out of the archive."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from quarterly.deliver.archive import Archive, Manifest, Recipe
from quarterly.deliver.archive.manifest import Other
from quarterly.errors import DeliveryRefused
from quarterly.jobs.rebuilding import rebuild
from quarterly.keeping import Wanted, make_report
from quarterly.model.edition import Edition

GOOD = Manifest(
    key="Northmere Council | plan | Q3 2025/26 | working",
    issue=1,
    authority="Northmere Council",
    programme="",
    quarter="Q3 2025/26",
    report_name="plan Q3 2025-26 report.xlsx",
    report_sha256="a" * 64,
    workbook_sha256="0" * 64,
    recipe=Recipe(
        input_name="plan.xlsx",
        input_sha256="0" * 64,
        quarter_start=date(2025, 10, 1),
        as_at=date(2026, 1, 6),
        edition=Edition.WORKING,
        threshold=0,
        version="1",
        rules_version="1",
        writer="XlsxWriter 3",
    ),
    made_at=datetime(2026, 1, 6, 6, tzinfo=UTC),
    made_by="tests",
)


def test_it_reads_back_as_it_was_written() -> None:
    with_template = replace(GOOD, recipe=replace(GOOD.recipe, template="ours", template_sha256="f" * 64))
    with_pdf = replace(GOOD, others=(Other(name="plan Q3 2025-26 report.pdf", sha256="b" * 64),))
    for manifest in (GOOD, with_template, with_pdf):
        assert Manifest.from_json(manifest.to_json()) == manifest


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("input_name", "/etc/victim.xlsx"),
        ("input_name", "../victim.xlsx"),
        ("input_name", ".."),
        ("input_name", ""),
        ("input_name", "plan\0.xlsx"),
        ("template", "../ours"),
        ("template_sha256", "../../victim"),
        ("template_sha256", "f" * 63),
    ],
)
def test_what_could_lead_out_of_the_archive_is_no_recipe(key: str, value: str) -> None:
    held = json.loads(GOOD.to_json())
    held["recipe"][key] = value
    with pytest.raises(ValueError, match="in it is"):
        Manifest.from_json(json.dumps(held))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("report_name", "../x.xlsx"),
        ("report_sha256", "../" * 22),
        ("workbook_sha256", "A" * 64),
        ("others", [{"name": "../x.pdf", "sha256": "b" * 64}]),
        ("others", [{"name": "x.pdf", "sha256": "../" * 22}]),
    ],
)
def test_nor_a_manifest(key: str, value: str) -> None:
    with pytest.raises(ValueError, match="in it is"):
        Manifest.from_json(json.dumps(json.loads(GOOD.to_json()) | {key: value}))


def test_making_a_report_again_writes_nowhere_else(book: Path, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    made = make_report(Wanted(book=book, today=date(2026, 1, 20), quarter="Q3 2025/26"), archive)
    made.keep(archive, made_at=GOOD.made_at, made_by="tests")
    (path,) = archive.folder.glob("reports/*/0001.json")
    held = json.loads(path.read_text())
    held["recipe"]["input_name"] = str(tmp_path / "victim.xlsx")
    path.write_text(json.dumps(held))
    with pytest.raises(DeliveryRefused, match="cannot be read as a manifest"):
        rebuild(archive.reports()[0], archive)
    assert not (tmp_path / "victim.xlsx").exists()
