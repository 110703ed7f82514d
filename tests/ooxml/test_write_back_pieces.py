"""The pieces that writing back is made of, each by itself."""

from __future__ import annotations

import io
import zipfile

import pytest
from hosts import host
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from quarterly.errors import WorkbookLocked
from quarterly.ooxml import record
from quarterly.ooxml.archive import Archive, ArchiveWriter
from quarterly.ooxml.cells import Fingerprint, SharedStrings, UncoveredMarkup, changed_rows, plain_text, split, tokens
from quarterly.ooxml.colours import explicit, theme_colours, tinted
from quarterly.ooxml.draft import Draft
from quarterly.ooxml.formulas import Renames, has_range_of_sheets, sheets_in
from quarterly.ooxml.layout import Own, arrange
from quarterly.ooxml.marks import Mark, read_mark
from quarterly.ooxml.markup import BrokenMarkup, Markup, Splice, UnsafeMarkup, apply, inverse
from quarterly.ooxml.parts import free_parts
from quarterly.ooxml.preflight import opened
from quarterly.ooxml.sheets import Fit, rewrite
from quarterly.ooxml.style_lists import BLANK, StyleLists
from quarterly.ooxml.styles import StyleMerge, default_font
from quarterly.ooxml.verify import verify
from quarterly.ooxml.workbook import Workbook, free_name

MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def styles(inner: bytes, prefix: bytes = b"") -> bytes:
    declared = b"xmlns:" + prefix.rstrip(b":") if prefix else b"xmlns"
    return b'<%sstyleSheet %s="%s">%s</%sstyleSheet>' % (prefix, declared, MAIN, inner, prefix)


REPORT_STYLES = styles(
    b'<numFmts count="1"><numFmt numFmtId="164" formatCode="0.0%"/></numFmts>'
    b'<fonts count="2"><font><sz val="11"/><name val="Arial"/></font>'
    b'<font><b/><sz val="11"/><color theme="1"/><name val="Arial"/><scheme val="minor"/></font></fonts>'
    b'<fills count="2"><fill><patternFill patternType="none"/></fill>'
    b'<fill><patternFill patternType="gray125"/></fill></fills>'
    b'<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    b'<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    b'<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    b'<xf numFmtId="164" fontId="1" fillId="0" borderId="0" xfId="0"/>'
    b'<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    b'<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    b'<dxfs count="1"><dxf><font><b/></font></dxf></dxfs>'
)


def merged(host_styles: bytes) -> tuple[tuple[int, ...], bytes]:
    merge = StyleMerge(host_styles, REPORT_STYLES, b"", "plan.xlsx")
    numbers = merge.cell_formats()
    return numbers, apply(merge.host.markup.text, merge.host.splices())


# --- markup


@given(
    st.binary(max_size=40),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), st.binary(max_size=5)), max_size=4),
)
def test_every_edit_has_its_way_back(text, edits):
    splices, position = [], 0
    for first, length, new in sorted(edits):
        start = max(first, position)
        end = min(start + length, len(text))
        if start <= end:
            splices.append(Splice(start, end, new))
            position = end
    after = apply(text, splices)
    assert apply(after, inverse(text, splices)) == text


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8", "utf-8-sig"])
def test_markup_is_edited_in_the_encoding_it_came_in(encoding):
    raw = '<?xml version="1.0"?><a><b n="é"/></a>'.encode(encoding)
    markup = Markup(raw)
    edited = markup.raw(apply(markup.text, markup.append(markup.root, b"<c/>")))
    assert edited == '<?xml version="1.0"?><a><b n="é"/><c/></a>'.encode(encoding)


def test_markup_knows_where_its_elements_stand():
    text = b"<!-- <x> --><p:a xmlns:p='u'><p:b i = 'x>y'/><![CDATA[<b>]]><p:c>t</p:c ></p:a>"
    root = Markup(text).root
    assert [text[node.start : node.end] for node in root.children] == [b"<p:b i = 'x>y'/>", b"<p:c>t</p:c >"]
    assert (root.prefix, root.name, root.children[0].attributes) == (b"p:", "a", {"i": "x>y"})


