from __future__ import annotations

import io
import re
import struct
import zipfile

import pytest
from hosts import edit, host, parts, repack, report

from quarterly.errors import QuarterlyError, WorkbookLocked
from quarterly.ooxml import REFUSALS, host_facts, insert_sheets, plan_insert, remove_sheets
from quarterly.ooxml.draft import Draft
from quarterly.ooxml.preflight import opened
from quarterly.ooxml.tables import TABLE_TYPE
from quarterly.ooxml.verify import verify

STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONSHIPS = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@pytest.fixture
def book(tmp_path):
    return host(tmp_path / "plan.xlsx")


def refused(book) -> QuarterlyError:
    """The refusal, which is the same for a dry run, a run and the facts, and leaves the file as it is."""
    before = book.read_bytes()
    found = []
    for call in (lambda: plan_insert(book, report()), lambda: insert_sheets(book, report())):
        with pytest.raises(QuarterlyError) as error:
            call()
        found.append((error.value.code, str(error.value)))
    assert found[0] == found[1]
    assert book.read_bytes() == before
    assert [each.name for each in book.parent.iterdir()] == [book.name]
    assert book.name in found[0][1]
    return error.value


def whole(book, content: bytes):
    book.write_bytes(content)
    return book


def related(kind: bytes, target: bytes) -> bytes:
    return b'<Relationship Id="z1" Type="%s" Target="%s"/></Relationships>' % (kind, target)


def test_encrypted(book):
    whole(book, OLE + "EncryptedPackage".encode("utf-16-le"))
    assert refused(book).code == "encrypted"


def test_old_binary_format(book):
    whole(book, OLE + "Workbook".encode("utf-16-le") + b"\x00\x00")
    assert refused(book).code == "old-xls"


def test_xlsb(book):
    edit(book, "[Content_Types].xml", b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
         b"application/vnd.ms-excel.sheet.binary.macroEnabled.main")  # fmt: skip
    assert refused(book).code == "xlsb"


def test_strict(book):
    edit(book, "xl/workbook.xml", MAIN, STRICT)
    assert refused(book).code == "strict"


def test_strict_by_its_package_relationship(book):
    edit(book, "_rels/.rels", RELATIONSHIPS + b"/officeDocument", b"http://purl.oclc.org/ooxml/officeDocument")
    assert refused(book).code == "strict"


@pytest.mark.parametrize("password", [b'workbookPassword="CC1A"', b'workbookHashValue="E+qA"'])
def test_structure_locked_with_a_password(book, password):
    edit(book, "xl/workbook.xml", b"<bookViews>", b'<workbookProtection lockStructure="1" %s/><bookViews>' % password)
    assert refused(book).code == "structure-locked"


def test_structure_locked_without_a_password_is_only_warned_of(book):
    edit(book, "xl/workbook.xml", b"<bookViews>", b'<workbookProtection lockStructure="true"/><bookViews>')
    result = insert_sheets(book, report())
    assert [warned.code for warned in result.warnings] == ["structure-locked-without-password"]
    assert b'<workbookProtection lockStructure="true"/>' in parts(book)["xl/workbook.xml"]


def test_windows_locked_is_no_obstacle(book):
    edit(book, "xl/workbook.xml", b"<bookViews>", b'<workbookProtection lockWindows="1"/><bookViews>')
    assert insert_sheets(book, report()).warnings == ()


def test_shared_workbook(book):
    edit(
        book, "xl/_rels/workbook.xml.rels", b"</Relationships>", related(RELATIONSHIPS + b"/revisionHeaders", b"r.xml")
    )
    assert refused(book).code == "shared-workbook"


def test_signed(book):
    base = b"http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/"
    edit(book, "_rels/.rels", b"</Relationships>", related(base + b"origin", b"_xmlsignatures/origin.sigs"))
    empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    more = {"_xmlsignatures/origin.sigs": b"", "_xmlsignatures/_rels/origin.sigs.rels": empty}
    repack(book, lambda _, content: content, more)
    assert plan_insert(book, report()).changes, "an origin without a signature is left behind by removing one"
    edit(book, "_xmlsignatures/_rels/origin.sigs.rels", b"</Relationships>", related(base + b"signature", b"sig1.xml"))
    assert refused(book).code == "signed"


def test_password_to_modify(book):
    edit(
        book, "xl/workbook.xml", b"<workbookPr", b'<fileSharing userName="Jan" reservationPassword="CC1A"/><workbookPr'
    )
    error = refused(book)
    assert error.code == "write-reserved"
    assert "reserved by Jan" in str(error)


