"""Everything that is said to the officer, and asked, goes through here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

if TYPE_CHECKING:
    from xlwings import App

TITLE = "Quarterly"


class Dialogue(Protocol):
    """How a button speaks with the person who pressed it."""

    def say(self, text: str) -> None:
        """Tell something; it is read and closed."""

    def ask(self, text: str) -> bool:
        """Ask something that is answered with yes or no."""


class ExcelDialogue(Struct, frozen=True, kw_only=True):
    """Excel's own message boxes."""

    app: App

    def say(self, text: str) -> None:
        """A box with OK."""
        self.app.alert(text, title=TITLE, buttons="ok", mode="info")

    def ask(self, text: str) -> bool:
        """A box with Yes and No."""
        return self.app.alert(text, title=TITLE, buttons="yes_no", mode="info") == "yes"