def test_hostile_and_broken_markup_is_told_apart():
    with pytest.raises(UnsafeMarkup):
        Markup(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    with pytest.raises(BrokenMarkup):
        Markup(b"<a><b></a>")


# --- names, formulas, order


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Summary!A1", "'Board''s'!A1"),
        ("'summary'!A1:B2+1", "'Board''s'!A1:B2+1"),
        ("SUM(Summary:Last!A1)", "SUM('Board''s:Last'!A1)"),
        ('"Summary!A1"&Other!A1', '"Summary!A1"&Other!A1'),
        ("MySummary!A1+'My Summary'!A1", "MySummary!A1+'My Summary'!A1"),
        ("SUM(Actions[Total])+Actions", "SUM(Actions_2[Total])+Actions_2"),
        ("Actions(1)+Table[Actions]", "Actions(1)+Table[Actions]"),
        ("#Summary!A1", "#'Board''s'!A1"),
    ],
)
def test_references_follow_new_names(before, after):
    renames = Renames(sheets={"summary": "Board's"}, names={"actions": "Actions_2"})
    assert renames.formula(before) == after


def test_sheets_are_found_in_formulas():
    assert sheets_in("'A ''b'''!A1+C!B2*\"D!A1\"+E:F!A1+[1]G!A1") == {"a 'b'", "c", "e", "f", "g"}


def test_a_free_name_fits_into_31_characters():
    long = "A sheet whose name is very long"
    assert free_name(long, frozenset({long.casefold()}), 31, " ({})") == "A sheet whose name is very  (2)"


def test_part_names_avoid_what_is_taken_without_case():
    taken = frozenset({"xl/worksheets/sheet1.xml", "xl/charts/chart2.xml"})
    assert list(
        free_parts(["xl/worksheets/Sheet1.xml", "xl/charts/chart1.xml", "xl/charts/chart7.xml"], taken).values()
    ) == [
        "xl/worksheets/Sheet2.xml",
        "xl/charts/chart1.xml",
        "xl/charts/chart3.xml",
    ]


def test_new_sheets_follow_their_predecessor_only_at_the_end():
    a, b, c = Own("report", "A"), Own("report", "B"), Own("report", "C")
    assert arrange([0, 1], "report", ["A", "B"]) == (0, 1, a, b)
    assert arrange([0, a, c], "report", ["A", "B", "C"]) == (0, a, b, c)
    assert arrange([a, 0, c], "report", ["A", "B", "C"]) == (a, 0, c, b)
    assert arrange([0, a, Own("history", "H"), b], "report", ["B"]) == (0, Own("history", "H"), b)


def test_new_sheets_stand_among_ours_where_no_formula_runs_over_a_range_of_sheets():
    a, b, c, d = (Own("report", key) for key in "ABCD")
    keys = ["A", "B", "C", "D"]
    assert arrange([0, a, c, d, 1], "report", keys, ranges=False) == (0, a, b, c, d, 1)
    assert arrange([0, a, b, 1], "report", keys, ranges=False) == (0, a, b, c, d, 1)
    assert arrange([0, c, d, 1], "report", keys, ranges=False) == (0, a, b, c, d, 1)
    assert arrange([0, a, 1], "report", ["A", "B"], ranges=False) == (0, a, b, 1)
    assert arrange([a, 0, c, d, 1], "report", keys, ranges=False) == (a, 0, c, d, 1, b)  # the officer moved A
    assert arrange([0, a, c, d, 1], "report", keys) == (0, a, c, d, 1, b)


def test_a_range_of_sheets_is_told_from_a_range_of_cells():
    assert has_range_of_sheets("SUM(April:June!B2)")
    assert has_range_of_sheets("SUM('Team A:Team C'!B2:B9)")
    assert not has_range_of_sheets('SUM(April!B2:B9)+LEN("A:B!")')
    assert not has_range_of_sheets("SUM(B2:B9)")


