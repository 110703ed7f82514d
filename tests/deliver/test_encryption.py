"""A password on a workbook: Excel's own encryption, and the same bytes behind it."""

import builtins
from io import BytesIO

import msoffcrypto
import pytest
from posting_office import a_workbook

from quarterly.deliver.encryption import encrypt, new_password
from quarterly.errors import DeliveryRefused

WORKBOOK = a_workbook()


def test_the_password_gives_the_same_bytes_back():
    shut = encrypt(WORKBOOK, "three random words")
    assert shut.startswith(b"\xd0\xcf\x11\xe0")
    assert WORKBOOK[:64] not in shut
    opened = BytesIO()
    file = msoffcrypto.OfficeFile(BytesIO(shut))
    file.load_key(password="three random words")
    file.decrypt(opened)
    assert opened.getvalue() == WORKBOOK


def test_another_password_does_not():
    file = msoffcrypto.OfficeFile(BytesIO(encrypt(WORKBOOK, "three random words")))
    with pytest.raises(msoffcrypto.exceptions.InvalidKeyError):
        file.load_key(password="three random wordz", verify_password=True)


def test_a_short_password_is_refused_without_being_repeated():
    with pytest.raises(DeliveryRefused, match="fewer than 10 characters") as refused:
        encrypt(WORKBOOK, "hunter2")
    assert "hunter2" not in str(refused.value)


def test_a_new_password_is_long_and_never_the_same():
    passwords = {new_password() for _ in range(100)}
    assert len(passwords) == 100
    assert {len(one) for one in passwords} == {24}


def test_without_the_library_a_sentence_says_what_to_install(monkeypatch):
    found = builtins.__import__

    def missing(name, *rest):
        if name.startswith("msoffcrypto"):
            raise ImportError(name)
        return found(name, *rest)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(DeliveryRefused, match=r"python -m pip install msoffcrypto-tool"):
        encrypt(WORKBOOK, "three random words")
