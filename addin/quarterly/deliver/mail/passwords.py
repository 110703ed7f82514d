"""Where passwords come from: the environment or the system's keyring, and nowhere else."""

from __future__ import annotations

import os
import re

from quarterly.deliver.refusals import EXTRA_MISSING, PASSWORD_MISSING

KEYRING = "keyring"
_VARIABLE = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)+")
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
        # What does not look like a variable may be the password itself, typed in the wrong place: it is not repeated.
        named = f"the environment variable {source}" if _VARIABLE.fullmatch(source) else "the variable that is named"
        raise PASSWORD_MISSING.of(where=named)
    return found


def _from_keyring(account: str) -> str:
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError as error:
        raise EXTRA_MISSING.of(what="The keyring", packages="keyring") from error
    where = f'the keyring, under service "{SERVICE}" and account "{account}"'
    try:
        found = keyring.get_password(SERVICE, account)
    except KeyringError as error:
        raise PASSWORD_MISSING.of(where=where) from error
    if not found:
        raise PASSWORD_MISSING.of(where=where)
    return found
