"""The whole way of a press: the add-in's macros, the start of Python, the button, the sheets in a live workbook.

Only Excel's own objects are pretended (to the macros) or LibreOffice's (to Python).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_excel import Control, Excel, Workbook, here, loaded
from pyopenvba.interpreter import NOTHING, method

import quarterly
from quarterly.excel import startup

pytestmark = [pytest.mark.slow, pytest.mark.libreoffice]


class OpenWorkbook(Workbook):
    """The workbook as the macros see it: its copy is that of the live one, unsaved edits and all."""

    def __init__(self, live) -> None:
        super().__init__(live.book.name, str(live.folder))
        self.live = live

    @method(name="SaveCopyAs")
    def save_copy_as_(self, Filename: object) -> None:  # noqa: N803  # Excel's name
        self.live.book.impl.save_copy(here(Filename))


class Ribbon:
    """The tab over a live workbook."""

    def __init__(self, folder: Path, live) -> None:
        self.excel = Excel(folder, self.run)
        self.excel.record(sys.executable, quarterly.__version__)
        self.excel.active = OpenWorkbook(live)
        self.vba = loaded(self.excel, quarterly.__version__)

    def run(self, command: str) -> int:
        return startup.main([command.partition(" -P -m quarterly.excel.startup ")[2].strip('"')])

    def press(self, tag: str) -> list[str]:
        """Press a button and give what the macros said."""
        self.vba.run("RibbonQuarterly.PressButton", [Control(tag)])
        return [prompt for _kind, prompt, _title, _style in self.vba.dialogs]


@pytest.fixture
def live(opened, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator:
    import xlwings

    for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setattr(sys, "argv", sys.argv[:])
    book = opened("small")
    book.book.set_mock_caller()  # what Excel's window handle does on Windows
    yield book
    del xlwings.Book._mock_caller


@pytest.fixture
def ribbon(live, tmp_path: Path) -> Ribbon:
    folder = tmp_path / "pretended"
    folder.mkdir()
    return Ribbon(folder, live)


def test_a_press_of_build_report_ends_with_the_report_in_the_open_workbook(ribbon: Ribbon, live) -> None:
    own = live.names
    live.app.impl.answers = ["yes"]
    assert ribbon.press("build_report") == []
    assert live.names[: len(own)] == own
    assert "Summary" in live.names[len(own) :]
    assert "stands in" in live.app.impl.alerts[-1]
    assert list(ribbon.excel.temporary.iterdir()) == []


def test_a_workbook_that_is_no_plan_is_refused_in_a_sentence_by_the_macros(ribbon: Ribbon, live) -> None:
    for sheet in list(live.book.sheets)[1:]:
        sheet.delete()
    before = live.names
    live.app.impl.answers = ["yes"]
    (said,) = ribbon.press("check")
    assert "Action Plan" in said
    assert "Traceback" not in said
    assert live.names == before


def test_about_needs_no_workbook(ribbon: Ribbon, live) -> None:
    ribbon.excel.active = NOTHING
    (said,) = ribbon.press("about")
    assert f"Quarterly {quarterly.__version__}, rules version" in said.splitlines()[0]
    assert live.app.impl.alerts == []
