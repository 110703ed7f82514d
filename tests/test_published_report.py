"""The published edition of a whole report: nothing in the file tells what is hidden."""

from __future__ import annotations

import json
import re
import zipfile
from datetime import date
from functools import cache
from html import unescape
from pathlib import Path

import openpyxl
import pytest
from books import write_book

from quarterly.audit import audit_published
from quarterly.cli import options
from quarterly.cli.app import run_command
from quarterly.model.edition import Edition
from quarterly.model.figures import figure
from quarterly.model.kpi import Kpi
from quarterly.resources import sample
from quarterly.run import Assessment, assess, run_report
from quarterly.template import BUILT_IN

# openpyxl, the independent reader here, says that it does not keep sparklines.
pytestmark = pytest.mark.filterwarnings("ignore:Sparkline Group extension:UserWarning")

TODAY = date(2026, 1, 20)
QUARTER = "Q3 2025/26"


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(options, "today", lambda: TODAY)


@cache
def found(edition: Edition) -> Assessment:
    return assess(sample("full"), today=TODAY, quarter=QUARTER, edition=edition)


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[Edition, Path]:
    folder = tmp_path_factory.mktemp("reports")
    return {
        edition: run_report(sample("full"), today=TODAY, quarter=QUARTER, output=folder, edition=edition).output
        for edition in Edition
    }


def hiding() -> dict[str, tuple[Kpi, Kpi]]:
    """The indicators with hidden figures: as the workbook has them, and as published."""
    pairs = zip(found(Edition.WORKING).book.plan.kpis, found(Edition.PUBLISHED).book.plan.kpis, strict=True)
    return {
        own.ref: (own, published)
        for own, published in pairs
        if [reading.value for reading in own.readings] != [reading.value for reading in published.readings]
    }


def texts(path: Path) -> list[str]:
    """Every text of the package: cells, chart caches, titles, alternative texts, names."""
    with zipfile.ZipFile(path) as package:
        parts = [package.read(name).decode() for name in package.namelist() if name.endswith((".xml", ".rels"))]
    return [unescape(text) for part in parts for text in re.findall(r'>([^<>]+)<|"([^"<>]+)"', part) for text in text]


def blocks_of(path: Path, refs: set[str]) -> dict[str, list[object]]:
    """What stands about each indicator: its row on every sheet, and the whole of its card."""
    about: dict[str, list[object]] = {ref: [] for ref in refs}
    for sheet in openpyxl.load_workbook(path).worksheets:
        ref = ""
        for row in sheet.iter_rows(values_only=True):
            filled = [value for value in row if value is not None]
            heads = [word for value in filled[:3] if isinstance(value, str) for word in value.split()[:1]]
            named = next((word for word in heads if re.fullmatch(r"[KA]\d[\d.]*", word)), None)
            card = sheet.title.startswith("Indicators")
            ref = named or (ref if card else "")
            if ref in about:
                about[ref] += filled
    return about


def test_the_sample_has_figures_of_every_sort_to_hide() -> None:
    published = found(Edition.PUBLISHED).published
    assert published is not None
    assert {"K9", "K20", "K30", "K33", "K34"} <= hiding().keys()
    assert {str(cause) for cause in published.hidden} == {
        "small count",
        "protects a small count",
        "follows from a hidden figure",
    }


def test_no_cell_of_an_indicator_holds_a_figure_that_is_hidden(reports: dict[Edition, Path]) -> None:
    pairs = hiding()
    working = blocks_of(reports[Edition.WORKING], set(pairs))
    published = blocks_of(reports[Edition.PUBLISHED], set(pairs))
    seen = 0
    for ref, (own, kept) in pairs.items():
        open_values = {reading.value for reading in kept.readings} | {reading.denominator for reading in kept.readings}
        open_values |= {target.value for target in kept.targets} | {target.floor for target in kept.targets}
        secret = {reading.value for reading in own.readings} - open_values - {None}
        seen += len(secret & numbers(working[ref]))
        assert secret & numbers(published[ref]) == set(), ref
    assert seen > 10  # the working edition prints them, so that the look at the published one would have found them


