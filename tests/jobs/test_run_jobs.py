"""Running the jobs: what is due runs once; whatever goes wrong with one, the others run and somebody is told."""

import errno
import hashlib
import json
import os
import shutil
import zipfile
from datetime import date, datetime, timedelta
from email import message_from_bytes
from pathlib import Path

import books
import pytest
from job_files import DRAFTS, LONDON, PEOPLE, Office, job, office, results
from python_calamine import CalamineWorkbook

from quarterly.deliver.archive import Archive
from quarterly.deliver.mail import Outcome, State
from quarterly.errors import DeliveryRefused, PublicationRefused
from quarterly.jobs import guarding, one, telling
from quarterly.jobs.job import Retry
from quarterly.jobs.reading import read_jobs
from quarterly.jobs.run_jobs import Asked, register, run_jobs
from quarterly.model.edition import Edition

QUARTERLY = job("Board", "starts = 2026-01-01")  # due on 6 January 2026 at 06:00
OWNER = 'owner = "owner@northmere.example"\n'


@pytest.fixture
def place(tmp_path: Path) -> Office:
    made = office(tmp_path)
    made.book()
    return made


def waiting(summary) -> list[tuple[str, str]]:
    return [(each.job, each.why) for each in summary.waits]


def sheets(path: Path) -> list[str]:
    with CalamineWorkbook.from_path(str(path)) as book:
        return book.sheet_names


def drafts(place: Office) -> list[str]:
    return sorted(path.name for path in (place.folder / "jobs records" / "drafts").glob("*.eml"))


def letter(place: Office) -> str:
    (path,) = (place.folder / "jobs records" / "drafts").glob("*for the owner.eml")
    return message_from_bytes(path.read_bytes()).get_payload(decode=True).decode()


def test_what_is_due_is_made_once(place: Office) -> None:
    first = place.run(QUARTERLY)
    second = place.run()
    assert (results(first), first.is_well) == ([("Board", "done", "")], True)
    assert first.ran[0].due == datetime(2026, 1, 6, 6, 0, tzinfo=LONDON)
    assert place.reports() == ["plan Q3 2025-26 working report.xlsx"]
    assert (results(second), waiting(second)) == ([], [("Board", "not due")])
    assert second.waits[0].next == datetime(2026, 4, 7, 6, 0, tzinfo=LONDON)


def test_a_new_job_waits_for_its_next_moment(place: Office) -> None:
    place.clock.set(2026, 1, 5, 9, 0)
    assert results(place.run(job())) == []
    place.clock.set(2026, 1, 6, 5, 59)
    assert results(place.run()) == []
    place.clock.set(2026, 1, 6, 6, 0)
    assert results(place.run()) == [("Board", "done", "")]


def test_installing_a_schedule_makes_a_job_known(place: Office) -> None:
    place.clock.set(2026, 1, 5, 9, 0)
    register(place.read(job()), place.clock())
    place.clock.set(2026, 1, 9, 9, 0)
    assert results(place.run()) == [("Board", "done", "")]


def test_after_downtime_the_latest_moment_is_made_up_for_and_no_other(place: Office) -> None:
    weekly = job("Weekly", "starts = 2026-01-01", due="every Monday")
    place.clock.set(2026, 1, 6, 9, 0)
    assert len(place.run(weekly).ran) == 1
    place.clock.set(2026, 3, 4, 9, 0)  # eight Mondays later
    caught_up = place.run()
    assert [each.due.date().isoformat() for each in caught_up.ran] == ["2026-03-02"]
    assert place.run().ran == ()


def test_a_job_that_starts_later_says_when(place: Office) -> None:
    summary = place.run(job("Later", "starts = 2026-06-01", due="last Friday"))
    assert (summary.ran, summary.waits[0].next) == ((), datetime(2026, 6, 26, 6, 0, tzinfo=LONDON))


def test_a_job_that_is_switched_off_does_not_run(place: Office) -> None:
    summary = place.run(job("Off", "enabled = false", "starts = 2026-01-01"))
    assert (summary.ran, waiting(summary)) == ((), [("Off", "switched off in the jobs file")])


def test_a_late_report_is_as_at_the_day_on_which_it_was_due(place: Office) -> None:
    place.run(QUARTERLY)
    (kept,) = (place.folder / "jobs records" / "archive" / "reports").glob("*/0001.json")
    recipe = json.loads(kept.read_text())["recipe"]
    assert (recipe["as_at"], recipe["quarter_start"]) == ("2026-01-06", "2025-10-01")


@pytest.mark.parametrize(("quarter", "start"), [("current", "2026-01-01"), ("Q2 2025/26", "2025-07-01")])
def test_other_quarters_can_be_asked_for(place: Office, quarter: str, start: str) -> None:
    place.run(job("Board", "starts = 2026-01-01", f'quarter = "{quarter}"'))
    (kept,) = (place.folder / "jobs records" / "archive" / "reports").glob("*/0001.json")
    assert json.loads(kept.read_text())["recipe"]["quarter_start"] == start


