"""The open workbook: finding it, what can be asked of it, and leaving the officer's view of it as it was."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_documents_path

from quarterly.excel.press import refusals
from quarterly.excel.press.link import load_xlwings, native_errors

if TYPE_CHECKING:
    from xlwings import App, Book


def find_book(name: str) -> Book:
    """The workbook of that name in the Excel that the button was pressed in.

    Raises:
        ExcelRefused: it is not open, or no name was given.
    """
    if not name:
        raise refusals.NO_WORKBOOK.of()
    for book in _open_books():
        if book.name.casefold() == name.casefold():
            return book
    raise refusals.WORKBOOK_GONE.of(book=name)


def _open_books() -> Iterator[Book]:
    """The workbooks to look among, the one whose button was pressed first."""
    caller: Book = load_xlwings().Book.caller()
    yield caller
    yield from caller.app.books


def home_of(book: Book) -> Path | None:
    """The folder that a workbook is kept in; ``None`` where that is a web address.

    Raises:
        ExcelRefused: it was never saved.
    """
    # Not book.fullname: for a file on SharePoint that looks for a synchronised copy, and fails without one.
    where = str(book.impl.fullname)
    if "://" in where:
        return None
    folder = Path(where).parent
    if not folder.is_absolute():
        raise refusals.NEVER_SAVED.of(book=book.name)
    return folder


def folder_for_files(book: Book, wished: Path | None) -> Path:
    """Where PDF files and drafts go: the folder wished for, the workbook's own, or the officer's documents.

    Raises:
        ExcelRefused: the workbook was never saved, or the folder wished for is not there.
    """
    home = home_of(book)
    if wished is not None:
        if not wished.is_dir():
            raise refusals.FOLDER_MISSING.of(folder=wished)
        return wished
    return home if home is not None and home.is_dir() else user_documents_path()


def is_read_only(book: Book) -> bool:
    """Whether what is done to the workbook cannot be saved in it. Excel itself is asked: xlwings has no word for it."""
    if sys.platform == "darwin":
        return bool(book.api.read_only.get())
    return bool(book.api.ReadOnly)


def is_autosaved(book: Book) -> bool:
    """Whether Excel saves the workbook by itself within seconds, as is usual on OneDrive and SharePoint.

    Excel 2016 and 2019 have no AutoSave. Excel for Mac does not tell; a workbook at a web address is taken for saved.
    """
    if sys.platform == "darwin":
        return home_of(book) is None
    with suppress(AttributeError, *native_errors()):
        return bool(book.api.AutoSaveOn)
    return False


@contextmanager
def undisturbed(app: App, book: Book) -> Iterator[None]:
    """Nothing flickers, asks or runs the workbook's own macros inside the block; afterwards all is as it was.

    The sheet that was shown is shown again, and what was selected on it; filters and zoom stay with the sheet.
    """
    shown, selected = book.sheets.active.name, _selection(app)
    with ExitStack() as afterwards:  # each is given back whatever becomes of the others: without events Excel is broken
        for name in ("screen_updating", "display_alerts", "enable_events"):
            afterwards.callback(setattr, app, name, getattr(app, name))
            setattr(app, name, False)
        afterwards.callback(_show, app, book, shown, selected)
        yield


def _show(app: App, book: Book, sheet: str, selected: str) -> None:
    """Show a sheet and what was selected on it; a kindness, for which no press fails that has done its work."""
    with suppress(*native_errors()):
        if sheet in [each.name for each in book.sheets]:
            book.sheets[sheet].activate()
            if selected and _selection(app) != selected:  # selecting scrolls, so not without need
                book.sheets[sheet].range(selected).select()


def _selection(app: App) -> str:
    """The address of the selected cells; empty where something else is selected."""
    selected = app.selection
    return selected.address if selected is not None else ""
