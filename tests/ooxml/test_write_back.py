from __future__ import annotations

import shutil

import openpyxl
import pytest
from hosts import edit, host, parts, repack, report, sheet_names
from office_runs import converted

from quarterly.errors import QuarterlyError, RequestRefused, WorkbookLocked
from quarterly.ooxml import Doing, Edited, host_facts, insert_sheets, plan_insert, plan_remove, remove_sheets

# openpyxl says what it would lose if it saved; here it only reads, or plays another program.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
CENTRAL = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}


@pytest.fixture
def book(tmp_path):
    return host(tmp_path / "plan.xlsx")


def resave(path):
    """Save with a program that writes every part anew, as Excel does."""
    workbook = openpyxl.load_workbook(path)
    workbook.save(path)
    workbook.close()


def code_of(call):
    with pytest.raises(QuarterlyError) as refused:
        call()
    return refused.value.code


def test_only_the_central_parts_change(book):
    before = parts(book)
    result = insert_sheets(book, report())
    after = parts(book)
    assert {name for name in before if after[name] != before[name]} == CENTRAL
    assert {change.part for change in result.parts if change.doing is Doing.CHANGED} == CENTRAL
    assert result.untouched == len(before) - len(CENTRAL)
    assert sheet_names(book) == ["Action Plan", "KPIs", "Summary", "Scorecard"]
    assert [(sheet.name, sheet.doing, sheet.position) for sheet in result.sheets] == [
        ("Summary", Doing.ADDED, 3),
        ("Scorecard", Doing.ADDED, 4),
    ]


def test_the_same_report_twice_gives_the_same_bytes_and_writes_nothing(book):
    first = insert_sheets(book, report())
    written = book.read_bytes()
    second = insert_sheets(book, report())
    assert book.read_bytes() == written
    assert (first.written, second.written, second.changes, second.backup) == (True, False, False, None)


def test_removal_gives_back_every_part_byte_for_byte(book):
    before = parts(book)
    insert_sheets(book, report())
    insert_sheets(book, report(["Summary", "Risks"], value=9))
    result = remove_sheets(book)
    assert parts(book) == before
    assert [(sheet.name, sheet.doing) for sheet in result.sheets] == [
        ("Summary", Doing.REMOVED),
        ("Risks", Doing.REMOVED),
    ]


def test_a_dry_run_says_what_the_run_does_and_writes_nothing(book, tmp_path):
    before = book.read_bytes()
    plan = plan_insert(book, report())
    assert book.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["plan.xlsx"]
    result = insert_sheets(book, report())
    assert (plan.sheets, plan.parts, plan.untouched) == (result.sheets, result.parts, result.untouched)
    assert not plan.written
    assert plan_remove(book).sheets == remove_sheets(book).sheets
    assert 'Sheet "Summary": added, place 3' in plan.lines()


def test_the_version_before_is_kept_once(book, tmp_path):
    original = book.read_bytes()
    result = insert_sheets(book, report())
    assert result.backup == tmp_path / "plan (before Quarterly).xlsx"
    assert result.backup.read_bytes() == original
    second = book.read_bytes()
    insert_sheets(book, report(value=7))
    assert result.backup.read_bytes() == second
    assert sorted(each.name for each in tmp_path.iterdir()) == ["plan (before Quarterly).xlsx", "plan.xlsx"]


def test_no_backup_where_none_is_wanted(book, tmp_path):
    assert insert_sheets(book, report(), backup=False).backup is None
    assert [each.name for each in tmp_path.iterdir()] == ["plan.xlsx"]


def test_a_report_without_a_sheet_takes_the_sheet_out(book):
    insert_sheets(book, report(["Summary", "Risks"]))
    result = insert_sheets(book, report(["Summary"]))
    assert sheet_names(book) == ["Action Plan", "KPIs", "Summary"]
    assert [(sheet.name, sheet.doing) for sheet in result.sheets] == [
        ("Summary", Doing.REPLACED),
        ("Risks", Doing.REMOVED),
    ]
    assert not any("sheet4" in name for name in parts(book))