def test_asked_for_it_runs_whether_or_not_it_is_due(place: Office) -> None:
    text = QUARTERLY + job("Other", "starts = 2026-01-01", 'folder = "other"')
    place.run(text)
    again = place.run(now=("Board",))
    assert (results(again), again.waits) == ([("Board", "done", "")], ())
    assert again.ran[0].due == place.clock()


def test_asked_for_it_settles_what_had_failed(place: Office) -> None:
    (place.folder / "plan.xlsx").rename(place.folder / "away.xlsx")
    assert results(place.run(QUARTERLY)) == [("Board", "failed", "file-missing")]
    (place.folder / "away.xlsx").rename(place.folder / "plan.xlsx")
    assert results(place.run(now=("Board",))) == [("Board", "done", "")]
    place.clock.move(days=1)
    assert place.run().ran == ()


def test_a_job_that_there_is_not_is_refused_with_a_suggestion(place: Office) -> None:
    with pytest.raises(DeliveryRefused, match='Did you mean "Board"') as refused:
        place.run(QUARTERLY, now=("Bord",))
    assert refused.value.code == "job-unknown"


def test_a_dry_run_writes_nothing_and_says_what_it_would(place: Office) -> None:
    place.book(Distribution=PEOPLE)
    text = DRAFTS + job(
        "Board", "starts = 2026-01-01", 'editions = ["working", "published"]', "send = true", 'folder = "x/{quarter}"'
    )
    before = sorted(path for path in place.folder.rglob("*"))
    summary = place.run(text, dry_run=True)
    assert (place.folder / "jobs.toml") in (after := sorted(place.folder.rglob("*")))
    assert [path for path in after if path.name != "jobs.toml"] == before
    (ran,) = summary.ran
    assert [(each.address, each.state) for each in ran.sent] == [
        ("sam.field@northmere.example", State.PLANNED),
        ("jo.hill@northmere.example", State.PLANNED),
    ]
    assert [report.files[0].name for report in ran.reports] == [
        "plan Q3 2025-26 working report.xlsx",
        "plan Q3 2025-26 published report.xlsx",
    ]
    assert (ran.result, summary.is_well) == (None, True)


def test_every_workbook_of_a_pattern_has_its_report_and_marks_and_backups_none(place: Office) -> None:
    for name in ("a/north.xlsx", "a/south.xlsx", "a/~$open.xlsx", "a/south (before Quarterly).xlsx"):
        place.book(name)
    (place.folder / "a" / "notes.txt").write_text("no workbook")
    summary = place.run(job("All", "starts = 2026-01-01", 'folder = "a"', workbook="a/*.xlsx"))
    assert [each.workbook for each in summary.ran] == ["a/north.xlsx", "a/south.xlsx"]
    place.clock.move(days=100)  # the reports lie beside the workbooks now, and are none themselves
    assert [each.workbook for each in place.run().ran] == ["a/north.xlsx", "a/south.xlsx"]


def test_what_is_kept_or_was_saved_is_never_taken_for_a_workbook(place: Office) -> None:
    """Kept copies have old distribution lists: whoever was taken off since would be sent the next report."""
    leaver = {**PEOPLE[0], "email": "leaver@northmere.example"}
    place.book(Distribution=[PEOPLE[0], leaver])
    text = DRAFTS + job("Board", "starts = 2026-01-01", "send = true", workbook="**/*.xlsx")
    place.run(text)
    shutil.copytree(place.folder / "jobs records" / "archive", place.folder / "old archive")
    (report,) = (place.folder / "reports").iterdir()
    with zipfile.ZipFile(report) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(report, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content.replace(b"2026-01-06T", b"2026-01-07T", 1))  # saved by somebody
    place.book(Distribution=PEOPLE[:1])
    place.clock.set(2026, 4, 10, 9, 0)
    summary = place.run()
    assert [(one.workbook, [each.address for each in one.sent]) for one in summary.ran] == [
        ("plan.xlsx", ["sam.field@northmere.example"])
    ]


@pytest.mark.parametrize("records", ["records", "."])
def test_a_kept_copy_is_refused_by_name_too(place: Office, records: str) -> None:
    place.run(f'records = "{records}"\n' + QUARTERLY)
    (copy,) = [
        each
        for each in place.folder.rglob("files/*/*.xlsx")
        if each.read_bytes() == (place.folder / "plan.xlsx").read_bytes()
    ]
    name = copy.relative_to(place.folder).as_posix()
    summary = place.run(f'records = "{records}"\n' + job("Copy", "starts = 2026-01-01", workbook=name))
    assert results(summary) == [("Copy", "failed", "workbook-in-records")]


