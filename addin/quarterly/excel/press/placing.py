"""Copying sheets into the open workbook: all of them, or none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from quarterly.compose.words import counted
from quarterly.excel.press import refusals
from quarterly.excel.press.link import native_errors
from quarterly.excel.press.workbook import undisturbed
from quarterly.log import record_failure
from quarterly.ooxml import Doing, LiveInsert, SheetChange
from quarterly.read.package import REPORT_MARK

if TYPE_CHECKING:
    from xlwings import App, Book, Sheet


_SHOWN = (True, -1)  # Excel for Windows says -1 for a sheet that is shown, 0 for hidden, 2 for very hidden
_MOST_NAMED = 4


class _Copied(Struct, frozen=True, kw_only=True):
    """A sheet that was copied in, and the earlier one whose name it takes and which it is shown or hidden as."""

    sheet: Sheet
    name: str
    older: Sheet | None
    visible: bool = True  # on Windows one of Excel's numbers

    def take_place(self) -> None:
        """Be called and hidden as is meant."""
        if self.sheet.name != self.name:
            self.sheet.name = self.name
        if self.visible not in _SHOWN:
            self.sheet.visible = self.visible


def place(app: App, book: Book, ready: LiveInsert) -> tuple[str, ...]:
    """Copy the sheets that are ready into the workbook; their names there, in the report's order.

    The new sheets are all there before an earlier one is deleted: if Excel refuses until then, the workbook is as it
    was. If it refuses to delete one, the new sheet goes whose place is not free, and it is said which were exchanged.

    Raises:
        ExcelRefused: the workbook's sheets are no longer those that the copy had, or not all could be exchanged.
    """
    changes = ready.result.sheets
    with undisturbed(app, book), _opened(app, ready.carrier) as carrier:
        _check_unchanged(book, carrier, changes)
        copied = _copy_all(book, carrier, changes)
        _exchange(book, copied, [change.name for change in changes if change.doing is Doing.REMOVED])
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
    return _Copied(sheet=new, name=sheet.name, older=older, visible=older.visible if older is not None else True)


def _mark_of(sheet: Sheet) -> str:
    """What the sheet's mark says; empty where it has none. Excel puts the sheet's name before that of the mark."""
    names = sheet.names
    for place_ in range(len(names)):
        if names[place_].name.rpartition("!")[2] == REPORT_MARK:
            return str(names[place_].refers_to)
    return ""


def _exchange(book: Book, copied: Sequence[_Copied], leaving: Sequence[str]) -> None:
    """Delete the earlier sheets, and give the new ones their names.

    Raises:
        ExcelRefused: Excel went along with some of it only.
    """
    placed: list[str] = []
    try:
        for name in _exchanging(book, copied, leaving):
            placed.append(name)
    except native_errors() as error:
        with suppress(*native_errors()):  # from an Excel that was closed nothing can be taken back
            for one in copied:
                if one.name not in placed:
                    one.sheet.delete()
        if not placed:
            raise
        log = record_failure("exchanging sheets", error) or "which could not be written"
        raise refusals.HALF_EXCHANGED.of(book=book.name, exchanged=_named(placed), log=log) from error


def _exchanging(book: Book, copied: Sequence[_Copied], leaving: Sequence[str]) -> Iterator[str]:
    """The names of the sheets for which there is no way back, from when there is none."""
    added = [one for one in copied if one.older is None]
    for one in added:
        one.take_place()
    for one in copied:
        if one.older is not None:
            _delete(one.older)
            yield one.name
            one.take_place()
    yield from (one.name for one in added)
    for name in leaving:
        _delete(book.sheets[name])


def _named(sheets: Sequence[str]) -> str:
    """The first few by name."""
    rest = len(sheets) - _MOST_NAMED
    names = ", ".join(f'"{name}"' for name in sheets[:_MOST_NAMED])
    return f"{names} and {counted(rest, 'other')}" if rest > 0 else names


def _delete(sheet: Sheet) -> None:
    """Delete a sheet; a very hidden one, which Excel does not delete, is shown first."""
    before = sheet.visible
    if before not in _SHOWN:
        sheet.visible = True
    try:
        sheet.delete()
    except native_errors():
        with suppress(*native_errors()):
            sheet.visible = before
        raise
