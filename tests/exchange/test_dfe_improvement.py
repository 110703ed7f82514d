from __future__ import annotations

import pytest
from msgspec.structs import replace

from quarterly.exchange.dfe import DfeRelease, find_authority, improvement_tables
from quarterly.exchange.dfe.improvement import measure_lags, measure_refs
from quarterly.model.contract import KPIS, SHEETS
from quarterly.model.problems import CellRef, Problem
from quarterly.read import read_bytes
from quarterly.read.scale import Amount, series_of_percentages
from quarterly.read.values import ValueRead, read_value
from quarterly.render.improvement_workbook import write_improvement_workbook

ORIGIN = "Department for Education, Local Authority Interactive Tool"


def test_a_kpi_is_a_measure_with_the_departments_words_and_no_invented_target(small: DfeRelease) -> None:
    tables, settings, _ = improvement_tables(small, "ashby council")
    assert settings["authority"] == "Ashby"
    assert tables["KPIs"][0] == {
        "ref": "Up",
        "name": "Going up",
        "theme": "Topic A",
        "polarity": "High",
        "unit": "%",
        "decimals": 0,
        "frequency": "Year",
        "year_starts": "April",
        "lag": 8,  # the year ended in March 2024, the dictionary was updated in November 2024
        "data_source": f"{ORIGIN}.",
        "definition": "child\u2019s things",
    }
    assert [row["polarity"] for row in tables["KPIs"]] == ["High", "Low", "Information", "High", "High"]


def test_a_lag_that_the_dictionary_does_not_tell_is_that_of_its_like(small: DfeRelease) -> None:
    untold = replace(small.measures[0], code="Untold", updated=None)
    alone = replace(untold, code="Alone", topic="Topic C")
    lags = measure_lags(replace(small, measures=(*small.measures, untold, alone)))
    assert (lags["Up"], lags["Untold"], "Alone" in lags) == (8, 8, False)


def test_readings_name_their_months_and_keep_odd_labels(small: DfeRelease) -> None:
    tables, _, _ = improvement_tables(small, "Ashby")
    odd = [row for row in tables["KPI Data"] if row["kpi"] == "Odd_years"]
    assert [(row["period"], row["value"], row["state"], row["comment"]) for row in odd] == [
        ("2013/14-15/16", 9.0, "", ""),
        ("2021/22", 1.0, "", "Published as 2021-22."),
        ("2022/23", 2.5, "revised", "Published as 2022-23 (Rev)."),
        ("2023/24", 4.0, "provisional", "Published as 2023-24 (prov)."),
    ]
    assert [row["period"] for row in tables["KPI Data"] if row["kpi"] == "Up"] == ["2022/23", "2023/24"]
    assert [row["period"] for row in tables["KPI Data"] if row["kpi"] == "No_Way"] == ["2023", "2024"]


def test_a_year_published_for_others_only_is_marked_with_the_shorthand(small: DfeRelease) -> None:
    tables, _, _ = improvement_tables(small, "Brook")
    odd = [(row["period"], row["value"]) for row in tables["KPI Data"] if row["kpi"] == "Odd_years"]
    assert odd == [("2022/23", 3.0), ("2023/24", "c")]


def test_a_percentage_of_one_or_less_cannot_be_taken_for_a_fraction(small: DfeRelease) -> None:
    tables, _, _ = improvement_tables(small, "Finch")
    london = [row for row in tables["Benchmarks"] if row["kpi"] == "down_Pct" and row["comparator"] == "Region"]
    assert [row["value"] for row in london] == ["1.0%"]


def test_no_published_percentage_is_doubted_by_the_reader(real: DfeRelease) -> None:
    for name in ("Bexley", "Bolton", "Bristol", "Buckinghamshire", "Middlesbrough"):
        tables, _, _ = improvement_tables(real, name)
        series: dict[object, list[Amount]] = {row["ref"]: [] for row in tables["KPIs"] if row["unit"] == "%"}
        for row in tables["KPI Data"]:
            read = read_value(row["value"])
            if row["kpi"] in series and isinstance(read, ValueRead) and read.number is not None:
                at = CellRef("KPI Data", 1, 3)
                series[row["kpi"]].append(Amount(value=read.number, percent=read.percent, at=at))
        problems: list[Problem] = []
        for amounts in series.values():
            scaled = series_of_percentages(amounts, (), problems)
            assert scaled.readings == [amount.value for amount in amounts]
        assert problems == []


def test_comparators_by_year_and_standing_in_the_latest(small: DfeRelease) -> None:
    tables, _, _ = improvement_tables(small, "Ashby")
    rows = [row for row in tables["Benchmarks"] if row["kpi"] == "Up"]
    assert [(row["comparator"], row["period"], row["value"], row["origin"]) for row in rows] == [
        ("England", "2022/23", 34.0, ORIGIN),
        ("Region", "2022/23", 20.0, f"{ORIGIN} (North West)"),
        ("Statistical neighbours", "2022/23", 18.0, f"{ORIGIN} (mean of 1)"),
        ("England", "2023/24", 37.5, ORIGIN),
        ("Region", "2023/24", 17.0, f"{ORIGIN} (North West)"),
        ("Statistical neighbours", "2023/24", 23.3333333333, f"{ORIGIN} (mean of 3)"),
        ("Best neighbour", "2023/24", 30.0, f"{ORIGIN} (Dale and Esk)"),
        ("Rank", "2023/24", 8, f"{ORIGIN} (1 is best)"),
        ("Authorities ranked", "2023/24", 8, ORIGIN),
        ("Quartile band", "2023/24", 4, f"{ORIGIN} (band D; 1 best to 4)"),
    ]