def test_a_report_never_takes_the_place_of_another_edition(place: Office) -> None:
    """What validation cannot see: the job that saved the other edition is no longer in the file."""
    place.run(job("Public", "starts = 2026-01-01", 'editions = ["published"]', 'file = "report.xlsx"'))
    before = (place.folder / "reports" / "report.xlsx").read_bytes()
    summary = place.run(job("Board", "starts = 2026-01-01", 'file = "report.xlsx"'))
    assert results(summary) == [("Board", "failed", "other-report-there")]
    assert "the published edition of Northmere Council" in summary.ran[0].said
    assert (place.folder / "reports" / "report.xlsx").read_bytes() == before


def test_nor_of_a_report_that_nobody_kept(place: Office) -> None:
    from quarterly.run import run_report

    (place.folder / "reports").mkdir()
    there = place.folder / "reports" / "report.xlsx"
    run_report(place.folder / "plan.xlsx", today=date(2026, 1, 20), output=there, edition=Edition.PUBLISHED)
    assert results(place.run(job("Board", "starts = 2026-01-01", 'file = "report.xlsx"'))) == [
        ("Board", "failed", "other-report-there")
    ]


def test_what_a_run_saved_that_was_cut_off_is_replaced(place: Office, monkeypatch) -> None:
    class Killed(BaseException):
        pass

    with monkeypatch.context() as patched:
        patched.setattr("quarterly.keeping.Made.keep", lambda *_, **__: (_ for _ in ()).throw(Killed()))
        with pytest.raises(Killed):
            place.run(QUARTERLY)
    assert len(place.reports()) == 1
    assert results(place.run()) == [("Board", "done", "")]


def test_nor_of_the_report_of_another_workbook_by_another_job(place: Office) -> None:
    place.book("other.xlsx")
    text = "".join(
        job(name, "starts = 2026-01-01", 'file = "{authority}.xlsx"', workbook=f"{book}.xlsx")
        for name, book in (("One", "plan"), ("Two", "other"))
    )
    assert results(place.run(text)) == [("One", "done", ""), ("Two", "failed", "other-jobs-report")]


def test_records_of_another_jobs_file_are_refused_unless_it_was_moved(place: Office) -> None:
    top = 'records = "records"\n'
    place.run(top + QUARTERLY)
    other = read_jobs(place.write(top + QUARTERLY, "other.toml"))
    for dry_run in (True, False):
        with pytest.raises(DeliveryRefused, match=r"belong to another jobs file.*jobs\.toml"):
            run_jobs(other, Asked(by="tests", dry_run=dry_run), clock=place.clock)
    with pytest.raises(DeliveryRefused, match="belong to another jobs file"):
        register(other, place.clock())
    (place.folder / "jobs.toml").unlink()
    assert run_jobs(other, Asked(by="tests"), clock=place.clock).ran == ()  # done already


def test_both_editions_and_the_list_come_of_one_reading(place: Office, monkeypatch) -> None:
    place.book(Distribution=PEOPLE)
    real = one.make_assessed

    def swapping(*args, **asked):
        place.book(Distribution=[{**PEOPLE[0], "email": "new@northmere.example"}])
        return real(*args, **asked)

    monkeypatch.setattr(one, "make_assessed", swapping)
    both = 'editions = ["working", "published"]'
    place.run(DRAFTS + job("Board", "starts = 2026-01-01", "send = true", both))
    kept = Archive(place.folder / "jobs records" / "archive").reports()
    assert len({each.manifest.workbook_sha256 for each in kept}) == 1
    assert [name.partition(" - ")[2] for name in drafts(place)] == [
        "jo.hill@northmere.example.eml",
        "sam.field@northmere.example.eml",
    ]


@pytest.mark.parametrize("lines", [("in_place = true",), ('tidy = "csv"',)])
def test_a_workbook_that_is_saved_meanwhile_is_tried_again(place: Office, monkeypatch, lines) -> None:
    real = one.write_whole

    def writing(*args, **asked):
        place.book(Risks=[{"ref": "X1", "text": "A risk"}])
        return real(*args, **asked)

    with monkeypatch.context() as patched:
        patched.setattr(one, "write_whole", writing)
        text = job("Board", "starts = 2026-01-01", *lines)
        assert results(place.run(text)) == [("Board", "failed", "changed-meanwhile")]
    place.clock.move(hours=1)
    assert results(place.run()) == [("Board", "done", "")]


def test_a_small_number_that_may_be_worked_out_is_held_where_it_would_be_sent(place: Office, monkeypatch) -> None:
    place.book(Distribution=PEOPLE)
    exposed = property(lambda self: ("K1, Q3, may be worked out.",) if self.assessment.published else ())
    monkeypatch.setattr("quarterly.keeping.Made.exposed", exposed)
    both = 'editions = ["working", "published"]'
    summary = place.run(OWNER + DRAFTS + job("Board", "starts = 2026-01-01", "send = true", both))
    assert (results(summary), place.reports()) == ([("Board", "held", "may-be-worked-out")], [])
    assert "K1, Q3, may be worked out." in letter(place)
    assert place.run().ran == ()


