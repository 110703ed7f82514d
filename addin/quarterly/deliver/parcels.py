"""What is sent, how, and what became of it: the values that the ways out share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from quarterly.compose.mail_summary import MailSummary
from quarterly.model.edition import Edition

QUARTERLY_REPORT = "quarterly"
"""The word for this report in the column Report of the distribution list; a blank cell means every report."""


class Attachment(Struct, frozen=True, kw_only=True):
    """A file of a message: an .xlsx or a .pdf, and nothing else."""

    name: str
    content: bytes


class Parcel(Struct, frozen=True, kw_only=True):
    """One edition of one report, as it goes to everybody who is named for that edition.

    ``report_key`` names the report over all its issues (the same for a job and for a hand that sends it) and ``issue``
    counts its changes from 1: the same key, issue and edition never go to the same address twice. ``report`` is the
    word that the column Report of the distribution list is compared with. ``fingerprint`` is of what readers see of
    the report, and ``sent_before`` are the addresses to which it went as the archive says.
    """

    report_key: str
    issue: int
    edition: Edition
    title: str
    quarter: str  # "Q3 2025/26"
    marking: str  # protective marking; empty where none is needed
    summary: MailSummary
    attachments: tuple[Attachment, ...] = ()
    link: str = ""  # where the report is fetched, in place of attachments: an https address or a path on a share
    report: str = QUARTERLY_REPORT
    fingerprint: str = ""
    sent_before: tuple[str, ...] = ()


class Way(StrEnum):
    """The ways out."""

    EML = "eml"
    SMTP = "smtp"
    GRAPH = "graph"


class Security(StrEnum):
    """How an SMTP connection is encrypted; there is no way without."""

    STARTTLS = "starttls"
    TLS = "tls"


class SignIn(StrEnum):
    """How Quarterly signs in to Microsoft 365."""

    APPLICATION = "application"  # as itself, with a secret or a certificate: for scheduled runs
    DEVICE = "device"  # as a person, who confirms a code in a browser


class MailSettings(Struct, frozen=True, kw_only=True):
    """How mail leaves. Made by :func:`quarterly.deliver.mail.mail_settings`, which checks what belongs together.

    ``domains`` is the allow-list: SMTP and Microsoft 365 send to no other; for drafts, which a person sends, it may be
    empty. Secrets are never here: ``password_from``, ``secret_from`` and ``open_password_from`` name environment
    variables, or are ``"keyring"``.
    """

    way: Way = Way.EML
    sender: str = ""  # an address, with or without a name: "Performance team <performance@northmere.example>"
    reply_to: str = ""
    domains: tuple[str, ...] = ()
    drafts: Path | None = None  # folder of the drafts; None: beside the report
    server: str = ""
    port: int = 0  # 0: 587 for STARTTLS, 465 for TLS
    security: Security = Security.STARTTLS
    ca_file: Path | None = None  # None: the system's own certificates
    username: str = ""
    password_from: str = ""
    tenant: str = ""
    client_id: str = ""
    sign_in: SignIn = SignIn.APPLICATION
    secret_from: str = ""
    certificate: Path | None = None  # PEM file with private key and certificate, in place of a secret
    token_cache: Path | None = None  # of the device sign-in; None: the system's keyring
    open_password_from: str = ""  # the password that opens the attachments; empty: none
    max_mb: int = 30  # of a whole message as it travels
    timeout: float = 60.0  # seconds that a server may keep silent
    waits: tuple[float, ...] = (5.0, 30.0, 120.0)  # seconds before the second, third and fourth try


class State(StrEnum):
    """What became of one recipient's message."""

    SENT = "sent"  # the server took it
    DRAFTED = "drafted"  # an unsent draft lies in the folder, for a person to send
    REFUSED = "refused"  # the server will never take it: nothing was sent
    UNSENT = "unsent"  # nothing was sent; it may be tried again
    UNCERTAIN = "uncertain"  # it may have been sent; never sent again without being asked to
    HELD = "held"  # not sent on purpose: a rule forbids it
    PLANNED = "planned"  # a dry run: it would be sent


class Outcome(Struct, frozen=True, kw_only=True):
    """What became of one recipient's message. ``reason`` is a sentence; ``earlier`` that it was settled before."""

    address: str
    state: State
    reason: str
    edition: Edition | None = None
    earlier: bool = False
    draft: Path | None = None
