"""``quarterly send``: one report by hand, from the workbook to drafts, a mail server, or a sentence."""

import hashlib
import json
import os
import sys
import zipfile
from datetime import UTC, date, datetime
from email import policy
from email.parser import BytesParser
from pathlib import Path

import pytest
from books import ACTIONS, write_book
from posting_office import Told, by_smtp, with_carrier

from quarterly import keeping
from quarterly.cli.app import run_command
from quarterly.deliver.archive import Archive
from quarterly.deliver.mail import State
from quarterly.deliver.parcels import MailSettings
from quarterly.errors import DeliveryRefused, RequestRefused
from quarterly.judge.published import OWN_WORDS
from quarterly.model.edition import Edition
from quarterly.sending import Errand, run_send

NOW = datetime(2026, 1, 20, 6, 0, tzinfo=UTC)
PEOPLE = [
    {"name": "Sam Field", "email": "sam@northmere.example", "edition": "Working"},
    {"name": "Jo Marsh", "email": "jo@northmere.example", "edition": "Published"},
    {"name": "Al Hill", "email": "al@northmere.example", "edition": "Working", "active": "No"},
    {"name": "Odd", "email": "odd@northmere", "edition": "Working"},
]


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    return write_book(tmp_path / "plan.xlsx", Distribution=PEOPLE)


WORKING_NAME, PUBLISHED_NAME = "plan%20Q3%202025-26%20report.xlsx", "plan%20Q3%202025-26%20published%20report.xlsx"


def errand(book: Path, **changes) -> Errand:
    fields = {
        "book": book,
        "settings": by_smtp(),
        "ledger": book.parent / "records" / "sends.sqlite",
        "archive": book.parent / "records" / "archive",
        "quarter": "Q3 2025/26",
    }
    return Errand(**(fields | changes))


def sent(asked: Errand, carrier: Told | None = None, *, today=date(2026, 1, 20), **how):
    return run_send(asked, today=today, now=NOW, sent_by="sam", seams=with_carrier(carrier or Told()), **how)


def states(done):
    return [(one.address.partition("@")[0], one.edition, one.state) for one in done.outcomes]


def test_everybody_gets_the_edition_that_their_row_names_and_it_is_kept(listed: Path):
    carrier = Told()
    done = sent(errand(listed), carrier)
    assert states(done) == [
        ("sam", Edition.WORKING, State.SENT),
        ("jo", Edition.PUBLISHED, State.SENT),
    ]
    assert [problem.code for problem in done.unread] == ["email-odd"]
    assert not done.all_well
    kept = Archive(listed.parent / "records" / "archive").reports()
    assert sorted((one.manifest.recipe.edition, one.manifest.issue) for one in kept) == [
        (Edition.PUBLISHED, 1),
        (Edition.WORKING, 1),
    ]
    receipts = {receipt.address: (receipt.state, receipt.by) for one in kept for receipt in one.receipts}
    assert receipts == {"sam@northmere.example": ("sent", "sam"), "jo@northmere.example": ("sent", "sam")}
    first = BytesParser(policy=policy.default).parsebytes(carrier.taken[0].content)
    (file,) = first.iter_attachments()
    (working,) = [one for one in kept if one.manifest.recipe.edition is Edition.WORKING]
    assert file.get_payload(decode=True) == Archive(listed.parent / "records" / "archive").content(working.report)


def test_a_second_run_on_another_day_reaches_only_whom_the_first_did_not(listed: Path):
    sent(errand(listed, only=frozenset({"sam@northmere.example"})))
    again = sent(errand(listed), today=date(2026, 1, 23))
    assert [(one.address, one.state, one.earlier) for one in again.outcomes] == [
        ("sam@northmere.example", State.SENT, True),
        ("jo@northmere.example", State.SENT, False),
    ]
    assert [(one.issue, one.assessment.judgements.as_at) for one in again.made] == [(1, date(2026, 1, 20))] * 2


