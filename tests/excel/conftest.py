"""One LibreOffice for all tests of a process, and workbooks opened in it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uno_engine

from quarterly.resources import sample


@pytest.fixture(scope="session")
def application() -> Iterator:
    """xlwings' application: LibreOffice."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    try:
        uno_engine.load_uno()
    except ImportError as missing:
        pytest.skip(f"python3-uno is not there for this Python: {missing}")
    import xlwings
    from live_book import open_office

    open_office(program)
    app = next(iter(xlwings.apps))
    try:
        yield app
    finally:
        app.impl.office.stop()


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function):
    """Should LibreOffice itself crash, that test is skipped and says so, once; a second crash is a failure."""
    try:
        return (yield)
    except Exception:
        application = pyfuncitem.funcargs.get("application")
        if application is None or application.impl.office.alive():
            raise
        application.impl.office.stop()
        application.impl.office = uno_engine.Office(shutil.which("soffice") or "soffice")
        application.impl.crashes += 1
        if application.impl.crashes > 1:
            raise
    pytest.skip("LibreOffice itself crashed during this test")


@pytest.fixture
def opened(application, tmp_path: Path) -> Iterator[Callable]:
    """Opens a workbook: a sample by its name, or a file."""
    from live_book import LiveBook

    def open_(what: str | Path) -> LiveBook:
        source = sample(what) if isinstance(what, str) else what
        folder = tmp_path / "council"
        folder.mkdir(exist_ok=True)
        own = folder / source.name
        if source != own:
            shutil.copy(source, own)
        return LiveBook(app=application, book=application.books.open(own), folder=tmp_path)

    yield open_
    application.impl.forget()
