"""The table [mail] of a jobs file: every mistake is named at once, and secrets have no place in it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quarterly.deliver.mail import MailSettings, Security, SignIn, Way, mail_settings
from quarterly.deliver.mail.settings import check_settings, sender_of
from quarterly.errors import DeliveryRefused

SMTP = {"way": "smtp", "server": "mail.northmere.example", "sender": "r@a.example", "domains": ["a.example"]}
GRAPH = {
    "way": "graph",
    "sender": "r@a.example",
    "domains": ["a.example"],
    "tenant": "northmere.example",
    "client_id": "1111-2222",
    "secret_from": "GRAPH_SECRET",
}


def test_an_empty_table_makes_drafts():
    assert mail_settings({}) == (MailSettings(), ())


def test_every_key_is_read():
    table = SMTP | {
        "sender": "Performance team <performance@northmere.example>",
        "reply_to": "sam@northmere.example",
        "domains": ["@Northmere.example", "café.example", "northmere.example"],
        "drafts": "drafts",
        "port": 465,
        "security": "TLS",
        "ca_file": "/etc/ca.pem",
        "username": "quarterly",
        "password_from": "keyring",
        "open_password_from": "OPEN_PASSWORD",
        "max_mb": 20,
        "timeout": 30,
        "waits": [1, 2.5],
    }
    settings, problems = mail_settings(table, folder=Path("/jobs"))
    assert problems == ()
    assert settings == MailSettings(
        way=Way.SMTP,
        sender="Performance team <performance@northmere.example>",
        reply_to="sam@northmere.example",
        domains=("northmere.example", "xn--caf-dma.example"),
        drafts=Path("/jobs/drafts"),
        server="mail.northmere.example",
        port=465,
        security=Security.TLS,
        ca_file=Path("/etc/ca.pem"),
        username="quarterly",
        password_from="keyring",
        open_password_from="OPEN_PASSWORD",
        max_mb=20,
        timeout=30.0,
        waits=(1.0, 2.5),
    )
    sender = sender_of(settings)
    assert sender is not None
    assert (str(sender.address), sender.name, str(sender.reply_to)) == (
        "performance@northmere.example",
        "Performance team",
        "sam@northmere.example",
    )


def test_microsoft_365_by_certificate_or_as_a_person():
    by_certificate = {key: value for key, value in GRAPH.items() if key != "secret_from"}
    settings, _ = mail_settings(by_certificate | {"certificate": "app.pem"})
    assert settings is not None
    assert settings.certificate == Path("app.pem")
    settings, _ = mail_settings(by_certificate | {"sign_in": "device", "token_cache": "cache.json"})
    assert settings is not None
    assert settings.sign_in is SignIn.DEVICE


@pytest.mark.parametrize(
    ("table", "key", "said"),
    [
        ({"servr": "x"}, "servr", '"servr" is not a key of [mail]. Did you mean "server"?'),
        ({"password": "x"}, "password", "a jobs file is no place for passwords"),
        ({"client_secret": "x"}, "client_secret", "a jobs file is no place for passwords"),
        ({"way": "smt"}, "way", 'Did you mean "smtp"?'),
        ({"way": 5}, "way", "Write it as text"),
        ({"sender": "sam"}, "sender", "is not an e-mail address. Write it as name@council.example."),
        ({"sender": "a\nb@c.example"}, "sender", "Write it as text on one line"),
        ({"domains": "a.example"}, "domains", "as a list"),
        ({"domains": []}, "domains", "as a list"),
        ({"domains": ["*.gov.uk"]}, "domains", "would open more domains"),
        ({"domains": ["northmere"]}, "domains", "is not a domain"),
        ({"server": "mail server"}, "server", "is not the name of a server"),
        ({"port": 0}, "port", "from 1 to 65535"),
        ({"port": True}, "port", "from 1 to 65535"),
        ({"security": "none"}, "security", "is none of starttls, tls"),
        ({"password_from": "open sesame"}, "password_from", "the password itself does not belong here"),
        ({"timeout": 0}, "timeout", "from 1 to 600"),
        ({"timeout": float("nan")}, "timeout", "from 1 to 600"),
        ({"waits": 5}, "waits", "a list of at most ten"),
        ({"waits": [0]}, "waits", "from 1 to 600"),
        ({"ca_file": ""}, "ca_file", "path of a file"),
        (SMTP | {"username": "q"}, "password_from", "Give password_from"),
        (SMTP | {"sender": "r@a.invalid"}, "sender", "The address of sender is not at one of domains"),
        (SMTP | {"reply_to": "Sam <sam@a.invalid>"}, "reply_to", "The address of reply_to is not at one of domains"),
        ({"way": "smtp", "sender": "a@b.example", "domains": ["b.example"]}, "server", "Give server"),
        (GRAPH | {"secret_from": "GRAPH_SECRET", "tenant": "a/b"}, "tenant", "is not the name"),
        ({key: value for key, value in GRAPH.items() if key != "secret_from"}, "secret_from", "Give certificate"),
        ({key: value for key, value in GRAPH.items() if key != "client_id"}, "client_id", "Give client_id"),
    ],
)
def test_a_mistake_is_named_with_its_key(table, key, said):
    settings, problems = mail_settings(table)
    assert settings is None
    assert [problem.key for problem in problems] == [key]
    assert said in problems[0].text


def test_all_mistakes_are_named_at_once():
    _, problems = mail_settings({"way": "smtp"})
    assert [problem.key for problem in problems] == ["sender", "domains", "server"]


def test_settings_made_in_code_are_checked_too():
    with pytest.raises(DeliveryRefused, match="Give server"):
        check_settings(MailSettings(way=Way.SMTP))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda inner: st.lists(inner, max_size=3)
)


@given(st.dictionaries(st.sampled_from([*SMTP, *GRAPH, "port", "waits", "ca_file"]) | st.text(), VALUES, max_size=4))
def test_no_table_ends_in_anything_but_settings_or_sentences(table):
    settings, problems = mail_settings(table)
    assert (settings is None) == bool(problems)
    assert all(problem.text for problem in problems)
