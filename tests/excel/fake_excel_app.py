"""Just enough of an Excel for what goes wrong: an application, a workbook, and the errors of Windows and macOS."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from types import ModuleType, SimpleNamespace


@dataclass
class FakeApp:
    """An application that writes down what it is told."""

    books: list[FakeBook] = field(default_factory=list)
    status_bar: object = False
    alerts: list[tuple[str, str]] = field(default_factory=list)
    answer: str = "ok"
    version: str = "16.0"

    def alert(self, text: str, title: str, buttons: str, mode: str) -> str:
        self.alerts.append((text, buttons))
        return self.answer


@dataclass
class FakeBook:
    """A workbook at an address."""

    name: str = "plan.xlsx"
    where: str = ""
    read_only: bool = False
    autosaved: bool | None = False  # None in an Excel that has no AutoSave
    app: FakeApp = field(default_factory=FakeApp)

    @property
    def impl(self):
        return SimpleNamespace(fullname=self.where)

    @property
    def api(self):
        """The names of Windows, and those of macOS."""
        autosave = {} if self.autosaved is None else {"AutoSaveOn": self.autosaved}
        return SimpleNamespace(
            ReadOnly=self.read_only, read_only=SimpleNamespace(get=lambda: self.read_only), **autosave
        )


class ComError(Exception):
    """pywintypes.com_error: the number first, with a sign."""


class MacError(Exception):
    """appscript's CommandError."""

    def __init__(self, errornumber: int) -> None:
        super().__init__("Command failed")
        self.errornumber = errornumber


def add_native_errors(monkeypatch) -> None:
    """Let both systems' libraries seem loaded."""
    for name, attribute, error in (
        ("pywintypes", "com_error", ComError),
        ("appscript.reference", "CommandError", MacError),
    ):
        module = ModuleType(name)
        setattr(module, attribute, error)
        monkeypatch.setitem(sys.modules, name, module)


def com_error(code: int) -> ComError:
    """As Windows gives a code that is documented as 0x800A...: negative."""
    return ComError(code - (1 << 32), "Exception occurred.", None, None)


def wrapped(code: int) -> ComError:
    """As Windows mostly gives what Excel itself answers: within an exception, whose sixth part is the code."""
    within = (0, "Microsoft Excel", "Exception occurred.", "xlmain11.chm", 0, code - (1 << 32))
    return ComError(0x80020009 - (1 << 32), "Exception occurred.", within, None)
