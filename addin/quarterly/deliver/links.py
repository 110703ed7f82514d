"""Where readers fetch a report that is not attached: an https address, or a path on a file share."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from quarterly.deliver.refusals import LINK_WRONG

LONGEST = 1000  # characters; mail programs break what is much longer
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:\d{1,5})?")
_SHARE = re.compile(r"\\\\[A-Za-z0-9][A-Za-z0-9.-]*(\\[^\\]+)+")  # \\server\share\folder
_NOT_IN_SHARES = re.compile(r'[<>:"|?*/]')
_SAFE = "/%:@!$&'()*+,;=~-._"  # of an address; a per cent sign begins what is coded already
_ODD = '?#[]<>"\\'  # what is in no plain address of a folder


def link_of(place: str, name: str) -> str:
    """The address of the file called ``name`` in the folder that readers open at ``place``.

    Raises:
        DeliveryRefused: the place is neither an https address nor a path on a file share.
    """
    folder = check_link(place).rstrip("\\/")
    if folder.startswith("\\\\"):
        return check_link(f"{folder}\\{name}")
    return check_link(f"{folder}/{quote(name, safe='')}")


def check_link(link: str) -> str:
    """The link, written so that it can be pressed.

    Raises:
        DeliveryRefused: it is neither an https address nor a path on a file share.
    """
    plain = _plain(link)
    plain = plain.rstrip("\\") if plain.startswith("\\\\") else plain
    fits = _is_share(plain) if plain.startswith("\\\\") else _is_address(plain)
    if not fits or not link.strip().isprintable() or len(plain) > LONGEST:
        raise LINK_WRONG.of(link=link)
    return plain


def href_of(link: str) -> str:
    """What a mail program follows: a path on a share as a file address."""
    if not link.startswith("\\\\"):
        return link
    return "file:" + quote(link.replace("\\", "/"), safe="/")


def _plain(text: str) -> str:
    """An address with its spaces coded; a path with the slashes of Windows."""
    text = text.strip()
    if text[:7].casefold() == "file://" and text[7:8] not in ("", "/"):
        text = f"//{text[7:]}"
    if text.startswith(("//", "\\\\")):
        return text.replace("/", "\\")
    return quote(text, safe=_SAFE + _ODD) if text.casefold().startswith("https:") else text


def _is_share(path: str) -> bool:
    parts = path[2:].split("\\")
    climbs = any(part.strip(". ") == "" for part in parts)
    return _SHARE.fullmatch(path) is not None and not climbs and not _NOT_IN_SHARES.search(path)


def _is_address(text: str) -> bool:
    """Whether it is https, leads to a computer by name, and carries neither a log-in nor what only a page knows."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    odd = any(sign in text for sign in _ODD)
    return parts.scheme == "https" and _HOST.fullmatch(parts.netloc) is not None and not odd
