"""Values where they stand, and what only the XML says about them."""

import io
import re
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from read_books import ACTIONS, Percent, book, part, rewritten

from quarterly.errors import WorkbookRefused
from quarterly.model.periods import Period
from quarterly.read import read_bytes
from quarterly.read.grid import Grid, read_grids
from quarterly.read.marks import Marks, marks_of, walk
from quarterly.read.package import open_package

SHEET = "xl/worksheets/sheet1.xml"
REAL = Path(__file__).parents[3] / "shared" / "data" / "workbooks"


def grid_of(content, name="Action Plan") -> Grid:
    return read_grids(open_package(content, "plan.xlsx"), {name})[name]


def with_rows(rows: bytes, after: bytes = b"") -> bytes:
    xml = part(book({"Action Plan": []}), SHEET)
    xml = xml.replace(b"<sheetData/>", b"<sheetData>" + rows + b"</sheetData>" + after)
    return rewritten(book({"Action Plan": []}), {SHEET: xml})


def test_addresses_are_right_where_a_sheet_starts_late():
    grid = grid_of(book({"Action Plan": [[], [], [], [], ["", "", "Ref", 7, date(2025, 4, 1)]]}))
    assert grid.value(5, 3) == "Ref"
    assert grid.value(5, 4) == 7.0
    assert grid.value(5, 5) == date(2025, 4, 1)
    assert grid.value(1, 1) == ""
    assert grid.value(99, 99) == ""


def test_percentages_are_known_by_their_format():
    grid = grid_of(book({"Action Plan": [[Percent(0.87), 0.87]]}))
    assert grid.is_percentage(1, 1)
    assert not grid.is_percentage(1, 2)


def test_custom_percent_formats_count_and_quoted_percent_signs_do_not():
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "Action Plan"
    for column, number_format in enumerate(("0.0%", "[Red]0.0%;-0%", '0" %"', "0\\%", "0"), start=1):
        sheet.cell(1, column, 0.5).number_format = number_format
    buffer = io.BytesIO()
    workbook.save(buffer)
    grid = grid_of(buffer.getvalue())
    assert [grid.is_percentage(1, column) for column in range(1, 6)] == [True, True, False, False, False]


def test_error_cells_and_uncalculated_formulas_are_found():
    rows = (
        b'<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
        b'<c r="C1"><f>SUM(1)</f></c><c r="D1"><f>SUM(1)</f><v></v></c><c r="E1"><f>SUM(1)</f><v>1</v></c>'
        b'<c r="F1" t="str"><f>""</f><v></v></c><c r="G1"><f t="shared" si="0"/><v/></c></row>'
    )
    grid = grid_of(with_rows(rows))
    assert dict(grid.marks.errors) == {"A1": "#N/A", "B1": "#DIV/0!"}
    assert grid.marks.uncalculated == {"C1", "D1", "G1"}
    assert grid.error(1, 2) == "#DIV/0!"
    assert grid.is_uncalculated(1, 3)
    assert grid.value(1, 5) == 1.0


@pytest.mark.parametrize("prefix", [b"", b"<!-- read by the slower way -->"])
def test_zeros_that_stand_for_formulas_never_worked_out_are_found(prefix):
    cells = (
        b'<c r="A1"><f>1-1</f><v>0</v></c><c r="B1"><f>40/50</f><v>0.8</v></c><c r="C1"><v>0</v></c>'
        b'<c r="D1" t="b"><f>FALSE()</f><v>0</v></c><c r="E1"><f t="shared" si="0"/><v>0</v></c>'
        b'<c r="F1" t="str"><f>"0"</f><v>0</v></c><c r="G1"><f>10</f><v>10</v></c>'
    )
    content = with_rows(b'<row r="1">' + cells + b"</row>" + prefix)
    workbook = part(content, "xl/workbook.xml")
    assert b"<calcPr" in workbook
    asked = re.sub(rb"<calcPr[^>]*/>", b'<calcPr calcId="191029" fullCalcOnLoad="1"/>', workbook)
    plain = re.sub(rb"<calcPr[^>]*/>", b'<calcPr calcId="191029"/>', workbook)
    assert grid_of(rewritten(content, {"xl/workbook.xml": plain})).marks.uncalculated == frozenset()
    grid = grid_of(rewritten(content, {"xl/workbook.xml": asked}))
    assert grid.marks.uncalculated == {"A1", "E1"}
    assert [grid.value(1, column) for column in range(1, 8)] == ["", 0.8, 0.0, False, "", "0", 10.0]


def test_merged_cells_are_known():
    merged = b'<mergeCells count="1"><mergeCell ref="B2:C4"/></mergeCells>'
    grid = grid_of(with_rows(b'<row r="2"><c r="B2"><v>1</v></c></row>', merged))
    assert grid.marks.merges == ((2, 2, 4, 3),)


