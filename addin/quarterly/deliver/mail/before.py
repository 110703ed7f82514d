"""What went before a sending: whether ledger and archive agree on it, and drafts that hold no longer."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from quarterly.compose.words import counted
from quarterly.deliver.ledger import Entry, Ledger
from quarterly.deliver.mail.addresses import AddressRefused, parse_address
from quarterly.deliver.mail.choosing import Choice
from quarterly.deliver.parcels import Outcome, Parcel, State, Way
from quarterly.deliver.refusals import LEDGER_BEHIND, NUMBER_TAKEN
from quarterly.model.edition import Edition

_NAMED = 3  # people named in a sentence; more are counted


def check_known(
    parcels: Sequence[Parcel], choices: Sequence[Choice], book: Ledger | None, path: Path, again: frozenset[str]
) -> None:
    """Nothing, where the ledger knows what the archive says was sent, and nothing else under the same number.

    ``again`` are the people, by the key of their address, who are to be sent it whatever is known.

    Raises:
        DeliveryRefused: somebody would get a report twice, or another one under a number that they have.
    """
    for parcel in parcels:
        entries = book.entries(parcel.report_key).values() if book else ()
        known = [entry for entry in entries if entry.key.issue == parcel.issue]
        if any(entry.fingerprint not in ("", parcel.fingerprint) for entry in known if parcel.fingerprint):
            raise NUMBER_TAKEN.of(path=path, issue=parcel.issue, report=parcel.report_key)
        chosen = {one.address.key for one in choices if one.parcel is parcel}
        before = {key for address in parcel.sent_before if (key := _key(address))}
        if lost := sorted((before & chosen) - {entry.key.address for entry in known} - again):
            more = f" and {counted(len(lost) - _NAMED, 'other')}" if len(lost) > _NAMED else ""
            people = ", ".join(lost[:_NAMED]) + more
            raise LEDGER_BEHIND.of(path=path, issue=parcel.issue, report=parcel.report_key, people=people)


def withdraw(
    book: Ledger, parcels: Sequence[Parcel], everybody: Sequence[Choice], held: Sequence[Outcome], now: datetime
) -> tuple[Outcome, ...]:
    """Take away drafts that hold no longer: of an earlier issue, or for somebody who is named for it no more.

    Nobody knows whether they were sent, so each is named. Drafts of an edition that is not part of this sending stay
    for whoever is still named for it.
    """
    current = {_family(one.report_key, one.edition): one.issue for one in parcels}
    issues = {one.report_key: one.issue for one in parcels}
    made = {one.edition for one in parcels}
    named = {(one.address.key, one.parcel.edition) for one in everybody}
    named |= {(_key(one.address), one.edition) for one in held if one.edition and one.edition not in made}
    gone = []
    for entry in _drafts(book):
        key = entry.key
        if _family(key.report_key, key.edition) not in current:
            continue
        is_old = key.issue < issues.get(key.report_key, key.issue)
        if not is_old and (key.address, key.edition) in named:
            continue
        why = "It was of an earlier issue" if is_old else f"Nobody is named for the {key.edition} edition there now"
        gone.append(_taken_away(book, entry, why, now))
    return tuple(gone)


def is_shut_draft(entry: Entry) -> bool:
    """Whether it is a draft whose attachments a password opens, and it is still there."""
    return entry.shut and bool(entry.draft) and Path(entry.draft).is_file()


def drafts_in(book: Ledger, folder: Path) -> dict[str, str]:
    """The names of the drafts that lie in a folder, with the key of the report that each is of."""
    found = ((Path(entry.draft), entry.key.report_key) for entry in _drafts(book))
    return {path.name: key for path, key in found if path.parent == folder}


def free_name(name: str, report_key: str, drafts: Mapping[str, str]) -> str:
    """A draft's file name; with a mark of the report where that of another report has the plain one."""
    marked = f"{name.removesuffix('.eml')} {hashlib.sha256(report_key.encode()).hexdigest()[:8]}.eml"
    is_ours = drafts.get(marked) == report_key or drafts.get(name, report_key) != report_key
    return marked if is_ours else name


def _drafts(book: Ledger) -> Iterator[Entry]:
    for entry in book.everything():
        if entry.way is Way.EML and entry.draft and Path(entry.draft).is_file():
            yield entry


def _taken_away(book: Ledger, entry: Entry, why: str, now: datetime) -> Outcome:
    name = Path(entry.draft).name
    try:
        Path(entry.draft).unlink()
    except OSError as error:
        said = f"{why}, but the draft {name} could not be deleted ({error.strerror}). Delete it, and do not send it."
    else:
        said = f"{why}, so the draft {name} was deleted. If somebody sent it before, tell the person."
        if entry.state is not None:
            book.settle(entry.key, entry.state, said, now)
    return Outcome(address=entry.key.address, state=State.HELD, reason=said, edition=entry.key.edition)


def _family(key: str, edition: Edition) -> str:
    """A report key without the word for its edition: the editions of one report have the rest in common."""
    head, _, tail = key.rpartition(f" | {edition}")
    return f"{head}{tail}"


def _key(address: str) -> str:
    try:
        return parse_address(address).key
    except AddressRefused:
        return ""
