"""A template's sheet with a report's values in it: rows and blocks once an item, headers with their rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from quarterly.compose.report import Cell, Chart, Heading, Look, Section
from quarterly.render.fill.lines import OURS, Filled, Group, Line, Piece, ReadyPart, TableLines
from quarterly.render.fill.scope import Scope
from quarterly.render.fill.words import filled, single
from quarterly.template.layout import Each, Node, ReadyMade, Row, TemplateCell, Token

_TEXT_ONLY = ("font_name", "font_size", "font_color", "indent")

Resolve = Callable[[str, Scope], str]
"""The address that a template's link leads to; "" where it leads nowhere in this report."""


class Filler(Struct, frozen=True):
    """Fills a sheet. ``sentence`` gives the words for a list without items; ``sections`` the parts behind a key.

    ``taken`` are, for a row of the template, the columns over which an area lies that begins above it.
    """

    resolve: Resolve
    sentence: Callable[[str], str]
    sections: Callable[[str, Scope], tuple[Section, ...]]
    taken: Mapping[int, frozenset[int]] = field(default_factory=dict)

    def pieces(self, nodes: Sequence[Node], scope: Scope) -> tuple[Piece, ...]:
        """What is drawn for these nodes, from top to bottom."""
        return tuple(self._pieces(nodes, scope))

    def _pieces(self, nodes: Sequence[Node], scope: Scope) -> Iterator[Piece]:
        headed = any(isinstance(node, Row) and _says_something(node) for node in nodes)
        waiting: Row | None = None  # a plain row that may turn out to be the header of what follows
        for node in nodes:
            if isinstance(node, Row) and node.repeats:
                yield from self._rows(waiting, node, scope)
                waiting = None
                continue
            if waiting is not None:
                yield self._line(waiting, scope)
            waiting = node if isinstance(node, Row) else None
            if isinstance(node, Each):
                yield from self._each(node, scope)
            elif isinstance(node, ReadyMade):
                yield from self._ready(node, scope, titled=not headed)
        if waiting is not None:
            yield self._line(waiting, scope)

    def _rows(self, above: Row | None, row: Row, scope: Scope) -> Iterator[Piece]:
        span = _table_span(above, row) if above is not None else None
        items = scope.members(row.repeats)
        if above is not None and span is None:
            yield self._line(above, scope)
        if not items:
            yield self._sentence(row, self.sentence(row.repeats))
            return
        lines = tuple(self._line(row, scope.inside(row.repeats, item)) for item in items)
        header = self._line(above, scope) if above is not None and span is not None else None
        if header is None or span is None:
            yield from lines
            return
        clear = not any(span[0] <= column <= span[1] for line in (header, *lines) for column in line.taken)
        real = clear and _can_be_table(header, row, *span)
        yield TableLines(header=header, rows=lines, first=span[0], last=span[1], real=real)

    def _each(self, block: Each, scope: Scope) -> Iterator[Piece]:
        items = scope.members(block.over)
        if not items:
            first = next((node for node in block.body if isinstance(node, Row) and node.cells), None)
            yield self._sentence(first, self.sentence(block.over))
        for item in items:
            yield Group(self.pieces(block.body, scope.inside(block.over, item)))

    def _ready(self, node: ReadyMade, scope: Scope, *, titled: bool) -> Iterator[Piece]:
        found = self.sections(node.key, scope)
        if len(found) > 1:  # several under one another: the title of each tells them apart
            found = tuple(replace(one, blocks=(Heading(text=one.title), *one.blocks)) for one in found)
        if found:
            yield ReadyPart(key=node.key, sections=found, titled=titled and len(found) == 1)

    def _line(self, row: Row, scope: Scope) -> Line:
        cells = tuple(self._cell(cell, scope) for cell in row.cells)
        return Line(source=row.number, cells=cells, height=row.height, taken=self._taken(row))

    def _cell(self, cell: TemplateCell, scope: Scope) -> Filled:
        plain = Filled(
            column=cell.column,
            content=Cell(""),
            form=cell.format,
            columns=cell.columns,
            rows=cell.rows,
            link=self.resolve(cell.link, scope) if cell.link else "",
            label=scope.label,
        )
        if not isinstance(cell.value, tuple):
            return replace(plain, content=Cell(cell.value), own=True)
        token = single(cell.value)
        if token is None:
            return replace(plain, content=Cell(filled(cell.value, scope)))
        content = scope.content(token.name)
        if isinstance(content, Chart):
            return replace(plain, chart=content)
        if content.link and not plain.link:
            plain = replace(plain, link=self.resolve(content.link, scope))
        if content.look is Look.LINK and not plain.link:
            content = replace(content, look=Look.TEXT)  # it would look like a link and lead nowhere
        return replace(plain, content=content)

    def _taken(self, row: Row | None) -> frozenset[int]:
        return self.taken.get(row.number, frozenset()) if row else frozenset()

    def _sentence(self, row: Row | None, text: str) -> Line:
        """The words that stand for a list without items, set as the row that it would have been."""
        cells = [cell for cell in row.cells if isinstance(cell.value, tuple)] if row else []
        form = tuple(pair for pair in (cells[0].format if cells else ()) if pair[0] in _TEXT_ONLY)
        column = min((cell.column for cell in cells), default=0)
        cell = Filled(column=column, content=Cell(text), form=(*form, ("valign", "top")) if form else ())
        return Line(source=row.number if row else OURS, cells=(cell,), taken=self._taken(row))


