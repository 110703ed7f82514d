"""An Excel without cells: workbooks whose sheets are in order, named, marked and shown or hidden; an engine of xlwings.

xlwings' own App, Book and Sheet stand above it, so that the code behind a button cannot call what they do not have. It
refuses what Excel for Windows refuses, by the same error, and writes down what the officer would have noticed.
"""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import Path

import pytest
import xlwings
from fake_excel_app import add_native_errors, wrapped
from lxml import etree

SHOWN, HIDDEN, VERY_HIDDEN = -1, 0, 2  # as Excel for Windows says them
_STATES = {"visible": SHOWN, "hidden": HIDDEN, "veryHidden": VERY_HIDDEN}
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_NOT_IN_NAMES = frozenset(r"\/?*[]:")


def start(monkeypatch: pytest.MonkeyPatch) -> xlwings.App:
    """Start an Excel for one test."""
    add_native_errors(monkeypatch)
    app = App()
    monkeypatch.setattr(xlwings.engines, "active", xlwings.Engine(impl=app.engine))
    return xlwings.App(impl=app)


def no() -> Exception:
    """Excel's answer to whatever it will not do: error 1004."""
    return wrapped(0x800A03EC)


class Named(list):
    """What Excel finds by its number from 1 on, or by its name, without case."""

    def __call__(self, wanted):
        if isinstance(wanted, int):
            return self[wanted - 1]
        for one in self:
            if one.name.casefold() == wanted.casefold():
                return one
        raise KeyError(wanted)

    def __contains__(self, wanted) -> bool:
        return any(one.name.casefold() == wanted.casefold() for one in self)


@dataclass(eq=False)
class Engine:
    """The engine, and its one application."""

    name: str = "pretended"
    type: str = "desktop"
    apps: tuple[App, ...] = ()


@dataclass
class App:
    """The application. ``noticed`` is what flickered, asked or ran macros; ``refuses`` is at which call it refuses."""

    engine: Engine = field(default_factory=Engine)
    version: str = "16.0"
    pid: int = 1
    screen_updating: bool = True
    display_alerts: bool = True
    enable_events: bool = True
    status_messages: list[object] = field(default_factory=list)
    alerts: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    noticed: list[str] = field(default_factory=list)
    refuses: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.books = Books(self)
        self.engine.apps = (self,)

    @property
    def selection(self) -> Range:
        return Range(self.books.active.sheets.active)

    @property
    def status_bar(self) -> object:
        return self.status_messages[-1] if self.status_messages else False

    @status_bar.setter
    def status_bar(self, text: object) -> None:
        self.status_messages.append(text)

    def alert(self, prompt, title, buttons, mode, callback) -> str:
        self.alerts.append(prompt)
        return self.answers.pop(0) if self.answers else "ok"

    def activate(self, steal_focus: bool) -> None:
        """There is no window to bring to the front."""

    def does(self, what: str, name: str) -> None:
        """Do something that shows, which Excel refuses if it was told to."""
        if what in self.refuses:
            self.refuses[what] -= 1
            if not self.refuses[what]:
                raise no()
        if self.screen_updating or self.display_alerts or self.enable_events:
            self.noticed.append(f"{what} {name}")


class Books(Named):
    """The open workbooks; the one in front is the last."""

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app

    @property
    def active(self) -> Book:
        return self[-1]

    def open(self, fullname: str, _update_links=None, read_only=None, *_rest) -> Book:
        self.append(Book(self.app, Path(fullname), read_only=bool(read_only)))
        return self.active


class Book:
    """An open workbook. ``api`` is what xlwings has no word for, by the names of Windows."""

    def __init__(self, app: App, path: Path, *, read_only: bool = False) -> None:
        self.app, self.path, self.name, self.fullname = app, path, path.name, str(path)
        self.ReadOnly, self.AutoSaveOn = read_only, False
        self.sheets = Sheets(self)
        self.sheets.extend(_sheets_in(path, self))
        self.sheets.active = next(sheet for sheet in self.sheets if sheet.visible == SHOWN)
        app.does("open", self.name)

    @property
    def api(self) -> Book:
        return self

    def activate(self) -> None:
        self.app.books.remove(self)
        self.app.books.append(self)

    def close(self) -> None:
        self.app.does("close", self.name)
        self.app.books.remove(self)

    def save_copy(self, path: Path) -> Path:
        """``SaveCopyAs``; without cells there is no copy of sheets that came or went since the file was opened."""
        assert [sheet.name for sheet in self.sheets] == [sheet.name for sheet in _sheets_in(self.path, self)]
        return Path(shutil.copy(self.path, path))

    def to_pdf(self, path: str, quality: str) -> None:
        Path(path).write_text(f"%PDF-1.7 {self.name}", encoding="utf-8")


