"""Whatever stands in a workbook: a plan with its problems, or a refusal, and never another exception."""

import io
import tracemalloc
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from read_books import ACTIONS, Percent, book, codes, part, read, rewritten

from quarterly.errors import WorkbookRefused
from quarterly.model.contract import SHEETS
from quarterly.model.plan import Plan
from quarterly.model.problems import CellRef, Problem
from quarterly.read import read_bytes, read_workbook
from quarterly.read.kinds import ALL_KINDS

SHARED = Path(__file__).parents[3] / "shared" / "data"

awkward = st.sampled_from(
    [
        *(
            "",
            " ",
            "-",
            "n/a",
            "c",
            "<5",
            "TBC",
            "Q3",
            "Q3 2025/26",
            "2018 (Rev)",
            "31/06/25",
            "87%",
            "0.87",
            "£1.2m",
            "R1; R2",
        ),
        *(
            "Ref",
            "Percentage 5 10",
            "High",
            "Complete",
            "#DIV/0!",
            "=1+1",
            "9" * 400,
            "1e999",
            "٣",
            "Apr-25",
            "K1",
            "A1",
        ),
        *(
            0.0,
            1.0,
            0.5,
            -1.0,
            87.0,
            45748.0,
            1e300,
            202425.0,
            True,
            date(1900, 1, 1),
            date(9999, 12, 31),
            Percent(0.87),
        ),
    ]
)
cells = awkward | st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=12)
quick = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def tables(draw):
    """Rows under the headers of one sheet of the contract, a few of them missing, anything in the cells."""
    sheet = draw(st.sampled_from(SHEETS))
    headers = [column.header for column in sheet.columns if draw(st.integers(0, 9))]
    rows = draw(st.lists(st.lists(cells, min_size=len(headers), max_size=len(headers)), max_size=5))
    return sheet.name, [headers, *rows]


def check(plan, problems):
    assert isinstance(plan, Plan)
    assert all(isinstance(problem, Problem) and str(problem) for problem in problems)
    assert all("{" not in problem.fix for problem in problems if "{" not in problem.found)


@quick
@given(st.lists(tables(), max_size=5))
def test_any_cells_give_a_plan_and_problems(chosen):
    check(*read({"Action Plan": ACTIONS, **dict(chosen)}))


@quick
@given(st.lists(st.lists(cells, max_size=6), max_size=8))
def test_any_sheet_gives_a_plan_and_problems(rows):
    kpis = [["Ref", "Indicator", "Good is", "Unit", "Target"], ["K1", "Contacts", "High", "%", 95.0]]
    check(*read({"Action Plan": rows, "KPIs": kpis, "KPI Data": rows, "Settings": rows}))


WHOLE = book(
    {
        "Action Plan": [["Ref", "Action", "Due", "% complete"], ["A1", "Train", date(2025, 4, 1), Percent(0.5)]],
        "KPIs": [["Ref", "Indicator", "Good is"], ["K1", "Contacts", "High"]],
        "KPI Data": [["KPI", "Period", "Value"], ["K1", "Apr-25", 87.0]],
    }
)


def outcome(content):
    try:
        return read_bytes(content, "plan.xlsx")
    except WorkbookRefused as refusal:
        return refusal


def reads_or_refuses(content):
    result = outcome(content)
    if isinstance(result, WorkbookRefused):
        assert result.code
        assert "\n" not in str(result)
    else:
        check(*result)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_changed_bytes_of_the_file_are_read_or_refused(changes):
    content = bytearray(WHOLE)
    for place, byte in changes:
        content[place] = byte
    reads_or_refuses(bytes(content))


PARTS = [
    *("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "_rels/.rels", "xl/styles.xml", "xl/sharedStrings.xml"),
    *("xl/worksheets/sheet1.xml", "xl/worksheets/sheet3.xml"),
]
CONTENTS = {name: part(WHOLE, name) for name in PARTS}


@st.composite
def broken_parts(draw):
    """A package in which the text of one part was cut, changed or doubled, and packed again with a right checksum."""
    name = draw(st.sampled_from(PARTS))
    xml = CONTENTS[name]
    start = draw(st.integers(0, len(xml)))
    end = draw(st.integers(start, min(len(xml), start + 40)))
    put = draw(
        st.sampled_from(
            [
                b"",
                b"<",
                b">",
                b'"',
                b"<c>",
                b"</c>",
                b'r="Z9"',
                b"999999999",
                b"-1",
                b"\xff",
                b"<!--",
                b"&#0;",
                xml[start:end] * 2,
            ]
        )
    )
    return rewritten(WHOLE, {name: xml[:start] + put + xml[end:]})


@settings(max_examples=200, deadline=None)
@given(broken_parts())
def test_changed_xml_is_read_or_refused(content):
    reads_or_refuses(content)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(WHOLE)))
def test_a_file_cut_anywhere_is_refused(length):
    if length < len(WHOLE):
        with pytest.raises(WorkbookRefused):
            read_bytes(WHOLE[:length], "plan.xlsx")


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real workbooks are not here")
def test_every_real_workbook_is_refused_as_no_plan_or_for_what_it_is():
    paths = sorted([*(SHARED / "workbooks").glob("*.xls?"), *SHARED.glob("*/*.xlsx")])
    assert len(paths) > 80
    for path in paths:
        with pytest.raises(WorkbookRefused):
            read_workbook(path)


