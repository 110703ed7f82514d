"""What a button works with: Excel, the open workbook and its saved copy, and somebody to speak to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field
from platformdirs import user_data_path, user_state_path

from quarterly.excel.press import refusals
from quarterly.excel.press.dialogue import Dialogue
from quarterly.excel.press.opening import open_file, shown
from quarterly.excel.press.preferences import Preferences, preferences_path, read_preferences
from quarterly.excel.press.workbook import is_autosaved
from quarterly.run import Step

if TYPE_CHECKING:
    from xlwings import App, Book

RECORDS = "records of sending by hand"
_COMING = (
    "Quarterly is about to put sheets of its own into this workbook. Your own sheets stay as they are. Excel cannot "
    "undo this, and the steps that you could undo so far cannot be undone afterwards; "
)
UNDO = (
    f"{_COMING}until you save, closing the workbook without saving takes you back.\n\nGo on? (This is asked only once.)"
)
UNDO_AUTOSAVED = (
    f"{_COMING}and AutoSave is on, so Excel saves the new sheets at once, for everybody who uses this workbook. File, "
    "Info, Version History takes you back to the workbook as it is now.\n\n"
    "Go on? (This is asked only once for workbooks with AutoSave.)"
)


class Places(Struct, frozen=True, kw_only=True):
    """Files of the user's own: the settings of the buttons, what Quarterly remembers, and what drafts were made."""

    preferences: Path = field(default_factory=preferences_path)
    state: Path = field(default_factory=lambda: user_state_path("quarterly", appauthor=False))
    records: Path = field(default_factory=lambda: user_data_path("quarterly", appauthor=False) / RECORDS)


class Desk(Struct, frozen=True, kw_only=True):
    """One press. ``now`` is the only clock; it knows its time zone."""

    app: App
    book: Book
    copy: Path
    dialogue: Dialogue
    now: datetime
    places: Places = field(default_factory=Places)
    open_file: Callable[[Path], None] = open_file

    @property
    def today(self) -> date:
        """The day on this machine's calendar."""
        return self.now.date()

    @property
    def preferences(self) -> Preferences:
        """The officer's own settings.

        Raises:
            ExcelRefused: they cannot be used.
        """
        return read_preferences(self.places.preferences)

    def step(self, step: Step) -> None:
        """Show in the status bar what Quarterly is busy with."""
        self.busy(str(step))

    def busy(self, doing: str) -> None:
        """Show in the status bar what Quarterly is busy with, in words."""
        self.app.status_bar = f"Quarterly: {doing[0].lower()}{doing[1:]}..."

    def show(self, path: Path) -> str:
        """Open a file for the officer; a sentence where this computer has nothing to open it with."""
        return shown(path, self.open_file)

    def may_change(self) -> bool:
        """Whether the officer knows that Excel cannot undo what comes; asked before the first time.

        Where the workbook is saved by itself that has other consequences, and so a question of its own.
        """
        autosaved = is_autosaved(self.book)
        told = self.places.state / ("autosave-explained" if autosaved else "undo-explained")
        if told.exists():
            return True
        agreed = self.dialogue.ask(UNDO_AUTOSAVED if autosaved else UNDO)
        if agreed:
            told.parent.mkdir(parents=True, exist_ok=True)
            told.touch()
        return agreed


@contextmanager
def alone(state: Path) -> Iterator[None]:
    """Only one press at a time, in whichever window of Excel.

    Raises:
        ExcelRefused: another one is under way.
    """
    from filelock import FileLock, Timeout  # the buttons that only show something do without

    state.mkdir(parents=True, exist_ok=True)
    lock = FileLock(state / "press.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as busy:
        raise refusals.UNDER_WAY.of() from busy
    try:
        yield
    finally:
        lock.release()
