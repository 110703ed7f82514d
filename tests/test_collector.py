"""Reading and judging pause Python's hunt for reference cycles and leave it as it was."""

from __future__ import annotations

import gc

import pytest

from quarterly.collector import collector_paused
from quarterly.errors import WorkbookRefused
from quarterly.read import read_bytes


def test_the_collector_rests_meanwhile_and_works_again_afterwards() -> None:
    with collector_paused():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_a_pause_within_a_pause_does_not_end_it() -> None:
    with collector_paused():
        with collector_paused():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_a_refused_workbook_leaves_the_collector_on() -> None:
    with pytest.raises(WorkbookRefused):
        read_bytes(b"not a workbook", "plan.xlsx")
    assert gc.isenabled()


def test_who_has_switched_the_collector_off_keeps_it_off() -> None:
    gc.disable()
    try:
        with collector_paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
