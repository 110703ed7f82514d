"""The link to Excel: xlwings, loaded without what a press never uses, and Excel's own errors in plain words."""

from __future__ import annotations

import atexit
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

from quarterly.errors import ExcelRefused
from quarterly.excel.press import refusals
from quarterly.log import record_failure

# xlwings imports these if it can, for converting tables and pictures: four fifths of its time to load.
_UNUSED = ("pandas", "numpy", "matplotlib", "PIL", "plotly", "polars")

# What a program that is busy or gone answers (HRESULT of COM on Windows, errors of Apple events on macOS).
_BUSY = {
    0x800AC472,  # VBA_E_IGNORE: a cell is being edited
    0x80010001,  # RPC_E_CALL_REJECTED
    0x8001010A,  # RPC_E_SERVERCALL_RETRYLATER
    -1712,  # errAETimeout
}
_GONE = {
    0x800706BA,  # RPC_S_SERVER_UNAVAILABLE
    0x80010108,  # RPC_E_DISCONNECTED
    -600,  # procNotFound
    -609,  # connectionInvalid
}
_WRAPPED = 0x80020009 - (1 << 32)  # DISP_E_EXCEPTION: what Excel itself says stands in the third argument
_NATIVE = (("pywintypes", "com_error"), ("appscript.reference", "CommandError"))


def load_xlwings() -> ModuleType:
    """Xlwings, as itself: nothing that it leaves out is missed by a press, and other code may import it later."""
    absent = [] if "xlwings" in sys.modules else [name for name in _UNUSED if name not in sys.modules]
    for name in absent:
        sys.modules[name] = None  # type: ignore[assignment]  # how Python is told that a module cannot be imported
    try:
        import xlwings
    finally:
        for name in absent:
            del sys.modules[name]
    leave_excel_alone()
    return xlwings


def leave_excel_alone() -> None:
    """Take back what xlwings, once loaded, would do when this Python ends.

    On Windows it would kill every Excel that has no workbook window (a table that is being edited inside Word, an Excel
    just started), on macOS run whatever macro is called CleanUp in the workbooks that are open.
    """
    for name in ("xlwings._xlwindows", "xlwings._xlmac"):
        if name in sys.modules:
            atexit.unregister(sys.modules[name].cleanup)


def native_errors() -> tuple[type[Exception], ...]:
    """The errors by which Excel refuses: those of the libraries that are loaded on this system."""
    found: list[type[Exception]] = [load_xlwings().XlwingsError]
    for module, name in _NATIVE:
        if module in sys.modules:
            found.append(getattr(sys.modules[module], name))
    return tuple(found)


@contextmanager
def in_plain_words(tag: str) -> Iterator[None]:
    """Whatever Excel refuses inside the block is said in a sentence.

    Raises:
        ExcelRefused: in place of an error of Excel's.
    """
    try:
        yield
    except native_errors() as error:
        raise refusal_of(error, tag) from error


def refusal_of(error: Exception, tag: str) -> ExcelRefused:
    """An error of Excel's as a refusal; one that cannot be explained is put into the log."""
    number = _number(error)
    if number in _BUSY:
        return refusals.EXCEL_BUSY.of()
    if number in _GONE:
        return refusals.EXCEL_GONE.of()
    return refusals.EXCEL_REFUSED.of(log=record_failure(f"button {tag}", error) or "which could not be written")


def _number(error: Exception) -> int:
    """The error's number as it is documented: COM gives the same bits with a sign."""
    given = getattr(error, "errornumber", None)
    if given is None:
        given = error.args[0] if error.args else 0
        if given == _WRAPPED and len(error.args) > 2 and error.args[2]:
            given = error.args[2][5]  # scode
    if not isinstance(given, int):
        return 0
    return given + (1 << 32) if given < -(1 << 30) else given
