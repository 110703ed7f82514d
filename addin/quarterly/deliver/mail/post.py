"""Sending parcels to the people who are named for them: intent before, outcome after, and nobody twice."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from quarterly.deliver.encryption import encrypt
from quarterly.deliver.ledger import Entry, Ledger, SendKey, open_ledger, read_ledger
from quarterly.deliver.links import check_link
from quarterly.deliver.mail.addresses import file_name, parse_address
from quarterly.deliver.mail.before import check_known, drafts_in, free_name, is_shut_draft, withdraw
from quarterly.deliver.mail.carrier import Carrier
from quarterly.deliver.mail.choosing import Choice, choose
from quarterly.deliver.mail.message import Letter, Packed, write_letter
from quarterly.deliver.mail.passwords import password_of
from quarterly.deliver.mail.posting import Posting, outcome, send_key
from quarterly.deliver.mail.settings import check_settings, sender_of
from quarterly.deliver.mail.ways import carrier_for
from quarterly.deliver.parcels import Attachment, MailSettings, Outcome, Parcel, State, Way
from quarterly.deliver.refusals import LINK_AND_PASSWORD, PASSWORD_NOT_FOR_PDF
from quarterly.deliver.scrub import PDF, check_attachment
from quarterly.model.context import Recipient
from quarterly.model.periods import date_label

ATTACHMENTS = "attachments"  # the account under which the keyring holds the password that opens attachments


class Seams(Struct, frozen=True):
    """What a sending takes from outside itself; tests put their own in place."""

    carrier: Callable[[MailSettings], Carrier] = carrier_for
    sleep: Callable[[float], None] = time.sleep


REAL = Seams()


def send_parcels(
    parcels: Sequence[Parcel],
    recipients: Sequence[Recipient],
    settings: MailSettings,
    *,
    ledger: Path,
    now: datetime,
    dry_run: bool = False,
    only: frozenset[str] = frozenset(),
    resend_uncertain: frozenset[str] = frozenset(),
    open_password: str = "",
    seams: Seams = REAL,
) -> tuple[Outcome, ...]:
    """Send every recipient the edition that they are named for, once; an outcome for each of their addresses.

    ``parcels`` are the editions of one report, one parcel an edition. ``recipients`` are the rows of the workbook's
    Distribution sheet, in their order. ``ledger`` is the SQLite file of what was sent; it is made where there is none.
    ``now`` knows its time zone. ``only`` narrows to some addresses of the list; ``resend_uncertain`` are addresses
    whose message may have been sent, and is to be sent again all the same. ``open_password`` opens the attachments,
    else the one that the settings name, if any. A dry run writes and sends nothing.

    Raises:
        DeliveryRefused: nothing can be sent at all: no settings, an attachment that may not leave, an empty list,
            another sending under way.
    """
    check_settings(settings)
    choices, held = choose(recipients, parcels, settings, only | resend_uncertain)
    everybody, held_back = choose(recipients, parcels, settings)
    password = open_password or _open_password(settings)
    packed = {parcel.edition: _packed(parcel, password) for parcel in parcels}
    again = frozenset(parse_address(address).key for address in resend_uncertain)
    if dry_run:
        with read_ledger(ledger) as known:
            check_known(parcels, choices, known, ledger, again)
            settled = _settled(choices, known, settings, again, shut=bool(password))
        planned = [outcome(one, State.PLANNED, "") for one in choices if send_key(one) not in settled]
        return (*settled.values(), *planned, *held)
    sender = sender_of(settings)
    drafts: dict[str, str] = {}

    def write(choice: Choice) -> Letter:
        shut = packed[choice.parcel.edition]
        letter = write_letter(shut, choice.address, choice.name, sender, now, draft=settings.way is Way.EML)
        return replace(letter, draft_name=free_name(letter.draft_name, choice.parcel.report_key, drafts))

    with open_ledger(ledger) as book:
        check_known(parcels, choices, book, ledger, again)
        _find_cut_off(book, parcels, now)
        taken_away = withdraw(book, parcels, everybody, held_back, now) if settings.way is Way.EML else ()
        settled = _settled(choices, book, settings, again, shut=bool(password))
        drafts |= drafts_in(book, settings.drafts) if settings.drafts else {}
        posting = Posting(
            book=book, carrier=seams.carrier(settings), settings=settings, write=write, sleep=seams.sleep, now=now
        )
        sent = posting.post([one for one in choices if send_key(one) not in settled])
    return (*settled.values(), *sent, *held, *taken_away)


def _open_password(settings: MailSettings) -> str:
    return password_of(settings.open_password_from, ATTACHMENTS) if settings.open_password_from else ""


def _packed(parcel: Parcel, password: str) -> Packed:
    """The parcel as it leaves: its files looked through, then shut.

    Raises:
        DeliveryRefused: a file may not leave, or cannot be shut.
    """
    if parcel.link:
        check_link(parcel.link)
        if password:
            raise LINK_AND_PASSWORD.of()
        if parcel.attachments:
            raise ValueError("a parcel has a link in place of attachments, or attachments")
    if parcel.summary.edition is not parcel.edition:
        raise ValueError("the summary is of another edition than the parcel")
    files = []
    for file in parcel.attachments:
        check_attachment(file.name, file.content)
        if password and file.name.casefold().endswith(PDF):
            raise PASSWORD_NOT_FOR_PDF.of(name=file.name)
        content = encrypt(file.content, password) if password else file.content
        files.append(Attachment(name=file_name(file.name), content=content))
    return Packed(parcel=parcel, attachments=tuple(files), password=bool(password))


def _find_cut_off(book: Ledger, parcels: Sequence[Parcel], now: datetime) -> None:
    """Nobody else sends while the ledger is open, so an intent without an outcome is of a run that was cut off."""
    for key in {parcel.report_key for parcel in parcels}:
        for entry in book.entries(key).values():
            if entry.state is None and entry.way is not Way.EML:  # a draft is written again, in the same place
                book.settle(entry.key, State.UNCERTAIN, _cut_off(entry), now)


def _settled(
    choices: Sequence[Choice], book: Ledger | None, settings: MailSettings, again: frozenset[str], *, shut: bool
) -> dict[SendKey, Outcome]:
    """The people who are not sent anything now, because they were before or may have been."""
    if book is None:
        return {}
    known = {key: book.entries(key) for key in {one.parcel.report_key for one in choices}}
    settled = {}
    for one in choices:
        entry = known[one.parcel.report_key].get(send_key(one))
        decided = None if entry is None else _earlier(one, entry, settings, again, shut=shut)
        if decided is not None:
            settled[send_key(one)] = decided
    return settled


def _earlier(
    choice: Choice, entry: Entry, settings: MailSettings, again: frozenset[str], *, shut: bool
) -> Outcome | None:
    """What an earlier run settled for somebody; ``None`` where the message may be sent now."""
    on = date_label(entry.at.date())
    if entry.state is State.SENT:
        return outcome(choice, State.SENT, f"Sent on {on}; not sent again.", earlier=True)
    if choice.address.key in again or entry.state in (State.REFUSED, State.UNSENT):
        return None
    drafted = entry.way is Way.EML  # one that was being written when a run was cut off may be there as well
    if drafted and settings.way is Way.EML:
        return None if shut or not is_shut_draft(entry) else outcome(choice, State.HELD, _opens(entry))
    why = f"A draft was made on {on}." if drafted else entry.reason or _cut_off(entry)
    hint = f"To send it again all the same: --resend-uncertain {choice.address}"
    return outcome(choice, State.UNCERTAIN, f"{why} It may have been sent. {hint}", earlier=True)


def _opens(entry: Entry) -> str:
    return (
        f"The draft {Path(entry.draft).name} has a password, and a new one would have none, so it stays as it is. Name "
        "the password again with --password-from, or delete the draft."
    )


def _cut_off(entry: Entry) -> str:
    return f"A sending on {date_label(entry.at.date())} was cut off while this message was under way."
