"""Sending as a whole: intent, outcome, tries, earlier runs, and what ends a sending."""

import sqlite3
from datetime import timedelta
from email import policy
from email.parser import BytesParser
from io import BytesIO

import msoffcrypto
import pytest
from posting_office import (
    NOW,
    Told,
    a_parcel,
    a_person,
    a_summary,
    a_workbook,
    both,
    by_smtp,
    with_carrier,
)
from xlsxwriter import Workbook

from quarterly.deliver.ledger import SendKey, open_ledger, read_ledger
from quarterly.deliver.mail import Attachment, MailSettings, State, Way, send_parcels
from quarterly.deliver.mail.before import withdraw
from quarterly.deliver.mail.carrier import Closed, Delivery, Verdict
from quarterly.deliver.mail.choosing import choose
from quarterly.deliver.mail.message import MessageUnsafe
from quarterly.errors import DeliveryRefused
from quarterly.model.edition import Edition

SAM, JO, AL = a_person("sam"), a_person("jo", edition="Published"), a_person("al")
PEOPLE = (SAM, JO, AL)
LATER = Delivery(verdict=Verdict.TEMPORARY, reason="Later.")
NEVER = Delivery(verdict=Verdict.PERMANENT, reason="Never.")
PERHAPS = Delivery(verdict=Verdict.UNCERTAIN, reason="Perhaps.")


def post(tmp_path, carrier=None, people=PEOPLE, settings=None, parcels=None, slept=None, now=NOW, **how):
    return send_parcels(
        parcels or both(),
        people,
        settings or by_smtp(),
        ledger=tmp_path / "sends.sqlite",
        now=now,
        seams=with_carrier(carrier or Told(), slept),
        **how,
    )


def states(outcomes):
    return [(one.address.partition("@")[0], one.state, one.earlier) for one in outcomes]


def in_ledger(tmp_path):
    with read_ledger(tmp_path / "sends.sqlite") as ledger:
        return {entry.key.address.partition("@")[0]: entry.state for entry in ledger.everything()} if ledger else None


def hiding(*, macros: bool = False) -> Attachment:
    """A report in which somebody hid a row, or that somebody saved with macros."""
    target = BytesIO()
    with Workbook(target, {"in_memory": True}) as book:
        book.add_worksheet("Summary").set_row(3, None, None, {"hidden": not macros})
    return Attachment(name="plan.xlsm" if macros else "plan.xlsx", content=target.getvalue())


SCRIPT = Attachment(name="plan.pdf", content=b"%PDF-1.7\n<< /S /JavaScript >>")


@pytest.mark.parametrize("unfit", [hiding(), hiding(macros=True), SCRIPT], ids=["hidden row", "macros", "script"])
@pytest.mark.parametrize("dry_run", [True, False])
@pytest.mark.parametrize("way", [Way.SMTP, Way.EML])
def test_nothing_leaves_with_what_a_reader_would_not_see(tmp_path, unfit, dry_run, way):
    """Every file of every parcel is looked through before anybody is written to, whatever it came from."""
    good = a_parcel(Edition.WORKING)
    parcels = good, a_parcel(Edition.PUBLISHED, attachments=(*good.attachments, unfit))
    carrier, settings = Told(), by_smtp() if way is Way.SMTP else drafts(tmp_path)
    with pytest.raises(DeliveryRefused, match=r"plan\.\w+. is not sent"):
        post(tmp_path, carrier, parcels=parcels, settings=settings, dry_run=dry_run)
    assert (carrier.asked, carrier.taken, in_ledger(tmp_path)) == ([], [], None)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def drafts(tmp_path, **changes) -> MailSettings:
    return MailSettings(drafts=tmp_path / "drafts", **changes)


def test_the_outcomes_stand_in_the_ledger(tmp_path):
    carrier = Told([Delivery(verdict=Verdict.TAKEN), NEVER, PERHAPS])
    assert states(post(tmp_path, carrier)) == [
        ("sam", State.SENT, False),
        ("jo", State.REFUSED, False),
        ("al", State.UNCERTAIN, False),
    ]
    assert in_ledger(tmp_path) == {"al": State.UNCERTAIN, "jo": State.REFUSED, "sam": State.SENT}
    assert carrier.asked[-1] == "closed"


