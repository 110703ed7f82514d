"""Copying sheets in, seen from a program that is not quite as it should be."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest

from quarterly.excel.press.placing import _Copied, _copy, _copy_all, _settle
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


@pytest.mark.parametrize(("older", "newer"), [(-1, -1), (True, -1), (0, False), (2, False), (False, False)])
def test_a_sheet_that_takes_the_place_of_a_hidden_one_is_hidden(older: object, newer: object) -> None:
    old, new = FakeSheet("Our summary", visible=older), FakeSheet("Summary (2)")
    _settle(_Copied(sheet=new, name="Our summary", older=old))
    assert (new.name, new.visible, old.deleted) == ("Our summary", newer, True)


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