def test_the_owner_is_told_of_what_has_to_be_read(place: Office, monkeypatch) -> None:
    monkeypatch.setitem(books.SETTINGS, "marking", "OFFICIAL-SENSITIVE")
    place.book()
    published = job("Web", "starts = 2026-01-01", 'editions = ["published"]')
    summary = place.run(OWNER + DRAFTS + published)
    assert (summary.is_well, "Check that it may be published" in letter(place)) == (True, True)
    assert "notice | Q3 2025/26 | published" in place.log()


def test_rows_that_cannot_be_read_are_told_to_the_owner_and_logged(place: Office) -> None:
    unread = {**PEOPLE[0], "email": "c@northmere.example; d@northmere.example"}
    place.book(Distribution=[PEOPLE[0], unread])
    lines = ("starts = 2026-01-01", "send = true", 'when_errors = "send"')
    summary = place.run(OWNER + DRAFTS + job("Board", *lines))
    assert (results(summary), summary.is_well) == ([("Board", "done", "")], False)
    told = [letter(place), place.log()]
    assert ["'Distribution'!B3" in " ".join(text.split()) for text in told] == [True, True]
    assert all("Nobody was sent anything for this row." in " ".join(text.split()) for text in told)


@pytest.mark.skipif(os.name == "nt", reason="needs the rights of POSIX")
def test_records_are_for_their_owner_alone(place: Office) -> None:
    place.book(Distribution=PEOPLE)
    before = os.umask(0o022)
    try:
        place.run(OWNER + DRAFTS + job("Board", "starts = 2026-01-01", "send = true"))
    finally:
        os.umask(before)
    records = place.folder / "jobs records"
    others = [each.relative_to(records) for each in (records, *records.rglob("*")) if each.stat().st_mode & 0o077]
    assert [each for each in others if each.suffix != ".lock"] == []


def test_what_a_killed_run_left_half_written_is_cleared_away(place: Office) -> None:
    place.run(QUARTERLY)
    (kept,) = (place.folder / "jobs records" / "archive" / "reports").glob("*/0001.json")
    left = [kept.with_name(name) for name in (".old.tmp", ".new.tmp")]
    for path, hours in zip(left, (30, 1), strict=True):
        path.write_text("half")
        os.utime(path, ((place.clock() - timedelta(hours=hours)).timestamp(),) * 2)
    place.run(now=("Board",))
    assert [path.exists() for path in left] == [False, True]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with names")
def test_a_pipe_is_no_workbook(place: Office) -> None:
    (place.folder / "plan.xlsx").unlink()
    os.mkfifo(place.folder / "plan.xlsx")
    assert results(place.run(QUARTERLY)) == [("Board", "failed", "no-ordinary-file")]


def test_two_workbooks_of_one_name_are_told_apart(place: Office) -> None:
    place.book("a/plan.xlsx")
    place.book("b/plan.xlsx")
    text = job("All", "starts = 2026-01-01", 'file = "{workbook}.xlsx"', workbook="*/plan.xlsx")
    summary = place.run(text)
    assert results(summary) == [("All", "done", ""), ("All", "failed", "same-file-twice")]
    place.clock.move(hours=1)
    assert results(place.run()) == [("All", "failed", "same-file-twice")]  # on a later try as well


def test_one_failing_job_never_stops_the_others(place: Office) -> None:
    (place.folder / "broken.xlsx").write_bytes(b"PK\x03\x04 this is no workbook")
    (place.folder / "open.xlsx").write_bytes((place.folder / "plan.xlsx").read_bytes())
    (place.folder / "~$open.xlsx").write_bytes(b"\x05Jo Hi")
    (place.folder / "blocked").write_text("a file where a folder should be")
    since = "starts = 2026-01-01"
    text = "".join(
        [
            OWNER,
            DRAFTS,
            job("Gone", since, workbook="gone.xlsx"),
            job("Nothing", since, workbook="gone/*.xlsx"),
            job("Broken", since, workbook="broken.xlsx"),
            job("Open", since, workbook="open.xlsx"),
            job("No drive", since, 'folder = "no/such/drive"'),
            job("Blocked", since, 'folder = "blocked/{quarter}"'),
            job("No template", since, 'template = "no such"', 'folder = "own"'),
            job("Typo", since, "tires = 3"),
            job("Good", since),
        ]
    )
    summary = place.run(text)
    assert [(name, result) for name, result, _ in results(summary)] == [
        ("Gone", "failed"),
        ("Nothing", "failed"),
        ("Broken", "failed"),
        ("Open", "failed"),
        ("No drive", "failed"),
        ("Blocked", "failed"),
        ("No template", "failed"),
        ("Good", "done"),
    ]
    codes = {each.job: each.code for each in summary.ran}
    assert (codes["Gone"], codes["Nothing"], codes["Open"], codes["No drive"]) == (
        "file-missing",
        "no-workbook-matches",
        "open-in-excel",
        "output-folder-gone",
    )
    assert [each.job for each in summary.ran if not each.said] == ["Good"]
    assert ([each.line for each in summary.problems], summary.is_well) == ([48], False)
    told = letter(place)
    assert all(name in told for name in ("Gone", "Nothing", "Broken", "Open", "No drive", "line 48", "tires"))
    assert "Good" not in told
    assert ("Jo Hi" in told, "Jo Hi" in place.log()) == (True, False)  # the log holds no person but by address


