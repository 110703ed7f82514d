"""Sending parcels to the people who are named for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from quarterly.deliver.mail.parcels import MailSettings, Outcome, Parcel
from quarterly.model.context import Recipient


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
) -> tuple[Outcome, ...]:
    """Send every recipient the edition that they are named for, once; an outcome for each row's address.

    ``parcels`` are the editions of one report, one parcel an edition. ``recipients`` are the rows of the workbook's
    Distribution sheet, in their order. ``ledger`` is the SQLite file of what was sent; it is made where there is none.
    ``now`` knows its time zone. ``only`` narrows to some addresses of the list; ``resend_uncertain`` are addresses
    whose message may have been sent, and is to be sent again all the same. A dry run writes and sends nothing.

    Raises:
        DeliveryRefused: nothing can be sent at all: no settings, an attachment that may not leave, an empty list,
            another sending under way.
    """
    raise NotImplementedError
