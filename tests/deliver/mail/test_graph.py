"""Sending through Microsoft 365, against a stand-in that asks for what Microsoft documents."""

import json
import os
import stat
from email import policy
from email.parser import BytesParser
from pathlib import Path

import pytest
from graph_stand_in import CLIENT, MAILBOX, SECRET, TENANT, Microsoft, stand_in
from posting_office import NOW, a_parcel, a_person, by_smtp
from scripted_server import ca_file, context_for

from quarterly.deliver.mail import Attachment, SignIn, State, Way, send_parcels
from quarterly.deliver.mail.graph import CHUNK, GraphCarrier
from quarterly.deliver.mail.graph_sign_in import tokens_for
from quarterly.deliver.mail.http import Answer, Http
from quarterly.deliver.mail.post import Seams
from quarterly.deliver.mail.ways import carrier_for

SAM, JO = a_person("sam"), a_person("jo")
LARGE = b"%PDF-1.7\n" + bytes(range(256)) * 30_000  # 7.7 MB: three ranges
JUST_LARGE = LARGE[:3_100_000]  # one range
SMALL = b"%PDF-1.7\nsmall"


def settings_of(**changes):
    fields = {
        "way": Way.GRAPH,
        "tenant": TENANT,
        "client_id": CLIENT,
        "secret_from": "GRAPH_SECRET",
        "timeout": 60.0,
        "waits": (1.0, 2.0),
    }
    return by_smtp(**(fields | changes))


@pytest.fixture(autouse=True)
def _secret(monkeypatch):
    monkeypatch.setenv("GRAPH_SECRET", SECRET)
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)  # what this machine trusts and passes through is not the stand-in's


def sending(root, tmp_path, *people, slept=None, parcel=None, show=None, verify=None, **changes):
    settings = settings_of(**changes)

    def carrier(_settings):
        http = Http(settings.timeout, verify or str(ca_file()))
        return GraphCarrier(
            sender=MAILBOX,
            own=settings.sign_in is SignIn.DEVICE,
            tokens=tokens_for(settings, http, show, login=root),
            http=http,
            root=f"{root}/v1.0",
        )

    return send_parcels(
        (parcel or a_parcel(),),
        people or (SAM, JO),
        settings,
        ledger=tmp_path / "sends.sqlite",
        now=NOW,
        seams=Seams(carrier=carrier, sleep=(slept if slept is not None else []).append),
    )


def with_files(*files):
    return a_parcel(attachments=tuple(Attachment(name=name, content=content) for name, content in files))


def opened(content):
    return BytesParser(policy=policy.default).parsebytes(content)


def test_a_small_message_goes_in_one_request_signed_in_once(tmp_path):
    microsoft = Microsoft()
    with stand_in(microsoft) as root:
        outcomes = sending(root, tmp_path)
    assert [one.state for one in outcomes] == [State.SENT, State.SENT]
    assert microsoft.requests == [f"POST /users/{MAILBOX}/sendMail"] * 2
    assert [opened(one)["To"] for one in microsoft.sent] == [
        "Sam Field <sam@northmere.example>",
        "Sam Field <jo@northmere.example>",
    ]
    assert microsoft.tokens == 1


def test_a_large_attachment_goes_by_upload_session_in_ranges(tmp_path):
    microsoft = Microsoft()
    with stand_in(microsoft) as root:
        (outcome,) = sending(root, tmp_path, SAM, parcel=with_files(("a report.pdf", LARGE), ("b.pdf", SMALL)))
    assert (outcome.state, outcome.reason) == (State.SENT, "Sent.")
    (draft,) = microsoft.drafts.values()
    assert (draft["files"], draft["sent"]) == ({"a report.pdf": LARGE, "b.pdf": SMALL}, True)
    frame = opened(draft["frame"])
    assert frame["Subject"].startswith("OFFICIAL-SENSITIVE: ")
    assert list(frame.iter_attachments()) == []
    size = len(LARGE)
    assert microsoft.ranges == [
        f"bytes 0-{CHUNK - 1}/{size}",
        f"bytes {CHUNK}-{2 * CHUNK - 1}/{size}",
        f"bytes {2 * CHUNK}-{size - 1}/{size}",
    ]


def test_throttled_it_waits_as_long_as_asked_and_goes_on(tmp_path):
    microsoft = Microsoft(answers=[(429, {"Retry-After": "17"}), None, (503, {})])
    slept: list[float] = []
    with stand_in(microsoft) as root:
        outcomes = sending(root, tmp_path, slept=slept)
    assert [one.state for one in outcomes] == [State.SENT, State.SENT]
    assert slept == [17.0, 30.0]
    assert len(microsoft.sent) == 2


def test_throttling_that_lets_some_through_never_runs_out_of_tries(tmp_path):
    people = [a_person(f"p{number}") for number in range(6)]
    throttled = (429, {"Retry-After": "3"})
    microsoft = Microsoft(answers=[None, throttled] * 6)
    with stand_in(microsoft) as root:
        outcomes = sending(root, tmp_path, *people)
    assert {one.state for one in outcomes} == {State.SENT}