def test_the_owner_is_told_once_and_again_when_it_is_given_up(place: Office) -> None:
    text = OWNER + DRAFTS + job("Gone", "starts = 2026-01-01", "tries = 3", "wait_minutes = 30", workbook="gone.xlsx")
    assert place.run(text).owner_told.startswith("A draft to tell owner@northmere.example")
    assert place.run().ran == ()  # not before half an hour
    place.clock.move(minutes=30)
    second = place.run()
    assert (results(second), second.owner_told) == ([("Gone", "failed", "file-missing")], "")
    place.clock.move(minutes=59)
    assert waiting(place.run()) == [("Gone", "failed 2 of 3 times")]
    place.clock.move(minutes=1)
    third = place.run()
    assert ("A draft" in third.owner_told, third.ran[0].next_try) == (True, None)
    place.clock.move(days=5)
    assert waiting(place.run()) == [("Gone", "given up until it is next due")]


def test_waits_double_up_to_a_day() -> None:
    retry = Retry(tries=20, wait=timedelta(minutes=30))
    assert [retry.pause_after(tried) for tried in (1, 2, 6, 7, 20)] == [
        timedelta(minutes=30),
        timedelta(hours=1),
        timedelta(hours=16),
        timedelta(days=1),
        timedelta(days=1),
    ]


def test_a_workbook_with_errors_is_held_until_it_is_put_right(place: Office) -> None:
    place.book(faulty=True)
    held = place.run(OWNER + DRAFTS + QUARTERLY)
    assert (results(held), place.reports()) == ([("Board", "held", "held")], [])
    assert "'Action Plan'!" in held.ran[0].said
    assert "31/06/26" not in held.ran[0].said + letter(place) + place.log()
    place.clock.move(days=2)
    assert waiting(place.run()) == [("Board", "held until its workbook is put right")]
    place.book(faulty=True, Risks=[{"ref": "X1", "text": "A risk"}])  # saved again, and still wrong
    again = place.run()
    assert (results(again), again.owner_told) == ([("Board", "held", "held")], "")  # told before
    place.book()
    assert results(place.run()) == [("Board", "done", "")]
    assert place.run().ran == ()


def test_or_it_is_sent_with_data_quality_first(place: Office) -> None:
    place.book(faulty=True)
    assert results(place.run(job("Board", "starts = 2026-01-01", 'when_errors = "send"'))) == [("Board", "done", "")]
    (report,) = (place.folder / "reports").iterdir()
    assert sheets(report)[:3] == ["Cover", "Contents", "Data quality"]


def test_a_plan_without_errors_has_data_quality_in_its_usual_place(place: Office) -> None:
    place.run(job("Board", "starts = 2026-01-01", 'when_errors = "send"'))
    (report,) = (place.folder / "reports").iterdir()
    assert sheets(report)[2] == "Summary"


def test_everybody_gets_the_edition_that_is_named_for_them(place: Office) -> None:
    place.book(Distribution=PEOPLE)
    text = DRAFTS + job("Board", "starts = 2026-01-01", 'editions = ["working", "published"]', "send = true")
    summary = place.run(text)
    assert [(each.address, each.edition, each.state) for each in summary.ran[0].sent] == [
        ("sam.field@northmere.example", Edition.WORKING, State.DRAFTED),
        ("jo.hill@northmere.example", Edition.PUBLISHED, State.DRAFTED),
    ]
    assert len(drafts(place)) == 2
    notes = sorted((place.folder / "jobs records" / "archive" / "reports").glob("*/0001.sent-0001.json"))
    receipts = sorted(json.loads(path.read_text())[0]["address"] for path in notes)
    assert receipts == ["jo.hill@northmere.example", "sam.field@northmere.example"]


class Refusing:
    """Mail that goes to some and not to others."""

    def __init__(self, states: list[State]) -> None:
        self.states, self.parcels = states, []

    def __call__(self, parcels, recipients, settings, **asked) -> tuple[Outcome, ...]:
        self.parcels += parcels
        return tuple(
            Outcome(address=person.email, state=state, reason="The server said so.", edition=Edition.WORKING)
            for person, state in zip(recipients, self.states, strict=False)
        )


