"""Files that are no workbook, or a hostile one: one plain sentence each, quickly, and nothing but WorkbookRefused."""

import io
import os
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import pytest
from read_books import ACTIONS, book, part, rewritten

from quarterly.errors import WorkbookRefused
from quarterly.read import package, read_bytes, read_workbook
from quarterly.read.refusals import REFUSALS

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
GOOD = book({"Action Plan": ACTIONS})
SHEET = "xl/worksheets/sheet1.xml"


def refused(content, name="plan.xlsx"):
    with pytest.raises(WorkbookRefused) as caught:
        read_bytes(content, name)
    return caught.value.code


def zipped(**parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file-empty"),
        (b"\x00\x01\x02 not a workbook", "not-a-workbook"),
        (b"Ref,Action\nA1,Train\n", "text-file"),
        ("Ref,Action\nA1,Café\n".encode("utf-16"), "text-file"),
        (b"<html><table></table></html>", "text-file"),
        (b"%PDF-1.7 ...", "other-format"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (OLE + "Workbook\0".encode("utf-16-le"), "old-xls"),
        (OLE + "WordDocument\0".encode("utf-16-le"), "not-a-workbook"),
        (zipped(**{"xl/workbook.bin": b""}), "xlsb"),
        (zipped(**{"content.xml": b"", "mimetype": b""}), "other-format"),
        (zipped(**{"word/document.xml": b""}), "other-format"),
        (zipped(**{"ppt/presentation.xml": b""}), "other-format"),
        (zipped(**{"readme.txt": b"hello"}), "not-a-workbook"),
        (zipped(**{"xl/workbook.xml": b"<html/>"}), "not-a-workbook"),
        (zipped(), "not-a-workbook"),
        (GOOD[: len(GOOD) // 2], "damaged"),
        (GOOD[:-30], "damaged"),
    ],
)
def test_files_that_are_no_workbook(content, code):
    assert refused(content) == code


def test_excels_marker_of_an_open_workbook():
    assert refused(b"\x07Officer" + b" " * 150, "~$plan.xlsx") == "owner-file"


def test_missing_folder_and_unreadable_files(tmp_path):
    with pytest.raises(WorkbookRefused) as missing:
        read_workbook(tmp_path / "plan.xlsx")
    assert missing.value.code == "file-missing"
    with pytest.raises(WorkbookRefused) as folder:
        read_workbook(tmp_path)
    assert folder.value.code == "is-a-folder"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with names")
def test_a_pipe_and_a_device_are_refused_unread(tmp_path):
    os.mkfifo(tmp_path / "plan.xlsx")
    for path in (tmp_path / "plan.xlsx", Path("/dev/zero")):
        with pytest.raises(WorkbookRefused) as error:
            read_workbook(path)
        assert error.value.code == "no-ordinary-file"


@pytest.mark.skipif(os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="needs file permissions")
def test_a_file_without_permission(tmp_path):
    path = tmp_path / "plan.xlsx"
    path.write_bytes(GOOD)
    path.chmod(0)
    with pytest.raises(WorkbookRefused) as error:
        read_workbook(path)
    assert error.value.code == "not-readable"


def test_no_permission_is_said(tmp_path, monkeypatch):
    path = tmp_path / "plan.xlsx"
    path.write_bytes(GOOD)

    def refuse(_self):
        raise PermissionError(13, "denied")

    monkeypatch.setattr("pathlib.Path.read_bytes", refuse)
    with pytest.raises(WorkbookRefused) as error:
        read_workbook(path)
    assert error.value.code == "not-readable"


def test_a_good_workbook_reads_from_a_path(tmp_path):
    path = tmp_path / "plan.xlsx"
    path.write_bytes(GOOD)
    plan, problems = read_workbook(str(path))
    assert [action.ref for action in plan.actions] == ["A1"]
    assert problems == ()


def test_neither_plan_nor_kpis_names_the_sheets_found():
    with pytest.raises(WorkbookRefused) as error:
        read_bytes(book({"Acton Plan": ACTIONS, "Notes": []}), "plan.xlsx")
    assert error.value.code == "no-plan-no-kpis"
    assert 'Found: Acton Plan, Notes. Did you mean "Acton Plan" to be "Action Plan"?' in str(error.value)


def test_kpis_without_readings_are_no_plan():
    assert refused(book({"KPIs": [["Ref", "Indicator", "Good is"]]})) == "no-plan-no-kpis"


def test_a_bomb_is_refused_by_what_it_unpacks_to_not_by_what_it_declares(monkeypatch):
    monkeypatch.setattr(package, "MAX_PART", 4 * package.MEGABYTE)
    spaces = b" " * (64 * package.MEGABYTE)
    bomb = rewritten(GOOD, {SHEET: part(GOOD, SHEET).replace(b"<sheetData>", b"<sheetData>" + spaces)})
    del spaces
    tracemalloc.start()
    try:
        assert refused(bomb) == "unpacks-too-large"
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 32 * package.MEGABYTE


def test_a_false_declared_size_is_found():
    declared = zlib.crc32(b"x")
    content = GOOD.replace(
        zipfile.ZipFile(io.BytesIO(GOOD)).getinfo(SHEET).CRC.to_bytes(4, "little"), declared.to_bytes(4, "little")
    )
    assert refused(content) == "damaged"


@pytest.mark.parametrize("where", ["xl/workbook.xml", SHEET, "xl/sharedStrings.xml", "xl/styles.xml"])
def test_entities_are_refused_before_any_parser_sees_them(where):
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    xml = part(GOOD, where)
    start = xml.index(b"?>") + 2
    assert refused(rewritten(GOOD, {where: xml[:start] + laughs + xml[start:]})) == "unsafe-xml"


def test_entities_on_a_sheet_outside_the_contract_are_never_opened():
    content = book({"Action Plan": ACTIONS, "Scratch": [["x"]]})
    content = rewritten(content, {"xl/worksheets/sheet2.xml": b"<!DOCTYPE x>" + b" " * 10})
    assert read_bytes(content, "plan.xlsx")[0].actions[0].ref == "A1"


def blank_rows(count):
    row = b'<row r="%d" spans="1:2" s="1" customFormat="1"><c r="A%d" s="1"/></row>'
    return b"".join(row % (number, number) for number in range(3, count + 3))


def test_a_million_blank_formatted_rows_are_refused_with_the_sheets_name():
    rows = blank_rows(1_000_000)
    content = rewritten(GOOD, {SHEET: part(GOOD, SHEET).replace(b"</sheetData>", rows + b"</sheetData>")})
    del rows
    with pytest.raises(WorkbookRefused) as error:
        read_bytes(content, "plan.xlsx")
    assert error.value.code == "too-many-rows"
    assert 'Sheet "Action Plan"' in str(error.value)
    assert "Ctrl+Shift+Down" in str(error.value)


def test_blank_rows_outside_the_contract_do_not_matter():
    content = book({"Action Plan": ACTIONS, "Scratch": [["x"]]})
    sheet = "xl/worksheets/sheet2.xml"
    rows = blank_rows(300_000)
    content = rewritten(content, {sheet: part(content, sheet).replace(b"</sheetData>", rows + b"</sheetData>")})
    assert read_bytes(content, "plan.xlsx")[0].actions[0].ref == "A1"


def test_a_value_in_the_last_cell_of_the_sheet_is_refused_with_its_address():
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    content = rewritten(GOOD, {SHEET: part(GOOD, SHEET).replace(b"</sheetData>", far)})
    with pytest.raises(WorkbookRefused) as error:
        read_bytes(content, "plan.xlsx")
    assert error.value.code == "stray-cell"
    assert "XFD1048576" in str(error.value)


def test_a_blank_formatted_last_cell_is_harmless():
    far = b'<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'
    content = rewritten(GOOD, {SHEET: part(GOOD, SHEET).replace(b"</sheetData>", far)})
    assert read_bytes(content, "plan.xlsx")[0].actions[0].ref == "A1"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda xml: xml[:-40], "Action Plan"),
        (lambda xml: xml.replace(b'<row r="2"', b'<row r="1"'), "row 1 comes after row 1"),
        (lambda xml: b"\xff\xfe" + xml.decode().encode("utf-16-le"), "UTF-8"),
        (lambda _xml: None, "missing"),
        (lambda xml: xml.replace(b"</row>", b"</wor>", 1), "mismatched tag"),
    ],
)
def test_a_damaged_sheet_is_refused(change, reason):
    with pytest.raises(WorkbookRefused) as error:
        read_bytes(rewritten(GOOD, {SHEET: change(part(GOOD, SHEET))}), "plan.xlsx")
    assert error.value.code == "damaged"
    assert reason in str(error.value)


