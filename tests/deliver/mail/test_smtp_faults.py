"""A mail server that misbehaves: nobody gets anything twice, and whoever got nothing is named with the reason."""

import smtplib
import socket
import threading
from email import policy
from email.parser import BytesParser

import pytest
import trustme
from posting_office import NOW, a_parcel, a_person, a_summary, by_smtp
from scripted_server import Script, ca_file, context_for, scripted

from quarterly.deliver.mail import Attachment, Security, State, send_parcels
from quarterly.deliver.mail.post import Seams

SAM, JO = a_person("sam"), a_person("jo")


def sending(port, tmp_path, *people, slept=None, parcel=None, **changes):
    settings = by_smtp(**({"port": port, "ca_file": ca_file(), "timeout": 60.0} | changes))
    return send_parcels(
        (parcel or a_parcel(),),
        people or (SAM, JO),
        settings,
        ledger=tmp_path / "sends.sqlite",
        now=NOW,
        seams=Seams(sleep=(slept if slept is not None else []).append),
    )


def states(outcomes):
    return [(one.address.partition("@")[0], one.state) for one in outcomes]


def test_a_refused_recipient_is_named_and_the_others_get_theirs(tmp_path):
    script = Script(recipients={"sam": ["550 5.1.1 no such user\r\nhere"]})
    with scripted(script) as port:
        outcomes = sending(port, tmp_path)
    assert states(outcomes) == [("sam", State.REFUSED), ("jo", State.SENT)]
    assert outcomes[0].reason.startswith("The mail server refused the address: 550 5.1.1 no such user")
    assert [address for address, _ in script.taken] == ["jo@northmere.example"]


def test_a_temporary_refusal_is_tried_again_after_the_others(tmp_path):
    script = Script(recipients={"sam": ["451 greylisted", "450 busy"]})
    slept: list[float] = []
    with scripted(script) as port:
        outcomes = sending(port, tmp_path, slept=slept)
    assert states(outcomes) == [("sam", State.SENT), ("jo", State.SENT)]
    assert slept == [1.0, 2.0]
    assert [address for address, _ in script.taken] == ["jo@northmere.example", "sam@northmere.example"]


def test_who_is_refused_for_a_time_again_and_again_is_left_to_the_next_run(tmp_path):
    with scripted(Script(recipients={"sam": ["451 later"] * 3})) as port:
        first = sending(port, tmp_path, SAM)
        second = sending(port, tmp_path, SAM)
    assert states(first) == [("sam", State.UNSENT)]
    assert first[0].reason == "The mail server refused the address: 451 later."
    assert states(second) == [("sam", State.SENT)]


def test_lines_that_begin_with_a_dot_arrive_whole_and_end_nothing(tmp_path):
    words = "x" + "." * 400
    script = Script()
    with scripted(script) as port:
        sending(port, tmp_path, SAM, parcel=a_parcel(summary=a_summary(words=(words,))))
    ((_, content),) = script.taken
    assert b"\r\n.." in content
    body = BytesParser(policy=policy.default).parsebytes(content).get_body(("plain",))
    assert f"- {words}\r\n" in body.get_content()


def test_a_message_refused_after_it_was_sent_is_refused(tmp_path):
    script = Script(messages={"sam": ["554 5.7.1 looks like spam"]})
    with scripted(script) as port:
        outcomes = sending(port, tmp_path)
    assert states(outcomes) == [("sam", State.REFUSED), ("jo", State.SENT)]


@pytest.mark.parametrize("how", ["drop", pytest.param("stall", marks=pytest.mark.slow)])
def test_a_connection_lost_before_the_message_is_tried_again(tmp_path, how):
    script = Script(recipients={"sam": [how]})
    with scripted(script) as port:
        outcomes = sending(port, tmp_path, timeout=5.0 if how == "stall" else 60.0)
    assert states(outcomes) == [("sam", State.SENT), ("jo", State.SENT)]
    assert sorted(address for address, _ in script.taken) == ["jo@northmere.example", "sam@northmere.example"]