def test_who_could_not_be_sent_it_is_tried_again_with_the_same_report(place: Office, monkeypatch) -> None:
    place.book(Distribution=PEOPLE)
    text = OWNER + DRAFTS + job("Board", "starts = 2026-01-01", "send = true")
    mail = Refusing([State.SENT, State.UNSENT])
    monkeypatch.setattr("quarterly.jobs.posting.send_parcels", mail)
    assert results(place.run(text)) == [("Board", "failed", "unsent")]
    assert "jo.hill@northmere.example: unsent. The server said so." in letter(place)
    place.clock.move(days=1)
    mail.states = [State.SENT, State.SENT]
    assert results(place.run()) == [("Board", "done", "")]
    assert {(each.report_key, each.issue) for each in mail.parcels} == {(mail.parcels[0].report_key, 1)}
    assert len({hashlib.sha256(each.attachments[0].content).hexdigest() for each in mail.parcels}) == 1


@pytest.mark.parametrize("state", [State.REFUSED, State.UNCERTAIN])
def test_who_was_refused_or_may_have_it_is_named_and_not_tried_again(place: Office, monkeypatch, state) -> None:
    place.book(Distribution=PEOPLE)
    monkeypatch.setattr("quarterly.jobs.posting.send_parcels", Refusing([State.SENT, state]))
    summary = place.run(OWNER + DRAFTS + job("Board", "starts = 2026-01-01", "send = true"))
    assert (results(summary), summary.is_well) == ([("Board", "done", "")], False)
    assert f"jo.hill@northmere.example: {state}" in letter(place)
    place.clock.move(days=1)
    assert place.run().ran == ()


def test_a_report_that_changed_is_the_next_issue_and_one_that_did_not_is_the_same(place: Office) -> None:
    place.run(QUARTERLY)
    issues = [place.run(now=("Board",)).ran[0].reports[0].issue]
    place.clock.move(days=1)
    issues.append(place.run(now=("Board",)).ran[0].reports[0].issue)  # another as-at date: another report
    place.book(Risks=[{"ref": "X1", "text": "A risk"}])
    issues.append(place.run(now=("Board",)).ran[0].reports[0].issue)
    issues.append(place.run(now=("Board",)).ran[0].reports[0].issue)
    assert issues == [2, 3, 4, 4]


def test_what_was_sent_stays_as_it_was_while_only_the_day_changes(place: Office) -> None:
    """The rule is changed, a second job sends it too, and it is asked for on other days."""
    place.book(Distribution=PEOPLE[:1], actions=[])
    sends = ("starts = 2026-01-01", "send = true")
    other_rule = job("Board", *sends, due="5th working day after quarter end")
    second = job("Second", *sends, 'folder = "second"', due="6th working day after quarter end")
    ran = [place.run(DRAFTS + job("Board", *sends)).ran[0], place.run(DRAFTS + other_rule + second).ran[1]]
    for _ in range(2):
        place.clock.move(days=1)
        ran.append(place.run(now=("Board",)).ran[0])
    assert [one.reports[0].issue for one in ran] == [1] * 4
    assert len({one.reports[0].id for one in ran}) == 1


def test_what_the_day_itself_changed_is_the_next_issue(place: Office) -> None:
    place.book(Distribution=PEOPLE[:1])
    text = DRAFTS + job("Board", "starts = 2026-01-01", "send = true")
    first = place.run(text).ran[0]
    place.clock.set(2026, 3, 31, 9, 0)  # the quarter is the same, and an action is overdue by now
    later = place.run(now=("Board",)).ran[0]
    assert [one.reports[0].issue for one in (first, later)] == [1, 2]


def test_what_is_only_saved_does_not_count_among_the_issues_that_people_get(place: Office) -> None:
    place.book(Distribution=PEOPLE)
    saved = job("Saved", "starts = 2026-01-01", 'folder = "saved"')
    summary = place.run(DRAFTS + saved + job("Sent", "starts = 2026-01-01", "as_at = 2026-01-09", "send = true"))
    assert [each.reports[0].issue for each in summary.ran] == [1, 1]


def test_in_place_the_workbook_holds_the_report_and_it_stays_the_same_issue(place: Office) -> None:
    place.run(job("Board", "starts = 2026-01-01", "as_at = 2026-01-20", "in_place = true"))
    assert "Scorecard" in sheets(place.folder / "plan.xlsx")
    assert place.run(now=("Board",)).ran[0].reports[0].issue == 1
    assert (place.folder / "plan (before Quarterly).xlsx").exists()


