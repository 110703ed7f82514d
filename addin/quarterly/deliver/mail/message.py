"""A parcel as one message to one person, checked after it was put together.

Nobody else stands in a message: no Cc, no Bcc, no second address under To. The finished bytes are read back by
another parser before they leave, and a message that says anything else than was meant is not sent.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from email import policy
from email.header import Header
from email.headerregistry import Address as HeaderAddress
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import format_datetime, getaddresses

from msgspec import Struct

from quarterly.deliver.mail.addresses import Address, file_name, shown_name
from quarterly.deliver.mail.body import html_body, plain_body, subject_of
from quarterly.deliver.parcels import Attachment, Parcel

_POLICY = policy.SMTP.clone(max_line_length=78)
_TYPES = {
    "xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "pdf": ("application", "pdf"),
}
_UNSENT = {"X-Unsent": "1"}  # Outlook opens such a file as a message that is being written
_ALWAYS = {"mime-version", "content-type"}
NO_DOMAIN = "quarterly.invalid"


class MessageUnsafe(ValueError):
    """The finished message does not say what was meant; it must not leave."""


class Sender(Struct, frozen=True, kw_only=True):
    """From whom a message is, and to whom an answer goes."""

    address: Address
    name: str = ""
    reply_to: Address | None = None


class Letter(Struct, frozen=True, kw_only=True):
    """A finished message: whom it is for, its bytes as they travel, and those without its attachments.

    ``frame`` is what Microsoft 365 is given first where the attachments are too large to go in one piece.
    """

    to: Address
    sender: Address | None
    message_id: str
    content: bytes
    frame: bytes
    attachments: tuple[Attachment, ...]
    draft_name: str
    shut: bool = False  # whether a password opens the attachments


class Packed(Struct, frozen=True, kw_only=True):
    """A parcel with its attachments as they leave: checked, with safe names, and shut by a password where one is."""

    parcel: Parcel
    attachments: tuple[Attachment, ...]
    password: bool


def message_id_of(parcel: Parcel, to: Address, domain: str) -> str:
    """The same for the same report and person, so that a mail system that gets it twice can tell."""
    said = "\n".join((parcel.report_key, str(parcel.issue), parcel.edition, to.key))
    return f"<{hashlib.sha256(said.encode()).hexdigest()[:40]}@{domain}>"


def write_letter(
    packed: Packed, to: Address, name: str, sender: Sender | None, now: datetime, *, draft: bool = False
) -> Letter:
    """The message to one person.

    A ``draft`` has neither date nor number, and opens in Outlook ready to send; only a draft can do without ``sender``.

    Raises:
        MessageUnsafe: it could not be put together so that it reads back as meant.
    """
    parcel = packed.parcel
    message_id = message_id_of(parcel, to, sender.address.domain if sender else NO_DOMAIN)
    sent = {} if draft else {"Date": format_datetime(now), "Message-ID": message_id}
    whole = frame = b""
    for plain in (False, True):  # a name that a parser takes for something else is left out
        head = {**_head(parcel, to, name, sender, plain=plain), **(_UNSENT if draft else sent)}
        boundary = hashlib.sha256(message_id.encode()).hexdigest()[:32]
        whole = _message(packed, head, packed.attachments, boundary)
        frame = b"" if draft else _message(packed, head, (), boundary)
        if reads_back(whole, head, subject_of(parcel), to, packed.attachments):
            break
    else:
        raise MessageUnsafe(f"The message to {to} did not read back as it was written, so it was not sent.")
    return Letter(
        to=to,
        sender=sender.address if sender else None,
        message_id=message_id,
        content=whole,
        frame=frame,
        attachments=packed.attachments,
        draft_name=_draft_name(parcel, to),
        shut=packed.password,
    )


def reads_back(
    content: bytes, head: Mapping[str, str], subject: str, to: Address, attachments: Sequence[Attachment]
) -> bool:
    """Whether a parser finds the headers that were meant and no other, the one recipient, and the attachments.

    ``head`` are the headers as they travel; of their values only whom the message is from is looked at.
    """
    found = BytesParser(policy=policy.default).parsebytes(content)
    named = {name.casefold() for name in head} | _ALWAYS
    if sorted(name.casefold() for name in found.keys()) != sorted(named):  # noqa: SIM118  # one key may stand twice
        return False
    oldest = BytesParser(policy=policy.compat32).parsebytes(content)  # decodes nothing: what a plain relay sees
    seen = getaddresses([str(value) for value in oldest.get_all("To", [])])
    people = [one.addr_spec for one in found["To"].addresses]
    senders = [one.addr_spec for one in found["From"].addresses] if "From" in head else []
    files = [(part.get_filename(), part.get_payload(decode=True)) for part in found.iter_attachments()]
    return (
        people == [str(to)]
        and all(head["From"].endswith((one, f"<{one}>")) for one in senders)
        and len(senders) <= 1
        and [address for _, address in seen] == [str(to)]
        and found["Subject"] == subject
        and files == [(one.name, one.content) for one in attachments]
    )


def _head(parcel: Parcel, to: Address, name: str, sender: Sender | None, *, plain: bool) -> dict[str, str]:
    head = {"Subject": _coded(subject_of(parcel), "Subject"), "To": _written(to, "" if plain else name)}
    if sender is not None:
        head["From"] = _written(sender.address, "" if plain else sender.name)
        if sender.reply_to is not None:
            head["Reply-To"] = str(sender.reply_to)
    return head


def _written(address: Address, name: str) -> str:
    """An address with its name; Python's own folding of such a header has lost quotes and spaces before now."""
    shown = shown_name(name)
    if shown.isascii():
        return str(HeaderAddress(display_name=shown, username=address.local, domain=address.domain))
    return f"{_coded(shown, 'To')} <{address}>"


def _coded(text: str, header: str) -> str:
    """The text of a header as it travels, over as many lines as it needs."""
    charset = "us-ascii" if text.isascii() else "utf-8"
    return Header(text, charset, maxlinelen=75, header_name=header).encode(linesep="\r\n")


def _message(packed: Packed, head: Mapping[str, str], files: Sequence[Attachment], boundary: str) -> bytes:
    message = EmailMessage(policy=_POLICY)
    plain, page = (make(packed.parcel, password=packed.password) for make in (plain_body, html_body))
    message.set_content(plain, charset="utf-8", cte="quoted-printable")
    message.add_alternative(page, subtype="html", charset="utf-8", cte="quoted-printable")
    for part in list(message.iter_parts()):
        part["Content-Language"] = "en-GB"
    for file in files:
        kind, subkind = _TYPES[file.name.rpartition(".")[2].casefold()]
        message.add_attachment(file.content, maintype=kind, subtype=subkind, filename=file.name)
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"={boundary}{number}")  # chance would give the same message other bytes
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    return lines.encode("ascii") + message.as_bytes()


def _draft_name(parcel: Parcel, to: Address) -> str:
    """ "Q3 2025-26 published - sam.field@northmere.example.eml"; one name a message."""
    address = str(to)
    plain = re.sub(r"[^A-Za-z0-9.@+_-]", "_", address)
    mark = "" if plain == address else f" {hashlib.sha256(address.encode()).hexdigest()[:8]}"
    issue = f" issue {parcel.issue}" if parcel.issue > 1 else ""
    return f"{file_name(f'{parcel.quarter} {parcel.edition}'.replace('/', '-'))}{issue} - {plain}{mark}.eml"
