"""What the value reader hides and a sheet's XML shows: error cells, uncalculated formulas, percentages, merges.

Two ways to the same answer. :func:`marks_of` scans the bytes with a few regular expressions where the sheet is
written as Excel and its libraries write it; :func:`walk` reads any sheet that XML allows (prefixes, cells without an
address, comments) and is several times slower. A test holds them to the same answers.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cache
from itertools import islice
from operator import lt
from xml.parsers import expat

from msgspec import Struct, field

MAX_CELLS = 5_000_000  # rows x columns up to the last cell with a value; the value reader holds all of them
_WIDE = 702  # column ZZ
_NARROW = 26  # column Z

Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column, from 1."""


class SheetMalformed(Exception):
    """The sheet's XML cannot be read; the text says where."""


class Marks(Struct, frozen=True, kw_only=True):
    """Cells by address ("C5"). ``stray`` is the last cell with a value where the area up to it is absurd.

    ``struck`` are cells whose whole text is struck through; ``hidden_rows`` are hidden, by hand or by a filter.
    ``months`` are cells whose format shows a day as its month: typing "Mar-26" into Excel stores 1 March 2026.
    """

    errors: Mapping[str, str] = field(default_factory=dict)  # address -> "#DIV/0!"
    uncalculated: frozenset[str] = frozenset()
    percentages: frozenset[str] = frozenset()
    months: frozenset[str] = frozenset()
    struck: frozenset[str] = frozenset()
    hidden_rows: frozenset[int] = frozenset()
    merges: tuple[Merge, ...] = ()
    stray: str = ""

    @property
    def hides_values(self) -> bool:
        """Whether a cell that seems empty may hold an error or an uncalculated formula."""
        return bool(self.errors or self.uncalculated)


def marks_of(
    xml: bytes,
    percent_styles: Collection[int],
    month_styles: Collection[int] = (),
    struck_styles: Collection[int] = (),
    *,
    zeros: bool = False,
) -> Marks:
    """The marks of one worksheet; with ``zeros``, a formula whose result is 0 counts as never worked out.

    Raises:
        SheetMalformed: the XML is broken, or its rows are out of order.
    """
    return (_scan if _is_plain(xml) else walk)(xml, percent_styles, month_styles, struck_styles, zeros=zeros)


# A cell whose tag does not begin with an address of one or two letters; or an element that only looks like a cell.
# The value reader makes room up to the farthest address it meets, wherever that stands: so an address may have no more
# digits than the last row's number.
@cache
def _odd_cell(letters: int, digits: int) -> re.Pattern[bytes]:
    address = b"[A-Z]{1,%d}[0-9]{1,%d}" % (letters, digits)
    return re.compile(rb'<c(?! r="' + address + rb'"|ol[ s>]|fRule|o[nl]|us|ell[WSA])')


_HIDDEN_ROW = re.compile(rb'<row r="([0-9]+)"[^>]* hidden="(?:1|true)"')
_ROW = re.compile(rb'<row(?: r="([0-9]{1,6})")?')
_CLOSED_ROW = re.compile(rb"<row [^>]*/>")


def _is_plain(xml: bytes) -> bool:
    """Whether the fast scan sees everything: no prefixes, comments or implied addresses, rows in order, no far cell."""
    found = _ROW.findall(xml)
    if b"" in found or b"<sheetData" not in xml or not xml.rstrip().endswith(b"</worksheet>"):
        return False
    rows = list(map(int, found))
    if not all(map(lt, rows, islice(rows, 1, None))) or not _are_closed(xml, len(rows)):
        return False
    # A "!" is rare in a sheet, and far quicker to look for than "<!".
    if b"!" in xml and b"<!" in xml:
        return False
    digits = len(str(rows[-1])) if rows else 1
    farthest = 10**digits - 1
    tall = farthest * _WIDE > MAX_CELLS
    if tall and farthest * _NARROW > MAX_CELLS:
        return False
    return not _odd_cell(1 if tall else 2, digits).search(xml)


def _are_closed(xml: bytes, rows: int) -> bool:
    closed = xml.count(b"</row>")
    return closed == rows or closed + len(_CLOSED_ROW.findall(xml)) == rows


