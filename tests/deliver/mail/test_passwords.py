"""Passwords come from the environment or the keyring, and from nowhere else."""

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringError

from quarterly.deliver.mail.graph_sign_in import CACHE_ACCOUNT, _keep, _kept
from quarterly.deliver.mail.passwords import password_of
from quarterly.errors import DeliveryRefused


class Ring(KeyringBackend):
    """A keyring in memory."""

    priority = 1  # type: ignore[assignment]

    def __init__(self):
        super().__init__()
        self.held = {}

    def get_password(self, service, username):
        return self.held.get((service, username))

    def set_password(self, service, username, password):
        if len(password) > 2560:  # what Windows' keyring takes
            raise KeyringError("too long")
        self.held[service, username] = password

    def delete_password(self, service, username):
        del self.held[service, username]


@pytest.fixture
def ring():
    before = keyring.get_keyring()
    mine = Ring()
    keyring.set_keyring(mine)
    yield mine
    keyring.set_keyring(before)


def test_from_the_environment(monkeypatch):
    monkeypatch.setenv("MAIL_PASSWORD", "open sesame")
    assert password_of("MAIL_PASSWORD", "quarterly") == "open sesame"
    monkeypatch.setenv("MAIL_PASSWORD", "")
    with pytest.raises(DeliveryRefused, match="no password in the environment variable MAIL_PASSWORD"):
        password_of("MAIL_PASSWORD", "quarterly")


@pytest.mark.parametrize("typed", ["Horse-battery-staple", "opensesame", "OpenSesame_1", "SESAME"])
def test_a_password_that_was_typed_in_place_of_a_name_is_not_repeated(typed):
    with pytest.raises(DeliveryRefused) as refused:
        password_of(typed, "quarterly")
    assert typed not in str(refused.value)


def test_from_the_keyring(ring):
    with pytest.raises(DeliveryRefused, match='under service "quarterly" and account "sam"'):
        password_of("keyring", "sam")
    ring.set_password("quarterly", "sam", "open sesame")
    assert password_of("keyring", "sam") == "open sesame"


def test_a_keyring_that_cannot_be_opened_is_a_sentence(ring, monkeypatch):
    def locked(*_names):
        raise KeyringError("locked")

    monkeypatch.setattr(ring, "get_password", locked)
    with pytest.raises(DeliveryRefused, match="There is no password in the keyring"):
        password_of("keyring", "sam")


def test_a_sign_in_is_kept_in_the_keyring_where_no_file_is_named(ring):
    assert _kept(None) == ""
    _keep(None, "signed in")
    assert ring.held == {("quarterly", CACHE_ACCOUNT): "signed in"}
    assert _kept(None) == "signed in"
    with pytest.raises(DeliveryRefused, match="Set token_cache in"):
        _keep(None, "x" * 3000)
