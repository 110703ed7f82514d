"""The archive: what was sent is found again, was never changed, and can be made again byte for byte."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from books import write_book
from msgspec.structs import replace

from quarterly.deliver.archive import Archive, Manifest, Receipt, report_key
from quarterly.errors import DeliveryRefused
from quarterly.jobs.rebuilding import rebuild
from quarterly.keeping import Made, Wanted, assess_wanted, make_assessed, make_report, read_source
from quarterly.model.edition import Edition
from quarterly.ooxml import content_digest
from quarterly.read import read_bytes
from quarterly.run import run_report

NOW = datetime(2026, 1, 20, 9, 0, tzinfo=UTC)


def wanted(book: Path, **others) -> Wanted:
    return Wanted(book=book, today=date(2026, 1, 20), quarter="Q3 2025/26", **others)


def keep(archive: Archive, made: Made, **others):
    return made.keep(archive, made_at=NOW, made_by="tests", **others)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive")


def test_a_kept_report_is_listed_with_all_that_is_known_of_it(book: Path, archive: Archive) -> None:
    made = make_report(wanted(book), archive)
    kept = keep(archive, made, job="Board", name="Board Q3.xlsx")
    (found,) = archive.reports()
    manifest = found.manifest
    assert found == kept
    assert (archive.content(found.report), archive.content(found.workbook)) == (made.content, book.read_bytes())
    assert (manifest.authority, manifest.quarter, manifest.issue, manifest.report_name, manifest.job) == (
        "Northmere Council",
        "Q3 2025/26",
        1,
        "Board Q3.xlsx",
        "Board",
    )
    assert archive.find(found.id) == archive.find(found.id.upper()[:6]) == found


def test_keeping_the_same_again_changes_nothing(book: Path, archive: Archive) -> None:
    keep(archive, make_report(wanted(book), archive))
    before = {path: path.read_bytes() for path in archive.folder.rglob("*") if path.is_file()}
    again = make_report(wanted(book), archive)
    kept = again.keep(archive, made_at=NOW.replace(year=2027), made_by="somebody else")
    assert (again.issue, kept.manifest.made_by) == (1, "tests")
    assert {path: path.read_bytes() for path in archive.folder.rglob("*") if path.is_file()} == before


def test_a_changed_report_is_a_new_issue_and_says_so(book: Path, archive: Archive) -> None:
    first = make_report(wanted(book), archive)
    keep(archive, first)
    write_book(book, Risks=[{"ref": "X1", "text": "A risk"}])
    second = make_report(wanted(book), archive)
    keep(archive, second)
    assert (first.issue, second.issue, make_report(wanted(book), archive).issue) == (1, 2, 2)
    assert [kept.manifest.issue for kept in archive.reports()] == [1, 2]


def test_editions_and_quarters_count_apart(book: Path, archive: Archive) -> None:
    keep(archive, make_report(wanted(book), archive))
    published = make_report(wanted(book, edition=Edition.PUBLISHED), archive)
    earlier = make_report(replace(wanted(book), quarter="Q2 2025/26"), archive)
    assert (published.issue, earlier.issue) == (1, 1)


@pytest.mark.parametrize("issue", [1, 2])
def test_the_issue_is_what_the_report_says_and_all_that_it_changes(book: Path, archive: Archive, issue: int) -> None:
    made = make_report(wanted(book), archive, issue=issue)
    out = book.with_name("by hand.xlsx")
    run_report(book, today=date(2026, 1, 20), quarter="Q3 2025/26", output=out, issue=issue)
    assert made.content == out.read_bytes()


@pytest.mark.parametrize("edition", Edition)
@pytest.mark.parametrize("template", ["", "quarterly"])
def test_a_report_made_again_from_the_archive_is_the_same_byte_for_byte(
    book: Path, archive: Archive, edition: Edition, template: str
) -> None:
    name = "published" if template and edition is Edition.PUBLISHED else template
    asked = wanted(book, edition=edition, template=name, threshold=7)
    keep(archive, make_report(asked, archive))
    write_book(book, Risks=[{"ref": "X1", "text": "A risk"}])
    keep(archive, make_report(asked, archive))
    book.unlink()
    assert [rebuild(kept, archive).differs for kept in archive.reports()] == ["", ""]


def test_a_report_on_a_faulty_workbook_is_made_again_with_data_quality_first(
    faulty_book: Path, archive: Archive
) -> None:
    made = make_report(wanted(faulty_book, quality_first=True), archive)
    kept = keep(archive, made)
    assert (kept.manifest.recipe.quality_first, rebuild(kept, archive).is_same) == (True, True)


def test_a_report_whose_workbook_holds_it_is_made_again(book: Path, archive: Archive) -> None:
    from quarterly.in_place import run_in_place

    made = make_report(wanted(book, without_report=True), archive)
    keep(archive, made)
    run_in_place(book, today=date(2026, 1, 20), quarter="Q3 2025/26")
    again = make_report(wanted(book, without_report=True), archive)
    assert (again.issue, again.content == made.content) == (1, True)
    assert again.recipe.input_sha256 == content_digest(book)
    assert rebuild(archive.reports()[0], archive).is_same


def test_what_another_version_made_differs_and_it_is_said_why(book: Path, archive: Archive) -> None:
    made = make_report(wanted(book), archive)
    older = replace(made, content=made.content + b"x", recipe=replace(made.recipe, version="0.0.9", writer="Other 1"))
    done = rebuild(keep(archive, older), archive)
    assert (done.is_same, done.content == made.content) == (False, True)
    assert "Quarterly was 0.0.9 and is" in done.differs
    assert "the writer was Other 1" in done.differs
    unexplained = replace(made, issue=2, content=made.content + b"x")
    assert "nothing that is known explains it" in rebuild(keep(archive, unexplained), archive).differs


def test_receipts_are_added_and_never_changed(book: Path, archive: Archive) -> None:
    kept = keep(archive, make_report(wanted(book), archive))
    one = Receipt(address="a@x.example", state="sent", reason="", at=NOW, by="tests")
    two = Receipt(address="b@x.example", state="refused", reason="No such person.", at=NOW, by="tests")
    archive.note(kept, [one])
    archive.note(kept, [])
    archive.note(kept, [two])
    assert archive.reports()[0].receipts == (one, two)


def test_a_workbook_that_changed_since_it_was_judged_is_refused(book: Path, archive: Archive) -> None:
    from quarterly.errors import WorkbookLocked

    found = assess_wanted(wanted(book))
    write_book(book, Risks=[{"ref": "X1", "text": "A risk"}])
    with pytest.raises(WorkbookLocked, match="was changed by somebody else"):
        make_assessed(wanted(book), found, archive)


def test_all_editions_are_made_from_the_bytes_that_were_read_once(book: Path, archive: Archive) -> None:
    source, before = read_source(book), book.read_bytes()
    write_book(book, Risks=[{"ref": "X1", "text": "A risk"}])
    made = [make_report(wanted(book, edition=edition), archive, source=source) for edition in Edition]
    assert [(one.workbook == before, one.assessment.book.plan.risks) for one in made] == [(True, ())] * 2
    in_place = make_report(wanted(book, without_report=True), archive, source=source)
    assert in_place.recipe.input_sha256 != content_digest(book)


def test_the_key_names_whose_report_it_is_and_of_which_workbook(book: Path) -> None:
    plan, _ = read_bytes(book.read_bytes(), book.name)
    bare = replace(plan, settings=replace(plan.settings, authority=" ", programme=""))
    keys = [report_key(each, quarter="Q3 2025/26", edition=Edition.WORKING, book="plan") for each in (plan, bare)]
    assert keys == ["Northmere Council | Improvement plan | plan | Q3 2025/26 | working", "plan | Q3 2025/26 | working"]


def test_a_manifest_reads_back(book: Path, archive: Archive) -> None:
    manifest = make_report(wanted(book), archive).manifest(made_at=NOW, made_by="tests")
    assert Manifest.from_json(manifest.to_json()) == manifest
    assert manifest.period.months == 3


@pytest.mark.parametrize("damage", ["", "{}", "[]", '{"recipe": 3}', "not json", "{" * 5000])
def test_a_damaged_manifest_is_named(book: Path, archive: Archive, damage: str) -> None:
    keep(archive, make_report(wanted(book), archive))
    (path,) = archive.folder.glob("reports/*/0001.json")
    path.write_text(damage)
    with pytest.raises(DeliveryRefused, match=r"0001\.json.*cannot be read as a manifest"):
        archive.reports()


def test_damaged_receipts_are_named(book: Path, archive: Archive) -> None:
    kept = keep(archive, make_report(wanted(book), archive))
    archive.note(kept, [Receipt(address="a@x.example", state="sent", reason="", at=NOW, by="tests")])
    (path,) = archive.folder.glob("reports/*/0001.sent-0001.json")
    path.write_text("[3]")
    with pytest.raises(DeliveryRefused, match="cannot be read as a record of an issue"):
        archive.reports()


def test_a_file_that_was_changed_or_deleted_is_noticed(book: Path, archive: Archive) -> None:
    kept = keep(archive, make_report(wanted(book), archive))
    kept.workbook.write_bytes(b"tampered")
    with pytest.raises(DeliveryRefused, match="does not match its hash"):
        rebuild(kept, archive)
    with pytest.raises(DeliveryRefused, match="does not match its hash"):
        keep(archive, make_report(wanted(book), archive))
    kept.workbook.unlink()
    with pytest.raises(DeliveryRefused, match="No such file"):
        rebuild(kept, archive)


def test_another_report_never_takes_an_issue_that_is_taken(book: Path, archive: Archive) -> None:
    made = make_report(wanted(book), archive)
    keep(archive, made)
    with pytest.raises(DeliveryRefused, match="Another report was kept as issue 1"):
        keep(archive, replace(made, content=b"another", recipe=replace(made.recipe, version="2")))


def test_what_is_not_there_is_said(book: Path, archive: Archive, tmp_path: Path) -> None:
    with pytest.raises(DeliveryRefused, match="There is no archive"):
        archive.reports()
    made = make_report(wanted(book), archive)
    keep(archive, made)
    keep(archive, replace(made, issue=2))  # the same bytes a second time
    for identity, said in (("ffffffffffff", "No report"), ("", "No report"), (archive.reports()[0].id, "Several")):
        with pytest.raises(DeliveryRefused, match=said):
            archive.find(identity)
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DeliveryRefused, match="A report that cannot be kept is not sent"):
        keep(Archive(tmp_path / "file"), made)


def test_a_drive_without_links_is_written_all_the_same(book: Path, archive: Archive, monkeypatch) -> None:
    def link(*_):
        raise OSError("not supported")

    monkeypatch.setattr(os, "link", link)
    kept = keep(archive, make_report(wanted(book), archive))
    assert archive.content(kept.report)
    assert [path.name for path in archive.folder.rglob("*.tmp")] == []


TAKE = """
import sys
from pathlib import Path
from msgspec.structs import replace
from quarterly.deliver.archive import Archive, Manifest
from quarterly.errors import DeliveryRefused
folder, template, me = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
manifest = Manifest.from_json(template.read_text())
manifest = replace(manifest, recipe=replace(manifest.recipe, version=me))
try:
    Archive(folder).keep(manifest, report=me.encode(), workbook=b"w")
except DeliveryRefused:
    sys.exit(1)
"""


@pytest.mark.slow
def test_of_many_processes_that_want_an_issue_one_gets_it(book: Path, archive: Archive, tmp_path: Path) -> None:
    template = tmp_path / "manifest.json"
    template.write_text(make_report(wanted(book), archive).manifest(made_at=NOW, made_by="tests").to_json())
    command = [sys.executable, "-c", TAKE, str(archive.folder), str(template)]
    running = [subprocess.Popen([*command, str(number)]) for number in range(12)]
    codes = [each.wait(timeout=300) for each in running]
    assert sorted(codes) == [0] + [1] * 11
    (path,) = archive.folder.glob("reports/*/0001.json")
    assert Manifest.from_json(path.read_text()).recipe.version == str(codes.index(0))
