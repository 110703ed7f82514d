"""A report's worksheet made to fit its new workbook, in one pass over its rows.

Style numbers follow the host's styles; shared strings become inline strings, so that the host's own string table stays
as it is; the sheet is not selected, or Excel would group it with the host's active sheet and one edit would hit both.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct, field

from quarterly.ooxml.cells import (
    CELL,
    CELL_STYLE,
    CELL_TYPE,
    VALUE,
    Fingerprint,
    SharedStrings,
    UncoveredMarkup,
    split,
    token,
)
from quarterly.ooxml.formulas import Renames
from quarterly.ooxml.markup import START_TAG, escape_text, quoted

_ROW_STYLE = re.compile(rb"""(<row(?=\s)[^<>]*?\ss=["'])([0-9]+)""")
_METADATA = re.compile(rb"""<c\s[^<>]*\s[cv]m=""")  # dynamic arrays and values with metadata of the workbook
_FORMULA = re.compile(rb"(<(?:\w+:)?(?:f|formula[12]?)(?:\s[^<>]*)?>)([^<]*)(?=</)")
_DROPPED = {b"sheetView": rb"tabSelected", b"sheetPr": rb"codeName"}  # a code name would claim a module of macros
_FORMATS = {b"cfRule": rb"dxfId", b"colorFilter": rb"dxfId", b"sortCondition": rb"dxfId"}


class Fit(Struct, frozen=True, kw_only=True):
    """Where the report's styles, formats and names ended up in the host."""

    styles: tuple[int, ...]  # cell formats, by the report's number
    formats: tuple[int, ...]  # differential formats, by the report's number
    renames: Renames = field(default_factory=Renames)


def rewrite(chunks: Iterable[bytes], strings: SharedStrings, fit: Fit, print_: Fingerprint) -> Iterator[bytes]:
    """The sheet as it goes into the host, chunk by chunk; ``print_`` takes in every cell on the way.

    Raises:
        UncoveredMarkup: the sheet is written, or uses features, in a way that no report of ours does.
    """
    rows = _RowRewriter(strings, fit, print_)
    for kind, chunk in split(chunks):
        yield rows.rewrite(chunk) if kind == "rows" else rewrite_frame(chunk, fit)


def rewrite_frame(markup: bytes, fit: Fit) -> bytes:
    """What stands around the rows: views, columns, conditional formats, hyperlinks, sparklines."""
    markup = START_TAG.sub(lambda tag: _tag(tag, fit), markup)
    return rename_formulas(markup, fit.renames) if fit.renames else markup


def rename_formulas(markup: bytes, renames: Renames) -> bytes:
    """Every formula in elements named for one, in sheets, charts and sparklines, with old names replaced."""

    def renamed(found: re.Match[bytes]) -> bytes:
        text = html.unescape(found[2].decode(errors="replace"))
        return found[1] + escape_text(renames.formula(text))

    return _FORMULA.sub(renamed, markup)


def _tag(tag: re.Match[bytes], fit: Fit) -> bytes:
    name, written = tag[1], tag[0]
    local = name.rpartition(b":")[2]
    if local in _DROPPED:
        return re.sub(rb"""\s%s\s*=\s*(?:"[^"]*"|'[^']*')""" % _DROPPED[local], b"", written)
    if local in _FORMATS:
        return change_attribute(written, _FORMATS[local], lambda number: str(fit.formats[int(number)]))
    if local == b"col":
        return change_attribute(written, rb"style", lambda number: str(fit.styles[int(number)]))
    if local == b"hyperlink" and fit.renames:
        return change_attribute(written, rb"location", fit.renames.formula)
    return written


def change_attribute(tag: bytes, name: bytes, change: Callable[[str], str]) -> bytes:
    """A start tag with one attribute's value changed, where the tag has it."""

    def changed(found: re.Match[bytes]) -> bytes:
        return found[1] + quoted(change(html.unescape(found[2][1:-1].decode(errors="replace"))))

    return re.sub(rb"""(\s%s\s*=\s*)("[^"]*"|'[^']*')""" % name, changed, tag, count=1)


class _RowRewriter:
    """Rewrites the cells of rows."""

    def __init__(self, strings: SharedStrings, fit: Fit, print_: Fingerprint) -> None:
        self._strings = strings
        self._styles = [str(number).encode() for number in fit.styles]
        # A cell without a style number has the first style of its own workbook, which is not the host's.
        first = self._styles[0] if self._styles else b"0"
        self._unstyled = b"" if first == b"0" else b' s="%s"' % first
        self._renames = fit.renames
        self._print = print_

    def rewrite(self, chunk: bytes) -> bytes:
        if b"m=" in chunk and _METADATA.search(chunk):
            raise UncoveredMarkup("dynamic arrays or pictures inside cells")
        chunk = _ROW_STYLE.sub(lambda row: row[1] + self._styles[int(row[2])], chunk)
        chunk = CELL.sub(self._cell, chunk)
        return rename_formulas(chunk, self._renames) if self._renames else chunk

    def _cell(self, found: re.Match[bytes]) -> bytes:
        said = token(found, self._strings)
        if said:
            self._print.add(*said)
        if found["row"] is None:
            return self._any_cell(found["attributes"], found["content"])
        column, row, style, kind, value, _, _ = found.groups()
        styled = b' s="%s"' % self._styles[int(style)] if style else self._unstyled
        if value is None:
            return b'<c r="%s%s"%s/>' % (column, row, styled)
        if kind == b"s":
            text = self._strings[int(value)]
            return b'<c r="%s%s"%s t="inlineStr"><is>%s</is></c>' % (column, row, styled, text)
        typed = b' t="%s"' % kind if kind else b""
        return b'<c r="%s%s"%s%s><v>%s</v></c>' % (column, row, styled, typed, value)

    def _any_cell(self, attributes: bytes, content: bytes | None) -> bytes:
        style = CELL_STYLE.search(attributes)
        if style:
            attributes = attributes[: style.start(2)] + self._styles[int(style[2])] + attributes[style.end(2) :]
        else:
            attributes += self._unstyled
        if content is None:
            return b"<c%s/>" % attributes
        kind = CELL_TYPE.search(attributes)
        if kind and kind[1] == b"s":
            return self._inline(attributes, kind, content)
        return b"<c%s>%s</c>" % (attributes, content)

    def _inline(self, attributes: bytes, kind: re.Match[bytes], content: bytes) -> bytes:
        value = VALUE.search(content)
        if value is None:
            raise UncoveredMarkup("a shared string without its number")
        before, after = attributes[: kind.start(1)], attributes[kind.end(1) :]
        return b"<c%sinlineStr%s><is>%s</is></c>" % (before, after, self._strings[int(value[1])])
