"""A small data set of eight invented authorities, made to be worked out by hand."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl

# number, name, region in the code list
PLACES = [
    (101, "Ashby", "North West", "UA"),
    (102, "Brook, City of", "North West", "UA"),
    (103, "St. Cuthbert", "North West", "UA"),
    (104, "Dale and Esk", "Yorkshire and The Humber", "MD"),
    (201, "Finch", "Inner London", "ILB"),
    (202, "Grove Borough", "Inner London", "ILB"),
    (301, "Heath", "Outer London", "OLB"),
    (302, "Isle", "Outer London", "OLB"),
    (199, "Old Moor (Pre LG)", "North West", "SC"),
    (970, "England", "", ""),
    (981, "North West", "", ""),
    (982, "Yorkshire and the Humber", "", ""),
    (986, "London", "", ""),
    (987, "London (Inner)", "", ""),
    (988, "London (Outer)", "", ""),
]
NAMES = {number: name for number, name, _, _ in PLACES}
NEIGHBOURS = {
    101: (102, 103, 104),
    102: (101, 103, 104),
    103: (101, 102, 104),
    104: (101, 102, 103),
    201: (202, 301, 302),
    202: (201, 301, 302),
    301: (201, 202, 302),
    302: (),
}
REGIONS = {
    101: "North West",
    102: "North West",
    103: "North West",
    104: "Yorkshire and the Humber",
    201: "London (Inner)",
    202: "London (Inner)",
    301: "London (Outer)",
    302: "London (Outer)",
}

# measure: label: place: text as published
VALUES: dict[str, dict[str, dict[int, str]]] = {
    # Eight values: 10 20 20 30 40 50 60 70. Quartiles (7 gaps): 20, 35, 52.5.
    "Up": {
        "2023": {101: "5", 102: "18", 970: "34", 981: "20"},
        "2024": {
            **{101: "10", 102: "20", 103: "20", 104: "30", 201: "40", 202: "50", 301: "60", 302: "70"},
            **{970: "37.5", 981: "17", 982: "30", 986: "55", 987: "45", 988: "65"},
        },
    },
    # The same values, low is good, years with a gap.
    "Down %": {
        "2021": {101: "11"},
        "2024": {101: "10", 102: "20", 103: "20", 104: "30", 201: "40", 202: "50", 301: "60", 302: "70", 986: "1"},
    },
    "No_Way": {"2023": {101: "1"}, "2024": {101: "-7.0000000000000007E-2", 102: "c", 103: "-", 104: "1,234.5"}},
    "Unbanded": {"2024": {101: "99.1", 102: "99.2"}},
    "Odd_years": {
        "2021-22": {101: "1"},
        "2022-23": {101: "2", 102: "3"},
        "2022-23 (Rev)": {101: "2.5"},
        "2023-24 (prov)": {101: "4", 102: "c"},
        "2013/14-15/16": {101: "9"},
    },
    "Undescribed": {"2024": {101: "1"}},
}
DICTIONARY = [
    # short, measure, topic, polarity, axis, dps, year type, no quartile, status, description
    ("Up", "Going up", "Topic A", "High", "% of things", "0.0", "Financial Year", "", "", "childâ\x80\x99s things"),
    ("down  %", "Going down (%)", "Topic A", "Low", "Turnover rate", "", "Academic Year", "", "", ""),
    ("No_Way", "No way is good", "Topic B", "-", "Average Score", "2.0", "Calendar Year", "", "", ""),
    ("Unbanded", "Close together", "Topic B", "High", "Number of Children", "1.0", "Annual", "N", "", ""),
    ("Odd_years", "Odd years", "Topic A", "High", "Rate per 10,000", "1.0", "Academic Year", "", "", ""),
    ("Odd_years", "Odd years", "Topic B", "High", "Rate per 10,000", "1.0", "Academic Year", "", "", ""),
    ("Silent", "Without figures", "Topic B", "High", "%", "", "Financial Year", "", "", ""),
    ("Gone", "Given up", "Topic B", "High", "%", "", "Financial Year", "", "DISCONTINUED", ""),
]


def write_values(path: Path, values: dict[str, dict[str, dict[int, str]]], *, encoding: str = "utf-8") -> None:
    with path.open("w", newline="", encoding=encoding) as file:
        out = csv.writer(file)
        out.writerow(["Short Desc", "Data item", "Years", "LA and Regions", "Values", "LA Number", "Region"])
        for measure, years in values.items():
            for label, places in years.items():
                for place, text in places.items():
                    out.writerow([measure, "", label, NAMES[place], text, f"{place}.0", ""])


def write_dictionary(path: Path) -> None:
    headers = ["Measure_short", "Measure", "Topic", "Polarity", "y_axis_name", "dps", "Year_Type", "No_Quartile"]
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        out = csv.writer(file)
        out.writerow([*headers, "Table_status", "Description", "Last Update"])
        out.writerows([*row, "45597"] for row in DICTIONARY)  # 1 November 2024


def write_neighbours(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["A", "B", "C", "D", 3])
    sheet.append([1, 2, 3, 4, 5])
    sheet.append(["LA num", "LA Name", "LA number", "GOReg", "SN1", "SNP", "SN2", "SNP", "SN3", "SNP"])
    for number, near in NEIGHBOURS.items():
        ranked = [cell for other in near for cell in (other, "Close")]
        sheet.append([number, NAMES[number], number, REGIONS[number], *ranked])
    sheet.append([])
    sheet.append([None, "Old SNs:"])
    sheet.append([199, "Old Moor (Pre LG)", 199, "North West", 101, "Close"])
    book.save(path)


def write_places(path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["LA Number", "LA Name", "Region", "Type"])
    for row in PLACES:
        book.active.append([cell or None for cell in row])
    book.save(path)


def write_folder(folder: Path) -> Path:
    write_values(folder / "a.csv", {name: VALUES[name] for name in ("Up", "Down %")})
    write_values(folder / "b.csv", {name: VALUES[name] for name in VALUES if name not in ("Up", "Down %")})
    write_dictionary(folder / "c.csv")
    write_neighbours(folder / "d.xlsx")
    write_places(folder / "e.xlsx")
    return folder
