"""The table [mail] of a jobs file: every mistake in it named, and its values."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from quarterly.deliver.mail.addresses import Address, AddressRefused, domain_of, parse_address, shown_name, shown_text
from quarterly.deliver.mail.message import Sender
from quarterly.deliver.mail.passwords import KEYRING
from quarterly.deliver.parcels import MailSettings, Security, SignIn, Way
from quarterly.deliver.refusals import MAIL_SETTINGS_INCOMPLETE

MOST_MB = 150  # what Microsoft 365 can be set to at most; other servers take less
_SECRET_KEYS = {"password", "secret", "client_secret", "token", "pass", "open_password"}
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")
_NAMED = re.compile(r"\s*(?P<name>[^<>]*?)\s*<(?P<address>[^<>]*)>\s*")


class SettingProblem(Struct, frozen=True, kw_only=True):
    """What is wrong with one key of the table, as a sentence; the key may be one that is missing."""

    key: str
    text: str


def mail_settings(
    table: Mapping[str, object], *, folder: Path = Path()
) -> tuple[MailSettings | None, tuple[SettingProblem, ...]]:
    """The settings of the table, or every problem in it: the one or the other, never both.

    Paths that are not absolute are taken from ``folder``, where the jobs file stands.
    """
    problems: list[SettingProblem] = []
    values: dict[str, object] = {}
    for key, value in table.items():
        if key not in _KEYS:
            problems.append(SettingProblem(key=key, text=_unknown(key)))
            continue
        try:
            values[key] = _KEYS[key](value, folder)
        except ValueError as error:
            problems.append(SettingProblem(key=key, text=str(error)))
    if problems:
        return None, tuple(problems)
    settings = MailSettings(**values)  # type: ignore[arg-type]  # each value was made by the reader of its key
    missing = tuple(_missing(settings))
    return (None, missing) if missing else (settings, ())


def check_settings(settings: MailSettings) -> None:
    """Nothing, where everything that the way out needs is there.

    Raises:
        DeliveryRefused: something is missing.
    """
    if missing := tuple(_missing(settings)):
        raise MAIL_SETTINGS_INCOMPLETE.of(problems=" ".join(problem.text for problem in missing))


def may_go_to(address: str, settings: MailSettings) -> bool:
    """Whether mail may go to an address: it is at one of the domains, or there are none because a person sends."""
    if not settings.domains:
        return settings.way is Way.EML
    try:
        return named_address(address)[1].domain in settings.domains
    except AddressRefused:
        return False


def sender_of(settings: MailSettings) -> Sender | None:
    """From whom messages are; ``None`` for drafts of whoever opens them."""
    if not settings.sender:
        return None
    name, address = named_address(settings.sender)
    reply_to = named_address(settings.reply_to)[1] if settings.reply_to else None
    return Sender(address=address, name=name, reply_to=reply_to)


def _missing(settings: MailSettings) -> Iterator[SettingProblem]:
    """What the way out needs and the table does not say."""
    needs: dict[str, str] = {}
    if settings.way is not Way.EML:
        needs |= {
            "sender": "Give sender, the address that reports come from.",
            "domains": "Give domains, the list of domains that reports may go to; without it nothing is sent.",
        }
    if settings.way is Way.SMTP:
        needs["server"] = "Give server, the name of the mail server."
        if settings.username:
            said = 'Give password_from, the environment variable with the password of the mail server, or "keyring".'
            needs |= {"password_from": said}
    if settings.way is Way.GRAPH:
        needs |= {
            "tenant": "Give tenant, the council's Microsoft 365 tenant.",
            "client_id": "Give client_id, the number of the app registration.",
        }
    yield from (SettingProblem(key=key, text=text) for key, text in needs.items() if not getattr(settings, key))
    for key in ("sender", "reply_to"):  # answers, and what cannot be delivered, come back to them with the report
        text = getattr(settings, key)
        if text and settings.domains and not may_go_to(text, settings):
            yield SettingProblem(key=key, text=f"The address of {key} is not at one of domains; add its domain there.")
    unproved = settings.sign_in is SignIn.APPLICATION and not settings.secret_from and settings.certificate is None
    if settings.way is Way.GRAPH and unproved:
        yield SettingProblem(
            key="secret_from", text="Give certificate or secret_from, by which the application signs in."
        )


def _unknown(key: str) -> str:
    if key.casefold() in _SECRET_KEYS:
        return f"{key} does not belong here: a jobs file is no place for passwords. Name where it is with {key}_from."
    near = difflib.get_close_matches(key, _KEYS, n=1)
    hint = f' Did you mean "{near[0]}"?' if near else ""
    return f'"{shown_text(key, 40)}" is not a key of [mail].{hint}'


def _text(value: object, _folder: Path) -> str:
    if not isinstance(value, str) or shown_text(value, 1000) != value.strip():
        raise ValueError("Write it as text on one line, in quotes.")
    return value.strip()


def named_address(text: str) -> tuple[str, Address]:
    """A name, empty where there is none, and its address: "Performance team <performance@northmere.example>".

    Raises:
        AddressRefused: the address is malformed.
    """
    found = _NAMED.fullmatch(text)
    name, address = (found["name"], found["address"]) if found else ("", text)
    return shown_name(name.strip('" ')), parse_address(address)


def _sender(value: object, folder: Path) -> str:
    text = _text(value, folder)
    try:
        named_address(text)
    except AddressRefused as error:
        raise ValueError(f"{error} Write it as name@council.example.") from error
    return text


def _domains(value: object, folder: Path) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise ValueError('Write domains as a list, for example ["northmere.example"].')
    found = []
    for one in value:
        text = _text(one, folder).removeprefix("@")
        if "*" in text:
            raise ValueError(f'"{text}" would open more domains than are written here; list each by its full name.')
        try:
            found.append(domain_of(text))
        except AddressRefused as error:
            raise ValueError(str(error)) from error
    return tuple(dict.fromkeys(found))


def _host(value: object, folder: Path) -> str:
    text = _text(value, folder)
    if not _HOST.fullmatch(text):
        raise ValueError(f'"{text}" is not the name of a server or tenant.')
    return text


def _source(value: object, folder: Path) -> str:
    text = _text(value, folder)
    if text != KEYRING and not _VARIABLE.fullmatch(text):
        raise ValueError('Name an environment variable, or write "keyring"; the password itself does not belong here.')
    return text


def _path(value: object, folder: Path) -> Path:
    text = _text(value, folder)
    if not text:
        raise ValueError("Write the path of a file or folder.")
    return folder / text


def _whole(least: int, most: int) -> Callable[[object, Path], int]:
    def read(value: object, _folder: Path) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise ValueError(f"Write a whole number from {least} to {most}.")
        return value

    return read


def _seconds(value: object, _folder: Path) -> float:
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not 1 <= value <= 600:
        raise ValueError("Write a number of seconds from 1 to 600.")
    return float(value)


def _waits(value: object, folder: Path) -> tuple[float, ...]:
    if not isinstance(value, list) or len(value) > 10:
        raise ValueError("Write a list of at most ten numbers of seconds, for example [5, 30, 120].")
    return tuple(_seconds(one, folder) for one in value)


def _word(words: type[StrEnum]) -> Callable[[object, Path], StrEnum]:
    def read(value: object, folder: Path) -> StrEnum:
        text = _text(value, folder)
        found = next((word for word in words if word.value == text.casefold()), None)
        if found is None:
            near = difflib.get_close_matches(text, list(words), n=1)
            hint = f' Did you mean "{near[0]}"?' if near else ""
            raise ValueError(f'"{text}" is none of {", ".join(words)}.{hint}')
        return found

    return read


_KEYS: Mapping[str, Callable[[object, Path], object]] = {
    "way": _word(Way),
    "sender": _sender,
    "reply_to": _sender,
    "domains": _domains,
    "drafts": _path,
    "server": _host,
    "port": _whole(1, 65535),
    "security": _word(Security),
    "ca_file": _path,
    "username": _text,
    "password_from": _source,
    "tenant": _host,
    "client_id": _host,
    "sign_in": _word(SignIn),
    "secret_from": _source,
    "certificate": _path,
    "token_cache": _path,
    "open_password_from": _source,
    "max_mb": _whole(1, MOST_MB),
    "timeout": _seconds,
    "waits": _waits,
}
"""Every key of the table, and what reads its value."""