@pytest.mark.parametrize("how", ["drop", "keep and drop", pytest.param("stall", marks=pytest.mark.slow)])
def test_a_connection_lost_after_the_message_is_uncertain_and_never_sent_again_silently(tmp_path, how):
    script = Script(messages={"sam": [how]})
    patience = 5.0 if how == "stall" else 60.0
    with scripted(script) as port:
        first = sending(port, tmp_path, timeout=patience)
        second = sending(port, tmp_path, timeout=patience)
    assert states(first) == states(second) == [("sam", State.UNCERTAIN), ("jo", State.SENT)]
    assert first[0].reason.startswith("The message was handed over, and the server did not say whether it took it")
    assert "--resend-uncertain sam@northmere.example" in second[0].reason
    assert [address for address, _ in script.taken].count("sam@northmere.example") == (how == "keep and drop")


def test_an_uncertain_message_goes_again_when_somebody_asks(tmp_path):
    script = Script(messages={"sam": ["drop"]})
    with scripted(script) as port:
        sending(port, tmp_path)
        settings = by_smtp(port=port, ca_file=ca_file())
        outcomes = send_parcels(
            (a_parcel(),),
            (SAM, JO),
            settings,
            ledger=tmp_path / "sends.sqlite",
            now=NOW,
            resend_uncertain=frozenset({"SAM@northmere.example"}),
        )
    assert states(outcomes) == [("sam", State.SENT)]
    assert sorted(address for address, _ in script.taken) == ["jo@northmere.example", "sam@northmere.example"]


@pytest.mark.parametrize("step", ["MAIL", "DATA", "STARTTLS"])
def test_a_server_that_refuses_a_step_for_a_time_sends_nothing(tmp_path, monkeypatch, step):
    name = {"MAIL": "mail", "DATA": "docmd", "STARTTLS": "starttls"}[step]
    well = getattr(smtplib.SMTP, name)

    def later(smtp, *words, **more):
        return well(smtp, *words, **more) if step == "DATA" != words[0] else (451, b"try later")

    monkeypatch.setattr(smtplib.SMTP, name, later)
    script = Script()
    with scripted(script) as port:
        (outcome,) = sending(port, tmp_path, SAM)
    assert outcome.state is State.UNSENT
    assert outcome.reason.endswith(": 451 try later.")
    assert script.taken == []