def test_a_taken_sheet_name_gets_a_number_and_its_references_follow(tmp_path):
    book = host(tmp_path / "plan.xlsx", ["Action Plan", "SUMMARY"])
    insert_sheets(book, report(["Summary"]))
    assert sheet_names(book) == ["Action Plan", "SUMMARY", "Summary (2)"]
    after = parts(book)
    assert b"'Summary (2)'!$B$5:$B$9" in after["xl/charts/chart3.xml"]
    assert b"<xm:f>'Summary (2)'!B5:B9</xm:f>" in after["xl/worksheets/sheet3.xml"]
    assert b"location=\"'Summary (2)'!A1\"" in after["xl/worksheets/sheet3.xml"]
    assert b"'Summary (2)'!$1:$4" in after["xl/workbook.xml"]
    assert b"'Summary (2)'!$B$1" in after["xl/workbook.xml"]


def test_taken_tables_and_names_get_a_number(tmp_path):
    book = tmp_path / "plan.xlsx"
    book.write_bytes(report(["Plan"]))
    insert_sheets(book, report(["Summary"]))
    after = parts(book)
    assert b'id="2" name="Actions_0_table_2" displayName="Actions_0_table_2"' in after["xl/tables/table2.xml"]
    assert b'name="Report_Total_2"' in after["xl/workbook.xml"]


def test_renamed_and_moved_sheets_are_followed(book):
    insert_sheets(book, report())
    workbook = openpyxl.load_workbook(book)
    workbook["Summary"].title = "For the board"
    workbook.move_sheet("For the board", -2)
    workbook.save(book)
    result = insert_sheets(book, report(value=8), edited=Edited.REPLACE)
    assert sheet_names(book) == ["For the board", "Action Plan", "KPIs", "Scorecard"]
    assert [(sheet.key, sheet.name, sheet.position) for sheet in result.sheets] == [
        ("Summary", "For the board", 1),
        ("Scorecard", "Scorecard", 4),
    ]
    reread = openpyxl.load_workbook(book)
    assert reread["For the board"]["B1"].value == 8
    assert reread["For the board"].print_title_rows == "$1:$4"
    assert reread["Scorecard"].print_title_rows == "$1:$4"
    written = book.read_bytes()
    insert_sheets(book, report(value=8))
    assert book.read_bytes() == written


def test_a_report_in_another_order_is_put_in_that_order_where_the_earlier_one_stood(book):
    insert_sheets(book, report(["Summary", "Scorecard", "Risks"]))
    result = insert_sheets(book, report(["Cover", "Risks", "Summary", "Audits"]))
    assert sheet_names(book) == ["Action Plan", "KPIs", "Cover", "Risks", "Summary", "Audits"]
    assert {each.name: each.position for each in result.sheets if each.doing is not Doing.REMOVED} == {
        "Cover": 3,
        "Risks": 4,
        "Summary": 5,
        "Audits": 6,
    }
    written = book.read_bytes()
    assert not insert_sheets(book, report(["Cover", "Risks", "Summary", "Audits"])).changes
    assert book.read_bytes() == written


def test_a_sheet_that_the_officer_moved_stays_there_when_the_report_grows(book):
    insert_sheets(book, report(["Summary", "Scorecard"]))
    workbook = openpyxl.load_workbook(book)
    workbook.move_sheet("Scorecard", -1)
    workbook.save(book)
    insert_sheets(book, report(["Summary", "Scorecard", "Risks"]))
    assert sheet_names(book) == ["Action Plan", "KPIs", "Scorecard", "Risks", "Summary"]


def test_a_save_by_another_program_is_no_edit_and_styles_do_not_grow_at_every_run(book):
    insert_sheets(book, report())
    sizes = []
    for _ in range(3):
        resave(book)
        insert_sheets(book, report())
        sizes.append(len(openpyxl.load_workbook(book)._cell_styles))
    assert sizes[0] == sizes[1] == sizes[2]


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_a_save_by_libreoffice_is_no_edit_and_our_sheets_are_known_again(book, tmp_path):
    insert_sheets(book, report(rows=200), backup=False)
    saved = converted("xlsx", tmp_path, book) / "plan.xlsx"
    result = insert_sheets(saved, report(rows=200))
    assert [(sheet.name, sheet.doing) for sheet in result.sheets] == [
        ("Summary", Doing.REPLACED),
        ("Scorecard", Doing.REPLACED),
    ]
    assert not insert_sheets(saved, report(rows=200)).changes
    remove_sheets(saved)
    assert sheet_names(saved) == ["Action Plan", "KPIs"]