def test_a_changed_workbook_is_a_new_issue(listed: Path):
    sent(errand(listed))
    write_book(listed, Distribution=PEOPLE, actions=[ACTIONS[0]])
    carrier = Told()
    again = sent(errand(listed), carrier, today=date(2026, 1, 23))
    assert [one.issue for one in again.made] == [2, 2]
    assert [one.state for one in again.outcomes] == [State.SENT] * 2
    assert b"(issue 2)" in carrier.taken[0].content


def test_one_edition_alone_holds_who_is_named_for_the_other(listed: Path):
    done = sent(errand(listed, edition=Edition.PUBLISHED))
    assert states(done) == [("jo", Edition.PUBLISHED, State.SENT), ("sam", Edition.WORKING, State.HELD)]


def test_a_dry_run_writes_nothing(listed: Path):
    done = sent(errand(listed), dry_run=True)
    assert [state for _, _, state in states(done)] == [State.PLANNED] * 2
    assert [path.name for path in listed.parent.iterdir()] == ["plan.xlsx"]


def test_a_workbook_with_errors_is_not_sent_but_may_be_drafted(tmp_path: Path):
    book = write_book(tmp_path / "plan.xlsx", Distribution=PEOPLE[:1], actions=[{**ACTIONS[0], "due": "31/06/26"}])
    with pytest.raises(DeliveryRefused, match=r"plan.xlsx has errors, so its report was not sent"):
        sent(errand(book))
    assert sent(errand(book, with_errors=True)).all_well
    others = {"ledger": tmp_path / "other.sqlite", "archive": tmp_path / "other"}
    done = sent(errand(book, settings=MailSettings(), **others))
    assert done.all_well


def test_an_empty_list_is_a_sentence(book: Path):
    with pytest.raises(DeliveryRefused, match="names nobody who receives this report"):
        sent(errand(book))


def test_a_monthly_report_goes_to_who_is_named_for_it_and_is_not_an_issue_of_the_quarterly(tmp_path: Path):
    people = [
        PEOPLE[0],
        {**PEOPLE[0], "email": "jo@northmere.example", "report": "monthly; exceptions"},
        {**PEOPLE[0], "email": "q@northmere.example", "report": "quarterly"},
    ]
    book = write_book(tmp_path / "plan.xlsx", Distribution=people)
    sent(errand(book))
    done = sent(errand(book, template="monthly"))
    assert states(done) == [("sam", Edition.WORKING, State.SENT), ("jo", Edition.WORKING, State.SENT)]
    assert {one.issue for one in done.made} == {1}


def test_a_pdf_goes_beside_the_workbook_where_asked(listed: Path):
    def to_pdf(files, folder):
        page = folder / f"{files[0].stem}.pdf"
        page.write_bytes(b"%PDF-1.7")
        return (page,)

    carrier = Told()
    sent(errand(listed, pdf=True), carrier, to_pdf=to_pdf)
    names = [attachment.name for attachment in carrier.taken[0].attachments]
    assert names == ["plan Q3 2025-26 report.xlsx", "plan Q3 2025-26 report.pdf"]


def test_a_pdf_that_was_sent_is_kept_with_its_hash_also_where_the_report_was_kept_before(listed: Path, capsys):
    made = [b"%PDF-1.7 first"]

    def to_pdf(files, folder):
        page = folder / f"{files[0].stem}.pdf"
        page.write_bytes(made[-1])
        return (page,)

    archive = Archive(errand(listed).archive)
    sent(errand(listed, only=frozenset({"jo@northmere.example"})))
    assert [kept.others for kept in archive.reports()] == [(), ()]
    for content in (b"%PDF-1.7 first", b"%PDF-1.7 first", b"%PDF-1.7 of another LibreOffice"):
        made.append(content)
        sent(errand(listed, pdf=True), to_pdf=to_pdf)
    for kept in archive.reports():
        assert [archive.content(one.path) for one in kept.others] == [made[1], made[3]]
        assert {one.name for one in kept.others} == {Path(kept.manifest.report_name).with_suffix(".pdf").name}
    run_command(["history", "--archive", str(archive.folder)])
    assert f"kept as {hashlib.sha256(made[1]).hexdigest()[:12]}" in capsys.readouterr().out
    run_command(["history", "--archive", str(archive.folder), "--json"])
    shown = json.loads(capsys.readouterr().out)
    assert [[one["sha256"] for one in report["others"]] for report in shown] == [
        [hashlib.sha256(content).hexdigest() for content in (made[1], made[3])]
    ] * 2