_CELL_START = re.compile(rb'<c r="([A-Z]+[0-9]+)"([^>]*)>')
_ERROR_CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^>]*>(?:(?!</c>).)*?<v>([^<]*)</v>', re.DOTALL)
_NO_VALUE = re.compile(rb"(?:</f>|<f(?:\s[^>]*)?/>)\s*(?:<v\s*/>|<v>\s*</v>|</c>)")
_ZERO_OR_NONE = re.compile(rb"(?:</f>|<f(?:\s[^>]*)?/>)\s*(?:<v\s*/>|<v>\s*(0?)\s*</v>|</c>)")
_MERGE = re.compile(rb'<mergeCell\s[^>]*?ref="([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)"')


def _scan(
    xml: bytes,
    percent_styles: Collection[int],
    month_styles: Collection[int],
    struck_styles: Collection[int],
    *,
    zeros: bool,
) -> Marks:
    end = xml.rfind(b"</sheetData>")
    end = end if end >= 0 else len(xml)
    return Marks(
        errors=_scan_errors(xml, end),
        uncalculated=_scan_uncalculated(xml, end, _ZERO_OR_NONE if zeros else _NO_VALUE),
        percentages=_scan_styles(xml, percent_styles),
        months=_scan_styles(xml, month_styles),
        struck=_scan_styles(xml, struck_styles),
        hidden_rows=frozenset(map(int, _HIDDEN_ROW.findall(xml))) if b' hidden="' in xml else frozenset(),
        merges=tuple(
            (int(top), _column(left), int(bottom), _column(right))
            for left, top, right, bottom in _MERGE.findall(xml, end)
        ),
    )


def _scan_errors(xml: bytes, end: int) -> dict[str, str]:
    errors: dict[str, str] = {}
    position = xml.find(b' t="e"', 0, end)
    while position >= 0:
        cell = _ERROR_CELL.match(xml, xml.rfind(b"<c ", 0, position))
        if cell:
            errors[cell[1].decode()] = cell[2].decode(errors="replace").strip()
        position = xml.find(b' t="e"', position + 1, end)
    return errors


def _scan_uncalculated(xml: bytes, end: int, no_result: re.Pattern[bytes]) -> frozenset[str]:
    found: set[str] = set()
    if b"</f>" not in xml:
        return frozenset()
    for formula in no_result.finditer(xml, 0, end):
        cell = _CELL_START.match(xml, xml.rfind(b"<c ", 0, formula.start()))
        # A calculated formula may well give empty text, or FALSE, which is written as 0.
        zero = bool(formula.lastindex and formula[1])
        if cell and b't="str"' not in cell[2] and not (zero and b't="b"' in cell[2]):
            found.add(cell[1].decode())
    return frozenset(found)


def _scan_styles(xml: bytes, wanted: Collection[int]) -> frozenset[str]:
    # Looking for the few styles first is far quicker than matching every cell.
    if not any(b' s="%d"' % style in xml for style in wanted):
        return frozenset()
    styles = b"|".join(str(style).encode() for style in sorted(wanted))
    cells = re.findall(rb'<c r="([A-Z]+[0-9]+)"(?: t="[a-zA-Z]+")? s="(?:' + styles + rb')"', xml)
    return frozenset(b" ".join(cells).decode().split())


def walk(
    xml: bytes,
    percent_styles: Collection[int],
    month_styles: Collection[int] = (),
    struck_styles: Collection[int] = (),
    *,
    zeros: bool = False,
) -> Marks:
    """The marks of any worksheet that is well-formed XML; ``zeros`` as for :func:`marks_of`.

    Raises:
        SheetMalformed: it is not, or its rows are out of order.
    """
    styles = (frozenset(percent_styles), frozenset(month_styles), frozenset(struck_styles))
    walker = _Walker(*styles, frozenset(("", "0") if zeros else ("",)))
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = walker.start
    parser.EndElementHandler = walker.end
    parser.CharacterDataHandler = walker.text
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise SheetMalformed(expat.ErrorString(error.code)) from error
    return walker.marks()


