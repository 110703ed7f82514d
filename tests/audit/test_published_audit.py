"""The audit passes what Quarterly publishes, and catches every rule broken in it."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from planting import Plant, add, cell, edited, part_of, published, row, swap, swap_on

from quarterly.audit import RULES, audit_published
from quarterly.errors import WorkbookRefused

CORE, APP, BOOK = "docProps/core.xml", "docProps/app.xml", "xl/workbook.xml"
STYLES, CHART, DRAWING = "xl/styles.xml", "xl/charts/chart1.xml", "xl/drawings/drawing1.xml"
CONTENTS, SUMMARY, INDICATORS = "Contents", "Summary", "Indicators Front door"
FOOT = "</sheetData>"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def at_foot(sheet: str, *rows: str) -> Plant:
    """Rows below everything else on a sheet."""
    return swap_on(sheet, FOOT, "".join(one.removesuffix(FOOT) for one in rows) + FOOT)


def styled(font: str, fill: str = "", alignment: str = "") -> Plant:
    """A style of its own, on a cell with a word below the summary."""

    def plant(content: bytes) -> bytes:
        def looks(text: str) -> str:
            counts = {one: int(re.search(rf"<{one} count=\"(\d+)\"", text)[1]) for one in ("fonts", "fills", "cellXfs")}
            solid = (
                f'<fill><patternFill patternType="solid"><fgColor rgb="{fill}"/></patternFill></fill>' if fill else ""
            )
            number = counts["fills"] if fill else 0
            xf = f'<xf fontId="{counts["fonts"]}" fillId="{number}" applyFont="1">{alignment}</xf></cellXfs>'
            text = text.replace("</fonts>", f"<font>{font}</font></fonts>").replace("</fills>", f"{solid}</fills>")
            return text.replace("</cellXfs>", xf)

        styles = edited(content, {STYLES: looks})
        number = int(re.search(r'<cellXfs count="(\d+)"', text_of(content, STYLES))[1])
        return at_foot(SUMMARY, row(200, cell("A200", "Words to be read", number)))(styles)

    return plant


def text_of(content: bytes, part: str) -> str:
    found: list[str] = []

    def kept(text: str) -> str:
        found.append(text)
        return text + " "

    edited(content, {part: kept})
    return found[0]


def fill_number(content: bytes) -> int:
    """A style with a coloured fill: the green of statuses."""
    fills = re.search(r"<fills.*?</fills>", text_of(content, STYLES), re.DOTALL)[0]
    green = re.findall(r"<fill>.*?</fill>", fills, re.DOTALL)
    place = next(number for number, each in enumerate(green) if "CDE9D8" in each)
    formats = re.search(r"<cellXfs.*?</cellXfs>", text_of(content, STYLES), re.DOTALL)[0]
    return next(
        number for number, each in enumerate(re.findall(r"<xf ", formats)) if number and _fill(formats, number) == place
    )


def _fill(formats: str, number: int) -> int:
    return int(re.findall(r'<xf [^>]*fillId="(\d+)"', formats)[number])


def coloured(content: bytes) -> bytes:
    blank = f'<c r="A200" s="{fill_number(content)}"/>'
    return at_foot(SUMMARY, row(200, blank))(content)


def merged_in_table(content: bytes) -> bytes:
    return swap_on(CONTENTS, "</mergeCells>", '<mergeCell ref="A6:B6"/></mergeCells>')(content)


def blank_row(content: bytes) -> bytes:
    """A table that goes on for a row with nothing in it."""
    return swap("xl/tables/table1.xml", r'ref="A4:B(\d+)"', lambda found: f'ref="A4:B{int(found[1]) + 1}"')(content)


def two_headers(content: bytes) -> bytes:
    """A row of words above a table that looks like its header."""
    head = re.search(r'<c r="A4" s="(\d+)"', text_of(content, part_of(content, CONTENTS)))[1]
    above = f'<row r="3">{cell("A3", "Where", int(head))}{cell("B3", "What", int(head))}</row>'
    return swap_on(CONTENTS, '<row r="3"[^>]*/>', above)(content)


def unexplained(content: bytes) -> bytes:
    """Blank cells in a table, with no sentence about them."""
    return swap_on(CONTENTS, r'<c r="B9" s="(\d+)" t="s"><v>\d+</v></c>', r'<c r="B9" s="\1"/>')(content)


def crowded(content: bytes) -> bytes:
    """A table parted in two, without a heading between its parts."""

    def halves(text: str) -> str:
        return re.sub(r'ref="A4:B\d+"', 'ref="A4:B8"', text)

    columns = '<tableColumn id="1" name="Summary"/><tableColumn id="2" name="b"/>'
    second = (
        '<table xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" id="900" displayName="second" '
        f'ref="A9:B12"><tableColumns count="2">{columns}</tableColumns></table>'
    )
    part = part_of(content, CONTENTS)
    rels = part.replace("worksheets/", "worksheets/_rels/") + ".rels"
    link = f'<Relationship Id="rId90" Type="{RELATION}/table" Target="../tables/table900.xml"/></Relationships>'
    return edited(
        content,
        {
            "xl/tables/table1.xml": halves,
            "xl/tables/table900.xml": lambda _: second,
            rels: lambda text: text.replace("</Relationships>", link),
        },
    )


def loose_figures(content: bytes) -> bytes:
    numbers = ["".join(f'<c r="{column}{line}"><v>{line}</v></c>' for column in "ABC") for line in (200, 201)]
    return at_foot(SUMMARY, *(row(line, cells) for line, cells in zip((200, 201), numbers, strict=True)))(content)


def loose_header(content: bytes) -> bytes:
    """A header's row with words beneath it that nobody made a table."""
    number = fill_number(content)
    head = row(200, cell("A200", "Name", number), cell("B200", "Role", number))
    return at_foot(SUMMARY, head, row(201, cell("A201", "One"), cell("B201", "Two")))(content)


