"""Copying sheets into the open workbook: all of them, or none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from quarterly.excel.press import refusals
from quarterly.excel.press.workbook import undisturbed
from quarterly.ooxml import Doing, LiveInsert, SheetChange
from quarterly.read.package import REPORT_MARK

if TYPE_CHECKING:
    from xlwings import App, Book, Sheet


_VISIBLE = (True, -1)  # Excel for Windows says -1 for a sheet that is shown, 0 or 2 for one that is hidden


class _Copied(Struct, frozen=True, kw_only=True):
    """A sheet that was copied in, and the earlier one whose place it takes."""

    sheet: Sheet
    name: str
    older: Sheet | None


def place(app: App, book: Book, ready: LiveInsert) -> tuple[str, ...]:
    """Copy the sheets that are ready into the workbook; their names there, in the report's order.

    The new sheets are all there before an earlier one is deleted: if Excel refuses on the way, the workbook is as it
    was.

    Raises:
        ExcelRefused: the workbook's sheets are no longer those that the copy had.
    """
    changes = ready.result.sheets
    with undisturbed(app, book), _opened(app, ready.carrier) as carrier:
        _check_unchanged(book, carrier, changes)
        copied = _copy_all(book, carrier, changes)
        for one in copied:
            _settle(one)
        for change in changes:
            if change.doing is Doing.REMOVED:
                book.sheets[change.name].delete()
    return tuple(change.name for change in changes if change.doing is not Doing.REMOVED)


@contextmanager
def _opened(app: App, path: Path) -> Iterator[Book]:
    carrier = app.books.open(path, update_links=False, read_only=True, add_to_mru=False)
    try:
        yield carrier
    finally:
        carrier.close()


def _check_unchanged(book: Book, carrier: Book, changes: Sequence[SheetChange]) -> None:
    """Refuse if sheets came, went or were renamed since the copy was saved."""
    now = {sheet.name for sheet in book.sheets}
    then = {sheet.name for sheet in carrier.sheets}  # charts on sheets of their own are here only
    coming = {change.name for change in changes if change.doing is Doing.ADDED}
    needed = {change.name for change in changes if change.doing is not Doing.ADDED}
    leaving = {change.name for change in changes if change.doing is Doing.REMOVED}
    if now & coming or needed - now or now - then - leaving:
        raise refusals.WORKBOOK_CHANGED.of(book=book.name)


def _copy_all(book: Book, carrier: Book, changes: Sequence[SheetChange]) -> list[_Copied]:
    """Copy in every sheet that comes, each beside the one whose place it takes.

    A new one goes behind the sheet before it in the carrier; and so do all where the report's own order changed.
    """
    coming = {change.name: change.doing for change in changes if change.doing is not Doing.REMOVED}
    kept = [name for name, doing in coming.items() if doing is Doing.REPLACED]
    in_place = [one.name for one in book.sheets if one.name in kept] == [
        one.name for one in carrier.sheets if one.name in kept
    ]
    own = {sheet.name for sheet in book.sheets}
    copied: list[_Copied] = []
    last: Sheet | None = None
    try:
        for sheet in carrier.sheets:
            if sheet.name in coming:
                older = book.sheets[sheet.name] if coming[sheet.name] is Doing.REPLACED else None
                copied.append(_copy(book, sheet, older, (older if in_place else None) or last))
                last = copied[-1].sheet
            elif sheet.name in own:
                last = book.sheets[sheet.name]
    except BaseException:
        for one in copied:
            one.sheet.delete()
        raise
    return copied


def _copy(book: Book, sheet: Sheet, older: Sheet | None, beside: Sheet | None) -> _Copied:
    new = sheet.copy(after=beside) if beside is not None else sheet.copy(before=book.sheets[0])
    if not _mark_of(new):  # Excel takes a sheet's own names along; should it not, the mark is put there
        new.names.add(REPORT_MARK, _mark_of(sheet))
    return _Copied(sheet=new, name=sheet.name, older=older)


def _mark_of(sheet: Sheet) -> str:
    """What the sheet's mark says; empty where it has none. Excel puts the sheet's name before that of the mark."""
    names = sheet.names
    for place_ in range(len(names)):
        if names[place_].name.rpartition("!")[2] == REPORT_MARK:
            return str(names[place_].refers_to)
    return ""


def _settle(copied: _Copied) -> None:
    """Give the new sheet the name of the earlier one, hidden if that was, and delete the earlier one."""
    visible = True
    if copied.older is not None:
        visible = copied.older.visible in _VISIBLE
        copied.older.delete()
    if copied.sheet.name != copied.name:
        copied.sheet.name = copied.name
    if not visible:
        copied.sheet.visible = False