def numbers(values: list[object]) -> set[float]:
    return {value for value in values if isinstance(value, (int, float))}


def test_no_chart_holds_a_figure_that_is_hidden(reports: dict[Edition, Path]) -> None:
    pairs = hiding()
    for ref, (_, kept) in pairs.items():
        drawn = chart_points(reports[Edition.PUBLISHED], kept.name)
        full = chart_points(reports[Edition.WORKING], kept.name)
        allowed = {f"{reading.value:g}" for reading in kept.readings if reading.value is not None}
        secret = {f"{reading.value:g}" for reading in pairs[ref][0].readings if reading.value is not None} - allowed
        assert full & secret, ref
        assert drawn & secret == set(), ref


def chart_points(path: Path, name: str) -> set[str]:
    """The numbers in the caches of the lines of actual figures in the charts that name an indicator."""
    points: set[str] = set()
    with zipfile.ZipFile(path) as package:
        for part in package.namelist():
            text = package.read(part).decode() if part.startswith("xl/charts/chart") else ""
            if name in unescape(text):
                points |= {f"{float(value):g}" for value in re.findall(r"<c:v>(-?[\d.]+)</c:v>", text)}
    return points


def test_no_sentence_or_alternative_text_tells_a_figure_that_is_hidden(reports: dict[Edition, Path]) -> None:
    told = []
    for ref, (own, kept) in hiding().items():
        secret = written(own) - written(kept) - beside(kept)
        told += [ref] if secret & said_of(reports[Edition.WORKING], own) else []
        assert secret & said_of(reports[Edition.PUBLISHED], own) == set(), ref
    assert len(told) > 3


def written(kpi: Kpi) -> set[str]:
    """The values as sentences have them."""
    return {figure(one.value, kpi.decimals, kpi.unit) for one in kpi.readings if one.value is not None}


def beside(kpi: Kpi) -> set[str]:
    """What is compared with the values."""
    aims = [value for one in kpi.targets for value in (one.value, one.floor, one.low, one.high) if value is not None]
    others = [one.value for one in found(Edition.PUBLISHED).book.plan.benchmarks if one.kpi == kpi.ref]
    return {figure(value, kpi.decimals, kpi.unit) for value in (*aims, *others)}


def said_of(path: Path, kpi: Kpi) -> set[str]:
    """Every figure in the indicator's unit in what is said of it; officers' words are theirs."""
    officers = [note.text for note in found(Edition.WORKING).book.plan.commentary]
    strings_of = [text for text in blocks_of(path, {kpi.ref})[kpi.ref] if isinstance(text, str)]
    strings_of += [text for text in texts(path) if kpi.name in text]
    ours = " ".join(text for text in strings_of if not any(words in text for words in officers))
    return set(re.findall(r"(?<![\d.,−+])\d[\d,]*(?:\.\d+)?(?:%| pupils?)", ours))


def test_what_has_nothing_to_hide_is_rated_as_in_the_working_edition() -> None:
    both = [found(edition).judgements for edition in (Edition.WORKING, Edition.PUBLISHED)]
    for own, published in zip(both[0].kpis, both[1].kpis, strict=True):
        if own.ref not in hiding():
            assert (published.status, published.why, published.value) == (own.status, own.why, own.value)
    assert both[0].actions == both[1].actions


def test_the_published_edition_says_so_and_leaves_out_what_is_for_officers(reports: dict[Edition, Path]) -> None:
    working, published = (openpyxl.load_workbook(reports[edition]) for edition in Edition)
    assert set(working.sheetnames) - set(published.sheetnames) == {"Challenge list"}
    assert "Working edition: may hold small numbers. Do not pass on." in strings(working["Cover"])
    assert "Published edition: figures that could point to a person are not shown." in strings(published["Cover"])
    assert "Published edition; counts from 1 to 5 are hidden" in strings(published["Provenance"])
    assert any("a number of people from 1 to 5, or a figure" in text for text in strings(published["Notes"]))
    assert "Problems in the workbook" in strings(working["Data quality"])
    assert "Problems in the workbook" not in strings(published["Data quality"])