def test_a_pdf_is_made_of_each_report_and_goes_along(place: Office, monkeypatch) -> None:
    def to_pdf(files, folder, **asked):
        made = tuple(folder / f"{file.stem}.pdf" for file in files)
        for path in made:
            path.write_bytes(b"%PDF-1.7 made in a test")
        return made

    monkeypatch.setattr("quarterly.deliver.pdf.to_pdf", to_pdf)
    mail = Refusing([State.SENT, State.SENT])
    monkeypatch.setattr("quarterly.jobs.posting.send_parcels", mail)
    place.book(Distribution=PEOPLE)
    text = DRAFTS + job("Board", "starts = 2026-01-01", "pdf = true", "send = true")
    summary = place.run(text)
    names = ["plan Q3 2025-26 working report.xlsx", "plan Q3 2025-26 working report.pdf"]
    assert [path.name for path in summary.ran[0].reports[0].files] == names
    assert [each.name for each in mail.parcels[0].attachments] == names
    (kept,) = Archive(place.folder / "jobs records" / "archive").reports()
    assert [one.path.read_bytes() for one in kept.others] == [b"%PDF-1.7 made in a test"]
    place.clock.move(days=90)
    (place.folder / "reports" / "plan Q4 2025-26 working report.pdf").write_bytes(b"somebody's own")
    assert place.run().ran[0].said.startswith('"')


def test_a_link_to_what_the_job_saves_is_sent_in_place_of_it(place: Office, monkeypatch) -> None:
    mail = Refusing([State.SENT, State.SENT])
    monkeypatch.setattr("quarterly.jobs.posting.send_parcels", mail)
    place.book(Distribution=PEOPLE)
    folder = 'link_to = "//server/reports/{authority}"'
    both = 'editions = ["working", "published"]'
    summary = place.run(DRAFTS + job("Board", "starts = 2026-01-01", both, folder, "send = true"))
    reports = summary.ran[0].reports
    assert [each.link for each in reports] == [
        rf"\\server\reports\Northmere Council\{each.files[0].name}" for each in reports
    ]
    assert [(each.link, each.attachments) for each in mail.parcels] == [(each.link, ()) for each in reports]
    assert len({each.link for each in mail.parcels}) == len(mail.parcels) == 2
    assert all(each.files[0].exists() for each in reports)


def test_tables_are_exported_beside_the_report_and_stay_in_the_council(place: Office, monkeypatch) -> None:
    mail = Refusing([State.SENT, State.SENT])
    monkeypatch.setattr("quarterly.jobs.posting.send_parcels", mail)
    place.book(Distribution=PEOPLE)
    summary = place.run(DRAFTS + job("Board", "starts = 2026-01-01", 'tidy = "csv"', "send = true"))
    _, tables = summary.ran[0].reports[0].files
    assert tables == place.folder / "reports" / "plan Q3 2025-26 working report tables"
    assert {"kpi_readings.csv", "schema.json"} < {path.name for path in tables.iterdir()}
    assert [len(each.attachments) for each in mail.parcels] == [1]


def test_a_file_of_somebody_else_is_never_replaced(place: Office) -> None:
    (place.folder / "reports").mkdir()
    own = place.folder / "reports" / "plan Q3 2025-26 working report.xlsx"
    own.write_bytes(b"somebody's own")
    assert results(place.run(QUARTERLY)) == [("Board", "failed", "output-exists")]
    assert own.read_bytes() == b"somebody's own"


def test_words_in_braces_are_filled_in_and_kept_safe(place: Office) -> None:
    named = ('folder = "out/{authority}/{job}"', 'file = "{quarter} {date} {edition}.xlsx"')
    text = job("A: b", "starts = 2026-01-01", *named)
    (ran,) = place.run(text).ran
    assert ran.reports[0].files[0].relative_to(place.folder).as_posix() == (
        "out/Northmere Council/A- b/Q3 2025-26 2026-01-06 working.xlsx"
    )


def test_a_fault_of_ours_in_one_job_is_logged_and_the_others_run(place: Office, monkeypatch, tmp_path: Path) -> None:
    real = one.run_book

    def run_book(job, *rest):
        if job.name == "Bad":
            raise RuntimeError("49 children")
        return real(job, *rest)

    monkeypatch.setattr(guarding, "run_book", run_book)
    monkeypatch.setattr("quarterly.log.log_file", lambda: tmp_path / "own" / "quarterly.log")
    summary = place.run(job("Bad", "starts = 2026-01-01") + job("Good", "starts = 2026-01-01", 'folder = "good"'))
    assert results(summary) == [("Bad", "failed", "internal"), ("Good", "done", "")]
    assert "children" not in summary.ran[0].said + place.log() + (tmp_path / "own" / "quarterly.log").read_text()


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), "system"),
        (PublicationRefused("published-unsafe", "Scorecard!B4 shows 3, which was hidden."), "published-unsafe"),
    ],
)
def test_what_refuses_in_the_middle_is_a_sentence_without_a_figure(place: Office, monkeypatch, error, code) -> None:
    def run_book(*_):
        raise error

    monkeypatch.setattr(guarding, "run_book", run_book)
    summary = place.run(QUARTERLY)
    assert (results(summary), "shows 3" in place.log()) == ([("Board", "failed", code)], False)