def prefixed(xml: bytes) -> bytes:
    xml = xml.replace(b"<", b"<x:").replace(b"<x:/", b"</x:").replace(b"<x:?", b"<?")
    return xml.replace(b"xmlns=", b"xmlns:x=", 1)


def test_xml_with_a_prefix_reads_the_same():
    content = book({"Action Plan": [*ACTIONS, [Percent(0.5), 3]]})
    other = rewritten(content, {SHEET: prefixed(part(content, SHEET))})
    assert grid_of(other) == grid_of(content)


def test_cells_without_an_address_stand_where_xml_puts_them():
    grid = grid_of(
        with_rows(b'<row><c><v>1</v></c><c t="e"><v>#REF!</v></c></row><row r="4"><c r="C4"><v>2</v></c></row>')
    )
    assert (grid.value(1, 1), grid.value(4, 3)) == (1.0, 2.0)
    assert dict(grid.marks.errors) == {"B1": "#REF!"}


def test_parts_at_odd_paths_are_found():
    content = book({"Action Plan": ACTIONS})
    names = {
        "xl/worksheets/sheet1.xml": "odd/Place.XML",
        "xl/workbook.xml": "book.xml",
        "xl/_rels/workbook.xml.rels": "_rels/book.xml.rels",
    }
    moved = {new: part(content, old) for old, new in names.items()}
    moved["_rels/book.xml.rels"] = (
        moved["_rels/book.xml.rels"]
        .replace(b'Target="worksheets/sheet1.xml"', b'Target="/odd/place.xml"')
        .replace(b'Target="s', b'Target="xl/s')
    )
    root = part(content, "_rels/.rels").replace(b"xl/workbook.xml", b"/book.xml")
    changes = {**dict.fromkeys(names), "_rels/.rels": root}
    assert grid_of(rewritten(content, changes, moved)).rows == grid_of(content).rows


def test_strict_files_are_read():
    content = book({"Action Plan": ACTIONS})
    strict = {}
    for name in ("xl/workbook.xml", SHEET, "xl/_rels/workbook.xml.rels", "_rels/.rels", "xl/sharedStrings.xml"):
        strict[name] = (
            part(content, name)
            .replace(
                b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                b"http://purl.oclc.org/ooxml/spreadsheetml/main",
            )
            .replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                b"http://purl.oclc.org/ooxml/officeDocument/relationships",
            )
        )
    assert grid_of(rewritten(content, strict)).rows == grid_of(content).rows


def test_dates_of_the_1904_system_are_the_same_days():
    buffer = io.BytesIO()
    workbook = openpyxl.Workbook()
    workbook.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    workbook.active.title = "Action Plan"
    workbook.active["A1"] = date(2025, 4, 1)
    workbook.save(buffer)
    assert grid_of(buffer.getvalue()).value(1, 1) in (date(2025, 4, 1),)


def test_hidden_rows_and_sheets_are_read():
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "Action Plan"
    sheet["A1"] = "Ref"
    sheet.row_dimensions[1].hidden = True
    workbook.create_sheet("Other")
    sheet.sheet_state = "hidden"
    buffer = io.BytesIO()
    workbook.save(buffer)
    grid = grid_of(buffer.getvalue())
    assert (grid.hidden, grid.value(1, 1)) == (True, "Ref")


def test_both_ways_of_reading_marks_agree_on_what_libraries_write():
    rows = [["Ref", Percent(0.5), 3, date(2025, 1, 1)], [], [Percent(1.5), "=text", Percent(0.0)]]
    xml = part(book({"Action Plan": rows}), SHEET)
    styles = {0, 1, 2, 3}
    assert marks_of(xml, styles) == walk(xml, styles)


@pytest.mark.skipif(not REAL.is_dir(), reason="the real workbooks are not here")
def test_both_ways_of_reading_marks_agree_on_every_sheet_of_real_workbooks():
    compared = 0
    for path in sorted(REAL.glob("*.xls?")):
        try:
            package = open_package(path.read_bytes(), path.name)
        except WorkbookRefused:
            continue
        for entry in (entry for entry in package.sheets if entry.part):
            try:
                xml = package.sheet_xml(entry)
                read_grids(package, {entry.name})
            except WorkbookRefused:
                continue
            for zeros in (False, True):
                both = [reader(xml, {1, 2, 5}, zeros=zeros) for reader in (marks_of, walk)]
                assert both[0] == both[1], f"{path.name}: {entry.name}"
            compared += 1
    assert compared > 100


