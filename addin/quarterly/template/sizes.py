"""What has too little room in a template, or will be too small in print: charts, columns of text, whole pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from msgspec import Struct

from quarterly.compose.report import LEAST_SCALE
from quarterly.compose.vocabulary.catalogue import Kind
from quarterly.model.problems import CellRef, Problem
from quarterly.template import kinds
from quarterly.template.known import Known
from quarterly.template.layout import (
    ConditionalFormat,
    PageSetup,
    Picture,
    ReadyMade,
    Row,
    SheetLayout,
    Template,
    TemplateCell,
    Token,
    rows_of,
)
from quarterly.template.structure import shortened

LEAST_CHART = (320.0, 140.0)  # pixels of width and height, at which a chart has room for its labels
NARROW = 12.0  # characters; a sentence in a narrower column makes rows of many lines
SENTENCES = frozenset(
    (
        "about", "age", "benchmarks", "caveats", "comment", "commentary", "compared", "coverage", "days", "definition",
        "direction.why", "draft", "finding", "fix", "focus", "forecast", "improvements", "item", "latest.why",
        "meaning", "mitigation", "moved", "name", "next_steps", "outcome", "override_reason", "progress",
        "progress_and_next", "question", "reason", "records", "response", "rule.words", "signals",
        "since_last_year.why", "standing", "strengths", "success_measure", "text", "threatens", "why", "words",
    )
)  # fmt: skip
"""Fields whose text is more than a word or two."""
PAPERS = {1: (8.5, 11.0), 5: (8.5, 14.0), 8: (11.69, 16.54), 9: (8.27, 11.69), 11: (5.83, 8.27)}  # inches
_A4 = 9
_INCH, _POINT, _DIGIT, _PADDING = 96.0, 96 / 72, 7.0, 5.0  # pixels
_ROW, _COLUMN = 15.0, 8.43  # points and characters where nobody set them: Excel's own
_LETTER = 0.55  # of the size of the type: the breadth of a letter, on average
_VALUE = 20  # letters that a token stands for, at a guess


def sizes(template: Template, known: Known) -> tuple[Problem, ...]:
    """Everything that is too small or hides something else, in the order of the sheets."""
    return tuple(problem for sheet in template.sheets for problem in _Measured.of(sheet, known).problems())


class _Box(Struct, frozen=True, kw_only=True):
    """A rectangle in pixels from the sheet's corner."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: _Box) -> bool:
        """Whether the two share more than an edge."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


class _Measured(Struct, frozen=True, kw_only=True):
    """A sheet, with where its rows and columns begin in pixels."""

    sheet: SheetLayout
    name: str
    known: Known
    rows: Mapping[int, Row]
    tops: Sequence[float]
    lefts: Sequence[float]

    @classmethod
    def of(cls, sheet: SheetLayout, known: Known) -> _Measured:
        name = "".join(part if isinstance(part, str) else f"{{{{{part.name}}}}}" for part in sheet.name)
        rows = {row.number: row for row in rows_of(sheet.nodes)}
        heights = (rows[each].height if each in rows else None for each in range(max(rows, default=0) + 1))
        points = (_ROW if height is None else height for height in heights)
        return cls(
            sheet=sheet,
            name=name,
            known=known,
            rows=rows,
            tops=tuple(accumulate((each * _POINT for each in points), initial=0.0)),
            lefts=tuple(accumulate((each * _DIGIT + _PADDING for each in sheet.widths), initial=0.0)),
        )

    def problems(self) -> Iterator[Problem]:
        """Cells first, then what lies over them, then the page."""
        for row in self.rows.values():
            for cell in row.cells:
                yield from self._cell(cell, row)
        for picture in self.sheet.pictures:
            yield from self._picture(picture)
        shares = [next(self._numbers_in(rule), None) for rule in self.sheet.conditional if _is_share(rule)]
        for said in dict.fromkeys(shares):
            if said is not None:
                yield kinds.RULE_OF_SHARES.at(*said)
        yield from self._page()

    def _cell(self, cell: TemplateCell, row: Row) -> Iterator[Problem]:
        token = _only_token(cell)
        found = self.known.tokens.get(token)
        if found is None:
            return
        at, box = self._at(row.number, cell.column), self._box(row.number, cell)
        wide, high = box.right - box.left, box.bottom - box.top
        if found.field.kind is Kind.CHART and (wide < LEAST_CHART[0] or high < LEAST_CHART[1]):
            yield kinds.CHART_SMALL.at(at, f"{{{{{token}}}}}")
        room = sum(self._width(column) for column in range(cell.column, cell.column + cell.columns))
        if found.over and found.field.name in SENTENCES and room < NARROW and _is_crowded(cell, row):
            yield kinds.COLUMN_NARROW.at(at, f"{{{{{token}}}}}", least=f"{NARROW:g}")

    def _picture(self, picture: Picture) -> Iterator[Problem]:
        left, top = self._left(picture.column) + picture.x_offset, self._top(picture.row) + picture.y_offset
        over = _Box(left=left, top=top, right=left + picture.width, bottom=top + picture.height)
        for row in self.rows.values():
            for cell in row.cells:
                if _text(cell) and over.meets(self._words(row.number, cell)):
                    at = self._at(picture.row, picture.column)
                    yield kinds.PICTURE_COVERS.at(at, shortened(_text(cell)))
                    return  # one cell is enough to find it by

    def _numbers_in(self, rule: ConditionalFormat) -> Iterator[tuple[CellRef, str]]:
        for number in range(rule.first_row, rule.last_row + 1):
            for cell in self.rows[number].cells if number in self.rows else ():
                found = self.known.tokens.get(_only_token(cell))
                within = rule.first_column <= cell.column <= rule.last_column
                if within and found is not None and found.field.kind is Kind.NUMBER:
                    yield self._at(number, cell.column), _text(cell)

    def _page(self) -> Iterator[Problem]:
        if any(isinstance(node, ReadyMade) for node in self.sheet.nodes):
            return  # its tables say how wide the columns are
        reach = [cell.column + cell.columns for row in self.rows.values() for cell in row.cells if _text(cell)]
        width = self._left(max(reach, default=0))
        room = _room(self.sheet.page)
        if width and room / width < LEAST_SCALE:
            yield kinds.PRINT_SMALL.at(CellRef(self.name), scale=f"{int(100 * room / width)}")

    def _words(self, row: int, cell: TemplateCell) -> _Box:
        """Where the words of a cell stand, so far as that can be told before they are filled in."""
        box, said = self._box(row, cell), dict(cell.format)
        letters = sum(_VALUE if isinstance(part, Token) else len(part) for part in _parts(cell))
        width = min(box.right - box.left, letters * float(said.get("font_size", 11)) * _POINT * _LETTER)
        align = said.get("align", "left")
        if align in ("center", "center_across"):
            middle = (box.left + box.right) / 2
            return _Box(left=middle - width / 2, top=box.top, right=middle + width / 2, bottom=box.bottom)
        if align == "right":
            return _Box(left=box.right - width, top=box.top, right=box.right, bottom=box.bottom)
        return _Box(left=box.left, top=box.top, right=box.left + width, bottom=box.bottom)

    def _box(self, row: int, cell: TemplateCell) -> _Box:
        return _Box(
            left=self._left(cell.column),
            top=self._top(row),
            right=self._left(cell.column + cell.columns),
            bottom=self._top(row + cell.rows),
        )

    def _left(self, column: int) -> float:
        known = min(column, len(self.lefts) - 1)
        return self.lefts[known] + (column - known) * (_COLUMN * _DIGIT + _PADDING)

    def _top(self, row: int) -> float:
        known = min(row, len(self.tops) - 1)
        return self.tops[known] + (row - known) * _ROW * _POINT

    def _width(self, column: int) -> float:
        return self.sheet.widths[column] if column < len(self.sheet.widths) else _COLUMN

    def _at(self, row: int, column: int) -> CellRef:
        return CellRef(self.name, row + 1, column + 1)


def _is_crowded(cell: TemplateCell, row: Row) -> bool:
    """Whether words stand beside it, so that its own must break within it."""
    beside = any(_text(other) for other in row.cells if other.column != cell.column)
    return beside and not dict(cell.format).get("rotation")


def _room(page: PageSetup) -> float:
    """Pixels between the margins."""
    short, long = PAPERS.get(page.paper, PAPERS[_A4])
    return ((long if page.landscape else short) - page.left - page.right) * _INCH


def _is_share(rule: ConditionalFormat) -> bool:
    """Whether it tells shares of one apart: a threshold between 0 and 1, or bars and colours that end at 1."""
    said = dict(rule.options)
    limits = [_number(said.get(name)) for name in ("value", "minimum", "maximum")]
    ends = [
        _number(said.get(f"{end}_value")) for end in ("min", "mid", "max") if said.get(f"{end}_type") in ("num", None)
    ]
    if said.get("type") == "cell":
        return any(limit is not None and 0 < limit < 1 for limit in limits)
    shown = [end for end in ends if end is not None]
    return bool(shown) and 0 < max(shown) <= 1


def _number(value: object) -> float | None:
    try:
        return float(str(value).removeprefix("="))
    except ValueError:
        return None


def _parts(cell: TemplateCell) -> tuple[str | Token, ...]:
    return cell.value if isinstance(cell.value, tuple) else () if cell.value is None else (str(cell.value),)


def _only_token(cell: TemplateCell) -> str:
    said = [part for part in _parts(cell) if isinstance(part, Token) or part.strip()]
    return said[0].name if len(said) == 1 and isinstance(said[0], Token) else ""


def _text(cell: TemplateCell) -> str:
    return "".join(part if isinstance(part, str) else f"{{{{{part.name}}}}}" for part in _parts(cell)).strip()
