"""Alternative texts of charts, which LibreOffice 7.4 leaves out of a tagged PDF: each figure gets that of its chart."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate, pairwise

from quarterly.audit.drawings import Drawing, drawn_on
from quarterly.audit.parts import open_parts
from quarterly.errors import WorkbookRefused

# A figure among the tags, as LibreOffice writes one; it packs no tags into streams.
_FIGURE = re.compile(rb"^\d+ 0 obj\n<</Type/StructElem\n/S/Figure\n((?:(?!endobj).)*)", re.MULTILINE | re.DOTALL)
_START = re.compile(rb"startxref\n(\d+)\n%%EOF\s*\Z")
_TABLE = re.compile(rb"xref\n0 \d+\n((?:\d{10} \d{5} [nf].\n)+)trailer\n")
_ENTRY = re.compile(rb"(\d{10})( \d{5} n.\n)")


def chart_texts(workbook: bytes) -> tuple[str, ...]:
    """The alternative texts of a workbook's charts in the order in which they are printed; none where that is unsure.

    A report prints one page wide, so further down is later. On one page charts come in the order in which they were put
    on the sheet: unless that goes down the sheet too, it depends on where the pages end.
    """
    try:
        parts = open_parts(workbook, "The report")
        sheets = [parts.relations(entry.part) for entry in parts.package.sheets if not entry.hidden]
        drawn = [[each for each in drawn_on(parts, sheet) if each.kind is Drawing.CHART] for sheet in sheets]
    except (WorkbookRefused, ValueError):  # ValueError: a place that is no number
        return ()
    if any(above.row > below.row for charts in drawn for above, below in pairwise(charts)):
        return ()
    return tuple(chart.description for charts in drawn for chart in charts)


def with_alternatives(pdf: bytes, texts: Sequence[str]) -> bytes:
    """A PDF as LibreOffice writes it, in which the figures that have no alternative text get these, in order.

    Unless there are as many figures as texts it stays as it is: no text may come to another chart.
    """
    places = [figure.start(1) for figure in _FIGURE.finditer(pdf) if b"/Alt" not in figure[1]]
    start = _START.search(pdf)
    table = _TABLE.match(pdf, int(start[1])) if start else None
    if not start or not table or len(places) != len(texts):
        return pdf
    said = [b"/Alt<FEFF%s>\n" % text.encode("utf-16-be").hex().upper().encode() for text in texts]
    moved = (0, *accumulate(map(len, said)))

    def entry(found: re.Match[bytes]) -> bytes:
        offset = int(found[1])
        return b"%010d%s" % (offset + moved[bisect_left(places, offset)], found[2])

    pieces = [pdf[since:until] for since, until in zip((0, *places), (*places, table.start(1)), strict=True)]
    body = b"".join(piece + text for piece, text in zip(pieces, (*said, b""), strict=True))
    trailer = pdf[table.end(1) : start.start(1)]
    return b"%s%s%s%d%s" % (body, _ENTRY.sub(entry, table[1]), trailer, table.start() + moved[-1], pdf[start.end(1) :])
