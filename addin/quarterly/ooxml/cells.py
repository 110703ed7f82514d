"""The cells of a worksheet part, in streams of whole rows, and a fingerprint of what they say.

Cells are found by pattern, not by a parser: in well-formed XML a ``<`` starts a tag, cells do not nest, and no
attribute of a cell may hold ``>``. A million cells a second instead of a hundred thousand. What the pattern does not
cover (prefixed names, CDATA, comments) is recognised and said, never misread.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from array import array
from collections.abc import Iterable, Iterator

# Cells as most programs write them, taken apart at once; and any other cell, to be looked at more closely.
CELL = re.compile(
    rb"""<c\ r="(?P<column>[A-Z]+)(?P<row>[0-9]+)"(?:\ s="(?P<style>[0-9]+)")?(?:\ t="(?P<type>[a-z]+)")?
         (?:/>|><v>(?P<value>[^<]*)</v></c>)
       | <c(?=[\s/>])(?P<attributes>[^<>]*?)(?:/>|>(?P<content>.*?)</c>)""",
    re.DOTALL | re.VERBOSE,
)
CELL_REFERENCE = re.compile(rb"""\sr=["']([A-Z]+)([0-9]+)["']""")
CELL_STYLE = re.compile(rb"""(\ss=["'])([0-9]+)(["'])""")
CELL_TYPE = re.compile(rb"""\st=["'](\w+)["']""")
VALUE = re.compile(rb"<v(?:\s[^<>]*)?>([^<]*)</v>")
FORMULA = re.compile(rb"<f(?=[\s/>])")
_SHEET_DATA = re.compile(rb"<sheetData\s*(/?)>")
_DATA_END = b"</sheetData>"
_ROW_END = b"</row>"
_ROOT = re.compile(rb"<worksheet(?=[\s>])")
_UNCOVERED = (b"<![CDATA[", b"<!--")
_PHONETIC = re.compile(rb"<rPh(?=[\s>]).*?</rPh>", re.DOTALL)
_TEXT = re.compile(rb"<t(?:\s[^<>]*)?>([^<]*)</t>")
_ITEM = re.compile(rb"<si(?=[\s/>])[^<>]*?(?:/>|>(.*?)</si>)", re.DOTALL)
_ESCAPED_RETURN = "_x000D_"  # how Excel writes a carriage return inside a string (ECMA-376 22.4.2.4)

_FINE_BANDS = 16  # of four rows each, where most edits are made; every later band is as long as all before it
_FINE_ROWS = 4
BANDS = 30  # so many bands cover the 1,048,576 rows of a sheet, and their hashes fit into a defined name
_BAND_BYTES = 3


class UncoveredMarkup(ValueError):
    """The sheet is written in a way that the pattern does not cover."""


def split(chunks: Iterable[bytes]) -> Iterator[tuple[str, bytes]]:
    """Cut a worksheet part into its "head", chunks of whole "rows", and its "tail", in this order.

    Raises:
        UncoveredMarkup: it uses prefixes, CDATA or comments.
    """
    source = iter(chunks)
    buffer = b""
    found = None
    for chunk in source:
        buffer += chunk
        found = _SHEET_DATA.search(buffer)
        if found:
            break
    if found is None or not _ROOT.search(buffer):
        raise UncoveredMarkup("no rows are written under the usual names")
    _refuse_uncovered(buffer)
    yield "head", buffer[: found.end()]
    if found[1]:
        yield "tail", buffer[found.end() :] + b"".join(source)
        return
    yield from _rows(buffer[found.end() :], source)


def _rows(buffer: bytes, source: Iterator[bytes]) -> Iterator[tuple[str, bytes]]:
    while (end := buffer.find(_DATA_END)) < 0:
        cut = buffer.rfind(_ROW_END)
        if cut >= 0:
            cut += len(_ROW_END)
            yield "rows", buffer[:cut]
            buffer = buffer[cut:]
        chunk = next(source, b"")
        if not chunk:
            raise UncoveredMarkup("the rows do not end")
        _refuse_uncovered(chunk)
        buffer += chunk
    yield "rows", buffer[:end]
    yield "tail", buffer[end:] + b"".join(source)


def _refuse_uncovered(chunk: bytes) -> None:
    if any(mark in chunk for mark in _UNCOVERED):
        raise UncoveredMarkup("comments or CDATA between cells")


class SharedStrings:
    """The strings that cells point at by number, as they are written: one block of bytes and where each one ends."""

    def __init__(self, markup: bytes = b"") -> None:
        self._block = bytearray()
        self._ends = array("Q", [0])
        for found in _ITEM.finditer(markup):
            self._block += found[1] or b""
            self._ends.append(len(self._block))

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, index: int) -> bytes:
        """The markup inside ``<si>``."""
        if not 0 <= index < len(self):
            raise IndexError(index)
        return bytes(self._block[self._ends[index] : self._ends[index + 1]])


