"""The way out by hand: unsent messages as files, which a person opens in Outlook and sends."""

from __future__ import annotations

from pathlib import Path

from quarterly.deliver.mail.carrier import Closed, Delivery, Verdict
from quarterly.deliver.mail.message import Letter
from quarterly.errors import RequestRefused
from quarterly.outputs import make_private_folder, write_whole


class DraftCarrier:
    """A folder of drafts."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def ready(self) -> Closed | None:
        """Make the folder where there is none."""
        try:
            make_private_folder(self._folder)
        except OSError as error:
            said = f"The folder for drafts {self._folder} cannot be made: {error.strerror}."
            return Closed(reason=said, temporary=False)
        return None

    def deliver(self, letter: Letter) -> Delivery:
        """Write one draft, whole or not at all; the same message always has the same file."""
        target = self._folder / letter.draft_name
        try:
            write_whole(letter.content, target, private=True)
        except RequestRefused as error:
            return Delivery(verdict=Verdict.PERMANENT, reason=error.message)
        return Delivery(verdict=Verdict.TAKEN, draft=target)

    def close(self) -> None:
        """Nothing: every file is closed."""