def test_typing_into_our_sheet_is_refused_with_the_rows_named(book):
    insert_sheets(book, report())
    edit(book, "xl/worksheets/sheet3.xml", b"note 4", b"my own note")
    with pytest.raises(WorkbookLocked, match=r'"Summary" \(cells in rows 9 to 12\)') as refused:
        insert_sheets(book, report())
    assert refused.value.code == "sheet-edited"
    assert b"my own note" in parts(book)["xl/worksheets/sheet3.xml"]


def test_an_edited_sheet_can_be_kept_beside_the_new_one(book):
    insert_sheets(book, report())
    edit(book, "xl/worksheets/sheet3.xml", b"note 4", b"my own note")
    result = insert_sheets(book, report(value=8), edited=Edited.KEEP)
    assert sheet_names(book) == ["Action Plan", "KPIs", "Summary", "Summary (2)", "Scorecard"]
    workbook = openpyxl.load_workbook(book)
    assert (workbook["Summary"]["C9"].value, workbook["Summary (2)"]["B1"].value) == ("my own note", 8)
    assert [warned.code for warned in result.warnings] == ["sheet-edited-keep"]
    again = insert_sheets(book, report(value=8))
    assert not again.changes
    remove_sheets(book)
    assert sheet_names(book) == ["Action Plan", "KPIs", "Summary"]


def test_an_edited_sheet_can_be_replaced_and_the_result_says_so(book):
    insert_sheets(book, report())
    edit(book, "xl/worksheets/sheet3.xml", b"note 4", b"my own note")
    result = insert_sheets(book, report(), edited=Edited.REPLACE)
    assert b"my own note" not in parts(book)["xl/worksheets/sheet3.xml"]
    assert [warned.code for warned in result.warnings] == ["sheet-edited-replace"]


def test_a_pivot_on_our_sheet_is_noticed(book):
    insert_sheets(book, report())
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/pivotTable"
    edit(
        book,
        "xl/worksheets/_rels/sheet3.xml.rels",
        b"</Relationships>",
        b'<Relationship Id="rId99" Type="%s" Target="../pivotTables/pivotTable1.xml"/></Relationships>' % kind,
    )
    with pytest.raises(WorkbookLocked, match="1 pivot table"):
        insert_sheets(book, report())


def test_a_copy_of_our_sheet_is_the_officers(book):
    insert_sheets(book, report(["Summary"]))
    before = parts(book)
    mark = before["xl/workbook.xml"].split(b'<definedName name="_quarterly.sheet"')[1].split(b"</definedName>")[0]
    copied = b'<definedName name="_quarterly.sheet"' + mark.replace(b'localSheetId="2"', b'localSheetId="3"')

    def change(name, content):
        if name == "xl/workbook.xml":
            content = content.replace(b"</sheets>", b'<sheet name="Summary (2)" sheetId="9" r:id="rId90"/></sheets>')
            content = content.replace(b"</definedNames>", copied + b"</definedName></definedNames>")
        if name == "xl/_rels/workbook.xml.rels":
            kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
            link = b'<Relationship Id="rId90" Type="%s" Target="worksheets/sheet77.xml"/>' % kind
            content = content.replace(b"</Relationships>", link + b"</Relationships>")
        if name == "[Content_Types].xml":
            kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
            override = b'<Override PartName="/xl/worksheets/sheet77.xml" ContentType="%s"/>' % kind
            content = content.replace(b"</Types>", override + b"</Types>")
        return content

    copy = before["xl/worksheets/sheet1.xml"].replace(b"<tableParts", b"<!-- <tableParts").split(b"<drawing")[0]
    repack(book, change, {"xl/worksheets/sheet77.xml": copy + b"</worksheet>"})
    result = insert_sheets(book, report(["Summary"], value=8))
    assert [warned.code for warned in result.warnings] == ["copy-left"]
    assert sheet_names(book) == ["Action Plan", "KPIs", "Summary", "Summary (2)"]
    assert parts(book)["xl/workbook.xml"].count(b"_quarterly.sheet") == 1
    remove_sheets(book)
    assert sheet_names(book) == ["Action Plan", "KPIs", "Summary (2)"]