def test_a_full_disk_leaves_no_half_report_and_is_tried_again(place: Office, monkeypatch) -> None:
    real = os.fsync
    monkeypatch.setattr("quarterly.outputs.os.fsync", lambda _: (_ for _ in ()).throw(OSError(errno.ENOSPC, "full")))
    assert results(place.run(QUARTERLY)) == [("Board", "failed", "output-disk")]
    assert place.reports() == []
    monkeypatch.setattr("quarterly.outputs.os.fsync", real)
    place.clock.move(hours=1)
    assert results(place.run()) == [("Board", "done", "")]


def test_an_archive_that_cannot_be_written_keeps_the_report_from_being_sent(place: Office) -> None:
    (place.folder / "archive").write_text("in the way")
    place.book(Distribution=PEOPLE)
    text = 'archive = "archive"\n' + DRAFTS + job("Board", "starts = 2026-01-01", "send = true")
    assert (results(place.run(text)), drafts(place)) == ([("Board", "failed", "archive-not-writable")], [])


def test_what_an_earlier_run_left_open_is_named_and_made_up_for(place: Office, monkeypatch) -> None:
    class Killed(BaseException):
        pass

    def run_book(*_):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(guarding, "run_book", run_book)
        with pytest.raises(Killed):
            place.run(OWNER + DRAFTS + QUARTERLY)
    place.clock.move(minutes=15)
    summary = place.run()
    assert ([each.job for each in summary.cut_off], results(summary)) == (["Board"], [("Board", "done", "")])
    assert "was cut off" in letter(place)
    assert "Board, plan.xlsx: cut off" in place.log()


def test_a_second_run_beside_the_first_does_nothing(place: Office) -> None:
    from quarterly.jobs.lock import run_lock

    with run_lock(place.folder / "jobs records"):
        summary = place.run(QUARTERLY)
    assert (summary.busy, summary.ran, place.reports()) == (True, (), [])


def test_mistakes_in_the_file_are_told_once_until_they_change(place: Office) -> None:
    text = OWNER + DRAFTS + job("Bad", "tires = 3")
    assert place.run(text).owner_told.startswith("A draft")
    place.clock.move(minutes=15)
    assert place.run().owner_told == ""
    assert place.run(text.replace("tires", "tirs")).owner_told.startswith("A draft")
    assert place.run(text.replace("tires", "tries")).owner_told == ""


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("", "Nobody was told: the jobs file names no owner."),
        (OWNER, "owner@northmere.example was not told: the jobs file has no usable table [mail]."),
    ],
)
def test_where_nobody_can_be_told_the_summary_says_so(place: Office, head: str, said: str) -> None:
    assert place.run(head + job("Gone", "starts = 2026-01-01", workbook="gone.xlsx")).owner_told == said


def test_a_mail_server_that_is_down_is_said_and_the_owner_told_later(place: Office, monkeypatch) -> None:
    class Down:
        def ready(self):
            from quarterly.deliver.mail.carrier import Closed

            return Closed(reason="The server does not answer.", temporary=True)

        def close(self) -> None:
            pass

    text = OWNER + DRAFTS + job("Gone", "starts = 2026-01-01", workbook="gone.xlsx")
    with monkeypatch.context() as patched:
        patched.setattr(telling.tell, "__kwdefaults__", {**telling.tell.__kwdefaults__, "carrier": lambda _: Down()})
        assert place.run(text).owner_told == "owner@northmere.example could not be told: The server does not answer."
    place.clock.move(hours=1)
    assert place.run().owner_told.startswith("A draft")


def test_the_log_is_lines_to_read_and_lines_for_programs(place: Office) -> None:
    place.book(Distribution=PEOPLE)
    place.run(DRAFTS + job("Board", "starts = 2026-01-01", "send = true"))
    lines = (place.folder / "jobs records" / "log" / "run-jobs.jsonl").read_text().splitlines()
    events = [json.loads(line) for line in lines]
    assert [each["event"] for each in events] == ["started", "saved", "mail", "mail", "done", "finished"]
    assert events[1] | {"file": "", "at": ""} == {
        "at": "",
        "event": "saved",
        "job": "Board",
        "workbook": "plan.xlsx",
        "due": "2026-01-06T06:00:00+00:00",
        "quarter": "Q3 2025/26",
        "edition": "working",
        "issue": 1,
        "file": "",
    }
    assert place.log().splitlines()[0] == "2026-01-20 09:00:00  Board, plan.xlsx: started"
    assert not any(figure in place.log() + "".join(lines) for figure in ("84.4", "Sam", "threshold document"))


def test_a_log_that_cannot_be_written_stops_nothing(place: Office) -> None:
    (place.folder / "jobs records").mkdir()
    (place.folder / "jobs records" / "log").write_text("in the way")
    assert results(place.run(QUARTERLY)) == [("Board", "done", "")]
