"""The reports of a job on their way to the people of the workbook's distribution list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from quarterly.deliver.archive import Archive, Kept
from quarterly.deliver.mail import Attachment, MailSettings, Outcome, Parcel, send_parcels
from quarterly.keeping import Made
from quarterly.sending import parcel_of, receipts


class Post(Struct, frozen=True, kw_only=True):
    """By which way mail leaves, and where it is written down. ``ledger`` is the file of what was sent."""

    settings: MailSettings
    ledger: Path
    now: datetime
    by: str
    dry_run: bool = False

    def send(
        self, made: Sequence[Made], files: Mapping[str, Sequence[Path]], links: Mapping[str, str]
    ) -> tuple[Outcome, ...]:
        """Send every edition to those who are named for it.

        ``files`` are its attachments, by report key; ``links`` the addresses sent instead, blank where none is.

        Raises:
            DeliveryRefused: nothing can be sent at all.
        """
        recipients = made[0].assessment.book.plan.recipients
        parcels = [_parcel(each, files[each.key], links[each.key]) for each in made]
        return send_parcels(parcels, recipients, self.settings, ledger=self.ledger, now=self.now, dry_run=self.dry_run)

    def note(self, archive: Archive, kept: Sequence[Kept], sent: Sequence[Outcome]) -> None:
        """Write down in the archive who got which edition now; what was settled before stands there already.

        Raises:
            DeliveryRefused: nothing can be written there.
        """
        for each in kept:
            archive.note(each, receipts(sent, each.manifest.recipe.edition, self.now, self.by))


def _parcel(made: Made, files: Sequence[Path], link: str) -> Parcel:
    """The report under the name that it was saved by, and its PDF; or where it is found."""
    if link:
        return parcel_of(made, link=link)
    report, *others = files
    attached = [Attachment(name=each.name, content=each.read_bytes()) for each in others]
    return replace(parcel_of(made), attachments=(Attachment(name=report.name, content=made.content), *attached))