class _Walker:
    """Collects marks from the events of one pass."""

    def __init__(
        self,
        percent_styles: frozenset[int],
        month_styles: frozenset[int],
        struck_styles: frozenset[int],
        no_results: frozenset[str],
    ) -> None:
        self._no_results = no_results
        self._struck_styles = struck_styles
        self._struck: set[str] = set()
        self._hidden_rows: set[int] = set()
        self._percent_styles = percent_styles
        self._month_styles = month_styles
        self._errors: dict[str, str] = {}
        self._uncalculated: set[str] = set()
        self._percentages: set[str] = set()
        self._months: set[str] = set()
        self._merges: list[Merge] = []
        self._row = self._column = 0
        self._last_row = self._last_column = 0
        self._kind = ""
        self._formula = False
        self._value = ""
        self._inside = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        if name == "row":
            self._start_row(attributes)
        elif name == "c":
            self._start_cell(attributes)
        elif name in ("v", "t"):
            self._inside = name
        elif name == "f":
            self._formula = True
        elif name == "mergeCell":
            merge = _merge(attributes.get("ref", ""))
            if merge:
                self._merges.append(merge)

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r", "")
        row = int(number) if number.isdecimal() else self._row + 1
        if row <= self._row:
            raise SheetMalformed(f"row {row} comes after row {self._row}")
        self._row, self._column = row, 0
        if attributes.get("hidden", "") in ("1", "true"):
            self._hidden_rows.add(row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        written = attributes.get("r", "")
        address = re.fullmatch(r"([A-Z]{1,3})([0-9]{1,7})", written)
        if written and (address is None or int(address[2]) != self._row):
            raise SheetMalformed(f"cell {written[:20]} stands in row {self._row}")
        self._column = _column(address[1].encode()) if address else self._column + 1
        self._kind = attributes.get("t", "")
        self._formula, self._value = False, ""
        style = attributes.get("s", "")
        number = int(style) if style.isdecimal() else -1
        if number in self._struck_styles:
            self._struck.add(self._address())
        if number in self._percent_styles:
            self._percentages.add(self._address())
        elif number in self._month_styles:
            self._months.add(self._address())

    def text(self, text: str) -> None:
        if self._inside:
            self._value += text

    def end(self, tag: str) -> None:
        name = tag.rpartition(" ")[2]
        if name == "c":
            self._end_cell()
        elif name in ("v", "t"):
            self._inside = ""

    def _end_cell(self) -> None:
        value = self._value.strip()
        if self._kind == "e":
            self._errors[self._address()] = value
        elif self._formula and value in self._no_results and self._kind != "str" and not (value and self._kind == "b"):
            self._uncalculated.add(self._address())
        if value:
            self._last_row = max(self._last_row, self._row)
            self._last_column = max(self._last_column, self._column)

    def _address(self) -> str:
        return f"{letters(self._column)}{self._row}"

    def marks(self) -> Marks:
        absurd = self._last_row * self._last_column > MAX_CELLS
        return Marks(
            errors=self._errors,
            uncalculated=frozenset(self._uncalculated),
            percentages=frozenset(self._percentages),
            months=frozenset(self._months),
            struck=frozenset(self._struck),
            hidden_rows=frozenset(self._hidden_rows),
            merges=tuple(self._merges),
            stray=f"{letters(self._last_column)}{self._last_row}" if absurd else "",
        )


def _merge(ref: str) -> Merge | None:
    corners = re.fullmatch(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})", ref)
    if not corners:
        return None
    left, top, right, bottom = corners.groups()
    return int(top), _column(left.encode()), int(bottom), _column(right.encode())


def _column(name: bytes) -> int:
    number = 0
    for letter in name:
        number = number * 26 + letter - 64
    return number


def place_of(address: str) -> tuple[int, int]:
    """Row and column of "C5", from 1."""
    name = address.rstrip("0123456789")
    return int(address[len(name) :]), _column(name.encode())


def letters(number: int) -> str:
    """Column 1 is A, 27 is AA; columns recur, so they are remembered."""
    if number not in _LETTERS:
        whole, rest = divmod(number - 1, 26)
        _LETTERS[number] = (letters(whole) if whole else "") + chr(65 + rest)
    return _LETTERS[number]


_LETTERS: dict[int, str] = {}