def lists_in(nodes: Sequence[Node]) -> tuple[str, ...]:
    """The lists and ready-made parts ("section.audits") that stand in a sheet directly, not inside a block."""
    names = []
    for node in nodes:
        if isinstance(node, Row):
            names.append(node.repeats)
        else:
            names.append(node.over if isinstance(node, Each) else f"section.{node.key}")
    return tuple(name for name in names if name)


def _says_something(row: Row) -> bool:
    """Whether it holds words that stand above a ready-made part as its title."""
    return not row.repeats and any(isinstance(cell.value, tuple) for cell in row.cells)


def _table_span(above: Row, row: Row) -> tuple[int, int] | None:
    """The first and last column of a table, where ``above`` heads every column in which ``row`` has a token."""
    columns = [cell.column for cell in row.cells if _has_token(cell)]
    heads = {cell.column: cell.value for cell in above.cells if isinstance(cell.value, tuple)}
    if not columns or not all(column in heads for column in columns):
        return None
    texts = ["".join(str(part) for part in heads[column]).strip().casefold() for column in columns]
    if not all(texts) or len(set(texts)) < len(texts):
        return None
    return min(columns), max(columns)


def _can_be_table(header: Line, row: Row, first: int, last: int) -> bool:
    """Whether Excel takes it as a table: no merged cell in it, and a text of its own above each column."""
    within = [cell for cell in header.cells if first <= cell.column <= last]
    texts = [str(cell.content.value).strip().casefold() for cell in within if isinstance(cell.content.value, str)]
    whole = len([text for text in texts if text]) == last - first + 1 and len(set(texts)) == len(texts)
    return (
        whole
        and all(cell.columns == 1 and cell.rows == 1 for cell in within)
        and all(cell.columns == 1 and cell.rows == 1 for cell in row.cells)
    )


def _has_token(cell: TemplateCell) -> bool:
    return isinstance(cell.value, tuple) and any(isinstance(part, Token) for part in cell.value)


def areas_below(nodes: Sequence[Node]) -> Mapping[int, frozenset[int]]:
    """For each row of a sheet, the columns over which an area lies that begins in a row above it."""
    taken: dict[int, frozenset[int]] = {}
    for row in _rows_in(nodes):
        for cell in row.cells:
            for number in range(row.number + 1, row.number + cell.rows):
                columns = frozenset(range(cell.column, cell.column + cell.columns))
                taken[number] = taken.get(number, frozenset()) | columns
    return taken


def _rows_in(nodes: Sequence[Node]) -> Iterator[Row]:
    for node in nodes:
        if isinstance(node, Row):
            yield node
        elif isinstance(node, Each):
            yield from _rows_in(node.body)