def test_an_account_that_is_locked_for_a_time_is_tried_again(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET", "x")

    def locked(*_words):
        raise smtplib.SMTPAuthenticationError(454, b"temporary failure of x")

    monkeypatch.setattr(smtplib.SMTP, "login", locked)
    slept: list[float] = []
    with scripted(Script()) as port:
        (outcome,) = sending(port, tmp_path, SAM, username="quarterly", password_from="SECRET", slept=slept)
    assert outcome.reason == "localhost did not accept the log-in of quarterly (454)."
    assert slept == [1.0, 2.0]


def test_a_server_that_leaves_between_two_messages_is_asked_again(tmp_path):
    script = Script(recipients={"sam": ["421 closing down"]})
    with scripted(script) as port:
        outcomes = sending(port, tmp_path)
    assert states(outcomes) == [("sam", State.SENT), ("jo", State.SENT)]


CERTIFICATES = {
    "has expired": context_for("localhost", expired=True),
    "is for another server": context_for("mail.elsewhere.example"),
    "comes from an authority that is not trusted": context_for("localhost", authority=trustme.CA()),
}


@pytest.mark.parametrize("from_the_start", [False, True])
@pytest.mark.parametrize("why", list(CERTIFICATES))
def test_a_certificate_that_is_not_good_stops_everything(tmp_path, why, from_the_start):
    script = Script()
    security = Security.TLS if from_the_start else Security.STARTTLS
    with scripted(script, CERTIFICATES[why], from_the_start=from_the_start) as port:
        outcomes = sending(port, tmp_path, security=security)
    assert states(outcomes) == [("sam", State.UNSENT), ("jo", State.UNSENT)]
    assert {one.reason for one in outcomes} == {f"The certificate of localhost {why}, so nothing was sent through it."}
    assert script.taken == []


def test_a_server_without_encryption_gets_nothing(tmp_path):
    script = Script()
    with scripted(script, offers_tls=False) as port:
        outcomes = sending(port, tmp_path)
    assert {one.reason for one in outcomes} == {
        "localhost offers no encryption (STARTTLS), so nothing was sent through it."
    }
    assert script.taken == []


def test_a_server_that_does_not_speak_tls_where_it_should_is_named(tmp_path):
    with scripted(Script(), offers_tls=False) as port:
        (outcome,) = sending(port, tmp_path, SAM, security=Security.TLS)
    assert outcome.reason == "localhost does not speak TLS as it should."


def test_a_message_larger_than_the_server_takes_is_not_begun(tmp_path):
    parcel = a_parcel(attachments=(Attachment(name="report.pdf", content=b"%PDF-" + bytes(80_000)),))
    script = Script()
    with scripted(script, limit=100_000) as port:
        (outcome,) = sending(port, tmp_path, SAM, parcel=parcel)
    assert (outcome.state, outcome.reason) == (State.REFUSED, "The message has 0.1 MB; at most 0.1 MB are taken.")


def test_the_settings_own_limit_holds_before_any_server_is_asked(tmp_path):
    parcel = a_parcel(attachments=(Attachment(name="report.pdf", content=b"%PDF-" + bytes(900_000)),))
    with scripted(Script()) as port:
        (outcome,) = sending(port, tmp_path, SAM, parcel=parcel, max_mb=1)
    assert outcome.state is State.REFUSED
    assert outcome.reason.endswith("at most 1.0 MB are taken.")


def test_a_wrong_password_is_said_without_the_password(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET", "Tr0ub4dor")
    with scripted(Script()) as port:
        (outcome,) = sending(port, tmp_path, SAM, username="quarterly", password_from="SECRET")
    assert outcome.state is State.UNSENT
    assert outcome.reason == "localhost did not accept the log-in of quarterly (535)."


def test_the_right_password_logs_in(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET", "open sesame")
    with scripted(Script()) as port:
        (outcome,) = sending(port, tmp_path, SAM, username="quarterly", password_from="SECRET")
    assert outcome.state is State.SENT


def test_nobody_listening_is_tried_again_and_named(tmp_path):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    slept: list[float] = []
    outcomes = sending(port, tmp_path, slept=slept)
    assert states(outcomes) == [("sam", State.UNSENT), ("jo", State.UNSENT)]
    assert outcomes[0].reason == "No connection to localhost: Connection refused."
    assert slept == [1.0, 2.0]


def test_a_server_that_does_not_exist_is_named(tmp_path):
    (outcome,) = sending(25, tmp_path, SAM, server="mail.nowhere.invalid", waits=())
    assert outcome.reason == "No mail server mail.nowhere.invalid was found."


@pytest.mark.slow
def test_a_server_that_never_speaks_is_given_up(tmp_path):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        (outcome,) = sending(silent.getsockname()[1], tmp_path, SAM, timeout=1.0, waits=())
    assert outcome.reason == "No connection to localhost: no answer in time."


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"421 too many connections\r\n", "421 too many connections."),
        (b"220 \xff\xfe nonsense\r\n", ""),
        (b"\x00" * 9000, ""),
    ],
)
def test_a_server_that_talks_nonsense_is_given_up(tmp_path, answer, said):
    with socket.socket() as odd:
        odd.bind(("127.0.0.1", 0))
        odd.listen()

        def serve():
            connection, _ = odd.accept()
            connection.sendall(answer)
            connection.recv(100)
            connection.close()

        talking = threading.Thread(target=serve, daemon=True)
        talking.start()
        (outcome,) = sending(odd.getsockname()[1], tmp_path, SAM, waits=())
        talking.join(60)
    assert outcome.state is State.UNSENT
    assert outcome.reason.startswith(f"No connection to localhost: {said}")