def test_groups_of_sheets_live_side_by_side(book):
    before = parts(book)
    insert_sheets(book, report())
    insert_sheets(book, report(["Status History"]), group="history")
    both = book.read_bytes()
    assert sheet_names(book) == ["Action Plan", "KPIs", "Summary", "Scorecard", "Status History"]
    assert not insert_sheets(book, report()).changes
    assert not insert_sheets(book, report(["Status History"]), group="history").changes
    assert book.read_bytes() == both
    insert_sheets(book, report(["Summary"], value=5))
    assert sheet_names(book) == ["Action Plan", "KPIs", "Summary", "Status History"]
    remove_sheets(book, group="report")
    assert sheet_names(book) == ["Action Plan", "KPIs", "Status History"]
    assert openpyxl.load_workbook(book)["Status History"]["B1"].value == 3.5
    remove_sheets(book)
    assert parts(book) == before


def test_a_growing_sheet_may_grow_and_not_be_rewritten(book):
    insert_sheets(book, report(["Status History"], rows=5), group="history", append_only=True)
    insert_sheets(book, report(["Status History"], rows=9), group="history", append_only=True)
    written = book.read_bytes()
    with pytest.raises(WorkbookLocked, match="row 1") as refused:
        insert_sheets(book, report(["Status History"], rows=9, value=4), group="history", append_only=True)
    assert refused.value.code == "history-rewritten"
    assert code_of(lambda: insert_sheets(book, report(["Status History"]), group="history", append_only=True)) == (
        "history-rewritten"
    )
    assert book.read_bytes() == written


def test_a_sheet_that_formulas_use_is_not_taken_out(book):
    insert_sheets(book, report())
    edit(
        book,
        "xl/worksheets/sheet1.xml",
        b"<sheetData>",
        b'<sheetData><row r="30"><c r="A30"><f>Summary!B1</f></c></row>',
    )
    with pytest.raises(WorkbookLocked, match='sheet "Action Plan" uses "Summary"') as refused:
        remove_sheets(book)
    assert refused.value.code == "sheet-in-use"
    assert code_of(lambda: insert_sheets(book, report(["Scorecard"]))) == "sheet-in-use"
    insert_sheets(book, report())


def test_nothing_to_remove_is_said(book):
    with pytest.raises(RequestRefused) as refused:
        remove_sheets(book)
    assert refused.value.code == "nothing-to-remove"


def test_the_last_visible_sheet_is_not_taken_out(book):
    insert_sheets(book, report())
    edit(book, "xl/workbook.xml", b'name="Action Plan"', b'name="Action Plan" state="hidden"')
    edit(book, "xl/workbook.xml", b'name="KPIs"', b'name="KPIs" state="veryHidden"')
    assert code_of(lambda: remove_sheets(book)) == "last-sheet"


def test_the_shown_sheet_stays_shown_when_sheets_move(book):
    insert_sheets(book, report())
    workbook = openpyxl.load_workbook(book)
    workbook.move_sheet("Scorecard", -3)
    workbook.active = 0
    workbook.save(book)
    insert_sheets(book, report(value=2), edited=Edited.REPLACE)
    assert openpyxl.load_workbook(book).active.title == "Scorecard"
    remove_sheets(book)
    assert openpyxl.load_workbook(book).active.title == "Action Plan"


