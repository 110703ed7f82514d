"""What is hidden in a file is found before it leaves."""

import zipfile
from io import BytesIO

import openpyxl
import pytest
from openpyxl.comments import Comment
from xlsxwriter import Workbook

from quarterly.deliver.scrub import check_attachment, hidden_in_workbook
from quarterly.errors import DeliveryRefused

NO_HEIGHT = '<sheetFormatPr defaultRowHeight="0" customHeight="1"/>'


def written(change) -> bytes:
    target = BytesIO()
    with Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Summary")
        sheet.write_column("A1", [1, 2, 3])
        change(book, sheet)
    return target.getvalue()


def saved(change) -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = "x"
    change(book)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def with_part(name: str, text: str = "<x/>") -> bytes:
    content = BytesIO(written(lambda _book, _sheet: None))
    with zipfile.ZipFile(content, "a") as package:
        package.writestr(name, text)
    return content.getvalue()


def hide_sheet(book, _sheet):
    book.add_worksheet("Notes").hide()


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (lambda: written(lambda _b, s: s.set_row(1, None, None, {"hidden": True})), "hidden rows"),
        (lambda: written(lambda _b, s: s.set_row(1, 0)), "hidden rows"),
        (lambda: written(lambda _b, s: s.set_column(2, 2, None, None, {"hidden": True})), "hidden columns"),
        (lambda: written(lambda _b, s: s.set_column(2, 2, 0)), "hidden columns"),
        (lambda: written(hide_sheet), "hidden sheets"),
        (lambda: written(lambda b, _s: b.add_worksheet("Notes").very_hidden()), "hidden sheets"),
        (lambda: written(lambda _b, s: s.write_comment("A1", "who?")), "comments"),
        (lambda: written(lambda _b, s: s.write_url("B1", "external:other.xlsx")), "links to files or pages outside"),
        (lambda: written(lambda b, _s: b.set_custom_property("Case", "12345")), "custom properties"),
        (lambda: written(lambda b, _s: b.set_properties({"manager": "J. Field"})), "the name of a manager"),
        (lambda: saved(lambda b: setattr(b.properties, "lastModifiedBy", "J. Field")), "who saved it last"),
        (lambda: saved(lambda b: setattr(b.active["A1"], "comment", Comment("x", "y"))), "comments"),
        (lambda: with_part("xl/vbaProject.bin"), "macros or controls"),
        (lambda: with_part("xl/pivotCache/pivotCacheRecords1.xml"), "a pivot table"),
        (lambda: with_part("xl/externalLinks/externalLink1.xml"), "links to other workbooks"),
        (lambda: with_part("xl/connections.xml"), "a connection to other data"),
        (lambda: with_part("xl/embeddings/oleObject1.bin"), "embedded files"),
        (lambda: with_part("xl/persons/person.xml"), "comments"),
        (lambda: with_part("xl/worksheets/sheet9.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'), "cannot be read"),
        (lambda: with_part("xl/worksheets/sheet9.xml", "<x"), "cannot be read"),
        (lambda: with_part("xl/_rels/x.rels", "<!DOCTYPE x><x/>"), "cannot be read"),
        (lambda: with_part("xl/worksheets/sheet9.xml", '<x><row ht="tall"/></x>'), "hidden rows"),
        (lambda: with_part("xl/worksheets/sheet9.xml", '<x><row ht="0.1"/></x>'), "hidden rows"),
        (lambda: with_part("xl/worksheets/sheet9.xml", '<x><col width="0.5"/></x>'), "hidden columns"),
        (lambda: with_part("xl/worksheets/sheet9.xml", '<x><sheetFormatPr zeroHeight="1"/></x>'), "hidden rows"),
        (lambda: with_part("xl/worksheets/sheet9.xml", f"<x>{NO_HEIGHT}</x>"), "hidden rows"),
        (
            lambda: with_part("xl/worksheets/sheet9.xml", '<x><sheetFormatPr defaultColWidth="0"/></x>'),
            "hidden columns",
        ),
        (lambda: written(lambda b, _s: b.set_properties({"comments": "By J. Field"})), "comments or tags"),
        (lambda: written(lambda b, _s: b.set_properties({"keywords": "J. Field"})), "comments or tags"),
        (lambda: b"PK\x03\x04 broken", "cannot be read"),
    ],
)
def test_what_is_hidden_is_found_and_named(content, found):
    with pytest.raises(DeliveryRefused, match=f"is not sent, because of what a reader would not see in it: .*{found}"):
        check_attachment("report.xlsx", content())


def test_a_plain_workbook_with_a_filter_and_a_web_page_may_leave():
    def plain(book, sheet):
        sheet.autofilter("A1:A3")
        sheet.write_url("B1", "https://northmere.example")
        sheet.write_url("B2", "mailto:sam@northmere.example")
        book.set_properties({"author": "Performance team"})

    assert hidden_in_workbook(written(plain)) == ()


def test_hidden_names_are_found_and_excels_own_are_not():
    def named(book, _sheet):
        book.define_name("_xlnm.Thing", "=Summary!$A$1")

    assert hidden_in_workbook(written(named)) == ()
    hidden = BytesIO()
    with zipfile.ZipFile(BytesIO(written(named))) as old, zipfile.ZipFile(hidden, "w") as new:
        for entry in old.infolist():
            text = old.read(entry)
            if entry.filename == "xl/workbook.xml":
                text = text.replace(b'name="_xlnm.Thing"', b'name="Secret" hidden="1"')
            new.writestr(entry, text)
    assert hidden_in_workbook(hidden.getvalue()) == ("hidden names",)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("report.xlsm", b"PK\x03\x04"),
        ("report.exe", b"MZ"),
        ("report.xlsx", b"%PDF-1.7"),
        ("report.xlsx", b"\xd0\xcf\x11\xe0"),
        ("report.pdf", b"PK\x03\x04"),
        ("report", b"%PDF-1.7"),
        ("report.pdf.html", b"%PDF-1.7"),
    ],
)
def test_only_workbooks_and_pdf_leave_and_the_name_must_be_true(name, content):
    with pytest.raises(DeliveryRefused, match="is not sent: only Excel workbooks"):
        check_attachment(name, content)


@pytest.mark.parametrize("sign", [b"/JavaScript", b"/Launch", b"/EmbeddedFile"])
def test_a_pdf_with_a_program_or_a_file_in_it_does_not_leave(sign):
    with pytest.raises(DeliveryRefused):
        check_attachment("report.pdf", b"%PDF-1.7\n<< " + sign + b" >>")


def test_more_than_a_report_can_hold_is_not_unpacked(monkeypatch):
    monkeypatch.setattr("quarterly.deliver.scrub.MAX_UNPACKED", 100)
    assert hidden_in_workbook(written(lambda _b, _s: None)) == ("more than a report can hold",)