def test_two_parts_of_one_name_are_refused():
    assert refused(rewritten(GOOD, {}, {"xl/worksheets/SHEET1.xml": b""})) == "damaged"


def test_refusals_have_distinct_codes_and_whole_sentences():
    assert len({refusal.code for refusal in REFUSALS}) == len(REFUSALS)
    for refusal in REFUSALS:
        assert all(
            text.rstrip("}").endswith((".", "suggestion")) for text in (refusal.sentence, refusal.fix, refusal.cause)
        )


def test_formulas_that_were_never_calculated_throughout_are_refused():
    cell = '<c r="{}{}"><f>"x"</f></c>'
    rows = "".join(f'<row r="{row}">{cell.format("A", row)}{cell.format("B", row)}</row>' for row in (2, 3))
    sheet = part(book({"Action Plan": ACTIONS[:1]}), SHEET).replace(b"</row>", b"</row>" + rows.encode(), 1)
    assert refused(rewritten(GOOD, {SHEET: sheet})) == "never-calculated"


def test_a_row_of_formulas_never_calculated_below_the_last_value_is_reported():
    row = '<row r="3"><c r="A3"><f>"A2"</f></c><c r="B3"><f>"x"</f></c></row>'
    sheet = part(GOOD, SHEET).replace(b"</sheetData>", row.encode() + b"</sheetData>")
    plan, problems = read_bytes(rewritten(GOOD, {SHEET: sheet}), "plan.xlsx")
    assert [action.ref for action in plan.actions] == ["A1"]
    assert [(problem.code, problem.at.address) for problem in problems] == [("formula-not-calculated", "A3")]


def test_kpis_alone_are_not_suggested_to_be_themselves():
    with pytest.raises(WorkbookRefused) as error:
        read_bytes(book({"KPIs": [["Ref", "Indicator", "Good is"]]}), "plan.xlsx")
    assert "Did you mean" not in str(error.value)
