"""Workbooks that tests of whole runs start from, made anew in a folder of their own."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from books import ACTIONS, write_book
from filelock import FileLock
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


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Path], None]], Path]:
    """Gives a folder that is filled once: by the first worker that asks for it, while the others wait."""
    root = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent  # which all workers have in common

    def folder_of(name: str, fill: Callable[[Path], None]) -> Path:
        folder, unfinished = root / name, root / f"{name} unfinished"
        with FileLock(root / f"{name}.lock"):
            if not folder.exists():
                unfinished.mkdir(exist_ok=True)
                fill(unfinished)
                unfinished.rename(folder)
        return folder

    return folder_of


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A workbook without mistakes: K1 is 84.4% against 90%, amber; A1 on track, A2 overdue."""
    return write_book(tmp_path / "plan.xlsx")


@pytest.fixture
def faulty_book(tmp_path: Path) -> Path:
    """The same workbook with a due date that is no date."""
    return write_book(tmp_path / "faulty.xlsx", actions=[{**ACTIONS[0], "due": "31/06/26"}, ACTIONS[1]])
