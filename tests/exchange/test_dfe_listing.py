from __future__ import annotations

import json

from quarterly.exchange.dfe import TABLE_HEADERS, DfeRelease, benchmark_json, benchmark_table


def test_the_machines_list_is_json_with_every_field_and_the_reason_for_each_null(small: DfeRelease) -> None:
    listed = json.loads(json.dumps(benchmark_json(small, "Ashby"), allow_nan=False))
    assert listed[1] == {
        "measure": "Going down (%)",
        "topic": "Topic A",
        "polarity": "Low",
        "year": "2024",
        "value": 10.0,
        "change": None,
        "rank": 1,
        "of": 8,
        "quartile": "A",
        "neighbours": 23.3333333333,
        "region": None,
        "england": None,
        "code": "down  %",
        "unit": "%",
        "decimals": 1,
        "region_name": "North West",
        "reasons": {
            "change": "The year before 2024 was not published; the last one before it is 2021.",
            "region": "Not published for North West in 2024.",
            "england": "Not published for England in 2024.",
        },
    }


def test_nulls_and_reasons_go_together_for_every_authority(small: DfeRelease) -> None:
    for authority in small.current:
        for item in benchmark_json(small, authority.name):
            assert {name for name, value in item.items() if value is None} == set(item["reasons"])


def test_the_table_for_people_shows_published_decimals_signs_and_dashes(small: DfeRelease) -> None:
    rows = [dict(zip(TABLE_HEADERS, row, strict=True)) for row in benchmark_table(small, "Ashby")]
    assert rows[0] == {
        "Topic": "Topic A",
        "Measure": "Going up",
        "Good is": "High",
        "Year": "2024",
        "Value": "10%",
        "Change": "+5",
        "Rank": "8 of 8",
        "Quartile": "D",
        "Neighbours": "23%",
        "Region": "17%",
        "England": "38%",
    }
    no_way = rows[2]
    assert [no_way[name] for name in ("Good is", "Value", "Change", "Rank", "Quartile", "England")] == [
        "\u2013",
        "-0.07",
        "-1.07",
        "\u2013",
        "\u2013",
        "\u2013",
    ]