def test_totals_of_england_and_the_region_are_no_comparators(real: DfeRelease) -> None:
    tables, _, notes = improvement_tables(real, "Middlesbrough")
    compared = {
        ref: {row["comparator"] for row in tables["Benchmarks"] if row["kpi"] == ref}
        for ref in ("CPP_Num", "Work_Force_AvgNumCase_SW", "CPP_rate")
    }
    assert "England" not in compared["CPP_Num"]
    assert "Statistical neighbours" in compared["CPP_Num"]
    assert {"England", "Region"} <= compared["Work_Force_AvgNumCase_SW"] & compared["CPP_rate"]
    assert any("totals of England and the region are not compared with" in note for note in notes)


def test_a_measure_without_polarity_has_neither_rank_nor_band_nor_best(small: DfeRelease) -> None:
    tables, _, _ = improvement_tables(small, "Ashby")
    assert {row["comparator"] for row in tables["Benchmarks"] if row["kpi"] == "No_Way"} == {"Statistical neighbours"}


def test_measures_never_published_for_the_authority_are_left_out_and_counted(small: DfeRelease) -> None:
    tables, _, notes = improvement_tables(small, "Isle")
    assert [row["ref"] for row in tables["KPIs"]] == ["Up", "down_Pct"]
    assert "3 measures are not published for Isle in any year and left out." in notes


def test_references_can_stand_in_a_list(real: DfeRelease) -> None:
    refs = measure_refs(real)
    assert len({ref.casefold() for ref in refs.values()}) == len(refs) == len(real.measures)
    assert all(ref.replace("_", "").replace("-", "").isalnum() and ref.isascii() for ref in refs.values())
    assert [refs[code] for code in ("CPP_Total_Rateper10,000", "%_of LAC Adopted")] == [
        "CPP_Total_Rateper10000",
        "Pct_of_LAC_Adopted",
    ]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Cumberland", "Cumberland began on 1 Apr 2023. Figures of Cumbria are not carried over to it."),
        ("Dorset", "Dorset began on 1 Apr 2019. Figures of Dorset are not carried over to it."),
        (
            "West Northamptonshire",
            "West Northamptonshire began on 1 Apr 2021. Figures of Northamptonshire are not carried over to it.",
        ),
        ("Isles of Scilly", "50 measures are not published for Isles of Scilly in any year and left out."),
    ],
)
def test_what_is_particular_to_an_authority_is_said(real: DfeRelease, name: str, sentence: str) -> None:
    assert sentence in improvement_tables(real, name)[2]


@pytest.mark.slow
def test_every_authority_gives_tables_that_the_contract_knows(real: DfeRelease) -> None:
    columns = {sheet.name: {column.field: column for column in sheet.columns} for sheet in SHEETS}
    for authority in real.current:
        tables, _, notes = improvement_tables(real, authority.name)
        refs = {row["ref"] for row in tables[KPIS.name]}
        assert len(refs) == len(tables[KPIS.name]) > 90
        assert notes
        for name, rows in tables.items():
            assert {field for row in rows for field in row} <= set(columns[name])
        assert {row["kpi"] for row in tables["KPI Data"]} == refs
        assert {row["comparator"] for row in tables["Benchmarks"]} <= set(columns["Benchmarks"]["comparator"].choices)
        readings = [(row["kpi"], row["period"]) for row in tables["KPI Data"]]
        assert len(readings) == len(set(readings))


def test_the_workbook_can_be_written(small: DfeRelease) -> None:
    tables, settings, _ = improvement_tables(small, "Ashby")
    assert write_improvement_workbook(tables, settings).startswith(b"PK")


def read_back(release: DfeRelease, name: str) -> None:
    tables, settings, _ = improvement_tables(release, name)
    plan, problems = read_bytes(write_improvement_workbook(tables, settings), "new.xlsx")
    assert problems == ()
    refs = measure_refs(release)
    measures = {refs[measure.code]: measure for measure in release.measures}
    number = find_authority(release, name).number
    assert len(plan.benchmarks) == len(tables["Benchmarks"])
    for kpi in plan.kpis:
        measure = measures[kpi.ref]
        assert (kpi.unit, kpi.decimals, kpi.calendar) == (measure.unit, measure.decimals, measure.calendar)
        published = {year.period(measure.calendar): measure.at(year, number) for year in measure.years}
        held = {period: value for period, value in published.items() if value is not None}
        assert {reading.period: reading.value for reading in kpi.readings if reading.value is not None} == (
            pytest.approx(held, rel=1e-14)  # a workbook holds 16 digits
        )


VERY_DIFFERENT = (
    "Birmingham",
    "Bournemouth, Christchurch and Poole",
    "Bristol",
    "City of London",
    "Haringey",
    "Kent",
    "Middlesbrough",
    "North Northamptonshire",
    "Rutland",
    "Westmorland and Furness",
)


@pytest.mark.parametrize(
    "name",
    ["Bexley", "Cumberland", "Isles of Scilly", *(pytest.param(n, marks=pytest.mark.slow) for n in VERY_DIFFERENT)],
)
def test_the_workbook_reads_back_as_published_without_a_problem(real: DfeRelease, name: str) -> None:
    read_back(real, name)