def test_sheets_take_the_order_of_the_newer_report_unless_the_officer_moved_one():
    a, b, c = Own("report", "A"), Own("report", "B"), Own("report", "C")
    assert arrange([0, a, b, c], "report", ["C", "A"], ["A", "B", "C"]) == (0, c, a)
    assert arrange([a, 0, b, c], "report", ["C", "B", "A"], ["A", "B", "C"]) == (c, 0, b, a)  # 0 keeps its place
    assert arrange([0, b, a], "report", ["A", "B"], ["A", "B"]) == (0, b, a)  # the officer moved B
    assert arrange([0, a, b], "report", ["B", "A"]) == (0, a, b)  # nothing is known of the earlier order


def test_a_new_first_sheet_precedes_the_others_only_at_the_end():
    a, b, c = Own("report", "A"), Own("report", "B"), Own("report", "C")
    assert arrange([0, b], "report", ["A", "B", "C"], ["B"]) == (0, a, b, c)
    assert arrange([0, b, 1], "report", ["A", "B"], ["B"]) == (0, b, 1, a)
    assert arrange([0, Own("history", "H")], "report", ["A"]) == (0, Own("history", "H"), a)


def test_a_mark_reads_back_and_fits_into_a_formula():
    mark = Mark(group="report", key='Say "so" & so', number=7, objects=(1, 2, 0), bands=str(Fingerprint()))
    assert read_mark(mark.text()) == mark
    placed = replace(mark, place=12)
    assert read_mark(placed.text()) == placed
    longest = Mark(
        group="report", key="x" * 31, number=999_999, objects=(999, 99, 99), bands=str(Fingerprint()), place=999
    )
    assert len(longest.text()) <= 255  # characters of a text in a formula
    assert read_mark('"something else"') is None


# --- cells


SHEET = (
    b'<worksheet xmlns="%s"><sheetViews><sheetView tabSelected="1"/></sheetViews><sheetData>%s</sheetData></worksheet>'
)


def test_cells_are_rewritten_for_their_new_workbook():
    rows = (
        b'<row r="1" s="1" customFormat="1"><c r="A1" s="1" t="s"><v>1</v></c><c r="B1"><v>2.5</v></c>'
        b'<c r=\'C1\' t=\'s\'><v>0</v></c><c r="D1" s="1"/><c r="E1"><f>B1*2</f><v>5</v></c></row>'
    )
    strings = SharedStrings(b"<sst><si/><si><t>a &amp; b</t></si></sst>")
    written = b"".join(rewrite([SHEET % (MAIN, rows)], strings, Fit(styles=(4, 9), formats=()), Fingerprint()))
    assert written == (SHEET % (
        MAIN,
        b'<row r="1" s="9" customFormat="1"><c r="A1" s="9" t="inlineStr"><is><t>a &amp; b</t></is></c>'
        b'<c r="B1" s="4"><v>2.5</v></c><c r=\'C1\' t=\'inlineStr\' s="4"><is></is></c><c r="D1" s="9"/>'
        b'<c r="E1" s="4"><f>B1*2</f><v>5</v></c></row>',
    )).replace(b' tabSelected="1"', b"")  # fmt: skip


@pytest.mark.parametrize("size", [1, 7, 64, 10_000])
def test_a_sheet_is_cut_between_rows_wherever_its_chunks_end(size):
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>%d</v></c></row>' % (number, number, number) for number in range(1, 30))
    whole = SHEET % (MAIN, rows)
    chunks = [whole[start : start + size] for start in range(0, len(whole), size)]
    pieces = list(split(chunks))
    assert b"".join(chunk for _, chunk in pieces) == whole
    assert all(chunk.endswith(b"</row>") for kind, chunk in pieces if kind == "rows" and chunk)
    assert [row for row, _ in tokens(chunks, SharedStrings())] == list(range(1, 30))


@pytest.mark.parametrize(
    "markup",
    [
        b"<x:worksheet><x:sheetData/></x:worksheet>",
        b"<worksheet><sheetData><!-- a --></sheetData></worksheet>",
        b"<worksheet><sheetData><row><c t='inlineStr'><is><t><![CDATA[x]]></t></is></c></row></sheetData></worksheet>",
        b"<worksheet><sheetData><row r='1'>",
    ],
)
def test_markup_that_is_not_covered_is_said_and_never_misread(markup):
    with pytest.raises(UncoveredMarkup):
        list(split([markup]))


