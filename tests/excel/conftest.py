"""One LibreOffice for all tests of a process, and workbooks opened in it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uno_engine
from _pytest.runner import runtestprotocol
from office_runs import RUNS

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


CRASHED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function):
    """Notice when a test fails because LibreOffice itself crashed, and start another."""
    try:
        return (yield)
    except Exception:
        application = pyfuncitem.funcargs.get("application")
        if application is not None and not application.impl.office.alive():
            application.impl.office = application.impl.office.another()
            pyfuncitem.stash[CRASHED] = True
        raise


def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Run a test during which LibreOffice itself crashed once more, from the beginning; only the last run counts."""
    if "opened" not in getattr(item, "fixturenames", ()):
        return None
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    for run in range(RUNS):
        if run:
            item._initrequest()  # fresh fixtures, as plugins that repeat tests do it
        item.stash[CRASHED] = False
        reports = runtestprotocol(item, log=False, nextitem=nextitem)
        if not item.stash[CRASHED]:
            break
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


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