def test_officers_names_on_our_sheets_survive_a_new_version(book):
    insert_sheets(book, report())
    scoped = b'<definedName name="Mine" localSheetId="2">Summary!$B$1</definedName>'
    whole = b'<definedName name="Headline">Summary!$B$1</definedName></definedNames>'
    edit(book, "xl/workbook.xml", b"</definedNames>", scoped + whole)
    insert_sheets(book, report(value=2))
    workbook = openpyxl.load_workbook(book)
    assert workbook["Summary"].defined_names["Mine"].attr_text == "Summary!$B$1"
    assert workbook.defined_names["Headline"].attr_text == "Summary!$B$1"
    assert workbook.defined_names["Plan_Total"].attr_text == "'Action Plan'!$D$1"


def test_a_list_of_calculated_cells_that_names_our_cells_is_dropped(book):
    insert_sheets(book, report(["Summary"]))
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"
    link = b'<Relationship Id="rId91" Type="%s" Target="calcChain.xml"/></Relationships>' % kind
    edit(book, "xl/_rels/workbook.xml.rels", b"</Relationships>", link)
    chain = (
        b'<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="A1" i="%d"/></calcChain>'
    )
    repack(book, lambda _, content: content, {"xl/calcChain.xml": chain % 1})
    insert_sheets(book, report(["Summary"], value=2))
    assert "xl/calcChain.xml" in parts(book)
    repack(book, lambda name, content: chain % 3 if name == "xl/calcChain.xml" else content)
    insert_sheets(book, report(["Summary"], value=4))
    assert "xl/calcChain.xml" not in parts(book)


def test_dates_of_another_date_system_are_refused(tmp_path):
    book = host(tmp_path / "mac.xlsx", date_1904=True)
    assert host_facts(book).date_1904
    assert code_of(lambda: insert_sheets(book, report())) == "date-system"
    insert_sheets(book, report(date_1904=True))
    assert openpyxl.load_workbook(book)["Summary"]["C1"].value.isoformat() == "2025-12-31T00:00:00"


def test_facts_tell_what_is_taken_but_for_our_own(book):
    insert_sheets(book, report())
    facts = host_facts(book)
    assert facts.sheet_names == ("Action Plan", "KPIs")
    assert [(sheet.key, sheet.group) for sheet in facts.report_sheets] == [
        ("Summary", "report"),
        ("Scorecard", "report"),
    ]
    assert facts.table_names == ("Plan_0_table", "Plan_1_table")
    assert facts.table_ids == (1, 2)
    assert facts.defined_names == ("Plan_Total",)
    assert facts.default_font == ("Calibri", 11.0)


def test_a_host_with_faults_of_its_own_is_not_blamed_on_us(book):
    edit(book, "xl/workbook.xml", b'sheetId="2"', b'sheetId="1"')
    assert insert_sheets(book, report()).written


def test_a_workbook_that_lost_its_relationships_gets_them_back_for_our_sheets(book):
    repack(book, lambda name, content: None if name == "xl/_rels/workbook.xml.rels" else content)
    before = parts(book)
    assert insert_sheets(book, report()).written
    written = book.read_bytes()
    assert not insert_sheets(book, report()).changes
    assert book.read_bytes() == written
    remove_sheets(book)
    assert parts(book) == before


def test_a_workbook_once_shared_and_shared_no_more_is_written(book):
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/usernames"
    link = b'<Relationship Id="u1" Type="%s" Target="revisions/userNames.xml"/></Relationships>' % kind
    edit(book, "xl/_rels/workbook.xml.rels", b"</Relationships>", link)
    assert insert_sheets(book, report()).written


def test_new_sheets_are_not_selected_with_the_hosts(book):
    insert_sheets(book, report())
    assert b"tabSelected" not in parts(book)["xl/worksheets/sheet3.xml"]
    assert b'tabSelected="1"' in parts(book)["xl/worksheets/sheet1.xml"]


@pytest.mark.parametrize("content", [b"no workbook", b"PK\x03\x04 cut short"])
def test_bytes_that_are_no_report_are_refused(book, content):
    before = book.read_bytes()
    assert code_of(lambda: insert_sheets(book, content)) == "report-unfit"
    assert book.read_bytes() == before