def test_dynamic_arrays_are_not_carried_over():
    sheet = SHEET % (MAIN, b'<row r="1"><c r="A1" cm="1"><f t="array" ref="A1:A3">SEQUENCE(3)</f><v>1</v></c></row>')
    with pytest.raises(UncoveredMarkup, match="dynamic arrays"):
        list(rewrite([sheet], SharedStrings(), Fit(styles=(0,), formats=()), Fingerprint()))


def test_the_same_cells_give_the_same_tokens_however_they_are_written():
    strings = SharedStrings(b"<sst><si><r><t>a </t></r><r><t>b</t></r><rPh><t>x</t></rPh></si></sst>")
    ours = SHEET % (MAIN, b'<row r="1"><c r="A1" t="inlineStr"><is><t>a b</t></is></c><c r="B1"><v>0.1</v></c></row>')
    theirs = SHEET % (
        MAIN,
        b'<row r="1"><c r="A1" s="3" t="s"><v>0</v></c><c r="B1" t="n"><v>0.10000000000000001</v></c>'
        b'<c r="C1" s="1"/></row>',
    )
    assert list(tokens([ours], SharedStrings())) == list(tokens([theirs], strings))
    assert plain_text(b"<t>a_x000D_\r\nb </t>") == "a\nb"


@pytest.mark.parametrize(
    ("row", "stretch"),
    [(1, (1, 4)), (64, (61, 64)), (65, (65, 128)), (129, (129, 256)), (1_048_576, (524_289, 1_048_576))],
)
def test_a_change_is_found_in_its_stretch_of_rows(row, stretch):
    before, after = Fingerprint(), Fingerprint()
    for print_ in (before, after):
        print_.add(3, b"same")
    after.add(row, b"more")
    assert changed_rows(str(before), str(after)) == (stretch,)


# --- styles


def test_styles_are_added_at_the_end_and_found_again():
    plain = styles(
        b'<x:fonts count="1"><x:font><x:sz val="11"/><x:name val="Calibri"/></x:font></x:fonts>'
        b'<x:cellXfs count="1"><x:xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></x:cellXfs>',
        b"x:",
    )
    numbers, once = merged(plain)
    assert numbers == (1, 2, 3)
    assert b'<x:cellXfs count="4"><x:xf numFmtId="0" fontId="0" fillId="0" borderId="0"/><x:xf' in once
    again, twice = merged(once)
    assert (again, twice) == (numbers, once)


def test_a_redefined_built_in_number_format_is_not_used():
    redefined = b'<numFmt numFmtId="14" formatCode="0"/><numFmt numFmtId="90" formatCode="0.0%"/>'
    _, after = merged(styles(b'<numFmts count="2">%s</numFmts>' % redefined))
    assert b'<numFmt formatCode="0.0%" numFmtId="164"/><numFmt formatCode="mm-dd-yy" numFmtId="165"/>' in after


def test_a_number_that_formats_use_without_a_definition_gains_no_meaning():
    formats = b'<cellXfs count="1"><xf numFmtId="170" fontId="0" fillId="0" borderId="0"/></cellXfs>'
    assert b'formatCode="0.0%" numFmtId="171"' in merged(styles(formats))[1]


def test_a_block_of_alternatives_counts_as_one_style():
    choices = b"<mc:Choice><font/></mc:Choice><mc:Fallback><font/></mc:Fallback>"
    block = b'<mc:AlternateContent xmlns:mc="u">%s</mc:AlternateContent>' % choices
    lists = StyleLists(styles(b"<fonts>" + block + b"<font><b/></font></fonts>"))
    assert lists["fonts"].add(("font", (), (("i", (), ()),))) == 2


def test_a_workbook_without_styles_keeps_its_look_for_cells_without_a_number():
    numbers, after = merged(BLANK)
    assert numbers == (1, 2, 3)
    assert default_font(after) == ("Calibri", 11.0)