def test_a_second_run_sends_only_what_was_certainly_not_sent(tmp_path):
    post(tmp_path, Told([Delivery(verdict=Verdict.TAKEN), NEVER, PERHAPS]))
    carrier = Told()
    outcomes = post(tmp_path, carrier, now=NOW + timedelta(days=1))
    assert states(outcomes) == [("sam", State.SENT, True), ("al", State.UNCERTAIN, True), ("jo", State.SENT, False)]
    assert [one.reason for one in outcomes] == [
        "Sent on 20 Jan 2026; not sent again.",
        "Perhaps. It may have been sent. To send it again all the same: --resend-uncertain al@northmere.example",
        "Sent.",
    ]
    assert carrier.asked == ["jo@northmere.example", "closed"]


def test_a_changed_report_is_a_new_issue_and_goes_to_everybody_again(tmp_path):
    post(tmp_path)
    carrier = Told()
    again = post(tmp_path, carrier, parcels=tuple(a_parcel(edition, issue=2) for edition in Edition))
    assert [state for _, state, _ in states(again)] == [State.SENT] * 3
    assert len(carrier.taken) == 3


def test_the_day_before_a_crash_is_found_and_said_and_not_sent_again(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        post(tmp_path, Told([KeyboardInterrupt()]))
    assert in_ledger(tmp_path) == {"sam": None}
    carrier = Told()
    outcomes = post(tmp_path, carrier)
    assert states(outcomes) == [("sam", State.UNCERTAIN, True), ("jo", State.SENT, False), ("al", State.SENT, False)]
    assert outcomes[0].reason.startswith("A sending on 20 Jan 2026 was cut off while this message was under way.")
    assert in_ledger(tmp_path) == {"al": State.SENT, "jo": State.SENT, "sam": State.UNCERTAIN}


def test_a_dry_run_says_the_same_of_a_crash_and_changes_nothing(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        post(tmp_path, Told([KeyboardInterrupt()]))
    before = (tmp_path / "sends.sqlite").read_bytes()
    carrier = Told()
    outcomes = post(tmp_path, carrier, dry_run=True)
    assert states(outcomes) == [
        ("sam", State.UNCERTAIN, True),
        ("jo", State.PLANNED, False),
        ("al", State.PLANNED, False),
    ]
    assert (tmp_path / "sends.sqlite").read_bytes() == before
    assert carrier.asked == []


def test_a_dry_run_without_a_ledger_makes_none(tmp_path):
    assert [one.state for one in post(tmp_path, dry_run=True)] == [State.PLANNED] * 3
    assert list(tmp_path.iterdir()) == []


def test_an_uncertain_one_goes_again_when_asked_and_a_sent_one_never(tmp_path):
    post(tmp_path, Told([PERHAPS]))
    carrier = Told()
    asked = frozenset({"sam@northmere.example", "jo@northmere.example"})
    outcomes = post(tmp_path, carrier, resend_uncertain=asked)
    assert states(outcomes) == [("jo", State.SENT, True), ("sam", State.SENT, False)]
    assert carrier.asked == ["sam@northmere.example", "closed"]


def test_waits_grow_and_end(tmp_path):
    slept: list[float] = []
    outcomes = post(tmp_path, Told([LATER] * 9), slept=slept)
    assert [state for _, state, _ in states(outcomes)] == [State.UNSENT] * 3
    assert slept == [1.0, 2.0]
    assert in_ledger(tmp_path) == dict.fromkeys(("al", "jo", "sam"), State.UNSENT)


def test_a_way_that_opens_after_a_while_is_used(tmp_path):
    shut = Closed(reason="Down.", temporary=True)
    slept: list[float] = []
    outcomes = post(tmp_path, Told(closed=[shut, None, shut]), slept=slept)
    assert [state for _, state, _ in states(outcomes)] == [State.SENT] * 3
    assert slept == [1.0, 2.0]


def test_a_way_that_is_shut_for_good_ends_the_sending(tmp_path):
    carrier = Told(closed=[None, Closed(reason="No trust.", temporary=False)])
    slept: list[float] = []
    outcomes = post(tmp_path, carrier, slept=slept)
    assert [(one.state, one.reason) for one in outcomes] == [
        (State.SENT, "Sent."),
        (State.UNSENT, "No trust."),
        (State.UNSENT, "No trust."),
    ]
    assert slept == []


def test_a_password_that_is_not_there_leaves_everybody_unsent(tmp_path):
    class Locked(Told):
        def ready(self):
            raise DeliveryRefused("password-not-found", "There is no password.")

    assert {(one.state, one.reason) for one in post(tmp_path, Locked())} == {(State.UNSENT, "There is no password.")}


def test_nothing_is_sent_that_the_ledger_cannot_note(tmp_path, monkeypatch):
    def full(*_arguments, **_more):
        raise DeliveryRefused("send-ledger-unusable", "The disk is full.")

    monkeypatch.setattr("quarterly.deliver.ledger.Ledger.intend", full)
    carrier = Told()
    outcomes = post(tmp_path, carrier)
    assert [one.state for one in outcomes] == [State.UNSENT] * 3
    assert outcomes[0].reason == "The disk is full."
    assert carrier.taken == []


def test_a_message_that_does_not_read_back_is_held_and_the_others_go(tmp_path, monkeypatch):
    from quarterly.deliver.mail import post as post_module

    write = post_module.write_letter

    def doubtful(packed, to, *rest, **how):
        if to.local == "sam":
            raise MessageUnsafe("It did not read back.")
        return write(packed, to, *rest, **how)

    monkeypatch.setattr(post_module, "write_letter", doubtful)
    outcomes = post(tmp_path)
    assert [(one.state, one.reason) for one in outcomes] == [
        (State.HELD, "It did not read back."),
        (State.SENT, "Sent."),
        (State.SENT, "Sent."),
    ]
    assert in_ledger(tmp_path) == {"al": State.SENT, "jo": State.SENT}


def test_what_was_sent_and_could_not_be_noted_is_uncertain_and_ends_the_sending(tmp_path, monkeypatch):
    def full(*_arguments, **_more):
        raise DeliveryRefused("send-ledger-unusable", "The disk is full.")

    with monkeypatch.context() as patched:
        patched.setattr("quarterly.deliver.ledger.Ledger.settle", full)
        carrier = Told()
        outcomes = post(tmp_path, carrier)
    assert [one.state for one in outcomes] == [State.UNCERTAIN, State.UNSENT, State.UNSENT]
    assert len(carrier.taken) == 1
    assert [one.state for one in post(tmp_path)] == [State.UNCERTAIN, State.SENT, State.SENT]


def test_everybody_gets_a_message_of_their_own(tmp_path):
    carrier = Told()
    post(tmp_path, carrier)
    for letter in carrier.taken:
        everything = letter.content.decode("ascii")
        others = {str(other.to) for other in carrier.taken} - {str(letter.to)}
        assert not [other for other in others if other in everything]


def test_an_edition_goes_with_its_own_file_and_words(tmp_path):
    carrier = Told()
    post(tmp_path, carrier)
    for letter in carrier.taken:
        found = BytesParser(policy=policy.default).parsebytes(letter.content)
        edition = "published" if str(letter.to).startswith("jo") else "working"
        assert [part.get_filename() for part in found.iter_attachments()] == [f"plan Q3 2025-26 {edition} report.xlsx"]
        assert f"This is the {edition} edition." in found.get_body(("plain",)).get_content()


def test_a_summary_of_another_edition_never_leaves(tmp_path):
    parcel = a_parcel(Edition.PUBLISHED, summary=a_summary(Edition.WORKING))
    with pytest.raises(ValueError, match="another edition"):
        post(tmp_path, parcels=(parcel,))


def test_with_a_password_the_file_opens_with_it_alone_and_it_stands_nowhere(tmp_path):
    carrier, password = Told(), "three random words"
    post(tmp_path, carrier, people=(SAM,), open_password=password)
    (letter,) = carrier.taken
    assert password.encode() not in letter.content
    assert password.encode() not in (tmp_path / "sends.sqlite").read_bytes()
    (part,) = BytesParser(policy=policy.default).parsebytes(letter.content).iter_attachments()
    shut = msoffcrypto.OfficeFile(BytesIO(part.get_payload(decode=True)))
    shut.load_key(password=password)
    opened = BytesIO()
    shut.decrypt(opened)
    assert opened.getvalue() == a_workbook()


def test_the_password_comes_from_where_the_settings_say(tmp_path, monkeypatch):
    settings = by_smtp(open_password_from="OPEN_IT")
    with pytest.raises(DeliveryRefused, match="no password in the environment variable OPEN_IT"):
        post(tmp_path, settings=settings)
    monkeypatch.setenv("OPEN_IT", "three random words")
    carrier = Told()
    post(tmp_path, carrier, settings=settings, people=(SAM,))
    assert b"opens with a password" in carrier.taken[0].content


def test_a_pdf_cannot_be_shut(tmp_path):
    parcel = a_parcel(attachments=(Attachment(name="report.pdf", content=b"%PDF-1.7"),))
    with pytest.raises(DeliveryRefused, match=r'"report.pdf" cannot be given a password'):
        post(tmp_path, parcels=(parcel,), people=(SAM,), open_password="three random words")


LINK = "https://northmere.example/reports/plan.xlsx"


def test_a_link_leads_to_an_https_address_or_a_share(tmp_path):
    with pytest.raises(DeliveryRefused, match="neither an https address nor a path on a file share"):
        post(tmp_path, parcels=(a_parcel(link="http://northmere.example", attachments=()),), people=(SAM,))


def test_a_link_cannot_be_shut_by_a_password(tmp_path):
    with pytest.raises(DeliveryRefused, match="cannot have a password"):
        post(tmp_path, parcels=(a_parcel(link=LINK, attachments=()),), people=(SAM,), open_password="three words")
    assert in_ledger(tmp_path) is None


def test_a_parcel_has_a_link_or_attachments(tmp_path):
    with pytest.raises(ValueError, match="in place of attachments"):
        post(tmp_path, parcels=(a_parcel(link=LINK),), people=(SAM,))


def test_a_link_goes_by_the_same_rules_as_an_attachment(tmp_path):
    """Everybody gets the address of their own edition, once; whoever is held back is held back."""
    parcels = [
        a_parcel(edition, link=f"https://northmere.example/reports/{edition}.xlsx", attachments=())
        for edition in Edition
    ]
    strange = a_person("eve", email="eve@elsewhere.example")
    carrier = Told()
    outcomes = post(tmp_path, carrier, parcels=parcels, people=(*PEOPLE, strange))
    assert states(outcomes) == [
        (name, state, False)
        for name, state in (("sam", State.SENT), ("jo", State.SENT), ("al", State.SENT), ("eve", State.HELD))
    ]
    told = {str(letter.to).partition("@")[0]: letter for letter in carrier.taken}
    assert all(letter.attachments == () for letter in told.values())
    said = {
        name: [edition for edition in Edition if f"/{edition}.xlsx".encode() in letter.content]
        for name, letter in told.items()
    }
    assert said == {"sam": [Edition.WORKING], "al": [Edition.WORKING], "jo": [Edition.PUBLISHED]}
    assert {one.earlier for one in post(tmp_path, carrier, parcels=parcels)} == {True}


def test_nothing_is_sent_without_settings(tmp_path):
    with pytest.raises(DeliveryRefused, match="Give domains"):
        post(tmp_path, settings=MailSettings(way=Way.SMTP, server="x", sender="a@b.example"))


def test_drafts_are_made_again_in_the_same_place(tmp_path):
    for _ in range(2):
        outcomes = send_parcels(both(), PEOPLE, drafts(tmp_path), ledger=tmp_path / "sends.sqlite", now=NOW)
        assert [one.state for one in outcomes] == [State.DRAFTED] * 3
    assert sorted(path.name for path in (tmp_path / "drafts").iterdir()) == [
        "Q3 2025-26 published - jo@northmere.example.eml",
        "Q3 2025-26 working - al@northmere.example.eml",
        "Q3 2025-26 working - sam@northmere.example.eml",
    ]
    assert outcomes[0].draft == tmp_path / "drafts" / "Q3 2025-26 working - sam@northmere.example.eml"


def test_who_has_a_draft_is_not_sent_the_same_by_another_way(tmp_path):
    send_parcels(both(), (SAM,), drafts(tmp_path), ledger=tmp_path / "sends.sqlite", now=NOW)
    carrier = Told()
    (outcome,) = post(tmp_path, carrier, people=(SAM,))
    assert outcome.state is State.UNCERTAIN
    assert outcome.reason.startswith("A draft was made on 20 Jan 2026. It may have been sent.")
    assert carrier.taken == []


def test_a_draft_cut_off_is_written_again(tmp_path):
    with open_ledger(tmp_path / "sends.sqlite") as ledger:
        key = SendKey(
            report_key=a_parcel().report_key, issue=1, edition=Edition.WORKING, address="sam@northmere.example"
        )
        ledger.intend(key, Way.EML, "<1@x>", NOW)
    (outcome,) = send_parcels(both(), (SAM,), drafts(tmp_path), ledger=tmp_path / "sends.sqlite", now=NOW)
    assert outcome.state is State.DRAFTED


def test_who_was_sent_it_gets_no_draft(tmp_path):
    post(tmp_path, people=(SAM,))
    (outcome,) = send_parcels(both(), (SAM,), drafts(tmp_path), ledger=tmp_path / "sends.sqlite", now=NOW)
    assert (outcome.state, outcome.earlier) == (State.SENT, True)


def test_drafts_that_cannot_be_written_are_named(tmp_path, monkeypatch):
    (tmp_path / "drafts").write_text("in the way")
    outcomes = send_parcels(both(), PEOPLE, drafts(tmp_path), ledger=tmp_path / "sends.sqlite", now=NOW)
    assert {one.state for one in outcomes} == {State.UNSENT}
    assert "cannot be made" in outcomes[0].reason
    (tmp_path / "drafts").unlink()
    (tmp_path / "drafts").mkdir()
    monkeypatch.setattr("quarterly.outputs.os.fsync", lambda _handle: (_ for _ in ()).throw(OSError(28, "No space")))
    outcomes = send_parcels(both(), PEOPLE, drafts(tmp_path), ledger=tmp_path / "sends.sqlite", now=NOW)
    assert {one.state for one in outcomes} == {State.UNSENT}
    assert list((tmp_path / "drafts").iterdir()) == []


def test_the_ledger_holds_addresses_and_no_words_of_the_report(tmp_path):
    post(tmp_path)
    with sqlite3.connect(tmp_path / "sends.sqlite") as connection:
        said = " ".join(str(value) for row in connection.execute("SELECT * FROM sends") for value in row)
    connection.close()
    assert "sam@northmere.example" in said
    assert "Sam Field" not in said
    assert "indicators" not in said


def test_another_report_under_a_number_that_was_sent_is_refused(tmp_path):
    post(tmp_path, parcels=(a_parcel(fingerprint="one"),), people=(SAM,))
    carrier = Told()
    with pytest.raises(DeliveryRefused, match="another report was sent as issue 1"):
        post(tmp_path, carrier, parcels=(a_parcel(fingerprint="another"),), people=(SAM,))
    assert carrier.taken == []


def test_many_who_have_it_as_the_archive_says_are_counted(tmp_path):
    people = tuple(a_person(local) for local in ("a", "b", "c", "d", "e"))
    before = (*(person.email for person in people), "no address")
    with pytest.raises(DeliveryRefused, match=r"went to a@\S+, b@\S+, c@\S+ and 2 others, and the send ledger"):
        post(tmp_path, parcels=(a_parcel(sent_before=before),), people=people)


def test_a_draft_that_cannot_be_deleted_is_named(tmp_path, monkeypatch):
    send_parcels(both(), (SAM,), drafts(tmp_path), ledger=tmp_path / "sends.sqlite", now=NOW)

    def kept(_path, **_how):
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr("quarterly.deliver.mail.before.Path.unlink", kept)
        people = (a_person("jo"),)
        found = choose_and_withdraw(tmp_path, people)
    assert "could not be deleted (Permission denied). Delete it, and do not send it." in found[0].reason


def choose_and_withdraw(folder, people):
    everybody, held = choose(people, both(), drafts(folder))
    with open_ledger(folder / "sends.sqlite") as book:
        return withdraw(book, both(), everybody, held, NOW)
