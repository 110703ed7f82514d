"""The bundled workbooks are found, in a checkout and when installed."""

from pathlib import Path

import pytest

from quarterly import resources
from quarterly.errors import RequestRefused


@pytest.mark.parametrize("name", ["small", "full", "messy", "broken"])
def test_the_samples_are_there(name: str) -> None:
    assert resources.sample(name).read_bytes().startswith(b"PK")


def test_the_blank_workbook_is_there() -> None:
    assert resources.template("improvement_workbook").is_file()


def test_an_unknown_sample_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(RequestRefused, check=lambda error: error.code == "no-such-sample") as caught:
        resources.sample("huge")
    assert "full" in str(caught.value)


def test_an_installed_copy_comes_before_the_checkout(tmp_path: Path, monkeypatch) -> None:
    folder = tmp_path / "sample_workbooks"
    folder.mkdir()
    (folder / "full.xlsx").write_bytes(b"installed")
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path)
    assert resources.sample("full") == folder / "full.xlsx"