def plain_text(markup: bytes) -> str:
    """What a string says, without its fonts and reading aids, and however its line ends are written."""
    if markup.startswith(b"<t>") and markup.count(b"<") == 2 and b"&" not in markup:
        text = markup[3:-4].decode(errors="replace")  # most strings, without the cost of patterns
    else:
        said = b"".join(_TEXT.findall(_PHONETIC.sub(b"", markup)))
        text = html.unescape(said.decode(errors="replace"))
    return text.replace(_ESCAPED_RETURN, "").replace("\r", "").strip()


class Fingerprint:
    """What a sheet's cells say, in short: a hash for each band of rows. Fed cell by cell, printed as text."""

    def __init__(self) -> None:
        self._hashes = [hashlib.blake2b(digest_size=_BAND_BYTES) for _ in range(BANDS)]
        self._row = 0  # of the last cell, whose band is most likely the next one's
        self._hash = self._hashes[0]

    def add(self, row: int, token: bytes) -> None:
        """Take in a cell that says something."""
        if row != self._row:
            self._row, self._hash = row, self._hashes[_band_of(row)]
        self._hash.update(token)

    def __str__(self) -> str:
        return base64.b64encode(b"".join(each.digest() for each in self._hashes)).decode()


def changed_rows(before: str, after: str) -> tuple[tuple[int, int], ...]:
    """The stretches of rows, first and last, in which two printed fingerprints differ."""
    old, new = base64.b64decode(before), base64.b64decode(after)
    return tuple(
        _rows_of(band)
        for band in range(BANDS)
        if old[band * _BAND_BYTES : (band + 1) * _BAND_BYTES] != new[band * _BAND_BYTES : (band + 1) * _BAND_BYTES]
    )


def _band_of(row: int) -> int:
    if row <= _FINE_BANDS * _FINE_ROWS:
        return (row - 1) // _FINE_ROWS
    # Rows 65 to 128 are band 16, 129 to 256 band 17, and so on.
    return min(_FINE_BANDS + (row - 1).bit_length() - 7, BANDS - 1)


def _rows_of(band: int) -> tuple[int, int]:
    if band < _FINE_BANDS:
        return band * _FINE_ROWS + 1, (band + 1) * _FINE_ROWS
    last = 1 << (band - _FINE_BANDS + 7)
    return last // 2 + 1, last


def tokens(chunks: Iterable[bytes], strings: SharedStrings) -> Iterator[tuple[int, bytes]]:
    """Each cell that says something: its row, and a token of address and value that survives a save by any program.

    Raises:
        UncoveredMarkup: the sheet is written in a way that cannot be read here.
    """
    for kind, chunk in split(chunks):
        if kind == "rows":
            for found in CELL.finditer(chunk):
                said = token(found, strings)
                if said:
                    yield said


def token(found: re.Match[bytes], strings: SharedStrings) -> tuple[int, bytes] | None:
    """Row and token of a cell found by :data:`CELL`; ``None`` for a cell that says nothing."""
    if found["row"] is None:
        return _token_of_any(found["attributes"], found["content"], strings)
    said = _said(found["type"], found["value"], strings) if found["value"] else b""
    return (int(found["row"]), b"%s%s=%s\0" % (found["column"], found["row"], said)) if said else None


def _token_of_any(attributes: bytes, content: bytes | None, strings: SharedStrings) -> tuple[int, bytes] | None:
    said = _content(attributes, content, strings) if content else b""
    if not said:
        return None
    reference = CELL_REFERENCE.search(attributes)
    if reference is None:
        raise UncoveredMarkup("cells without addresses")
    return int(reference[2]), b"%s%s=%s\0" % (reference[1], reference[2], said)


def _content(attributes: bytes, content: bytes, strings: SharedStrings) -> bytes:
    if FORMULA.search(content):
        return b"formula"  # its text and its value change when it is filled, moved or recalculated
    found = CELL_TYPE.search(attributes)
    if found and found[1] == b"inlineStr":
        return _text(plain_text(content))
    value = VALUE.search(content)
    return _said(found[1] if found else None, value[1], strings) if value else b""


def _said(kind: bytes | None, value: bytes, strings: SharedStrings) -> bytes:
    if not value.strip():
        return b""
    if kind is None or kind == b"n":
        return b"number %.12g" % float(value)  # digits that every program keeps when it saves a number
    if kind == b"s":
        return _text(plain_text(strings[int(value)]))
    # LibreOffice saves TRUE as a formula.
    return b"formula" if kind == b"b" else kind + b" " + value


def _text(text: str) -> bytes:
    return b"text " + text.encode() if text else b""