def relation(sheet: str, kind: str, target: str) -> Plant:
    def plant(content: bytes) -> bytes:
        rels = part_of(content, sheet).replace("worksheets/", "worksheets/_rels/") + ".rels"
        link = f'<Relationship Id="rId91" Type="{RELATION}/{kind}" Target="{target}" TargetMode="External"/>'
        return edited(content, {rels: lambda text: text.replace("</Relationships>", f"{link}</Relationships>")})

    return plant


def anchored(what: str) -> Plant:
    """Something else that floats on a sheet with charts."""
    place = "<xdr:from><xdr:col>0</xdr:col><xdr:row>0</xdr:row></xdr:from>"
    return swap(DRAWING, "</xdr:wsDr>", f"<xdr:oneCellAnchor>{place}{what}</xdr:oneCellAnchor></xdr:wsDr>")


def raised_run(content: bytes) -> bytes:
    words = "<si><r><t>Total</t></r><r><rPr><vertAlign val='superscript'/></rPr><t>1</t></r></si></sst>"
    return edited(content, {"xl/sharedStrings.xml": lambda text: text.replace("</sst>", words)})


def pale_run(content: bytes) -> bytes:
    words = "<si><r><rPr><color rgb='FFFFFF00'/></rPr><t>Pale</t></r></si></sst>"
    return edited(content, {"xl/sharedStrings.xml": lambda text: text.replace("</sst>", words)})


def unseen(content: bytes) -> bytes:
    """A number whose format is three semicolons."""

    def looks(text: str) -> str:
        text = text.replace("</numFmts>", '<numFmt numFmtId="999" formatCode=";;;"/></numFmts>')
        return text.replace("</cellXfs>", '<xf numFmtId="999" fontId="0" fillId="0"/></cellXfs>')

    number = re.search(r'<cellXfs count="(\d+)"', text_of(content, STYLES))[1]
    hidden = row(200, f'<c r="A200" s="{number}"><v>3</v></c>')
    return at_foot(SUMMARY, hidden)(edited(content, {STYLES: looks}))


def left_to_excel(content: bytes) -> bytes:
    """A line without a colour of its own, where the theme's first accent is pale."""
    plain = swap(CHART, r"(<c:ser>.*?)<c:spPr>.*?</c:spPr>", r"\1")(content)
    return swap("xl/theme/theme1.xml", r'(<a:accent1><a:srgbClr val=")\w+', r"\1EEEEEE")(plain)


ONLY_WORDS = '<sz val="11"/><color rgb="FF0B0C0C"/>'
BOX = (
    '<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="9" name="Box"/></xdr:nvSpPr>'
    "<xdr:txBody><a:p><a:r><a:t>Read me</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
)
SCALE = '<conditionalFormatting sqref="A1:A9"><cfRule type="colorScale"/></conditionalFormatting>'
NAME = '<definedName name="secret" hidden="1">1</definedName></definedNames>'
PICTURE = '<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="9" name="Logo" descr="{}"/></xdr:nvPicPr></xdr:pic>'