def test_an_expired_token_is_renewed_once(tmp_path):
    microsoft = Microsoft(expired={"token-1"})
    with stand_in(microsoft) as root:
        outcomes = sending(root, tmp_path)
    assert [one.state for one in outcomes] == [State.SENT, State.SENT]
    assert microsoft.tokens == 2
    assert len(microsoft.requests) == 3


def test_a_token_that_is_never_accepted_ends_the_sending(tmp_path):
    microsoft = Microsoft(expired={f"token-{number}" for number in range(20)})
    with stand_in(microsoft) as root:
        outcomes = sending(root, tmp_path)
    assert {(one.state, one.reason) for one in outcomes} == {
        (State.UNSENT, "Microsoft 365 does not accept the sign-in, even after it was renewed.")
    }
    assert len(microsoft.requests) == 2


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (
            403,
            f"Microsoft 365 does not let this application send as {MAILBOX}: a permission or its access policy is "
            "missing.",
        ),
        (404, f"Microsoft 365 knows no mailbox {MAILBOX}."),
    ],
)
def test_without_permission_or_mailbox_nobody_is_tried_further(tmp_path, status, said):
    microsoft = Microsoft(answers=[(status, {})])
    with stand_in(microsoft) as root:
        outcomes = sending(root, tmp_path)
    assert [(one.state, one.reason) for one in outcomes] == [(State.UNSENT, said)] * 2
    assert microsoft.sent == []


def test_a_refused_message_is_named_and_the_next_goes(tmp_path):
    microsoft = Microsoft(answers=[(400, {})])
    with stand_in(microsoft) as root:
        outcomes = sending(root, tmp_path)
    assert [one.state for one in outcomes] == [State.REFUSED, State.SENT]
    assert outcomes[0].reason == "Microsoft 365 refused the message: 400 Error400 As told."


@pytest.mark.parametrize("answer", ["hang up", "after", (500, {}), (504, {})])
def test_no_answer_to_the_sending_itself_is_uncertain(tmp_path, answer):
    microsoft = Microsoft(answers=[answer])
    with stand_in(microsoft) as root:
        first = sending(root, tmp_path)
        second = sending(root, tmp_path)
    assert [one.state for one in first] == [one.state for one in second] == [State.UNCERTAIN, State.SENT]
    assert len(microsoft.requests) == 2


@pytest.mark.slow
@pytest.mark.parametrize("step", [0, 1, 2])
@pytest.mark.parametrize("answer", ["hang up", (500, {}), (429, {"Retry-After": "1"})])
def test_whatever_fails_before_the_sending_is_tried_again_and_leaves_no_draft(tmp_path, step, answer):
    microsoft = Microsoft(answers=[None] * step + [answer])
    with stand_in(microsoft) as root:
        (outcome,) = sending(root, tmp_path, SAM, parcel=with_files(("a.pdf", JUST_LARGE)))
    assert outcome.state is State.SENT
    sent = [draft for draft in microsoft.drafts.values() if draft.get("sent")]
    assert [draft["files"] for draft in sent] == [{"a.pdf": JUST_LARGE}]


def test_a_wrong_secret_is_said_without_the_secret(tmp_path, monkeypatch):
    monkeypatch.setenv("GRAPH_SECRET", "wrong")
    with stand_in(Microsoft()) as root:
        outcomes = sending(root, tmp_path)
    assert {one.reason for one in outcomes} == {
        "Microsoft 365 did not accept the sign-in (invalid_client AADSTS7000215)."
    }


def test_a_secret_that_is_not_there_is_named(tmp_path, monkeypatch):
    monkeypatch.delenv("GRAPH_SECRET")
    with stand_in(Microsoft()) as root:
        outcomes = sending(root, tmp_path)
    assert outcomes[0].reason.startswith("There is no password in the environment variable GRAPH_SECRET.")


def test_a_certificate_that_is_not_good_sends_nothing(tmp_path):
    microsoft = Microsoft()
    with stand_in(microsoft, context_for("elsewhere.example")) as root:
        outcomes = sending(root, tmp_path)
    assert {one.state for one in outcomes} == {State.UNSENT}
    assert microsoft.sent == []


@pytest.mark.slow
def test_a_person_confirms_a_code_once_and_stays_signed_in(tmp_path):
    cache = tmp_path / "sign-in.json"
    shown: list[str] = []
    microsoft = Microsoft(authorization_pending=1)
    how = {"sign_in": SignIn.DEVICE, "token_cache": cache, "secret_from": ""}
    with stand_in(microsoft) as root:
        first = sending(root, tmp_path, SAM, show=shown.append, **how)
        second = sending(root, tmp_path, JO, **how)  # a scheduled run, with nobody to ask
    assert [one.state for one in (*first, *second)] == [State.SENT, State.SENT]
    assert shown == ["To sign in, open https://microsoft.com/devicelogin and enter the code ABCD."]
    assert microsoft.requests == ["POST /me/sendMail"] * 2
    assert "refresh-1" in json.dumps(json.loads(cache.read_text()))
    if os.name == "posix":
        assert stat.S_IMODE(cache.stat().st_mode) == 0o600


