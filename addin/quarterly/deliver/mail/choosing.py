"""Who gets which edition: decided from the rows of the distribution list and the allow-list of domains, row by row.

In doubt nobody gets anything: what is unclear is held and named, and a person decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from msgspec import Struct

from quarterly.deliver.mail.addresses import Address, AddressRefused, parse_address, shown_name, shown_text
from quarterly.deliver.parcels import MailSettings, Outcome, Parcel, State, Way
from quarterly.deliver.refusals import NO_RECIPIENTS, NOT_ON_LIST
from quarterly.model.context import Recipient
from quarterly.model.edition import Edition


class Choice(Struct, frozen=True, kw_only=True):
    """One person and the parcel that is meant for them. ``note`` says what was decided about their rows."""

    address: Address
    name: str
    parcel: Parcel
    note: str = ""


def choose(
    recipients: Sequence[Recipient],
    parcels: Sequence[Parcel],
    settings: MailSettings,
    only: frozenset[str] = frozenset(),
) -> tuple[tuple[Choice, ...], tuple[Outcome, ...]]:
    """Who is sent what, and who is held and why, in the order of the list.

    Rows of other reports, and people of whom every row says No under Active, are in neither. The editions may be of
    different reports, as a monthly working edition beside a quarterly published one: a row gets the edition that it
    names if that is the report that it names. ``only`` narrows to some addresses.

    Raises:
        DeliveryRefused: nobody receives the report, or an address of ``only`` is not on the list.
    """
    people, held = _people(recipients, {parcel.report for parcel in parcels})
    if not people and not held:
        raise NO_RECIPIENTS.of()
    _check_only(only, people)
    by_edition = {parcel.edition: parcel for parcel in parcels}
    choices: list[Choice] = []
    wanted = {_key(address) for address in only}
    for key, rows in people.items():
        if wanted and key not in wanted:
            continue
        decided = _decide(rows, by_edition, settings)
        if isinstance(decided, Choice):
            choices.append(decided)
        else:
            held.append(decided)
    return tuple(choices), tuple(held if not wanted else [one for one in held if _key(one.address) in wanted])


def receives(person: Recipient, report: str) -> bool:
    """Whether a row is about this report; a blank cell means every report."""
    named = [word.strip().casefold() for word in person.report.replace(";", ",").split(",") if word.strip()]
    return not named or report.casefold() in named or "all" in named


def edition_for(person: Recipient) -> Edition | None:
    """The edition that a row names; a blank cell means the published one, and ``None`` a word that is no edition."""
    word = person.edition.strip().casefold()
    if not word:
        return Edition.PUBLISHED
    return next((edition for edition in Edition if edition.value == word), None)


def _people(recipients: Sequence[Recipient], reports: Set[str]) -> tuple[dict[str, list[Recipient]], list[Outcome]]:
    """The rows of these reports by person, without people who are not active, and the rows without a good address."""
    people: dict[str, list[Recipient]] = {}
    held = []
    for person in recipients:
        if not any(receives(person, report) for report in reports):
            continue
        try:
            people.setdefault(parse_address(person.email).key, []).append(person)
        except AddressRefused as error:
            if person.active:
                held.append(_held(shown_text(person.email), f"{error}{_at(person)}"))
    return {key: rows for key, rows in people.items() if any(row.active for row in rows)}, held


def _decide(rows: Sequence[Recipient], parcels: dict[Edition, Parcel], settings: MailSettings) -> Choice | Outcome:
    address = parse_address(rows[0].email)
    where = _at(*rows)
    if not all(row.active for row in rows):
        return _held(str(address), f"One row says No under Active and another does not; No holds{where}.")
    editions = {edition_for(row) for row in rows}
    edition = editions.pop()
    if edition is None or None in editions:
        words = " nor ".join(f'"{edition}"' for edition in Edition)
        return _held(str(address), f"The word under Edition is neither {words}{where}.")
    if editions:
        return _held(str(address), f"The rows name different editions, so neither is sent{where}.")
    if why := _not_sent(rows, address, edition, parcels, settings):
        return _held(str(address), why, edition)
    note = f"Stands on the list {len(rows)} times; gets one message." if len(rows) > 1 else ""
    return Choice(address=address, name=shown_name(rows[0].name), parcel=parcels[edition], note=note)


def _not_sent(
    rows: Sequence[Recipient],
    address: Address,
    edition: Edition,
    parcels: Mapping[Edition, Parcel],
    settings: MailSettings,
) -> str:
    """Why somebody whose rows are clear gets nothing all the same; blank for whom nothing keeps it."""
    is_listed = address.domain in settings.domains or (settings.way is Way.EML and not settings.domains)
    if not is_listed:
        return f"{address.domain} is not among the domains that mail may go to."
    if edition not in parcels:
        return f"Receives the {edition} edition, which is not part of this sending."
    report = parcels[edition].report
    if not all(receives(row, report) for row in rows):
        return f"The {edition} edition of this sending is the {report} report, and the row names another{_at(*rows)}."
    return ""


def _check_only(only: frozenset[str], people: dict[str, list[Recipient]]) -> None:
    for address in sorted(only):
        if _key(address) not in people:
            raise NOT_ON_LIST.of(address=shown_text(address))


def _key(address: str) -> str:
    try:
        return parse_address(address).key
    except AddressRefused:
        return address


def _held(address: str, reason: str, edition: Edition | None = None) -> Outcome:
    return Outcome(address=address, state=State.HELD, reason=reason, edition=edition)


def _at(*rows: Recipient) -> str:
    """ " (Distribution, rows 4 and 9)", where the rows are known."""
    numbers = [str(row.source.row) for row in rows if row.source.sheet]
    if not numbers:
        return ""
    return f" ({rows[0].source.sheet}, row{'s' if len(numbers) > 1 else ''} {' and '.join(numbers)})"