PLANTS: tuple[tuple[str, str, Plant], ...] = (
    ("audit-macros", "A part that can run.", add("xl/vbaProject.bin")),
    (
        "audit-macros",
        "The file is of a type for macros.",
        swap("[Content_Types].xml", "sheet.main", "macroEnabled.main"),
    ),
    ("audit-hidden", "A hidden sheet.", swap(BOOK, '(name="Notes" )', r'\1state="hidden" ')),
    ("audit-hidden", "A hidden sheet.", swap(BOOK, '(name="Notes" )', r'\1state="veryHidden" ')),
    ("audit-hidden", "A hidden column.", swap_on(SUMMARY, "<col ", '<col hidden="1" ')),
    ("audit-hidden", "A hidden column.", swap_on(SUMMARY, 'width="[0-9.]+"', 'width="0.1"')),
    ("audit-hidden", "A hidden row.", swap_on(SUMMARY, '<row r="4"', '<row r="4" hidden="1"')),
    (
        "audit-hidden",
        "Rows are hidden unless they say otherwise.",
        swap_on(SUMMARY, "<sheetFormatPr", '<sheetFormatPr zeroHeight="1"'),
    ),
    (
        "audit-hidden",
        "Rows are hidden unless they say otherwise.",
        swap_on(SUMMARY, 'defaultRowHeight="[0-9.]+"', 'defaultRowHeight="0" customHeight="1"'),
    ),
    (
        "audit-hidden",
        "Columns are hidden unless they say otherwise.",
        swap_on(SUMMARY, "<sheetFormatPr", '<sheetFormatPr defaultColWidth="0"'),
    ),
    ("audit-hidden", 'A hidden name, "secret".', swap(BOOK, "</definedNames>", NAME)),
    ("audit-outside", "A connection to something outside.", add("xl/externalLinks/externalLink1.xml")),
    ("audit-outside", "A connection to something outside.", add("xl/connections.xml")),
    (
        "audit-outside",
        "It leads to file:///S:/own/plan.xlsx.",
        relation(CONTENTS, "hyperlink", "file:///S:/own/plan.xlsx"),
    ),
    (
        "audit-outside",
        "A formula that draws on another workbook.",
        at_foot(SUMMARY, row(200, "<c r='A200'><f>[1]Plan!A1</f><v>1</v></c>")),
    ),
    ("audit-leftovers", "A part that readers do not see.", add("xl/comments1.xml")),
    ("audit-leftovers", "A part that readers do not see.", add("xl/pivotCache/pivotCacheDefinition1.xml")),
    ("audit-leftovers", "A part that readers do not see.", add("customXml/item1.xml")),
    ("audit-leftovers", "A part that readers do not see.", add("docProps/custom.xml")),
    ("audit-leftovers", "A part that readers do not see.", add("xl/embeddings/oleObject1.bin")),
    ("audit-personal", 'creator is "J Smith".', swap(CORE, "(<dc:creator>)[^<]*", r"\1J Smith")),
    ("audit-personal", 'lastModifiedBy is "J Smith".', swap(CORE, "(<cp:lastModifiedBy>)[^<]*", r"\1J Smith")),
    ("audit-personal", 'Manager is "J Smith".', swap(APP, "<Company>", "<Manager>J Smith</Manager><Company>")),
    (
        "audit-personal",
        'description is "By J Smith".',
        swap(CORE, "</cp:coreProperties>", r"<dc:description>By J Smith</dc:description></cp:coreProperties>"),
    ),
    (
        "audit-personal",
        'keywords is "J Smith".',
        swap(CORE, "</cp:coreProperties>", r"<cp:keywords>J Smith</cp:keywords></cp:coreProperties>"),
    ),
    ("audit-title", "No title.", swap(CORE, "<dc:title>.*</dc:title>", "")),
    ("audit-language", "No language.", swap(CORE, "<dc:language>.*</dc:language>", "")),
    ("audit-language", 'The language "English".', swap(CORE, "en-GB", "English")),
    (
        "audit-opening",
        "Another sheet than the first is active.",
        swap(BOOK, "<workbookView ", '<workbookView activeTab="2" '),
    ),
    (
        "audit-opening",
        "The tabs are scrolled away from the first sheet.",
        swap(BOOK, "<workbookView ", '<workbookView firstSheet="1" '),
    ),
    ("audit-opening", "The sheet is selected as well.", swap_on(SUMMARY, "<sheetView ", '<sheetView tabSelected="1" ')),
    ("audit-opening", "The cursor stands elsewhere.", swap_on("Cover", "<selection ", '<selection activeCell="B7" ')),
    ("audit-opening", "The view is scrolled.", swap_on("Cover", "<sheetView ", '<sheetView topLeftCell="A9" ')),
    (
        "audit-cover",
        "The first sheet holds a table.",
        swap(BOOK, r"(<sheets>)(<sheet [^>]*/>)(<sheet [^>]*/>)", r"\1\3\2"),
    ),
    (
        "audit-cover",
        'The first sheet does not say "Another title".',
        swap(CORE, "(<dc:title>)[^<]*", r"\1Another title"),
    ),
    ("audit-contents", "The contents do not lead to this sheet.", swap_on(CONTENTS, r"<hyperlink ref=\"A6\".*?/>", "")),
    ("audit-contents", "No contents.", swap_on(CONTENTS, "<hyperlinks>.*</hyperlinks>", "")),
    ("audit-sheet-name", 'A sheet named "Sheet1".', swap(BOOK, '<sheet name="Notes"', '<sheet name="Sheet1"')),
    (
        "audit-link-text",
        'A link that reads "Click here".',
        swap_on(CONTENTS, r'<c r="A6"[^>]*>.*?</c>', cell("A6", "Click here")),
    ),
    (
        "audit-link-text",
        'A link that reads "https://example.gov.uk".',
        swap_on(CONTENTS, r'<c r="A6"[^>]*>.*?</c>', cell("A6", "https://example.gov.uk")),
    ),
    ("audit-table-not-marked", "Rows without a table.", loose_figures),
    ("audit-table-not-marked", "Rows without a table.", loose_header),
    (
        "audit-table-header",
        "A table without a header row.",
        swap("xl/tables/table1.xml", 'id="1"', 'id="1" headerRowCount="0"'),
    ),
    (
        "audit-table-header",
        'A second column named "Sheet".',
        swap_on(CONTENTS, r'<c r="B4"[^>]*>.*?</c>', cell("B4", "Sheet", 7)),
    ),
    ("audit-table-header", 'A column named "".', swap_on(CONTENTS, r'<c r="B4"[^>]*>.*?</c>', cell("B4", "", 7))),
    (
        "audit-table-header",
        'A column named "Column1".',
        swap_on(CONTENTS, r'<c r="B4"[^>]*>.*?</c>', cell("B4", "Column1", 7)),
    ),
    ("audit-table-header", "A second header row above the table's own.", two_headers),
    ("audit-table-merged", "Merged cells in a table.", merged_in_table),
    ("audit-table-gap", "A blank row in a table.", blank_row),
    ("audit-table-gap", "A blank column in a table.", swap("xl/tables/table1.xml", r'ref="A4:B', 'ref="A4:C')),
    ("audit-blanks", "1 blank cell, not explained.", unexplained),
    ("audit-table-crowded", "One of 2 tables of the sheet, without a heading.", crowded),
    (
        "audit-not-wrapped",
        '"Words to be read" is wider than its cell.',
        lambda content: swap_on(SUMMARY, 'width="[0-9.]+"', 'width="5"')(styled(ONLY_WORDS)(content)),
    ),
    ("audit-superscript", '"Words to be read" is raised.', styled('<vertAlign val="superscript"/>' + ONLY_WORDS)),
    ("audit-superscript", '"¹" is raised.', at_foot(SUMMARY, row(200, cell("A200", "Total¹")))),
    ("audit-superscript", '"1" is raised.', raised_run),
    ("audit-text-contrast", '"Pale" in #FFFF00.', pale_run),
    ("audit-hidden", "A value whose format shows nothing.", unseen),
    ("audit-graphic-contrast", '"Actual" is drawn in #', left_to_excel),
    (
        "audit-outside",
        "It leads to https://intranet/plan.xlsx.",
        relation(CONTENTS, "externalLinkPath", "https://intranet/plan.xlsx"),
    ),
    ("audit-cover", "No sheet.", swap(BOOK, "<sheets>.*</sheets>", "<sheets/>")),
    (
        "audit-footer-only",
        'Only a header or footer says "Embargoed".',
        swap_on(SUMMARY, "<oddFooter>", "<oddFooter>&amp;LEmbargoed"),
    ),
    (
        "audit-footer-only",
        "A picture in the header or footer.",
        swap_on(SUMMARY, "(</headerFooter>)", r"\1<legacyDrawingHF/>"),
    ),
    ("audit-floating", 'A box that reads "Read me".', anchored(BOX)),
    ("audit-colour-alone", "A cell in #CDE9D8 without a word.", coloured),
    ("audit-colour-alone", "Cells coloured by their value.", swap_on(SUMMARY, "(<pageMargins)", SCALE + r"\1")),
    ("audit-text-contrast", "#FFBF47 on #FFFFFF is 1.6 to 1.", styled('<sz val="11"/><color rgb="FFFFBF47"/>')),
    (
        "audit-text-contrast",
        "#FFFFFF on #00B050 is 2.9 to 1.",
        styled('<sz val="11"/><color rgb="FFFFFFFF"/>', "FF00B050"),
    ),
    (
        "audit-text-contrast",
        "Words in #B1B4B6 on #FFFFFF.",
        swap(CHART, '(<c:title>.*?srgbClr val=")0B0C0C', r"\1B1B4B6"),
    ),
    (
        "audit-graphic-contrast",
        '"Actual" is drawn in #B1B4B6.',
        swap(CHART, '(<c:ser>.*?srgbClr val=")12436D', r"\1B1B4B6"),
    ),
    (
        "audit-graphic-contrast",
        "Trend lines in #DDDDDD.",
        swap_on("Scorecard", '<x14:colorSeries rgb="FF12436D"', '<x14:colorSeries rgb="FFDDDDDD"'),
    ),
    ("audit-alt-text", "A chart without a description.", swap(DRAWING, 'descr="[^"]*"', 'descr=""')),
    ("audit-alt-text", "A picture without a description.", anchored(PICTURE.format("logo-2024.png"))),
    ("audit-alt-text", "A picture without a description.", anchored(PICTURE.format("Picture 1"))),
    (
        "audit-more-digits",
        "84.44444 in a cell that shows 4 decimals.",
        at_foot(SUMMARY, row(200, "<c r='A200'><v>84.44444</v></c>")),
    ),
    ("audit-more-digits", "23.14 in a cell that shows 1 decimal", swap_on(INDICATORS, "<v>23.1</v>", "<v>23.14</v>")),
    ("audit-chart-cache", "It holds 99.9, and C", swap(CHART, r"(<c:val>.*?<c:v>)[^<]*", r"\g<1>99.9")),
    (
        "audit-chart-cache",
        "It draws on '[other.xlsx]Plan'!$A$1:$A$9, which is no cell",
        swap(CHART, r"(<c:val>.*?<c:f>)[^<]*", r"\1'[other.xlsx]Plan'!$A$1:$A$9"),
    ),
)


