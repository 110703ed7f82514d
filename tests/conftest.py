"""Workbooks that tests of whole runs start from, made anew in a folder of their own."""

import os
from pathlib import Path

import pytest
from books import ACTIONS, write_book
from hypothesis import HealthCheck, settings

# No test is about how long something takes: a busy machine would fail it.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory) -> None:
    """Keep compiled templates out of the cache of whoever runs the tests, and what is kept there out of the tests."""
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))  # Linux; elsewhere the folder is the user's


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.get_closest_marker("early") is None)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A workbook without mistakes: K1 is 84.4% against 90%, amber; A1 on track, A2 overdue."""
    return write_book(tmp_path / "plan.xlsx")


@pytest.fixture
def faulty_book(tmp_path: Path) -> Path:
    """The same workbook with a due date that is no date."""
    return write_book(tmp_path / "faulty.xlsx", actions=[{**ACTIONS[0], "due": "31/06/26"}, ACTIONS[1]])
