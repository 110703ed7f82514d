"""Sending through a real mail server, and opening the mailboxes that it delivered to."""

import smtplib
import ssl
from email import policy
from email.parser import BytesParser
from pathlib import Path

import pytest
import real_exim
from posting_office import NOW, a_parcel, a_person, a_workbook, both, by_smtp
from real_exim import ACCOUNT, PASSWORD, RealServer

from quarterly.deliver.ledger import read_ledger
from quarterly.deliver.mail import Attachment, Security, State, send_parcels

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(real_exim.reason_to_skip()), reason=real_exim.reason_to_skip() or "-"),
]
PEOPLE = (
    a_person("sam.field"),
    a_person("zoe", name="Zoë “Jo” Ó Néill, <x@evil.example>", edition="Published"),
    a_person("o'neill+reports", name='Field, Sam "the lead"'),
    a_person("gone"),
    a_person("stranger", email="stranger@evil.example"),
)


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv("MAIL_PASSWORD", PASSWORD)
    with real_exim.real_server() as started:
        yield started


def settings_of(server: RealServer, **changes):
    fields = {
        "port": server.port,
        "ca_file": server.ca_file,
        "username": ACCOUNT,
        "password_from": "MAIL_PASSWORD",
        "timeout": 60.0,
    }
    return by_smtp(**(fields | changes))


def sent(server: RealServer, tmp_path: Path, **changes):
    return send_parcels(both(), PEOPLE, settings_of(server, **changes), ledger=tmp_path / "sends.sqlite", now=NOW)


@pytest.mark.parametrize("security", list(Security))
def test_everybody_gets_their_own_edition_once(server: RealServer, tmp_path: Path, security: Security):
    port = server.tls_port if security is Security.TLS else server.port
    outcomes = sent(server, tmp_path, security=security, port=port)
    assert [(one.address.partition("@")[0], one.state) for one in outcomes] == [
        ("sam.field", State.SENT),
        ("zoe", State.SENT),
        ("o'neill+reports", State.SENT),
        ("gone", State.REFUSED),
        ("stranger", State.HELD),
    ]
    assert outcomes[3].reason == "The mail server refused the address: 550 no such mailbox."
    again = sent(server, tmp_path, security=security, port=port)
    assert [one.state for one in again] == [one.state for one in outcomes]
    mail = server.mailbox(3)
    found = [
        (one["Envelope-to"], [address.addr_spec for address in one["To"].addresses], one["Return-path"], _files(one))
        for one in mail
    ]
    working, published = "plan Q3 2025-26 working report.xlsx", "plan Q3 2025-26 published report.xlsx"
    assert found == [
        (address, [address], "<performance@northmere.example>", [(file, a_workbook())])
        for address, file in (
            ("o'neill+reports@northmere.example", working),
            ("sam.field@northmere.example", working),
            ("zoe@northmere.example", published),
        )
    ]
    assert mail[1]["Subject"].startswith("OFFICIAL-SENSITIVE: Children's services improvement plan")
    assert all(name not in one for one in mail for name in ("Cc", "Bcc"))
    assert mail[0]["Received"].startswith("by localhost with esmtpsa")  # encrypted and logged in


def _files(message):
    return [(part.get_filename(), part.get_payload(decode=True)) for part in message.iter_attachments()]


def test_a_large_attachment_arrives_byte_for_byte(server: RealServer, tmp_path: Path):
    pdf = b"%PDF-1.7\n" + bytes(range(256)) * 40_000 + b"\r\n.\r\n..\r\n%%EOF"
    parcel = a_parcel(attachments=(Attachment(name="report.pdf", content=pdf),))
    (outcome,) = send_parcels((parcel,), PEOPLE[:1], settings_of(server), ledger=tmp_path / "s.sqlite", now=NOW)
    assert (outcome.state, outcome.reason) == (State.SENT, "Sent.")
    assert [_files(one) for one in server.mailbox(1)] == [[("report.pdf", pdf)]]


def test_more_than_the_server_takes_is_refused_before_it_is_sent(server: RealServer, tmp_path: Path):
    parcel = a_parcel(attachments=(Attachment(name="report.pdf", content=b"%PDF-" + bytes(24_000_000)),))
    (outcome,) = send_parcels(
        (parcel,), PEOPLE[:1], settings_of(server, max_mb=100), ledger=tmp_path / "s.sqlite", now=NOW
    )
    assert outcome.state is State.REFUSED
    assert outcome.reason == "The message has 32.8 MB; at most 31.5 MB are taken."
    assert server.mailbox(1, patience=0.2) == []


def test_a_wrong_password_sends_nothing_and_is_not_repeated_in_words(server: RealServer, tmp_path: Path, monkeypatch):
    monkeypatch.setenv("MAIL_PASSWORD", "Tr0ub4dor")
    outcomes = sent(server, tmp_path)
    assert {one.state for one in outcomes} == {State.UNSENT, State.HELD}
    assert outcomes[0].reason == "localhost did not accept the log-in of quarterly (535)."
    with read_ledger(tmp_path / "sends.sqlite") as ledger:
        assert ledger is not None
        assert ledger.everything() == ()


def test_a_server_whose_certificate_nobody_here_trusts_gets_nothing(server: RealServer, tmp_path: Path):
    outcomes = sent(server, tmp_path, ca_file=None)
    assert outcomes[0].reason == (
        "The certificate of localhost comes from an authority that is not trusted, so nothing was sent through it."
    )


def test_the_server_itself_would_have_refused_mail_without_log_in_or_encryption(server: RealServer):
    """What stands in for a council's server is as strict as one."""
    with smtplib.SMTP("localhost", server.port) as plain:
        plain.ehlo()
        assert plain.mail("x@northmere.example")[0] == 550
    with smtplib.SMTP("localhost", server.port) as anonymous:
        anonymous.starttls(context=ssl.create_default_context(cafile=str(server.ca_file)))
        anonymous.ehlo()
        assert anonymous.mail("x@northmere.example")[0] == 550


def test_what_arrived_reads_the_same_to_an_old_parser(server: RealServer, tmp_path: Path):
    sent(server, tmp_path)
    server.mailbox(3)
    for file in server.folder.glob("mail/new/*"):
        old = BytesParser(policy=policy.compat32).parsebytes(file.read_bytes())
        assert len(old.get_all("To", [])) == len(old.get_all("Subject", [])) == len(old.get_all("From", [])) == 1
