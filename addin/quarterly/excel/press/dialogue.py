"""Everything that is said to the officer, and asked, goes through here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from xlwings import App

TITLE = "Quarterly"


class Dialogue(Protocol):
    """How a button speaks with the person who pressed it."""

    def say(self, text: str) -> None:
        """Tell something; it is read and closed."""

    def ask(self, text: str) -> bool:
        """Ask something that is answered with yes or no."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcelDialogue:
    """Excel's own message boxes."""

    app: App

    def say(self, text: str) -> None:
        """A box with OK."""
        self.app.alert(text, title=TITLE, buttons="ok", mode="info")

    def ask(self, text: str) -> bool:
        """A box with Yes and No."""
        return self.app.alert(text, title=TITLE, buttons="yes_no", mode="info") == "yes"
