from __future__ import annotations

from pathlib import Path

import pytest

from quarterly import resources
from quarterly.errors import RequestRefused

REPOSITORY = Path(__file__).parents[2]


def test_sample_of_a_checkout_is_the_one_that_people_edit() -> None:
    assert resources.sample("full") == REPOSITORY / "sample_workbooks" / "full.xlsx"


def test_template_of_a_checkout_is_the_one_that_people_edit() -> None:
    assert resources.template("improvement_workbook") == REPOSITORY / "templates" / "improvement_workbook.xlsx"


def test_installed_package_brings_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sample_workbooks").mkdir()
    (tmp_path / "sample_workbooks" / "small.xlsx").touch()
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path)
    assert resources.sample("small") == tmp_path / "sample_workbooks" / "small.xlsx"


def test_unknown_sample_is_refused_with_those_that_there_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sample_workbooks").mkdir()
    for name in ("small.xlsx", "full.xlsx", "~$full.xlsx", "broken.json"):
        (tmp_path / "sample_workbooks" / name).touch()
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path)
    with pytest.raises(RequestRefused) as refused:
        resources.sample("large")
    assert refused.value.message == 'There is no sample called "large". There are: full, small.'
    assert refused.value.code == "no-such-sample"
