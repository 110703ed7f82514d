from __future__ import annotations

import sys
from pathlib import Path

import pytest
from dfe_folder import VALUES, write_places, write_values

from quarterly.errors import DataSetRefused
from quarterly.exchange.dfe import DfeRelease, benchmark, load_dfe
from quarterly.model.kpi import Polarity


def test_files_are_known_by_their_columns_whatever_they_are_called(folder: Path, small: DfeRelease) -> None:
    (folder / "a.csv").rename(folder / "values of topic A.txt")
    (folder / "c.csv").rename(folder / "zzz")
    (folder / "d.xlsx").rename(folder / "neighbours.bin")
    assert load_dfe(folder) == small


def test_other_files_are_left_out_with_a_note(folder: Path) -> None:
    (folder / "README.md").write_text("Notes, and a comma")
    (folder / "photo.png").write_bytes(b"\x89PNG\x00\x00")
    (folder / "~$d.xlsx").write_bytes(b"Excel's lock file")
    (folder / "sub").mkdir()
    left_out = [note for note in load_dfe(folder).notes if "left out" in note and "tables" in note]
    assert left_out == [
        "README.md is none of the Department's tables and was left out.",
        "photo.png is none of the Department's tables and was left out.",
    ]


def test_what_cannot_be_used_is_said(small: DfeRelease) -> None:
    assert small.notes == (
        "Measures of the dictionary without any figures were left out: Without figures.",
        "Measures that the dictionary does not describe were left out: Undescribed.",
    )


def test_a_folder_without_the_tables_is_refused_with_the_columns_to_look_for(tmp_path: Path) -> None:
    write_values(tmp_path / "values.csv", VALUES)
    write_places(tmp_path / "places.xlsx")
    with pytest.raises(DataSetRefused) as refused:
        load_dfe(tmp_path)
    assert refused.value.code == "dfe-incomplete"
    assert refused.value.message == (
        f'The folder "{tmp_path}" does not hold the statistical neighbours (columns LA num, LA Name, SN1); '
        "the data dictionary (columns Measure_short, Measure, Topic, Polarity). Add it and try again."
    )


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataSetRefused, match="There is no folder") as refused:
        load_dfe(tmp_path / "nowhere")
    assert refused.value.code == "dfe-folder-missing"


def test_parquet_and_csv_give_the_same(folder: Path, small: DfeRelease) -> None:
    pytest.importorskip("pyarrow")
    import pandas as pd

    frame = pd.read_csv(folder / "a.csv", dtype={"Values": str, "Years": str, "Data item": str})
    (folder / "a.csv").unlink()
    frame.to_parquet(folder / "a.parquet")
    assert load_dfe(folder) == small


def test_parquet_without_its_reader_names_what_to_install(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    for name in ("a.csv", "b.csv"):
        (folder / name).unlink()
    (folder / "values.parquet").write_bytes(b"PAR1 and so on")
    with pytest.raises(DataSetRefused) as refused:
        load_dfe(folder)
    assert refused.value.code == "dfe-parquet"
    assert "python -m pip install pyarrow" in refused.value.message


def test_a_damaged_parquet_file_is_refused_by_name(folder: Path) -> None:
    pytest.importorskip("pyarrow")
    (folder / "values.parquet").write_bytes(b"PAR1 and so on, but no PAR1 footer to be found")
    with pytest.raises(DataSetRefused, match=r"values\.parquet cannot be read as a Parquet file") as refused:
        load_dfe(folder)
    assert refused.value.code == "dfe-unreadable"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv_is_read_however_its_letters_are_written(folder: Path, small: DfeRelease, encoding: str) -> None:
    values = {**{name: VALUES[name] for name in ("Up", "Down %")}, "Naïve": {"2024": {101: "1"}}}
    write_values(folder / "a.csv", values, encoding=encoding)
    again = load_dfe(folder)
    assert again.measures == small.measures
    assert again.notes[-1] == "Measures that the dictionary does not describe were left out: Naïve; Undescribed."


def test_the_same_figure_twice_counts_once_and_two_different_ones_not_at_all(folder: Path) -> None:
    write_values(folder / "again.csv", {"Up": {"2024": {101: "10", 102: "21"}}})
    release = load_dfe(folder)
    assert "1 figures are given twice with different values and were left out." in release.notes
    ashby, brook = (benchmark(release, name)[0] for name in ("Ashby", "Brook"))
    assert (ashby.value, ashby.of, brook.value) == (10.0, 7, None)
    assert brook.reasons["value"].endswith("(given twice with different values).")


def test_rows_without_a_number_are_placed_by_name_and_strangers_are_named(folder: Path) -> None:
    text = (folder / "a.csv").read_text().replace("Ashby,10,101.0", "ASHBY,10,")
    (folder / "a.csv").write_text(text + "Up,,2024,Atlantis,5,,\nUp,,once,Ashby,5,101.0,\n")
    release = load_dfe(folder)
    assert benchmark(release, "Ashby")[0].value == 10.0
    assert "Places that the list of authorities does not hold were left out: Atlantis." in release.notes
    assert "Rows whose year could not be read were left out: once." in release.notes


def test_measures_carry_the_dictionarys_words(small: DfeRelease) -> None:
    facts = [(m.name, m.unit, m.decimals, m.polarity, m.calendar.first_month, m.banded) for m in small.measures]
    assert facts == [
        ("Going up", "%", 0, Polarity.HIGH, 4, True),
        ("Going down (%)", "%", 1, Polarity.LOW, 9, True),
        ("No way is good", "points", 2, None, 1, True),
        ("Close together", "children", 1, Polarity.HIGH, 4, False),
        ("Odd years", "per 10,000", 1, Polarity.HIGH, 9, True),
    ]
    assert small.measures[0].definition == "child\u2019s things"


def test_years_stand_in_order_with_the_revised_label_in_place_of_the_first(small: DfeRelease) -> None:
    odd = small.measures[-1]
    assert [year.label for year in odd.years] == ["2013/14-15/16", "2021-22", "2022-23 (Rev)", "2023-24 (prov)"]
    assert odd.figures["2022-23 (Rev)"] == {101: 2.5, 102: 3.0}


def test_a_shorter_csv_row_is_a_blank_and_a_longer_one_is_refused(folder: Path) -> None:
    with (folder / "a.csv").open("a") as file:
        file.write("Up,,2024\n")
    assert benchmark(load_dfe(folder), "Ashby")[0].value == 10.0
    with (folder / "a.csv").open("a") as file:
        file.write('"Up,,2024,Ashby\n')
    with pytest.raises(DataSetRefused, match=r"a.csv cannot be read as a CSV file"):
        load_dfe(folder)
