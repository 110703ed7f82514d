"""LibreOffice as a spreadsheet application of xlwings, so that the code behind a button runs on a live workbook.

Only what that code and its tests use is here. It reads and changes open documents; it never writes an officer's file.
"""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from xlwings import XlwingsError

SYSTEM_PACKAGES = Path("/usr/lib/python3/dist-packages")  # where Debian keeps the module uno
STARTS_WITHIN = 120.0  # seconds
TYPE_TEXT, TYPE_FORMULA, TYPE_EMPTY = "TEXT", "FORMULA", "EMPTY"


class OfficeError(XlwingsError):
    """LibreOffice refused. A UNO exception confuses context managers, so none leaves this module."""


def load_uno():
    """The module ``uno``; its folder is on the path only while it is imported, so that nothing else comes from it."""
    if "uno" in sys.modules:
        return sys.modules["uno"]
    sys.path.append(str(SYSTEM_PACKAGES))
    try:
        import uno
    finally:
        sys.path.remove(str(SYSTEM_PACKAGES))
    return uno


def calling(function, *arguments):
    """Call LibreOffice; what it refuses becomes an :class:`OfficeError`, raised outside the ``except``."""
    from com.sun.star.uno import Exception as UnoException

    said = ""
    try:
        return function(*arguments)
    except UnoException as refused:
        said = f"{type(refused).__name__}: {refused.Message}"
    raise OfficeError(said)


def properties(**values):
    """Values as UNO's sequence of properties."""
    from com.sun.star.beans import PropertyValue

    made = []
    for name, value in values.items():
        one = PropertyValue()
        one.Name, one.Value = name, value
        made.append(one)
    return tuple(made)


ONE_THREAD = {"MAX_CONCURRENCY": "1", "SC_IMPORT_THREADS": "1", "SC_NO_THREADED_CALCULATION": "1"}
"""LibreOffice 7.4 crashes now and then, about once in a hundred tests; the fewer threads it has, the fewer can meet."""
_NUMBERS = itertools.count(1)


