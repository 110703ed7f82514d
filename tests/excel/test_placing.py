"""Copying sheets in, seen from a program that is not quite as it should be."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest
import xlwings

from quarterly.errors import ExcelRefused
from quarterly.excel.press.placing import _Copied, _copy, _copy_all, _exchange, _named
from quarterly.ooxml import Doing, SheetChange


@dataclass
class FakeName:
    name: str
    refers_to: str


class FakeNames(list):
    def add(self, name: str, refers_to: str) -> None:
        self.append(FakeName(name, refers_to))


@dataclass
class FakeSheet:
    """A sheet that takes its names along when it is copied, or not."""

    name: str
    names: FakeNames = field(default_factory=FakeNames)
    carries: bool = True
    placed: dict[str, object] = field(default_factory=dict)
    visible: object = -1
    deleted: bool = False

    def delete(self) -> None:
        self.deleted = True

    def copy(self, **where) -> FakeSheet:
        self.placed = where
        names = [FakeName(f"'{self.name} (2)'!{one.name}", one.refers_to) for one in self.names]
        return FakeSheet(f"{self.name} (2)", FakeNames(names if self.carries else []))


MARK = '="quarterly 1|report|1|0,1,0|AAAA|Summary"'


def marked(*, carries: bool) -> FakeSheet:
    return FakeSheet("Summary", FakeNames([FakeName("_quarterly.sheet", MARK)]), carries)


def test_a_mark_that_travels_with_the_sheet_is_left_alone() -> None:
    copied = _copy(SimpleNamespace(sheets=["first"]), marked(carries=True), None, None)
    assert [(one.name, one.refers_to) for one in copied.sheet.names] == [("'Summary (2)'!_quarterly.sheet", MARK)]


def test_a_mark_that_does_not_travel_is_put_on_the_new_sheet() -> None:
    sheet = marked(carries=False)
    copied = _copy(SimpleNamespace(sheets=["first"]), sheet, None, None)
    assert [(one.name, one.refers_to) for one in copied.sheet.names] == [("_quarterly.sheet", MARK)]
    assert sheet.placed == {"before": "first"}


def test_a_sheet_goes_behind_the_one_before_it() -> None:
    sheet = marked(carries=True)
    _copy(SimpleNamespace(sheets=["first"]), sheet, None, "behind this")
    assert sheet.placed == {"after": "behind this"}


class FakeSheets(list):
    """A workbook's sheets, by place and by name."""

    def __getitem__(self, key):
        return next(one for one in self if one.name == key) if isinstance(key, str) else super().__getitem__(key)


@pytest.mark.parametrize(
    ("order", "beside"),
    [
        (["Plan", "Summary", "Risks"], {"Summary": "Summary", "Risks": "Risks"}),  # each where the earlier one stood
        (["Plan", "Risks", "Summary"], {"Risks": "Plan", "Summary": "Risks (2)"}),
    ],
)
def test_sheets_are_copied_into_the_order_of_the_newer_report(order: list[str], beside: dict[str, str]) -> None:
    book = SimpleNamespace(sheets=FakeSheets([FakeSheet("Plan"), FakeSheet("Summary"), FakeSheet("Risks")]))
    carrier = SimpleNamespace(
        sheets=FakeSheets([FakeSheet(name, FakeNames([FakeName("_quarterly.sheet", MARK)])) for name in order])
    )
    changes = [
        SheetChange(key=name, name=name, doing=Doing.REPLACED, position=place)
        for place, name in enumerate(order)
        if name != "Plan"
    ]
    _copy_all(book, carrier, changes)
    placed = {one.name: one.placed["after"].name for one in carrier.sheets if one.placed}
    assert placed == beside


class Refused(xlwings.XlwingsError):
    """What Excel refuses with."""


@dataclass
class Listed:
    """A sheet of a workbook, which may refuse to be deleted or renamed; Excel deletes none that is very hidden."""

    of: Tabs
    called: str
    visible: int = -1
    stays: bool = False
    keeps_its_name: bool = False

    @property
    def name(self) -> str:
        return self.called

    @name.setter
    def name(self, name: str) -> None:
        if self.keeps_its_name:
            raise Refused
        self.called = name

    def delete(self) -> None:
        if self.stays or self.visible == VERY_HIDDEN:
            raise Refused
        self.of.remove(self)


class Tabs(FakeSheets):
    """The sheets of a workbook."""

    name = "plan.xlsx"

    @property
    def sheets(self) -> Tabs:
        return self

    def put(self, name: str, **how) -> Listed:
        self.append(Listed(self, name, **how))
        return self[-1]

    def shown(self) -> list[tuple[str, int]]:
        return [(one.name, one.visible) for one in self]


VERY_HIDDEN = 2


def second_report(**notes) -> tuple[Tabs, list[_Copied]]:
    """A workbook whose report has just been copied in once more: Summary, Notes, and Risks, which is new."""
    book = Tabs()
    older = {"Summary": book.put("Summary"), "Notes": book.put("Notes", **notes)}
    copied = [
        _Copied(sheet=book.put(f"{name} (2)"), name=name, older=sheet, visible=sheet.visible)
        for name, sheet in older.items()
    ]
    copied.append(_Copied(sheet=book.put("New"), name="Risks", older=None))
    return book, copied


@pytest.mark.parametrize("visible", [-1, True, 0, VERY_HIDDEN, False])
def test_a_sheet_is_hidden_as_the_one_was_whose_place_it_takes(visible: int) -> None:
    book, copied = second_report(visible=visible)
    _exchange(book, copied, [])
    shown = -1 if visible in (-1, True) else visible
    assert book.shown() == [("Summary", -1), ("Notes", shown), ("Risks", -1)]


def test_if_excel_will_not_delete_the_first_sheet_all_is_as_it_was() -> None:
    book, copied = second_report()
    book["Summary"].stays = True
    with pytest.raises(Refused):
        _exchange(book, copied, [])
    assert book.shown() == [("Summary", -1), ("Notes", -1)]


def test_if_excel_will_not_delete_a_later_sheet_no_sheet_is_there_twice_and_it_is_said() -> None:
    book, copied = second_report(visible=0, stays=True)
    with pytest.raises(ExcelRefused, match=r'only some sheets .* exchanged. New are "Summary"; the') as said:
        _exchange(book, copied, [])
    assert said.value.code == "sheets-half-exchanged"
    assert book.shown() == [("Notes", 0), ("Summary", -1)]


def test_a_new_sheet_stays_though_excel_will_not_rename_it_once_the_earlier_one_is_gone() -> None:
    book, copied = second_report()
    book["Summary (2)"].keeps_its_name = True
    with pytest.raises(ExcelRefused):
        _exchange(book, copied, [])
    assert book.shown() == [("Notes", -1), ("Summary (2)", -1)]


def test_a_sheet_that_the_report_no_longer_has_and_that_will_not_go_takes_nothing_with_it() -> None:
    book, copied = second_report()
    book.put("Forecast", stays=True)
    with pytest.raises(ExcelRefused, match='New are "Summary", "Notes", "Risks"'):
        _exchange(book, copied, ["Forecast"])
    assert [one.name for one in book] == ["Summary", "Notes", "Risks", "Forecast"]


def test_of_many_sheets_the_first_few_are_named() -> None:
    assert _named(list("ABCDEFG")) == '"A", "B", "C", "D" and 3 others'
