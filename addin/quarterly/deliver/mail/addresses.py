"""Addresses and words that go into the head of a message: nothing in them may become another header or recipient."""

from __future__ import annotations

import re
import unicodedata

from msgspec import Struct

MAX_ADDRESS = 254  # characters of an address in an SMTP command (RFC 5321, 4.5.3.1.3 less the angle brackets)
MAX_LOCAL = 64  # characters before the @ (RFC 5321, 4.5.3.1.1)
MAX_LABEL = 63  # characters between two dots of a domain (RFC 1035)
MAX_NAME = 60  # characters of a person's name as it is shown
MAX_FILE_NAME = 120  # characters, short enough for Windows folders

# A "dot-atom" of RFC 5322 without % and !, by which some relays send on to another domain than the one after the @.
_LOCAL = re.compile(r"[A-Za-z0-9#$&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9#$&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?")
_NOT_PRINTED = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # controls, direction marks, half characters, line ends
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)  # names that Windows keeps for itself


class AddressRefused(ValueError):
    """An address that cannot be sent to; the text is a sentence that says why."""


class Address(Struct, frozen=True):
    """An address: ``local`` as it is written, ``domain`` in small ASCII letters."""

    local: str
    domain: str

    def __str__(self) -> str:
        return f"{self.local}@{self.domain}"

    @property
    def key(self) -> str:
        """By which two ways of writing one address are known to be the same."""
        return f"{self.local.casefold()}@{self.domain}"


def parse_address(text: str) -> Address:
    """An address without a name.

    Raises:
        AddressRefused: it is malformed, or could be read as something else than it looks like.
    """
    shown = shown_text(text)
    local, at, domain = text.strip().rpartition("@")
    if not at or not domain:
        raise AddressRefused(f'"{shown}" is not an e-mail address.')
    if not _LOCAL.fullmatch(local) or len(local) > MAX_LOCAL:
        raise AddressRefused(f'"{shown}" has signs before the @ that Quarterly does not send to.')
    address = Address(local, domain_of(domain))
    if len(str(address)) > MAX_ADDRESS:
        raise AddressRefused(f'"{shown}" is longer than an address can be.')
    return address


def domain_of(text: str) -> str:
    """A domain in small ASCII letters, as mail servers look it up: "café.example" is "xn--caf-dma.example".

    Raises:
        AddressRefused: it is no domain, or letters of it would be replaced by others on the way.
    """
    shown = shown_text(text)
    lower = text.strip().lower()
    try:
        domain = lower.encode("idna").decode("ascii")
        back = domain.encode("ascii").decode("idna")
    except UnicodeError as error:
        raise AddressRefused(f'"{shown}" is not a domain.') from error
    # ß becomes ss and a full-width letter a plain one: the mail would go to a domain that is not the one written.
    if lower not in (back, domain):
        raise AddressRefused(f'"{shown}" has letters that stand for others in a domain; write it in plain letters.')
    labels = domain.split(".")
    well = all(_LABEL.fullmatch(label) and len(label) <= MAX_LABEL for label in labels)
    if not well or len(labels) < 2 or labels[-1].isdigit():
        raise AddressRefused(f'"{shown}" is not a domain.')
    return domain


def shown_text(text: str, longest: int = 120) -> str:
    """Text for one line: what cannot be printed and line ends become spaces, and what is too long is cut."""
    plain = "".join(" " if unicodedata.category(sign) in _NOT_PRINTED else sign for sign in text)
    line = " ".join(plain.split()).replace("=?", "= ?")  # in a header "=?" begins a coded word
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def shown_name(text: str) -> str:
    """A person's name as it stands before the address; empty where it could be taken for an address itself."""
    name = shown_text(text, MAX_NAME)
    return "" if "@" in name else name


def file_name(text: str) -> str:
    """A file's name that every system takes and no mail program misreads; the ending is kept."""
    line = shown_text(text, 10 * MAX_FILE_NAME)
    safe = re.sub(r"""[\\/:*?"<>|;%'`$]+""", "-", line)
    stem, dot, ending = safe.rpartition(".")
    if not dot or not ending.isascii() or not ending.isalnum():
        stem, dot, ending = safe, "", ""
    stem = stem.strip(" .-")
    stem = stem[: MAX_FILE_NAME - len(ending) - 1].strip(" .-") or "report"
    if _RESERVED.match(f"{stem}."):
        stem = f"_{stem}"
    return f"{stem}{dot}{ending}"
