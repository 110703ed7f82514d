"""Why a published edition is not written."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from quarterly.audit.rules import Violation
from quarterly.errors import PublicationRefused

LISTED = 200  # violations in one message; a broken rule may be broken in every row


class Unfit(Struct, frozen=True, kw_only=True):
    """A reason not to publish."""

    code: str
    sentence: str
    cause: str
    fix: str

    def of(self, name: str, found: Sequence[Violation]) -> PublicationRefused:
        """The refusal of one report, with a line for each violation."""
        places = f"{len(found):,} {'place' if len(found) == 1 else 'places'}"
        lines = [f"- {violation}" for violation in found[:LISTED]]
        if len(found) > LISTED:
            lines.append(f"- and {len(found) - LISTED:,} more")
        said = self.sentence.format(name=name, places=places)
        return PublicationRefused(self.code, "\n".join([f"{said} {self.fix}", *lines]))


PUBLICATION_REFUSED = Unfit(
    code="publication-refused",
    sentence="{name} was not written: the published edition breaks a rule in {places}.",
    cause="Every published edition is read again before it is saved, and every rule of accessible spreadsheets and of "
    "disclosure control is checked. A template of your own, or a long text of an officer's, may break one.",
    fix="Put right what is listed, in the workbook or the template, and build it again.",
)

REFUSALS: tuple[Unfit, ...] = (PUBLICATION_REFUSED,)
"""Every reason."""