@pytest.mark.filterwarnings("ignore:Duplicate name")  # one of the files holds a part twice, which is its point
@pytest.mark.skipif(not SHARED.is_dir(), reason="the real workbooks are not here")
def test_real_sheets_under_the_contracts_names_are_read_or_refused():
    """What programs other than ours write, read as if it were a plan."""
    for path in sorted((SHARED / "workbooks").glob("*.xls?")):
        content = path.read_bytes()
        try:
            xml = part(content, "xl/workbook.xml")
        except (zipfile.BadZipFile, KeyError):
            continue
        names = [b'name="Action Plan"', b'name="KPI Data"', b'name="KPIs"']
        start = xml.find(b"<sheets>")
        head, sheets = xml[:start], xml[start:]
        for number, piece in enumerate(sheets.split(b"<sheet ")[1:4]):
            old = piece[piece.find(b"name=") : piece.find(b'"', piece.find(b"name=") + 6) + 1]
            sheets = sheets.replace(old, names[number], 1)
        reads_or_refuses(rewritten(content, {"xl/workbook.xml": head + sheets}))


def test_errors_and_uncalculated_formulas_name_their_cells():
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "Action Plan"
    for row in (
        ["Ref", "Action", "Due", "Own column"],
        ["A1", "=B9", "=C9", "=D9"],
        ["=A9", "Train", "#DIV/0!", "#N/A"],
    ):
        sheet.append(row)
    sheet["C3"].data_type = sheet["D3"].data_type = "e"
    buffer = io.BytesIO()
    workbook.save(buffer)
    plan, problems = read_bytes(buffer.getvalue(), "plan.xlsx")
    assert codes(problems) == [
        ("formula-not-calculated", "'Action Plan'!B2"),
        ("formula-not-calculated", "'Action Plan'!C2"),
        ("formula-not-calculated", "'Action Plan'!A3"),
    ]
    assert [action.ref for action in plan.actions] == ["A1"]


def test_problems_come_in_the_order_of_sheets_and_cells():
    _, problems = read(
        {
            "KPIs": [["Ref", "Indicator", "Good is"], ["K1", "x", "Sideways"]],
            "KPI Data": [["KPI", "Period", "Value"], ["K2", "Q3", 1.0]],
        }
    )
    assert [problem.at for problem in problems] == [CellRef("KPIs", 2, 3), CellRef("KPI Data", 2, 1)]


def test_merged_cells_are_filled_down_where_the_file_says_so_and_nowhere_else():
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "Action Plan"
    for row in (["Ref", "Action", "Theme"], ["A1", "x", "Front door"], ["A2", "y"], ["A3", "z", "Care"], ["A4", "w"]):
        sheet.append(row)
    sheet.merge_cells("C2:C3")
    buffer = io.BytesIO()
    workbook.save(buffer)
    plan, problems = read_bytes(buffer.getvalue(), "plan.xlsx")
    assert [action.theme for action in plan.actions] == ["Front door", "Front door", "Care", ""]
    assert codes(problems) == [("merged-filled", "'Action Plan'!C2")]


def test_every_kind_has_its_own_code_and_whole_sentences():
    assert len({kind.code for kind in ALL_KINDS}) == len(ALL_KINDS)
    for kind in ALL_KINDS:
        assert kind.code == kind.code.lower().replace("_", "-").replace(" ", "-")
        assert kind.meaning.endswith(".")
        assert kind.fix.endswith((".", "{hint}"))


def test_headers_merged_over_two_rows_are_no_content():
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "Action Plan"
    for row in (["Ref", "Action", "Theme"], [], ["A1", "x", "Front door"]):
        sheet.append(row)
    sheet.append(["A2", "y", ""])
    for cells in ("A1:A2", "B1:B2", "C1:C2"):
        sheet.merge_cells(cells)
    buffer = io.BytesIO()
    workbook.save(buffer)
    plan, problems = read_bytes(buffer.getvalue(), "plan.xlsx")
    assert [(action.ref, action.theme) for action in plan.actions] == [("A1", "Front door"), ("A2", "")]
    assert problems == ()


@pytest.mark.parametrize(
    ("name", "honest", "claim"),
    [
        ("xl/worksheets/sheet1.xml", b'r="C1"', b'r="C9999999991"'),
        ("xl/worksheets/sheet1.xml", b'r="C1"', b'r="C999999"'),
        ("xl/worksheets/sheet1.xml", b'r="C1"', b'r="XFD1048576"'),
        ("xl/sharedStrings.xml", b'uniqueCount="', b'uniqueCount="99999999999'),
    ],
)
def test_no_number_in_the_file_makes_the_reader_take_all_memory(name, honest, claim):
    assert honest in CONTENTS[name]
    tracemalloc.start()
    try:
        reads_or_refuses(rewritten(WHOLE, {name: CONTENTS[name].replace(honest, claim, 1)}))
        assert tracemalloc.get_traced_memory()[1] < 50_000_000  # bytes; the reader's own room would end the process
    finally:
        tracemalloc.stop()
