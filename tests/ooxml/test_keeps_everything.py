"""A workbook with everything that other libraries lose, each kept by name."""

from __future__ import annotations

import pytest
from hosts import host, parts, repack, report

from quarterly.ooxml import insert_sheets, remove_sheets

# ruff: noqa: E501 - one row of the table a line
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MICROSOFT = "http://schemas.microsoft.com/office"
EXCEL = "application/vnd.ms-excel."
OPEN = "application/vnd.openxmlformats-officedocument.spreadsheetml."

# What: part, content type, relationship type, and the part it hangs on.
EVERYTHING = {
    "macros": ("xl/vbaProject.bin", "application/vnd.ms-office.vbaProject", f"{MICROSOFT}/2006/relationships/vbaProject", "xl/workbook.xml"),
    "signed macros": ("xl/vbaProjectSignature.bin", "application/vnd.ms-office.vbaProjectSignature", f"{MICROSOFT}/2006/relationships/vbaProjectSignature", "xl/vbaProject.bin"),
    "pivot table": ("xl/pivotTables/pivotTable1.xml", f"{OPEN}pivotTable+xml", f"{RELATIONSHIPS}/pivotTable", "xl/worksheets/sheet1.xml"),
    "pivot cache": ("xl/pivotCache/pivotCacheDefinition1.xml", f"{OPEN}pivotCacheDefinition+xml", f"{RELATIONSHIPS}/pivotCacheDefinition", "xl/workbook.xml"),
    "pivot records": ("xl/pivotCache/pivotCacheRecords1.xml", f"{OPEN}pivotCacheRecords+xml", f"{RELATIONSHIPS}/pivotCacheRecords", "xl/pivotCache/pivotCacheDefinition1.xml"),
    "slicer": ("xl/slicers/slicer1.xml", f"{EXCEL}slicer+xml", f"{MICROSOFT}/2007/relationships/slicer", "xl/worksheets/sheet1.xml"),
    "slicer cache": ("xl/slicerCaches/slicerCache1.xml", f"{EXCEL}slicerCache+xml", f"{MICROSOFT}/2007/relationships/slicerCache", "xl/workbook.xml"),
    "timeline": ("xl/timelines/timeline1.xml", f"{EXCEL}timeline+xml", f"{MICROSOFT}/2011/relationships/timeline", "xl/worksheets/sheet1.xml"),
    "threaded comment": ("xl/threadedComments/threadedComment1.xml", f"{EXCEL}threadedcomments+xml", f"{MICROSOFT}/2017/10/relationships/threadedComment", "xl/worksheets/sheet1.xml"),
    "people": ("xl/persons/person.xml", f"{EXCEL}person+xml", f"{MICROSOFT}/2017/10/relationships/person", "xl/workbook.xml"),
    "form control": ("xl/ctrlProps/ctrlProp1.xml", f"{EXCEL}controlproperties+xml", f"{RELATIONSHIPS}/ctrlProp", "xl/worksheets/sheet1.xml"),
    "printer settings": ("xl/printerSettings/printerSettings1.bin", f"{OPEN}printerSettings", f"{RELATIONSHIPS}/printerSettings", "xl/worksheets/sheet1.xml"),
    "connection": ("xl/connections.xml", f"{OPEN}connections+xml", f"{RELATIONSHIPS}/connections", "xl/workbook.xml"),
    "data model": ("xl/model/item.data", "application/vnd.openxmlformats-officedocument.model+data", f"{MICROSOFT}/2011/relationships/powerPivotData", "xl/workbook.xml"),
    "custom XML": ("customXml/item1.xml", "application/xml", f"{RELATIONSHIPS}/customXml", "xl/workbook.xml"),
    "sensitivity label": ("docMetadata/LabelInfo.xml", "application/vnd.ms-office.classificationlabels+xml", f"{MICROSOFT}/2020/02/relationships/classificationlabels", ""),
    "ribbon": ("customUI/customUI.xml", "application/xml", f"{MICROSOFT}/2006/relationships/ui/extensibility", ""),
}  # fmt: skip


def content_of(part: str) -> bytes:
    return b"\x00\x01 binary " + part.encode() if not part.endswith(".xml") else f"<kept>{part}</kept>".encode()


@pytest.fixture
def rich(tmp_path):
    """The parts are stand-ins: writing back must carry what it does not understand."""
    book = host(tmp_path / "rich.xlsx")
    links: dict[str, str] = {}
    for number, (part, _, kind, source) in enumerate(EVERYTHING.values()):
        folder, _, leaf = source.rpartition("/")
        rels = f"{folder}/_rels/{leaf}.rels".lstrip("/") if source else "_rels/.rels"
        link = f'<Relationship Id="x{number}" Type="{kind}" Target="/{part}"/>'
        links[rels] = links.get(rels, "") + link
    types = "".join(f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind, *_ in EVERYTHING.values())

    def change(name: str, content: bytes) -> bytes:
        if name == "[Content_Types].xml":
            return content.replace(b"</Types>", types.encode() + b"</Types>")
        if name in links:
            return content.replace(b"</Relationships>", links.pop(name).encode() + b"</Relationships>")
        return content

    more = {part: content_of(part) for part, *_ in EVERYTHING.values()}
    repack(book, change, more)
    blank = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    repack(book, change, {name: f"{blank}{text}</Relationships>".encode() for name, text in list(links.items())})
    return book


@pytest.mark.parametrize("what", EVERYTHING)
def test_kept_through_insertion_a_new_version_and_removal(rich, what):
    part, kind, relationship, source = EVERYTHING[what]
    folder, _, leaf = source.rpartition("/")
    rels = f"{folder}/_rels/{leaf}.rels".lstrip("/") if source else "_rels/.rels"
    before = parts(rich)
    for step in (
        lambda: insert_sheets(rich, report()),
        lambda: insert_sheets(rich, report(["Summary", "Risks"], value=9)),
        lambda: remove_sheets(rich),
    ):
        step()
        after = parts(rich)
        assert after[part] == content_of(part)
        assert f'PartName="/{part}" ContentType="{kind}"'.encode() in after["[Content_Types].xml"]
        assert f'Type="{relationship}" Target="/{part}"'.encode() in after[rels]
    assert parts(rich) == before


def test_signed_macros_are_warned_of(rich):
    assert "macros-signed" in [warned.code for warned in insert_sheets(rich, report()).warnings]
