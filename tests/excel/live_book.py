"""A workbook open in a spreadsheet application, and buttons pressed in it as the ribbon presses them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import uno_engine
import xlwings

from quarterly.excel.press.attending import attend, button_of
from quarterly.excel.press.desk import Desk, Places
from quarterly.excel.press.link import in_plain_words

NOW = datetime(2026, 1, 20, 9, 30, tzinfo=UTC)  # three weeks after the quarter, when reports are written


@dataclass
class Recorded:
    """A dialogue that writes down what was said and asked, and answers as it was told."""

    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    answers: list[bool] = field(default_factory=list)

    def say(self, text: str) -> None:
        self.said.append(text)

    def ask(self, text: str) -> bool:
        self.asked.append(text)
        return self.answers.pop(0) if self.answers else True


@dataclass
class LiveBook:
    """One officer's workbook on the screen."""

    app: xlwings.App
    book: xlwings.Book
    folder: Path
    dialogue: Recorded = field(default_factory=Recorded)
    opened: list[Path] = field(default_factory=list)
    copy: Path = Path()

    @property
    def document(self):
        """LibreOffice's own object, for what xlwings has no word for."""
        return self.book.impl.document

    @property
    def names(self) -> list[str]:
        return [sheet.name for sheet in self.book.sheets]

    @property
    def places(self) -> Places:
        return Places(
            preferences=self.folder / "buttons.toml", state=self.folder / "state", records=self.folder / "records"
        )

    def press(self, tag: str) -> str:
        """Save the copy as VBA does, press, and give what was said."""
        self.copy = self.saved_copy()
        said = len(self.dialogue.said)
        with in_plain_words(tag):
            attend(
                button_of(tag),
                Desk(
                    app=self.app,
                    book=self.book,
                    copy=self.copy,
                    dialogue=self.dialogue,
                    now=NOW,
                    places=self.places,
                    open_file=self.opened.append,
                ),
            )
        return "\n".join(self.dialogue.said[said:])

    def saved_copy(self) -> Path:
        folder = self.folder / f"copy {len(list(self.folder.iterdir()))}"
        folder.mkdir()
        return self.book.impl.save_copy(folder / self.book.name)

    def cells(self, sheet: str) -> dict[tuple[int, int], object]:
        """What the cells of a sheet say, by row and column from 1; formulas as they are typed."""
        block = self.book.sheets[sheet].impl.used_range.cells
        return {
            (row, column): value
            for row, line in enumerate(block.FormulaArray, 1)
            for column, value in enumerate(line, 1)
            if value != ""
        }

    def values(self, sheet: str) -> dict[tuple[int, int], object]:
        """The values of a sheet's cells, by row and column from 1."""
        block = self.book.sheets[sheet].impl.used_range.cells
        return {
            (row, column): value
            for row, line in enumerate(block.DataArray, 1)
            for column, value in enumerate(line, 1)
            if value != ""
        }

    def charts(self, sheet: str) -> int:
        return len(self.book.sheets[sheet].impl.charts)

    def fill(self, sheet: str, row: int, column: int) -> str:
        """A cell's background as "#RRGGBB"."""
        cell = self.book.sheets[sheet].impl.sheet.getCellByPosition(column - 1, row - 1)
        return f"#{cell.CellBackColor:06X}"

    def view(self) -> tuple[object, ...]:
        """What the officer looks at: the sheet, the selected cells, the zoom."""
        controller = self.document.CurrentController
        return controller.ActiveSheet.Name, controller.Selection.AbsoluteName, controller.ZoomValue


def open_office(program: str) -> uno_engine.Office:
    office = uno_engine.Office(program)
    engine = xlwings.Engine(impl=uno_engine.Engine(office))
    xlwings.engines.add(engine)
    engine.activate()
    return office