class Office:
    """A LibreOffice of its own: own profile, own pipe, ended by its process."""

    def __init__(self, program: str) -> None:
        self.program = program
        self.folder = tempfile.TemporaryDirectory(prefix="quarterly-office-")
        self.uno = load_uno()
        pipe = f"quarterly{os.getpid()}x{next(_NUMBERS)}"
        self.process = subprocess.Popen(
            [
                program,
                "--headless",
                "--norestore",
                "--nologo",
                "--nodefault",
                f"-env:UserInstallation={Path(self.folder.name).as_uri()}",
                f"--accept=pipe,name={pipe};urp;",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | ONE_THREAD,
            start_new_session=True,  # soffice starts a second process; both end with the session
        )
        self.desktop = self._desktop(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")

    def _desktop(self, address: str):
        local = self.uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        deadline = time.monotonic() + STARTS_WITHIN
        while True:
            try:
                context = calling(resolver.resolve, address)
                return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
            except OfficeError:
                if time.monotonic() > deadline or self.process.poll() is not None:
                    self.stop()
                    raise
                time.sleep(0.1)

    def alive(self) -> bool:
        """Whether it still answers."""
        from com.sun.star.uno import Exception as UnoException

        try:
            return self.desktop.Components is not None
        except (UnoException, AttributeError):
            return False

    def another(self) -> Office:
        """A fresh one in its place."""
        self.stop()
        return Office(self.program)

    def stop(self) -> None:
        """End it and everything that it started."""
        import contextlib
        import signal

        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=30)
        self.folder.cleanup()


class Engine:
    """The engine: one application."""

    name = "libreoffice"
    type = "desktop"

    def __init__(self, office: Office) -> None:
        self.apps = Apps(self, office)


class Apps:
    """All applications: the one."""

    def __init__(self, engine: Engine, office: Office) -> None:
        self.app = App(engine, office)

    def __iter__(self):
        return iter((self.app,))

    def __len__(self) -> int:
        return 1

    def keys(self):
        return [self.app.pid]

    def __getitem__(self, _pid: int):
        return self.app


class App:
    """The application. What it showed in its status bar and asked in message boxes is kept for tests to look at."""

    def __init__(self, engine: Engine, office: Office) -> None:
        self.engine, self.office = engine, office
        self.pid = office.process.pid
        self.api = self
        self.version = "0.0"
        self.visible = True
        self.screen_updating = True
        self.display_alerts = True
        self.enable_events = True
        self.status_messages: list[object] = []
        self.alerts: list[str] = []
        self.answers: list[str] = []

    @property
    def books(self):
        return Books(self)

    @property
    def selection(self):
        document = self.books.active.document
        controller = document.CurrentController
        selected = controller.Selection
        if not selected.supportsService("com.sun.star.sheet.SheetCellRange"):
            return None
        return Range(Sheet(Book(self, document), controller.ActiveSheet), selected)

    @property
    def status_bar(self):
        return self.status_messages[-1] if self.status_messages else False

    @status_bar.setter
    def status_bar(self, text) -> None:
        self.status_messages.append(text)

    @property
    def calculation(self) -> str:
        document = self.books.active.document
        return "automatic" if document.isAutomaticCalculationEnabled() else "manual"

    def alert(self, prompt, title, buttons, mode, callback):
        self.alerts.append(prompt)
        return self.answers.pop(0) if self.answers else "ok"

    def activate(self, steal_focus: bool = False) -> None:
        """There is no window to bring to the front."""

    def forget(self) -> None:
        """Start a test with nothing shown, nothing asked and nothing open."""
        from com.sun.star.uno import Exception as UnoException

        self.status_messages, self.alerts, self.answers = [], [], []
        crashed = False
        try:
            for book in list(self.books):
                book.close()
        except (OfficeError, UnoException):
            crashed = not self.office.alive()
            if not crashed:
                raise
        if crashed:
            self.office = self.office.another()


class Books:
    """The open documents, by file name."""

    def __init__(self, app: App) -> None:
        self.app = app

    def __iter__(self):
        components = self.app.office.desktop.Components.createEnumeration()
        while components.hasMoreElements():
            component = components.nextElement()
            if component.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
                yield Book(self.app, component)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __call__(self, name_or_index):
        books = list(self)
        if isinstance(name_or_index, int):
            return books[name_or_index - 1]
        for book in books:
            if book.name.casefold() == name_or_index.casefold():
                return book
        raise KeyError(name_or_index)

    def __contains__(self, name: str) -> bool:
        return any(book.name.casefold() == name.casefold() for book in self)

    @property
    def active(self):
        # Nothing is shown on a screen, so no document is LibreOffice's current one; the last one opened is in front.
        return next(iter(self))

    def open(self, fullname, *_rest):
        options = properties(Hidden=True, AsTemplate=False)
        document = calling(self.app.office.desktop.loadComponentFromURL, Path(fullname).as_uri(), "_blank", 0, options)
        if document is None:
            raise OfficeError(f"{fullname} cannot be opened")
        return Book(self.app, document)

    def add(self):
        document = calling(
            self.app.office.desktop.loadComponentFromURL, "private:factory/scalc", "_blank", 0, properties()
        )
        return Book(self.app, document)


class Facts:
    """What is asked of Excel's own object: by the names that it has on Windows."""

    def __init__(self, document) -> None:
        self.ReadOnly = document.isReadonly()
        self.ProtectStructure = document.isProtected()


class Book:
    """An open document."""

    def __init__(self, app: App, document) -> None:
        self.app, self.document = app, document

    @property
    def api(self):
        return Facts(self.document)

    @property
    def fullname(self) -> str:
        url = self.document.getURL()
        return self.app.office.uno.fileUrlToSystemPath(url) if url else self.name

    @property
    def name(self) -> str:
        url = self.document.getURL()
        return Path(self.app.office.uno.fileUrlToSystemPath(url)).name if url else "Untitled"

    @property
    def sheets(self):
        return Sheets(self)

    @property
    def names(self):
        return Names(self.document.NamedRanges)

    def activate(self) -> None:
        self.document.CurrentController.Frame.activate()

    def close(self) -> None:
        calling(self.document.close, True)

    def save_copy(self, path: Path) -> Path:
        """What ``SaveCopyAs`` does in VBA: the document as it is now, its own file left alone."""
        calling(self.document.storeToURL, path.as_uri(), properties(FilterName="Calc MS Excel 2007 XML"))
        return path

    def to_pdf(self, path, quality=None) -> None:
        calling(self.document.storeToURL, Path(path).as_uri(), properties(FilterName="calc_pdf_Export"))


class Sheets:
    """The sheets of a document."""

    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def _all(self):
        return self.book.document.Sheets

    def __iter__(self):
        return (Sheet(self.book, name=name) for name in self._all.ElementNames)

    def __len__(self) -> int:
        return self._all.getCount()

    def __contains__(self, name: str) -> bool:
        return self._all.hasByName(name)

    def __call__(self, name_or_index):
        if isinstance(name_or_index, int):
            return Sheet(self.book, calling(self._all.getByIndex, name_or_index - 1))
        if name_or_index not in self:
            raise KeyError(name_or_index)
        return Sheet(self.book, name=name_or_index)

    @property
    def active(self):
        return Sheet(self.book, self.book.document.CurrentController.ActiveSheet)


class Sheet:
    """One sheet. Known by its name until it is used: every call to LibreOffice is a journey."""

    def __init__(self, book: Book, sheet=None, name: str = "") -> None:
        self.book, self._sheet, self._name = book, sheet, name

    @property
    def sheet(self):
        if self._sheet is None:
            self._sheet = calling(self.book.document.Sheets.getByName, self._name)
        return self._sheet

    @property
    def api(self):
        return self.sheet

    @property
    def name(self) -> str:
        return self._name if self._sheet is None else self._sheet.Name

    @name.setter
    def name(self, value: str) -> None:
        calling(self.sheet.setName, value)

    @property
    def index(self) -> int:
        return self.sheet.RangeAddress.Sheet + 1

    @property
    def visible(self) -> bool:
        return self.sheet.IsVisible

    @visible.setter
    def visible(self, value: bool) -> None:
        self.sheet.IsVisible = value

    @property
    def names(self):
        return Names(self.sheet.NamedRanges)

    def activate(self) -> None:
        self.book.document.CurrentController.setActiveSheet(self.sheet)

    def delete(self) -> None:
        calling(self.book.document.Sheets.removeByName, self.name)

    def copy(self, before, after) -> None:
        """Copy it into another document, and show the copy, as Excel does."""
        beside = before or after
        position = beside.index - 1 + (1 if after else 0)
        target = beside.book.document
        calling(target.Sheets.importSheet, self.book.document, self.name, position)
        target.CurrentController.setActiveSheet(target.Sheets.getByIndex(position))

    @property
    def charts(self):
        return list(self.sheet.Charts.ElementNames)

    def range(self, arg1, arg2=None):
        first = self._cell(arg1)
        last = self._cell(arg2) if arg2 is not None else None
        if last is None:
            return Range(self, first)
        a, b = first.RangeAddress, last.RangeAddress
        return Range(self, self.sheet.getCellRangeByPosition(a.StartColumn, a.StartRow, b.EndColumn, b.EndRow))

    def _cell(self, where):
        if isinstance(where, Range):
            return where.cells
        if isinstance(where, tuple):
            return self.sheet.getCellByPosition(where[1] - 1, where[0] - 1)
        return calling(self.sheet.getCellRangeByName, where)

    @property
    def used_range(self):
        cursor = self.sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        end = cursor.RangeAddress
        return Range(self, self.sheet.getCellRangeByPosition(0, 0, end.EndColumn, end.EndRow))


class Range:
    """A block of cells."""

    def __init__(self, sheet: Sheet, cells) -> None:
        self.sheet, self.cells = sheet, cells

    @property
    def api(self):
        return self.cells

    @property
    def _address(self):
        return self.cells.RangeAddress

    @property
    def row(self) -> int:
        return self._address.StartRow + 1

    @property
    def column(self) -> int:
        return self._address.StartColumn + 1

    @property
    def shape(self) -> tuple[int, int]:
        at = self._address
        return at.EndRow - at.StartRow + 1, at.EndColumn - at.StartColumn + 1

    @property
    def address(self) -> str:
        return ":".join(part.rpartition(".")[2] for part in self.cells.AbsoluteName.split(":"))

    def __len__(self) -> int:
        rows, columns = self.shape
        return rows * columns

    @property
    def raw_value(self):
        values = self.cells.DataArray
        if self.shape == (1, 1):
            return values[0][0] if values[0][0] != "" else None
        return tuple(tuple(value if value != "" else None for value in row) for row in values)

    @raw_value.setter
    def raw_value(self, value) -> None:
        block = value if isinstance(value, list | tuple) else ((value,),)
        block = tuple(tuple("" if one is None else one for one in row) for row in block)
        calling(self.cells.setDataArray, block)

    @property
    def formula(self):
        formulas = self.cells.FormulaArray
        return formulas[0][0] if self.shape == (1, 1) else formulas

    @formula.setter
    def formula(self, value) -> None:
        calling(self.cells.setFormula, value)

    def select(self) -> None:
        self.sheet.book.document.CurrentController.select(self.cells)


class Names:
    """Defined names, of a document or of a sheet."""

    def __init__(self, names) -> None:
        self._names = names

    def __len__(self) -> int:
        return len(self._names.ElementNames)

    def __call__(self, name_or_index):
        if isinstance(name_or_index, int):
            return Name(self._names, self._names.ElementNames[name_or_index - 1])
        if not self.contains(name_or_index):
            raise KeyError(name_or_index)
        return Name(self._names, name_or_index)

    def snapshot(self):
        return [(name, Name(self._names, name)) for name in self._names.ElementNames]

    def contains(self, name: str) -> bool:
        return self._names.hasByName(name)

    def add(self, name: str, refers_to: str):
        from com.sun.star.table import CellAddress

        calling(self._names.addNewByName, name, refers_to.removeprefix("="), CellAddress(), 0)
        return self(name)


class Name:
    """One defined name."""

    def __init__(self, names, name: str) -> None:
        self._names, self.name = names, name
        self.api = self

    @property
    def refers_to(self) -> str:
        return f"={calling(self._names.getByName, self.name).Content}"

    def delete(self) -> None:
        calling(self._names.removeByName, self.name)
