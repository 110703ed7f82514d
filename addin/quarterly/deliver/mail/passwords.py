"""Where passwords come from: the environment or the system's keyring, and nowhere else."""

from __future__ import annotations

import os

from quarterly.deliver.refusals import EXTRA_MISSING, PASSWORD_MISSING

KEYRING = "keyring"
SERVICE = "quarterly"  # the name under which the keyring holds our passwords


def password_of(source: str, account: str) -> str:
    """The password that ``source`` names: an environment variable, or ``"keyring"`` for the one of ``account``.

    Raises:
        DeliveryRefused: there is none.
    """
    if source == KEYRING:
        return _from_keyring(account)
    found = os.environ.get(source, "")
    if not found:
        raise PASSWORD_MISSING.of(where=f"the environment variable {source}")
    return found


def _from_keyring(account: str) -> str:
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError as error:
        raise EXTRA_MISSING.of(what="The keyring", extra="mail") from error
    where = f'the keyring, under service "{SERVICE}" and account "{account}"'
    try:
        found = keyring.get_password(SERVICE, account)
    except KeyringError as error:
        raise PASSWORD_MISSING.of(where=where) from error
    if not found:
        raise PASSWORD_MISSING.of(where=where)
    return found