def test_a_pdf_of_a_new_report_is_named_in_its_manifest(listed: Path):
    def to_pdf(files, folder):
        page = folder / f"{files[0].stem}.pdf"
        page.write_bytes(b"%PDF-1.7")
        return (page,)

    sent(errand(listed, pdf=True), to_pdf=to_pdf)
    (path,) = errand(listed).archive.glob("reports/*working*/0001.json")
    digest = hashlib.sha256(b"%PDF-1.7").hexdigest()
    assert json.loads(path.read_text())["others"] == [{"name": "plan Q3 2025-26 report.pdf", "sha256": digest}]


PLACE = "https://northmere.example/reports"


def test_a_link_in_place_of_an_attachment_leads_to_the_report_that_was_saved(listed: Path):
    place = listed.parent / "reports"
    place.mkdir()
    asked = errand(listed, link_to=PLACE, save_to=place)
    assert sent(asked, dry_run=True).links == (f"{PLACE}/{WORKING_NAME}", f"{PLACE}/{PUBLISHED_NAME}")
    assert list(place.iterdir()) == []
    carrier = Told()
    done = sent(asked, carrier)
    assert states(done) == [("sam", Edition.WORKING, State.SENT), ("jo", Edition.PUBLISHED, State.SENT)]
    assert [letter.attachments for letter in carrier.taken] == [(), ()]
    for letter, link in zip(carrier.taken, done.links, strict=True):
        text = BytesParser(policy=policy.default).parsebytes(letter.content).get_body(("plain",)).get_content()
        assert f"The report: {link}" in text
        assert text.count(PLACE) == 1
    archive = Archive(asked.archive)
    kept = {archive.content(one.report) for one in archive.reports()}
    assert {path.read_bytes() for path in place.iterdir()} == kept
    assert {path.name for path in place.iterdir()} == {
        link.rpartition("/")[2].replace("%20", " ") for link in done.links
    }
    assert all(one.earlier for one in sent(asked).outcomes)


def test_what_is_not_sent_is_not_saved_where_readers_would_find_it(book: Path):
    place = book.parent / "reports"
    place.mkdir()
    with pytest.raises(DeliveryRefused, match="names nobody"):
        sent(errand(book, link_to=PLACE, save_to=place))
    assert list(place.iterdir()) == []


def test_a_link_never_takes_the_place_of_another_file(listed: Path):
    place = listed.parent / "reports"
    place.mkdir()
    own = place / "plan Q3 2025-26 report.xlsx"
    own.write_bytes(b"somebody's own")
    with pytest.raises(RequestRefused) as refused:
        sent(errand(listed, link_to=PLACE, save_to=place))
    assert (refused.value.code, own.read_bytes()) == ("output-exists", b"somebody's own")
    assert not Archive(errand(listed).archive).exists


def test_a_draft_that_is_written_again_is_no_other_delivery(listed: Path):
    settings = MailSettings(drafts=listed.parent / "drafts")
    for _ in range(3):
        sent(errand(listed, settings=settings))
    told = [one for kept in Archive(errand(listed).archive).reports() for one in kept.receipts]
    assert sorted((one.address, one.state) for one in told) == [
        ("jo@northmere.example", "drafted"),
        ("sam@northmere.example", "drafted"),
    ]


