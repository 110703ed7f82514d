"""A press from its beginning to its end: which button it was, what it works with, and what is said afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from quarterly import __version__
from quarterly.errors import QuarterlyError
from quarterly.excel.press import refusals
from quarterly.excel.press.catalogue import BUTTONS, Button, Tag
from quarterly.excel.press.desk import Desk, alone
from quarterly.excel.press.dialogue import ExcelDialogue
from quarterly.excel.press.left_over import clear_left_over
from quarterly.excel.press.link import in_plain_words
from quarterly.excel.press.workbook import find_book

if TYPE_CHECKING:
    from xlwings import App

MOST_LINES = 6  # of a message


def pressed(tag: str, copy_path: str, book_name: str, excel: str) -> str:
    """Do what a button stands for, and give what it leaves to be said. The clock is read here and nowhere else.

    Raises:
        QuarterlyError: it cannot be done; nothing was put into the workbook.
    """
    button = button_of(tag)
    if not button.needs_workbook:
        from quarterly.excel.press.personal import HelpDesk

        return HelpDesk(excel=excel).serve(button.tag)
    with in_plain_words(tag):
        book, copy, now = find_book(book_name), Path(copy_path), datetime.now().astimezone()
        clear_left_over(copy.parent, now)
        attend(button, Desk(app=book.app, book=book, copy=copy, dialogue=ExcelDialogue(app=book.app), now=now))
    return ""


def attend(button: Button, desk: Desk) -> None:
    """Do the button's work and say what came of it.

    Raises:
        QuarterlyError: it cannot be done; nothing was put into the workbook.
    """
    if not desk.copy.is_file():
        raise refusals.COPY_MISSING.of(book=desk.book.name)
    with alone(desk.places.state), _status_bar(desk.app), _briefly():
        said = _work_of(button.tag)(desk)
    if said:
        desk.dialogue.say(said)


def button_of(tag: str) -> Button:
    """The button with that tag.

    Raises:
        ExcelRefused: this version has none.
    """
    for button in BUTTONS:
        if button.tag == tag:
            return button
    raise refusals.UNKNOWN_BUTTON.of(version=__version__, tag=tag)


@contextmanager
def _status_bar(app: App) -> Iterator[None]:
    """The status bar is Excel's own again afterwards."""
    try:
        yield
    finally:
        app.status_bar = False


@contextmanager
def _briefly() -> Iterator[None]:
    """A refusal that lists hundreds of places, cut to what a message box can show."""
    try:
        yield
    except QuarterlyError as refused:
        lines = refused.message.splitlines()
        if len(lines) <= MOST_LINES:
            raise
        more = f"... and {len(lines) - MOST_LINES:,} more, which the command line lists."
        raise type(refused)(refused.code, "\n".join((*lines[:MOST_LINES], more))) from refused


def _work_of(tag: Tag) -> Callable[[Desk], str]:
    """What a button does; only what it needs is loaded."""
    if tag in (Tag.EMAIL_DRAFT, Tag.PDF):
        from quarterly.excel.press import files

        return files.email_draft if tag is Tag.EMAIL_DRAFT else files.pdf
    from quarterly.excel.press import doing

    return {
        Tag.CHECK: doing.check,
        Tag.BUILD_REPORT: doing.build,
        Tag.WHAT_CHANGED: doing.what_changed,
        Tag.PUBLISH: doing.publish,
    }[tag]