def test_nobody_signed_in_and_nobody_to_ask_is_a_sentence(tmp_path):
    with stand_in(Microsoft()) as root:
        (outcome,) = sending(
            root, tmp_path, SAM, sign_in=SignIn.DEVICE, token_cache=tmp_path / "none.json", secret_from=""
        )
    assert outcome.reason.startswith("Nobody is signed in to Microsoft 365. Run quarterly send once by hand")


def test_a_certificate_of_the_application_signs_in_too(tmp_path):
    import trustme

    pem = tmp_path / "app.pem"
    issued = trustme.CA().issue_cert("quarterly.northmere.example", key_type=trustme.KeyType.RSA)
    issued.private_key_and_cert_chain_pem.write_to_path(str(pem))
    odd = tmp_path / "odd.pem"
    trustme.CA().issue_cert("quarterly.northmere.example").private_key_and_cert_chain_pem.write_to_path(str(odd))
    with stand_in(Microsoft()) as root:
        (outcome,) = sending(root, tmp_path, SAM, certificate=pem, secret_from="")
        (missing,) = sending(root, tmp_path, JO, certificate=tmp_path / "no.pem", secret_from="")
        (wrong,) = sending(root, tmp_path, JO, certificate=odd, secret_from="")
    assert wrong.reason == "The tenant, the certificate or the answer of the sign-in page is not right."
    assert outcome.state is State.SENT
    assert missing.reason == f"There is no file {tmp_path / 'no.pem'}."


def test_no_way_to_microsoft_is_unsent_and_not_uncertain(tmp_path):
    outcomes = sending("https://localhost:9", tmp_path, SAM)
    assert [(one.state, one.reason) for one in outcomes] == [
        (State.UNSENT, "Microsoft 365's sign-in page could not be reached.")
    ]


def test_no_way_to_microsoft_is_no_reason_to_ask_a_person(tmp_path):
    shown: list[str] = []
    how = {"sign_in": SignIn.DEVICE, "token_cache": tmp_path / "sign-in.json", "secret_from": ""}
    (outcome,) = sending("https://localhost:9", tmp_path, SAM, show=shown.append, **how)
    assert (outcome.state, outcome.reason) == (State.UNSENT, "Microsoft 365's sign-in page could not be reached.")
    assert (shown, (tmp_path / "sign-in.json").exists()) == ([], False)


def test_an_upload_to_an_address_that_is_not_safe_is_not_begun(tmp_path, monkeypatch):
    microsoft = Microsoft()
    with stand_in(microsoft) as root:
        monkeypatch.setattr(
            Answer, "text", lambda _self, key: "http://evil.example" if key == "uploadUrl" else "draft0="
        )
        (outcome,) = sending(root, tmp_path, SAM, parcel=with_files(("a.pdf", JUST_LARGE)))
    assert (outcome.state, outcome.reason) == (
        State.REFUSED,
        "Microsoft 365 named no safe address for the attachment.",
    )
    assert microsoft.ranges == []
    assert microsoft.requests[-1].startswith("DELETE ")


def test_the_settings_make_a_carrier_for_microsoft_itself():
    carrier = carrier_for(settings_of())
    assert isinstance(carrier, GraphCarrier)
    assert (carrier.root, carrier.sender, carrier.own) == ("https://graph.microsoft.com/v1.0", MAILBOX, False)
    carrier.close()


@pytest.mark.parametrize(
    ("body", "byte"),
    [
        (b'{"nextExpectedRanges": ["327680-"]}', 327680),
        (b'{"NextExpectedRanges": ["5-10"]}', 5),
        (b'{"nextExpectedRanges": []}', None),
        (b"<html>", None),
        (b"[1]", None),
    ],
)
def test_answers_of_an_upload_are_read_with_care(body, byte):
    assert Answer(status=200, body=body).next_byte() == byte


def test_the_token_cache_may_be_moved_by_nobody_else(tmp_path: Path):
    from quarterly.deliver.mail.graph_sign_in import _keep

    cache = tmp_path / "cache.json"
    _keep(cache, "one")
    _keep(cache, "two")
    assert cache.read_text() == "two"
    assert [path.name for path in tmp_path.iterdir()] == ["cache.json"]


@pytest.mark.parametrize("body", [b"", b"[1]", b"no JSON", b'{"error": "full"}'])
def test_an_answer_that_names_no_error_has_none(body):
    answer = Answer(status=500, body=body)
    assert (answer.error(), answer.next_byte()) == (("", ""), None)