DECEMBER = date(2025, 12, 1)
OTHER_READINGS = [{"kpi": "K1", "period": DECEMBER, "value": 20.0}]
JANUARY_23 = {"today": date(2026, 1, 23)}


def again_states(done):
    return [(one.address.partition("@")[0], one.state, one.earlier) for one in done.outcomes]


def packed_again(book: Path) -> None:
    """Save a workbook as another program would: the same parts, other bytes."""
    with zipfile.ZipFile(book) as before:
        parts = {name: before.read(name) for name in before.namelist()}
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as after:
        for name, content in parts.items():
            after.writestr(name, content)


def test_saving_the_workbook_again_or_correcting_its_list_sends_to_nobody_twice(listed: Path):
    first = sent(errand(listed))
    packed_again(listed)
    assert all(one.earlier for one in sent(errand(listed), **JANUARY_23).outcomes)
    write_book(listed, Distribution=[*PEOPLE[:2], {**PEOPLE[0], "email": "new@northmere.example"}])
    carrier = Told()
    done = sent(errand(listed), carrier, **JANUARY_23)
    assert again_states(done) == [
        ("sam", State.SENT, True),
        ("jo", State.SENT, True),
        ("new", State.SENT, False),
    ]
    assert [one.issue for one in done.made] == [1, 1]
    assert carrier.taken[0].attachments[0].content == first.made[0].content  # what the others have


def test_a_word_put_right_in_the_list_makes_no_new_issue_where_errors_were_sent_with_it(listed: Path, tmp_path: Path):
    def made():
        asked = keeping.Wanted(book=listed, today=date(2026, 1, 20), quarter="Q3 2025/26", quality_first=True)
        return keeping.make_report(asked, Archive(tmp_path / "archive"))

    write_book(listed, Distribution=[{**PEOPLE[0], "edition": "Workng"}])
    first = made()
    first.keep(Archive(tmp_path / "archive"), made_at=NOW, made_by="sam")
    write_book(listed, Distribution=PEOPLE[:1])
    assert (first.assessment.book.has_errors, made().issue) == (True, 1)


def test_another_version_of_the_program_makes_no_new_issue(listed: Path, monkeypatch):
    sent(errand(listed))
    monkeypatch.setattr("quarterly.run.__version__", "99.0")
    assert all(one.earlier for one in sent(errand(listed), **JANUARY_23).outcomes)


def test_a_report_in_the_workbook_itself_makes_no_new_issue(listed: Path):
    from quarterly.in_place import run_in_place

    sent(errand(listed))
    run_in_place(listed, today=date(2026, 1, 20), quarter="Q3 2025/26")
    assert all(one.earlier for one in sent(errand(listed), **JANUARY_23).outcomes)


