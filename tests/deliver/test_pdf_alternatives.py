"""Alternative texts of charts in a PDF: figures that LibreOffice leaves without one get those of the workbook."""

from __future__ import annotations

import io

import hypothesis.strategies as st
import pytest
import xlsxwriter
from hypothesis import given
from pypdf import PdfReader

from quarterly.deliver.pdf.alternatives import chart_texts, with_alternatives


def a_pdf(*figures: bytes) -> bytes:
    """A PDF of one empty page as LibreOffice writes it, with a tag for each figure: what stands in it."""
    first = 5
    kids = b" ".join(b"%d 0 R" % number for number in range(first, first + len(figures)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/StructTreeRoot 4 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 842 595]>>",
        b"<</Type/StructTreeRoot/K[%s]>>" % kids,
        *(b"<</Type/StructElem\n/S/Figure\n/P 4 0 R\n%s/Pg 3 0 R\n>>" % each for each in figures),
    ]
    content, offsets = b"%PDF-1.6\n", []
    for number, each in enumerate(objects, 1):
        offsets.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    count = len(objects) + 1
    return (
        content
        + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R\n>>\n" % (count, table, count)
        + b"startxref\n%d\n%%%%EOF\n" % len(content)
    )


def said(pdf: bytes) -> list[str]:
    figures = PdfReader(io.BytesIO(pdf), strict=True).trailer["/Root"]["/StructTreeRoot"]["/K"]
    return [str(each.get_object().get("/Alt", "")) for each in figures]


@given(st.lists(st.text(st.characters(codec="utf-16"), min_size=1), min_size=1, max_size=5))
def test_each_figure_gets_its_text_in_order(texts: list[str]) -> None:
    assert said(with_alternatives(a_pdf(*[b""] * len(texts)), texts)) == texts


def test_a_figure_that_has_a_text_keeps_it() -> None:
    pdf = a_pdf(b"", b"/Alt(Trend line of K1.)\n", b"")
    assert said(with_alternatives(pdf, ["First", "Second"])) == ["First", "Trend line of K1.", "Second"]


@pytest.mark.parametrize("texts", [[], ["One"], ["One", "Two", "Three"]])
def test_no_figure_gets_a_text_where_there_are_not_as_many(texts: list[str]) -> None:
    pdf = a_pdf(b"", b"")
    assert with_alternatives(pdf, texts) is pdf


def test_a_pdf_of_another_kind_stays_as_it_is() -> None:
    pdf = a_pdf(b"")
    for other in (b"%PDF-1.7", pdf.replace(b"xref\n0", b"xref\n9"), pdf.replace(b"startxref\n", b"startxref\n1")):
        assert with_alternatives(other, ["One"]) is other


def workbook(charts: dict[str, dict[str, str]], hidden: str = "") -> bytes:
    """A workbook with these charts: the text of each by its cell, by its sheet. Each sheet has a picture too."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        for name, texts in charts.items():
            sheet = book.add_worksheet(name)
            sheet.insert_image("B60", "crest.png", {"image_data": io.BytesIO(PNG), "description": "a crest"})
            for cell, text in texts.items():
                chart = book.add_chart({"type": "line"})
                chart.add_series({"values": f"={name}!$A$1:$A$3"})
                sheet.insert_chart(cell, chart, {"description": text})
            if name == hidden:
                sheet.hide()
    return content.getvalue()


def test_the_texts_are_those_of_the_charts_that_are_printed_in_their_order() -> None:
    charts = {"One": {"B2": "a", "B22": "b"}, "Two": {"B2": "c"}, "Three": {}, "Four": {"H2": "d", "B2": "e"}}
    assert chart_texts(workbook(charts, hidden="Two")) == ("a", "b", "d", "e")


def test_charts_whose_order_depends_on_the_pages_have_no_texts() -> None:
    assert chart_texts(workbook({"One": {"B22": "b", "B2": "a"}})) == ()


def test_what_is_no_workbook_has_no_charts() -> None:
    assert chart_texts(b"no workbook") == ()


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc33000000"
    "0049454e44ae426082"
)
