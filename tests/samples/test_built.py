"""The committed samples are what their stories say, and stay so."""

from __future__ import annotations

import io
import zipfile

import pytest
from sample_books import HOME, built_files

NAMES = (
    "small.xlsx",
    "full.xlsx",
    "messy.xlsx",
    "messy_long.xlsx",
    "broken.xlsx",
    "broken_wide.xlsx",
    "broken_half.xlsx",
    "broken_tables.xlsx",
    "broken.json",
)


@pytest.fixture(scope="module")
def built() -> dict[str, bytes]:
    return built_files()


def parts(content: bytes) -> dict[str, bytes]:
    """A workbook's parts; how tightly they are packed differs between builds of Python."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_every_sample_of_the_folder_is_built(built: dict[str, bytes]) -> None:
    assert tuple(built) == NAMES
    assert {path.name for path in HOME.glob("*.xlsx") if not path.name.startswith("~$")} == {
        name for name in NAMES if name.endswith(".xlsx")
    }


@pytest.mark.parametrize("name", NAMES)
def test_committed_sample_is_what_its_story_says(name: str, built: dict[str, bytes]) -> None:
    committed = (HOME / name).read_bytes()
    if name.endswith(".json"):
        assert committed == built[name]
    else:
        assert parts(committed) == parts(built[name])


def test_building_twice_gives_the_same_bytes(built: dict[str, bytes]) -> None:
    assert built_files() == built


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith(".xlsx")])
def test_samples_name_no_person_in_their_properties(name: str) -> None:
    core = parts((HOME / name).read_bytes())["docProps/core.xml"].decode()
    assert "<dc:creator></dc:creator>" in core
    assert "<cp:lastModifiedBy></cp:lastModifiedBy>" in core


@pytest.mark.parametrize("name", ["small", "full"])
def test_samples_say_that_they_are_invented(name: str) -> None:
    strings = parts((HOME / f"{name}.xlsx").read_bytes())["xl/sharedStrings.xml"].decode()
    assert "does not exist" in strings
    assert "(fictional)" in strings