def test_a_workbook_of_the_same_name_elsewhere_is_another_report_and_says_so(tmp_path: Path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first = write_book(tmp_path / "a" / "plan.xlsx", Distribution=PEOPLE[:1])
    second = write_book(tmp_path / "b" / "plan.xlsx", Distribution=PEOPLE[:1], readings=OTHER_READINGS)
    records = {"ledger": tmp_path / "sends.sqlite", "archive": tmp_path / "archive"}
    done = [sent(errand(book, **records)) for book in (first, second, first, second)]
    assert [one.made[0].issue for one in done] == [1, 1, 1, 1]
    assert [one.outcomes[0].earlier for one in done] == [False, False, True, True]
    assert [bool(one.made[0].notice) for one in done] == [False, True, False, False]
    assert "another workbook" in done[1].notices[0]


def test_a_workbook_that_was_renamed_or_moved_is_the_same_report(tmp_path: Path):
    book = write_book(tmp_path / "plan.xlsx", Distribution=PEOPLE[:1])
    records = {"ledger": tmp_path / "sends.sqlite", "archive": tmp_path / "archive"}
    sent(errand(book, **records))
    renamed = book.rename(tmp_path / "plan v2.xlsx")
    assert [one.earlier for one in sent(errand(renamed, **records)).outcomes] == [True]
    (tmp_path / "new").mkdir()
    moved = renamed.rename(tmp_path / "new" / "plan.xlsx")
    write_book(moved, Distribution=PEOPLE[:1], readings=OTHER_READINGS)
    assert sent(errand(moved, **records)).made[0].issue == 2


def test_what_was_put_back_as_it_was_is_an_issue_of_its_own(listed: Path):
    sent(errand(listed))
    write_book(listed, Distribution=PEOPLE, readings=OTHER_READINGS)
    sent(errand(listed))
    write_book(listed, Distribution=PEOPLE)
    done = sent(errand(listed))  # whoever has issue 2 must hear that it no longer holds
    assert ([one.issue for one in done.made], done.outcomes[0].earlier) == ([3, 3], False)


def test_a_number_that_was_sent_is_never_used_for_another_report(listed: Path):
    sent(errand(listed))
    write_book(listed, Distribution=PEOPLE, readings=OTHER_READINGS)
    done = sent(errand(listed, archive=listed.parent / "elsewhere"))
    assert [one.issue for one in done.made] == [2, 2]
    assert again_states(done) == [("sam", State.SENT, False), ("jo", State.SENT, False)]


def test_an_archive_that_was_lost_sends_nothing_twice(listed: Path):
    sent(errand(listed))
    done = sent(errand(listed, archive=listed.parent / "elsewhere"), **JANUARY_23)
    assert ([one.issue for one in done.made], [one.earlier for one in done.outcomes]) == ([1, 1], [True, True])


def test_a_ledger_that_was_lost_is_noticed_by_the_receipts(listed: Path):
    write_book(listed, Distribution=[*PEOPLE[:2], {**PEOPLE[0], "email": "new@northmere.example"}])
    only = {"only": frozenset({"sam@northmere.example"})}
    sent(errand(listed, **only))
    (listed.parent / "records" / "sends.sqlite").unlink()
    for dry_run in (True, False):
        with pytest.raises(DeliveryRefused, match=r"went to sam@northmere\.example, and the send ledger"):
            sent(errand(listed), dry_run=dry_run)
    done = sent(errand(listed, only=frozenset({"new@northmere.example"})))
    assert again_states(done) == [("new", State.SENT, False)]
    done = sent(errand(listed, resend_uncertain=frozenset({"sam@northmere.example"})))
    assert again_states(done) == [("sam", State.SENT, False)]


def test_the_list_and_every_edition_are_of_the_bytes_that_were_read_once(listed: Path, monkeypatch):
    other = write_book(listed.parent / "other.xlsx", Distribution=PEOPLE[:1], readings=OTHER_READINGS)
    before, read = listed.read_bytes(), keeping.read_bytes

    def and_swap(content, name):
        found = read(content, name)
        other.replace(listed)
        return found

    monkeypatch.setattr(keeping, "read_bytes", and_swap)
    done = sent(errand(listed))
    assert [one.workbook == before for one in done.made] == [True, True]
    assert again_states(done) == [("sam", State.SENT, False), ("jo", State.SENT, False)]


def test_officers_must_read_what_the_published_edition_may_give_away(listed: Path, monkeypatch, capsys):
    done = sent(errand(listed), dry_run=True)
    assert OWN_WORDS in done.notices
    assert sent(errand(listed, edition=Edition.WORKING), dry_run=True).notices == ()
    module = sys.modules["quarterly.judge.published"]
    monkeypatch.setattr(module, "_exposed", lambda *_: ("K2, Dec 2025, may be worked out: K3.",))
    with pytest.raises(DeliveryRefused, match=r"K2, Dec 2025, may be worked out: K3\. .*--despite-notices"):
        sent(errand(listed))
    assert [one.state for one in sent(errand(listed, despite_notices=True)).outcomes] == [State.SENT] * 2


def test_a_draft_that_holds_no_longer_is_taken_away_and_named(tmp_path: Path):
    book = write_book(tmp_path / "plan.xlsx", Distribution=PEOPLE[:2])
    asked = errand(book, settings=MailSettings())
    folder = tmp_path / "plan Q3 2025-26 drafts"
    sent_to = [one.draft for one in run_send(asked, today=date(2026, 1, 20), now=NOW, sent_by="sam").outcomes]
    assert {path.name for path in folder.iterdir()} == {path.name for path in sent_to}
    write_book(book, Distribution=[{**PEOPLE[0], "edition": "Published"}])
    done = run_send(asked, today=date(2026, 1, 20), now=NOW, sent_by="sam")
    assert [path.name for path in folder.iterdir()] == ["Q3 2025-26 published - sam@northmere.example.eml"]
    gone = [(one.address, one.edition) for one in done.outcomes if "was deleted" in one.reason]
    assert gone == [("jo@northmere.example", Edition.PUBLISHED), ("sam@northmere.example", Edition.WORKING)]
    assert not done.all_well
    write_book(book, Distribution=[{**PEOPLE[0], "edition": "Published"}], readings=OTHER_READINGS)
    run_send(asked, today=date(2026, 1, 20), now=NOW, sent_by="sam")
    assert [path.name for path in folder.iterdir()] == ["Q3 2025-26 published issue 2 - sam@northmere.example.eml"]


def test_drafts_of_two_workbooks_in_one_folder_stand_side_by_side(tmp_path: Path):
    folder = tmp_path / "drafts"
    records = {"ledger": tmp_path / "sends.sqlite", "archive": tmp_path / "archive"}
    first = write_book(tmp_path / "a.xlsx", Distribution=PEOPLE[:1])
    second = write_book(tmp_path / "b.xlsx", Distribution=PEOPLE[:1], readings=OTHER_READINGS)
    for book in (first, second, first, second):
        asked = errand(book, settings=MailSettings(drafts=folder), **records)
        (done,) = run_send(asked, today=date(2026, 1, 20), now=NOW, sent_by="sam").outcomes
        assert done.draft.read_bytes().count(f"{book.stem} Q3 2025-26 report.xlsx".encode()) > 0
    assert len(list(folder.iterdir())) == 2


def test_a_draft_with_a_password_is_never_replaced_by_one_without(tmp_path: Path):
    book = write_book(tmp_path / "plan.xlsx", Distribution=PEOPLE[:1])
    asked = errand(book, settings=MailSettings(), open_password="three random words")
    (first,) = run_send(asked, today=date(2026, 1, 20), now=NOW, sent_by="sam").outcomes
    shut = first.draft.read_bytes()
    without = errand(book, settings=MailSettings())
    (held,) = run_send(without, today=date(2026, 1, 20), now=NOW, sent_by="sam").outcomes
    assert (held.state, "has a password" in held.reason, first.draft.read_bytes() == shut) == (State.HELD, True, True)
    first.draft.unlink()
    (done,) = run_send(without, today=date(2026, 1, 20), now=NOW, sent_by="sam").outcomes
    assert done.state is State.DRAFTED


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps rights with folders")
def test_drafts_ledger_and_archive_are_for_their_owner_alone(tmp_path: Path):
    book = write_book(tmp_path / "plan.xlsx", Distribution=PEOPLE[:2])
    records = {"ledger": tmp_path / "in" / "a" / "sends.sqlite", "archive": tmp_path / "in" / "b" / "archive"}
    run_send(errand(book, settings=MailSettings(), **records), today=date(2026, 1, 20), now=NOW, sent_by="sam")
    made = [path for path in tmp_path.rglob("*") if path != book and path.suffix != ".lock"]
    assert {oct(path.stat().st_mode & 0o777) for path in made if path.is_dir()} == {"0o700"}
    assert {oct(path.stat().st_mode & 0o777) for path in made if path.is_file()} == {"0o600"}


def test_the_threshold_stays_that_of_the_report_that_was_published(listed: Path):
    sent(errand(listed, threshold=10))
    assert {one.assessment.published.threshold for one in sent(errand(listed)).made if one.assessment.published} == {10}


def run(*words, capsys) -> tuple[int, str, str]:
    code = run_command(["send", *map(str, words)])
    told = capsys.readouterr()
    return code, told.out, told.err


@pytest.fixture
def _own_folder(tmp_path: Path, monkeypatch):
    monkeypatch.setattr("quarterly.cli.sending.own_folder", lambda: tmp_path / "own")


ASKED = ("--quarter", "Q3 2025/26", "--as-at", "20/1/2026")


@pytest.mark.usefixtures("_own_folder")
def test_without_settings_drafts_are_written_for_a_person_to_send(listed: Path, capsys):
    code, out, _ = run(listed, *ASKED, capsys=capsys)
    assert code == 1  # a row of the list cannot be read
    assert "Drafts made for" in out
    assert "Nothing has been sent. Open each draft in Outlook" in out
    assert "odd@northmere" in out
    folder = listed.parent / "plan Q3 2025-26 drafts"
    assert sorted(path.name for path in folder.iterdir()) == [
        "Q3 2025-26 published - jo@northmere.example.eml",
        "Q3 2025-26 working - sam@northmere.example.eml",
    ]
    assert (listed.parent / "own" / "sends.sqlite").exists()


@pytest.mark.usefixtures("_own_folder")
def test_for_a_program(listed: Path, capsys):
    code, out, _ = run(listed, *ASKED, "--dry-run", "--json", capsys=capsys)
    found = json.loads(out)
    assert code == 1
    assert (found["way"], found["dry_run"], found["counts"]) == ("eml", True, {"planned": 2})
    assert found["recipients"][0] == {
        "address": "sam@northmere.example",
        "edition": "working",
        "state": "planned",
        "earlier": False,
        "reason": "",
        "draft": None,
    }
    assert found["reports"] == [
        {"edition": "working", "issue": 1, "as_at": "2026-01-20", "link": None},
        {"edition": "published", "issue": 1, "as_at": "2026-01-20", "link": None},
    ]
    assert "84.4" not in out  # none of the figures


@pytest.mark.usefixtures("_own_folder")
def test_a_new_password_is_shown_once_to_a_person_and_never_to_a_program(listed: Path, capsys):
    code, out, _ = run(listed, *ASKED, "--password-from", "new", capsys=capsys)
    assert code == 1
    assert "The password that opens the attachments: " in out
    code, out, err = run(listed, *ASKED, "--password-from", "new", "--json", capsys=capsys)
    assert (code, "A new password is shown to a person" in err) == (2, True)


@pytest.mark.usefixtures("_own_folder")
def test_the_password_of_an_environment_variable(listed: Path, capsys, monkeypatch):
    monkeypatch.setenv("OPEN_IT", "three random words")
    code, out, err = run(listed, *ASKED, "--password-from", "OPEN_IT", capsys=capsys)
    assert code == 1
    assert "three random words" not in out + err


@pytest.mark.usefixtures("_own_folder")
def test_a_link_is_shown_to_people_and_programs_and_needs_a_place(listed: Path, capsys):
    asked = ["send", str(listed), "--quarter", "Q3 2025/26", "--records", str(listed.parent / "r"), "--dry-run"]
    both = ["--link-to", PLACE, "--save-to", str(listed.parent)]
    run_command([*asked, *both])
    assert f"as a link: {PLACE}/{WORKING_NAME}" in capsys.readouterr().out
    run_command([*asked, *both, "--json"])
    shown = json.loads(capsys.readouterr().out)["reports"]
    assert [one["link"] for one in shown] == [f"{PLACE}/{WORKING_NAME}", f"{PLACE}/{PUBLISHED_NAME}"]
    for wrong, said in ((both[:2], "go together"), (both[2:], "go together"), ([*both, "--pdf"], "attaches nothing")):
        assert run_command([*asked, *wrong]) == 2
        assert said in " ".join(capsys.readouterr().err.split())


def test_a_stranger_cannot_be_sent_to(listed: Path, capsys):
    code, _, err = run(listed, *ASKED, "--to", "stranger@evil.example", capsys=capsys)
    assert (code, err.startswith("stranger@evil.example is not on the distribution list")) == (2, True)


@pytest.mark.usefixtures("_own_folder")
def test_a_mail_server_needs_settings(listed: Path, capsys):
    code, _, err = run(listed, *ASKED, "--way", "smtp", capsys=capsys)
    assert (code, "Give server" in err) == (2, True)


JOBS = """
[mail]
way = "smtp"
server = "mail.northmere.example"
sender = "reports@northmere.example"
domains = ["northmere.example"]

[[job]]
name = "Quarterly"
workbook = "plan.xlsx"
due = "monthly on the 5th"
"""


def test_settings_come_from_a_jobs_file_and_so_do_its_records(listed: Path, capsys):
    jobs = listed.parent / "jobs.toml"
    jobs.write_text(JOBS)
    code, out, err = run(listed, *ASKED, "--settings", jobs, "--dry-run", "--json", capsys=capsys)
    assert (code, err) == (1, "")
    assert json.loads(out)["way"] == "smtp"
    code, out, _ = run(
        listed, *ASKED, "--settings", jobs, "--way", "eml", "--records", listed.parent / "mine", capsys=capsys
    )
    assert (listed.parent / "mine" / "sends.sqlite").exists()


def test_a_jobs_file_with_a_mistake_in_its_mail_is_refused_with_the_line(listed: Path, capsys):
    jobs = listed.parent / "jobs.toml"
    jobs.write_text(JOBS.replace("server =", "servr ="))
    code, _, err = run(listed, *ASKED, "--settings", jobs, capsys=capsys)
    assert code == 2
    assert "servr" in err
    assert "line 4" in err


def test_the_threshold_is_that_of_the_job_that_publishes_the_workbook(listed: Path, capsys):
    jobs = listed.parent / "jobs.toml"
    publishes = 'editions = ["published"]\nthreshold = 10\n'
    other = JOBS.partition("[[job]]")[2].replace("Quarterly", "Other").replace("plan.xlsx", "other.xlsx")
    jobs.write_text(f"{JOBS}{publishes}\n[[job]]{other}{publishes.replace('10', '20')}")
    asked = (listed, *ASKED, "--settings", jobs, "--way", "eml", "--edition", "published")
    assert run(*asked, capsys=capsys)[0] == 1
    (kept,) = Archive(listed.parent / "jobs records" / "archive").reports()
    assert kept.manifest.recipe.threshold == 10
    jobs.write_text(jobs.read_text().replace("other.xlsx", "*.xlsx").replace("[[job]]", '[[job]]\nfolder = "{job}"'))
    code, _, err = run(*asked, capsys=capsys)
    assert (code, "different thresholds; say which with --threshold" in err) == (2, True)
    assert run(*asked, "--threshold", "10", "--dry-run", capsys=capsys)[0] == 1


@pytest.mark.usefixtures("_own_folder")
def test_what_must_be_read_is_shown_to_people_and_programs(listed: Path, capsys):
    _, out, _ = run(listed, *ASKED, "--dry-run", capsys=capsys)
    assert f"Please note: {OWN_WORDS}" in " ".join(out.split())
    _, out, _ = run(listed, *ASKED, "--dry-run", "--json", capsys=capsys)
    assert OWN_WORDS in json.loads(out)["notices"]