@pytest.mark.skipif(not REAL.is_dir(), reason="the real workbooks are not here")
@pytest.mark.filterwarnings("ignore::UserWarning")  # openpyxl warns of extensions that it would drop
def test_values_of_real_workbooks_stand_where_openpyxl_finds_them():
    """A second reader, on the sheets whose cells both give as plain numbers and text."""
    compared = 0
    for name in ("poi__b8613c__simple-monthly-budget.xlsx", "PhpSpreadsheet__1fe408__namespacenonstd.xlsx"):
        content = (REAL / name).read_bytes()
        package = open_package(content, name)
        workbook = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
        for entry in (entry for entry in package.sheets if entry.part):
            grid = read_grids(package, {entry.name})[entry.name]
            for row in workbook[entry.name].iter_rows():
                for cell in row:
                    if isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool):
                        assert grid.value(cell.row, cell.column) == pytest.approx(cell.value)
                        compared += 1
    assert compared > 10


def test_marks_of_an_empty_sheet():
    assert grid_of(book({"Action Plan": []})).marks == Marks()


def test_days_that_a_1904_workbook_holds_as_numbers_are_counted_from_1904():
    buffer = io.BytesIO()
    workbook = openpyxl.Workbook()
    workbook.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    workbook.active.title = "Action Plan"
    for row in (["Ref", "Action", "Due"], ["A1", "Train", 44560]):
        workbook.active.append(row)
    for name, rows in {
        "KPIs": [["Ref", "Indicator", "Good is"], ["K1", "Visits", "High"]],
        "KPI Data": [["KPI", "Period", "Value"], ["K1", 44560, 5]],
        "Benchmarks": [["KPI", "Comparator", "Period", "Value"], ["K1", "England", 44560, 6]],
        "Audits": [["Month", "Good"], [44560, 7]],
    }.items():
        for row in rows:
            (workbook[name] if name in workbook.sheetnames else workbook.create_sheet(name)).append(row)
    workbook.save(buffer)
    plan, problems = read_bytes(buffer.getvalue(), "plan.xlsx")
    december = Period(date(2025, 12, 1), 1)
    assert (plan.actions[0].due, plan.audits[0].month) == (date(2025, 12, 31), december)
    assert [plan.kpis[0].readings[0].period, plan.benchmarks[0].period] == [december, december]
    assert problems == ()
    workbook["KPI Data"].delete_rows(1, 2)
    for row in (["KPI", 44560], ["K1", 5]):
        workbook["KPI Data"].append(row)
    workbook.save(buffer)
    assert read_bytes(buffer.getvalue(), "plan.xlsx")[0].kpis[0].readings[0].period == december


def struck_book(rows, struck, hidden=()):
    buffer = io.BytesIO()
    workbook = openpyxl.Workbook()
    workbook.active.title = "Action Plan"
    for name, cells in {"Action Plan": ACTIONS, **rows}.items():
        sheet = workbook[name] if name in workbook.sheetnames else workbook.create_sheet(name)
        for row in cells:
            sheet.append(row)
        for at in struck.get(name, ()):
            sheet[at].font = openpyxl.styles.Font(strike=True)
        for row in hidden:
            sheet.row_dimensions[row].hidden = True
    workbook.save(buffer)
    return buffer.getvalue()


def test_rows_that_are_struck_through_are_read_and_named_once():
    kpis = [["Ref", "Indicator", "Good is"], ["K1", "x", "High"], ["K2", "y", "High"], ["K3", "z", "High"]]
    rows = {"KPIs": kpis, "KPI Data": [["KPI", "Period", "Value"]]}
    plan, problems = read_bytes(struck_book(rows, {"KPIs": ["A1", "A2", "A4", "B3", "A9"]}), "plan.xlsx")
    assert [kpi.ref for kpi in plan.kpis] == ["K1", "K2", "K3"]
    assert [(problem.code, str(problem.at), problem.found) for problem in problems] == [
        ("rows-struck", "'KPIs'!A2", "K1, K3")
    ]
    assert problems[0].fix.startswith("Rows: 2, 4.")


def test_nothing_is_sent_to_who_is_struck_through_and_hidden_rows_are_named():
    people = [["Name", "E-mail", "Edition", "Active"]] + [
        [name, f"{name}@x.example", "Working", "Yes"] for name in "abc"
    ]
    content = struck_book({"Distribution": people}, {"Distribution": ["B2"]}, hidden=(3,))
    plan, problems = read_bytes(content, "plan.xlsx")
    assert [(who.name, who.active) for who in plan.recipients] == [("a", False), ("b", True), ("c", True)]
    assert [(problem.code, str(problem.at)) for problem in problems] == [
        ("recipient-struck", "'Distribution'!B2"),
        ("recipient-hidden", "'Distribution'!B3"),
    ]
    slower = rewritten(content, {"xl/worksheets/sheet2.xml": part(content, "xl/worksheets/sheet2.xml") + b"<!-- -->"})
    assert read_bytes(slower, "plan.xlsx") == (plan, problems)