def test_read_only_recommended_is_only_warned_of(book):
    edit(book, "xl/workbook.xml", b"<workbookPr", b'<fileSharing readOnlyRecommended="1"/><workbookPr')
    assert [warned.code for warned in insert_sheets(book, report()).warnings] == ["read-only-recommended"]


def test_a_truncated_file(book):
    whole(book, book.read_bytes()[:-200])
    assert refused(book).code == "damaged"


def test_a_part_with_a_wrong_checksum(book):
    with zipfile.ZipFile(book) as archive:
        entry = archive.getinfo("xl/theme/theme1.xml")
    content = bytearray(book.read_bytes())
    content[entry.header_offset + 30 + len(entry.filename) + 200] ^= 0xFF
    whole(book, bytes(content))
    error = refused(book)
    assert error.code == "damaged"
    assert "xl/theme/theme1.xml" in str(error)


def test_two_parts_of_the_same_name(book):
    with zipfile.ZipFile(book, "a") as archive:
        archive.writestr("XL/Theme/theme1.xml", b"<other/>")
    assert refused(book).code == "duplicate-parts"


@pytest.mark.parametrize(
    ("gone", "code"),
    [("[Content_Types].xml", "damaged"), ("xl/workbook.xml", "not-a-workbook"), ("_rels/.rels", "not-a-workbook")],
)
def test_a_package_without_its_centre(book, gone, code):
    repack(book, lambda name, content: None if name == gone else content)
    assert refused(book).code == code


def test_a_part_that_is_not_well_formed(book):
    edit(book, "xl/workbook.xml", b"</sheets>", b"</sheet>")
    assert refused(book).code == "damaged"


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels"]
)
def test_entities(book, part):
    bomb = b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]>'
    end = b"?>" if parts(book)[part].startswith(b"<?xml") else b""
    edit(book, part, end, end + bomb)
    assert refused(book).code == "unsafe-xml"