class Sheets(Named):
    """The sheets of a workbook, from left to right."""

    active: Sheet

    def __init__(self, book: Book) -> None:
        super().__init__()
        self.book = book


@dataclass(eq=False)
class Sheet:
    """A sheet: what it is called, marked as and shown as, which cells are selected, and from which file it came."""

    book: Book
    called: str
    came_from: str
    state: int = SHOWN
    selected: str = "$A$1"

    def __post_init__(self) -> None:
        self.names = Names(self)

    @property
    def name(self) -> str:
        return self.called

    @name.setter
    def name(self, name: str) -> None:
        self.book.app.does("rename", self.called)
        taken = name in self.book.sheets and self.book.sheets(name) is not self
        if taken or not 1 <= len(name) <= 31 or _NOT_IN_NAMES & set(name):
            raise no()
        self.called = name

    @property
    def index(self) -> int:
        return self.book.sheets.index(self) + 1

    @property
    def visible(self) -> int:
        return self.state

    @visible.setter
    def visible(self, state: int) -> None:
        if state is True:
            state = SHOWN
        if state != SHOWN:
            self._leave_another_shown()
        self.state = int(state)

    def activate(self) -> None:
        self.book.app.does("activate", self.called)
        if self.state != SHOWN:
            raise no()
        self.book.sheets.active = self

    def delete(self) -> None:
        self.book.app.does("delete", self.called)
        if self.state == VERY_HIDDEN:
            raise no()
        self._leave_another_shown()
        self.book.sheets.remove(self)

    def copy(self, before: Sheet | None, after: Sheet | None) -> None:
        """Put a copy beside a sheet, also of another workbook, and show it there; its own names go along."""
        self.book.app.does("copy", self.called)
        if self.state == VERY_HIDDEN:
            raise no()
        beside = before or after
        sheets = beside.book.sheets
        names = chain([self.called], (f"{self.called[:25]} ({number})" for number in count(2)))
        made = Sheet(beside.book, next(name for name in names if name not in sheets), self.came_from, self.state)
        sheets.insert(sheets.index(beside) + (1 if after else 0), made)
        for one in self.names:
            made.names.append(Name(made, one.local, one.refers_to))
        if made.state == SHOWN:
            sheets.active = made

    def range(self, address: str, _to: None = None) -> Range:
        return Range(self, address)

    def _leave_another_shown(self) -> None:
        """A workbook must have a sheet that is shown."""
        shown = [sheet for sheet in self.book.sheets if sheet.visible == SHOWN and sheet is not self]
        if not shown:
            raise no()
        if self.book.sheets.active is self:
            self.book.sheets.active = shown[0]


class Range:
    """Cells of a sheet: those at an address, or those that are selected."""

    def __init__(self, sheet: Sheet, address: str = "") -> None:
        self.sheet, self.address = sheet, address or sheet.selected

    def select(self) -> None:
        self.sheet.book.app.does("select", self.address)
        if self.sheet.book.sheets.active is not self.sheet:
            raise no()
        self.sheet.selected = self.address


@dataclass(eq=False)
class Name:
    """A name of a sheet's own, before which Excel puts the sheet's."""

    sheet: Sheet
    local: str
    refers_to: str

    @property
    def name(self) -> str:
        return f"'{self.sheet.name}'!{self.local}"


class Names(Named):
    """The names of a sheet's own."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__()
        self.sheet = sheet

    def snapshot(self) -> list[tuple[str, Name]]:
        return [(one.name, one) for one in self]

    def add(self, name: str, refers_to: str) -> Name:
        self.append(Name(self.sheet, name, refers_to))
        return self[-1]


def _sheets_in(path: Path, book: Book) -> Iterator[Sheet]:
    """The sheets of a file, with the names that are theirs alone."""
    with zipfile.ZipFile(path) as package:
        root = etree.fromstring(package.read("xl/workbook.xml"))
    names = list(root.iterfind(f"{_MAIN}definedNames/{_MAIN}definedName"))
    for number, told in enumerate(root.iterfind(f"{_MAIN}sheets/{_MAIN}sheet")):
        sheet = Sheet(book, told.get("name"), path.name, _STATES[told.get("state", "visible")])
        for one in names:
            if one.get("localSheetId") == str(number):
                sheet.names.add(one.get("name"), f"={one.text}")
        yield sheet