@pytest.mark.parametrize(("code", "found", "plant"), PLANTS, ids=[f"{code}-{found[:30]}" for code, found, _ in PLANTS])
def test_a_rule_that_is_broken_is_named_with_its_place(code: str, found: str, plant: Plant) -> None:
    violations = audit_published(plant(published()))
    named = [each for each in violations if each.code == code and each.found.startswith(found)]
    assert named, [str(each) for each in violations]
    assert named[0].where
    assert str(named[0]).endswith(named[0].rule.fix)


def test_every_rule_of_the_file_is_planted() -> None:
    assert {rule.code for rule in RULES} - {code for code, _, _ in PLANTS} == {"audit-suppressed"}


SLOW = pytest.mark.slow


@pytest.mark.parametrize("name", ["small", pytest.param("full", marks=SLOW), pytest.param("messy", marks=SLOW)])
def test_the_published_edition_of_every_sample_passes(name: str) -> None:
    assert audit_published(published(name)) == ()


def test_violations_come_in_the_order_of_the_rules() -> None:
    spoilt = published()
    for _, _, plant in (PLANTS[0], PLANTS[21], PLANTS[-2]):
        spoilt = plant(spoilt)
    order = [[rule.code for rule in RULES].index(each.code) for each in audit_published(spoilt)]
    assert len(order) >= 3
    assert all(one <= other for one, other in pairwise(order))


def test_what_is_no_workbook_is_refused() -> None:
    with pytest.raises(WorkbookRefused, match=r"not a workbook|not an Excel"):
        audit_published(b"%PDF-1.7")