def test_a_zip_bomb(book):
    with zipfile.ZipFile(book, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/media/big.bin", "w") as part:
        for _ in range(150):
            part.write(bytes(1 << 20))
    assert refused(book).code == "unpacks-too-large"


def test_parts_that_share_their_packed_bytes(book):
    content = bytearray(book.read_bytes())
    start = content.rfind(b"PK\x05\x06")
    offset = struct.unpack_from("<L", content, start + 16)[0]
    name, extra, comment = struct.unpack_from("<3H", content, offset + 28)
    second = offset + 46 + name + extra + comment
    # The second part claims to stand where the first one does.
    content[second + 42 : second + 46] = content[offset + 42 : offset + 46]
    whole(book, bytes(content))
    assert refused(book).code == "damaged"


def test_an_encrypted_zip_entry(book):
    content = bytearray(book.read_bytes())
    offset = struct.unpack_from("<L", content, content.rfind(b"PK\x05\x06") + 16)[0]
    content[offset + 8] |= 1
    whole(book, bytes(content))
    assert refused(book).code == "encrypted"


def test_no_room_for_more_formats(book):
    xf = b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    edit(book, "xl/styles.xml", b"</cellXfs>", xf * 65_490 + b"</cellXfs>")
    assert refused(book).code == "too-many-styles"


def test_an_encoding_that_does_not_exist(book):
    edit(book, "xl/workbook.xml", b'encoding="UTF-8"', b'encoding="abc"')
    assert refused(book).code == "damaged"


def test_formats_that_cannot_be_understood(book):
    edit(book, "xl/styles.xml", b'numFmtId="164" formatCode', b'numFmtId="many" formatCode')
    assert refused(book).code == "damaged"
    assert host_facts(book).default_font == ("Calibri", 11.0)


@pytest.mark.parametrize("content", [b"", b"Ref,Action\n1,Do it\n", b"%PDF-1.7", b"PK\x05\x06" + bytes(18)])
def test_files_that_are_no_workbooks(book, content):
    whole(book, content)
    assert refused(book).code in {"file-empty", "text-file", "other-format", "not-a-workbook"}


def test_every_refusal_has_its_own_code_sentence_cause_and_cure():
    codes = [refusal.code for refusal in REFUSALS]
    assert len(set(codes)) == len(codes)
    for refusal in REFUSALS:
        assert "{name}" in refusal.sentence
        assert refusal.cause.endswith(".")
        assert refusal.fix.endswith((".", "}."))


def test_facts_and_removal_are_refused_alike(book):
    whole(book, OLE + "EncryptedPackage".encode("utf-16-le"))
    for call in (host_facts, remove_sheets):
        with pytest.raises(QuarterlyError) as error:
            call(book)
        assert error.value.code == "encrypted"


# --- the check before a workbook is replaced


TYPES = "[Content_Types].xml"
SHEET = "xl/worksheets/sheet1.xml"
TABLE = b'<Override PartName="/xl/tables/table9.xml" ContentType="%s"/></Types>' % TABLE_TYPE.encode()


def fault_in(book, *, meant=None, **becomes) -> str:
    """What the check says of a workbook that became so, and was ``meant`` to become the same or something else."""
    with opened(book) as found:
        stream = io.BytesIO()
        Draft(host=found, **({"changed": {}} | becomes)).write(stream)
        with pytest.raises(WorkbookLocked) as error:
            verify(stream, Draft(host=found, **({"changed": {}} | (becomes if meant is None else meant))))
    assert error.value.code == "check-failed"
    said, _, after = str(error.value).partition(". Nothing in it was changed. ")
    assert after
    return said.removeprefix("plan.xlsx was not written, because the check before replacing it found a fault: ")


def test_the_check_refuses_a_package_that_cannot_be_opened_again(book):
    reason = fault_in(book, changed={TYPES: b"<Types>"})
    assert reason.startswith(
        "plan.xlsx is damaged and cannot be read: its part [Content_Types].xml is not well-formed."
    )


def test_the_check_misses_a_part_of_the_officers(book):
    assert fault_in(book, ours=frozenset({"xl/theme/theme1.xml"}), meant={}) == "xl/theme/theme1.xml is missing"


def test_the_check_wants_a_content_type_for_every_new_part(book):
    assert fault_in(book, added={"xl/odd.thing": b"?"}) == "xl/odd.thing has no content type"


def test_the_check_follows_the_relationships_of_new_parts(book):
    edge = b'<Relationships><Relationship Id="r1" Type="x/customXmlProps" Target="gone.xml"/></Relationships>'
    added = {"customXml/item1.xml": b"<a/>", "customXml/_rels/item1.xml.rels": edge}
    assert fault_in(book, added=added) == "customxml/item1.xml points at customxml/gone.xml, which does not exist"


def test_the_check_wants_a_sheet_that_can_be_seen(book):
    hidden = parts(book)["xl/workbook.xml"].replace(b"<sheet ", b'<sheet state="hidden" ')
    assert fault_in(book, changed={"xl/workbook.xml": hidden}) == "no sheet is visible"


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        (b'displayName="Plan_0_table"', b'displayName="Other"', "Other"),  # the number of the first table
        (b'id="1"', b'id="9"', "Plan_0_table"),  # the name of the first table
        (b'id="1" name="Plan_0_table" displayName="Plan_0_table"', b'id="9" displayName="PLAN_TOTAL"', "PLAN_TOTAL"),
    ],
)
def test_the_check_finds_a_table_whose_number_or_name_is_taken(book, old, new, name):
    before = parts(book)
    table = before["xl/tables/table1.xml"]
    assert old in table
    typed = before[TYPES].replace(b"</Types>", TABLE)
    reason = fault_in(book, changed={TYPES: typed}, added={"xl/tables/table9.xml": table.replace(old, new, 1)})
    assert reason == f"table {name} exists twice"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b'<c r="D1" s="1"', b'<c r="D1" s="99"', f"{SHEET} uses a cell format that does not exist"),
        (
            b"</sheetData>",
            b"<!-- ? --></sheetData>",
            f"the cells of {SHEET} cannot be checked (comments or CDATA between cells)",
        ),
    ],
)
def test_the_check_reads_the_formats_of_new_cells(book, old, new, reason):
    sheet = parts(book)[SHEET]
    assert old in sheet
    assert fault_in(book, changed={SHEET: sheet.replace(old, new)}) == reason


def test_the_check_finds_an_existing_format_that_changed(book):
    before = parts(book)["xl/styles.xml"]
    after = before.replace(b"<i/>", b"<b/>", 1)
    assert after != before
    changed = {"xl/styles.xml": after}
    assert fault_in(book, changed=changed, styles_before=before) == "an existing entry of fonts changed"


def test_a_workbook_that_came_without_formats_is_left_without_them(book):
    def without_styles(name, content):
        if name == "xl/_rels/workbook.xml.rels":
            return re.sub(rb'<Relationship [^>]*styles.xml"/>', b"", content)
        if name == TYPES:
            return re.sub(rb'<Override PartName="/xl/styles.xml"[^>]*/>', b"", content)
        if name == SHEET:
            return content.replace(b' s="1"', b"")
        return None if name == "xl/styles.xml" else content

    repack(book, without_styles)
    before = parts(book)
    insert_sheets(book, report())
    assert "xl/styles.xml" in parts(book)
    remove_sheets(book)
    assert parts(book) == before
