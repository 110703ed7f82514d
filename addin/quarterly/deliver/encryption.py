"""A password on a workbook: Excel's own agile encryption, so that Excel asks for it and nothing else is needed."""

from __future__ import annotations

import secrets
from io import BytesIO

from quarterly.deliver.refusals import EXTRA_MISSING, PASSWORD_SHORT

LEAST_PASSWORD = 10  # characters; NCSC: three random words
_WORD = 4  # signs of each of the five parts of a generated password
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is mistaken for another when read out


def encrypt(workbook: bytes, password: str) -> bytes:
    """The bytes of an .xlsx as a workbook that opens with the password only (agile encryption, AES-256).

    Raises:
        DeliveryRefused: the password is too short, or msoffcrypto-tool is not installed.
    """
    if len(password) < LEAST_PASSWORD:
        raise PASSWORD_SHORT.of(least=LEAST_PASSWORD)
    try:
        from msoffcrypto.format.ooxml import OOXMLFile
    except ImportError as error:
        raise EXTRA_MISSING.of(what="A password on attachments", packages="msoffcrypto-tool") from error
    target = BytesIO()
    OOXMLFile(BytesIO(workbook)).encrypt(password, target)
    return target.getvalue()


def new_password() -> str:
    """A password to be passed on by telephone: five parts of four signs, about 98 bits."""
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(_WORD)) for _ in range(5))