def test_lists_are_put_where_the_schema_wants_them():
    _, after = merged(styles(b'<borders count="1"><border/></borders><tableStyles count="0"/>'))
    order = [node.name for node in Markup(after).root.children]
    assert order == ["numFmts", "fonts", "fills", "borders", "cellXfs", "tableStyles"]


def test_theme_colours_are_worked_out():
    assert tinted("4F81BD", 0.0) == "4F81BD"
    assert tinted("000000", 0.5) == "808080"
    assert tinted("FFFFFF", -0.5) == "808080"


THEME = b'<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">%s</a:theme>'


def test_a_colour_that_the_theme_leaves_out_or_empty_is_black():
    white = b'<a:lt1><a:sysClr val="window" lastClr="FFFFFF"/></a:lt1><a:dk1/><a:lt2><a:srgbClr val="EEECE1"/></a:lt2>'
    colours = theme_colours(THEME % (b"<a:clrScheme>%s</a:clrScheme>" % white))
    assert colours == ("FFFFFF", "000000", "EEECE1", *("000000",) * 9)


def test_without_a_colour_scheme_a_colour_keeps_the_number_of_its_theme():
    form = ("font", (), (("color", (("theme", "1"),), ()), ("scheme", (("val", "minor"),), ())))
    assert explicit(form, theme_colours(THEME % b"")) == ("font", (), (("color", (("theme", "1"),), ()),))


# --- record, archive, verification


def test_the_way_back_reads_back_and_only_applies_to_what_it_was_made_for():
    before = b"<a><b/></a>"
    splices = [Splice(3, 3, b"<c/>")]
    step = record.Step.of("part.xml", before, splices, apply(before, splices))
    assert record.read(record.written([step])) == (step,)
    assert step.undo(b"<a><c/><b/></a>") == before
    assert step.undo(b"<a><c/><b></b></a>") is None
    assert record.read(b"<other/>") is None
    assert record.read(record.written([step]).replace(b"start=", b"begin=")) == ()


def test_entries_are_copied_as_they_are_packed():
    source = io.BytesIO()
    with zipfile.ZipFile(source, "w") as archive:
        archive.writestr("stored é.bin", b"s" * 1000)
        archive.writestr(zipfile.ZipInfo("packed.xml", (2024, 5, 6, 7, 8, 10)), b"<a/>" * 1000, zipfile.ZIP_DEFLATED)
    target = io.BytesIO()
    writer, old = ArchiveWriter(target), Archive(source, "old")
    for entry in old.entries:
        writer.copy(old, entry)
    writer.write("new.xml", [b"<b/>"] * 3)
    writer.close(b"a comment")
    with zipfile.ZipFile(target) as copied:
        assert copied.testzip() is None
        assert copied.comment == b"a comment"
        assert [(entry.filename, entry.date_time[0]) for entry in copied.infolist()][1:] == [
            ("packed.xml", 2024),
            ("new.xml", 1980),
        ]
        assert copied.read("stored é.bin") == b"s" * 1000
        assert copied.read("new.xml") == b"<b/><b/><b/>"


def test_the_check_before_replacing_finds_what_went_wrong(tmp_path):
    book = host(tmp_path / "plan.xlsx")
    with opened(book) as found:
        whole = Draft(host=found, changed={})
        for broken, reason in (
            ({"xl/workbook.xml": found.workbook.text.replace(b'name="KPIs"', b'name="action plan"')}, "sheet name"),
            ({"xl/workbook.xml": found.workbook.text.replace(b'sheetId="2"', b'sheetId="1"')}, "sheet number"),
            ({"xl/theme/theme1.xml": b"<a>"}, "not well-formed"),
        ):
            stream = io.BytesIO()
            Draft(host=found, changed=broken).write(stream)
            with pytest.raises(WorkbookLocked, match=reason) as refused:
                verify(stream, Draft(host=found, changed=broken))
            assert refused.value.code == "check-failed"
            with pytest.raises(WorkbookLocked, match="differs"):
                verify(stream, whole)
        stream = io.BytesIO()
        whole.write(stream)
        verify(stream, whole)
        assert [sheet.name for sheet in Workbook(found.workbook).sheets] == ["Action Plan", "KPIs"]