def strings(sheet) -> list[str]:
    return [str(value) for row in sheet.iter_rows(values_only=True) for value in row if value is not None]


def test_the_same_workbook_gives_the_same_published_report(reports: dict[Edition, Path], tmp_path: Path) -> None:
    again = run_report(sample("full"), today=TODAY, quarter=QUARTER, output=tmp_path, edition=Edition.PUBLISHED)
    assert again.output.name == "full Q3 2025-26 published report.xlsx"
    assert again.output.read_bytes() == reports[Edition.PUBLISHED].read_bytes()


def test_programs_are_told_what_is_hidden(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    asked = ["report", str(sample("full")), "--quarter", QUARTER, "--output", str(tmp_path), "--json"]
    run_command([*asked, "--edition", "published", "--threshold", "3"])
    three = json.loads(capsys.readouterr().out)
    run_command(asked)
    working = json.loads(capsys.readouterr().out)
    published = found(Edition.PUBLISHED).published
    assert published is not None
    assert (three["edition"], three["threshold"]) == ("published", 3)
    assert 0 < sum(three["hidden"].values()) < sum(published.hidden.values())
    assert three["notes"][0].startswith("The baseline of ")
    assert [working[name] for name in ("edition", "threshold", "hidden", "notes")] == ["working", None, {}, []]


def test_people_are_told_what_is_hidden(capsys: pytest.CaptureFixture[str], book: Path) -> None:
    assert run_command(["report", str(book), "--quarter", QUARTER, "--edition", "published"]) == options.DONE
    said = " ".join(capsys.readouterr().out.split())
    assert "Published edition: no figures hidden." in said
    assert "Officers' own words are not checked; read them before the report goes out." in said


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--edition", "published", "--in-place"], "The published edition cannot go into the workbook itself"),
        (["--edition", "published", "--threshold", "1"], "1 cannot be. Give 0 to hide nothing, or at least 2"),
        (["--edition", "published", "--threshold", "-2"], "-2 cannot be."),
        (["--threshold", "3"], "--threshold goes with --edition published."),
        (["--edition", "public"], "'public' is not one of 'working', 'published'"),
    ],
)
def test_what_cannot_be_asked_for_is_said(
    capsys: pytest.CaptureFixture[str], book: Path, asked: list[str], said: str
) -> None:
    before = book.read_bytes()
    assert run_command(["report", str(book), *asked]) == options.REFUSED
    assert said in capsys.readouterr().err
    assert (book.read_bytes(), list(book.parent.glob("*report*"))) == (before, [])


def test_a_threshold_of_nought_says_that_nothing_is_hidden(book: Path, tmp_path: Path) -> None:
    done = run_report(book, today=TODAY, output=tmp_path / "out.xlsx", edition=Edition.PUBLISHED, threshold=0)
    made = openpyxl.load_workbook(done.output)
    assert "Published edition; no count is hidden" in strings(made["Provenance"])
    assert "Suppressed: the number is small and could identify somebody." in strings(made["Notes"])


@pytest.mark.parametrize("template", ["", *BUILT_IN])
def test_an_indicator_with_a_single_reading_can_be_published(template: str, tmp_path: Path) -> None:
    reading = {"kpi": "K1", "period": date(2025, 12, 1), "value": 60.0}
    book = write_book(tmp_path / "plan.xlsx", readings=[reading])
    made = run_report(book, today=TODAY, quarter=QUARTER, output=tmp_path, edition=Edition.PUBLISHED, template=template)
    assert "Too few figures" in texts(made.output) or template in ("exceptions", "published")
    assert audit_published(made.output.read_bytes()) == ()


@pytest.mark.slow
@pytest.mark.parametrize("template", BUILT_IN)
def test_every_template_of_quarterlys_own_can_be_published(template: str, tmp_path: Path) -> None:
    made = run_report(
        sample("full"), today=TODAY, quarter=QUARTER, output=tmp_path, edition=Edition.PUBLISHED, template=template
    )
    assert audit_published(made.output.read_bytes()) == ()
