"""From the rows of a sheet to nodes: plain rows, rows that repeat, blocks, and ready-made parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from quarterly.compose.vocabulary.catalogue import Kind
from quarterly.model.problems import CellRef, Problem, ProblemKind
from quarterly.template import grammar, kinds
from quarterly.template.drawn import DrawnCell
from quarterly.template.grammar import parts_of, statements_in, tokens_in
from quarterly.template.known import PER_ITEM, Known
from quarterly.template.layout import Each, Node, Part, ReadyMade, Row, TemplateCell

_DRAWN = (Kind.CHART, Kind.SPARKLINE)  # what fills its cell
_EXAMPLE = "{{authority}}"
_END = "{{end}}"


class Line(Struct, frozen=True, kw_only=True):
    """One row as it was drawn: its cells, taken apart."""

    number: int
    cells: tuple[DrawnCell, ...]
    parts: tuple[tuple[Part, ...], ...]
    height: float | None = None

    @property
    def statement(self) -> tuple[grammar.Statement, DrawnCell] | None:
        """The first statement in the row and its cell."""
        for cell, parts in zip(self.cells, self.parts, strict=True):
            found = statements_in(parts)
            if found:
                return found[0], cell
        return None

    @property
    def says(self) -> int:
        """How many cells hold anything but a format."""
        return sum(1 for cell in self.cells if cell.value is not None)


class _Block(Struct):
    """A block that is open while its rows are read; ``over`` is blank where its list is not known."""

    over: str
    at: CellRef
    said: str = ""
    nodes: list[Node] = field(default_factory=list)


class Builder(Struct):
    """Builds the nodes of one sheet; ``scope`` is the list that the sheet itself repeats for, if any."""

    sheet: str
    known: Known
    scope: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)

    def nodes(self, lines: Sequence[Line]) -> tuple[Node, ...]:
        """The nodes from top to bottom; mistakes are noted and left out."""
        stack = [_Block("", CellRef(self.sheet))]
        for line in lines:
            said = line.statement
            if said is None:
                stack[-1].nodes.append(self._row(line, self._within(stack)))
            else:
                self._statement(line, *said, stack)
        while len(stack) > 1:
            block = stack.pop()
            self._note(kinds.EACH_WITHOUT_END, block.at, block.said, end=_END)
            stack[-1].nodes += block.nodes
        self._check_areas(stack[0].nodes)
        return tuple(stack[0].nodes)

    def _within(self, stack: Sequence[_Block]) -> tuple[str, ...]:
        return (*self.scope, *(block.over for block in stack if block.over))

    def _statement(self, line: Line, said: grammar.Statement, cell: DrawnCell, stack: list[_Block]) -> None:
        at = self._ref(cell)
        if line.says > 1 or not grammar.is_alone(parts_of(str(cell.value))):
            self._note(kinds.EACH_SHARES_ROW, at, str(cell.value))
            self._as_meant(said, at, stack)
        elif cell.rows > 1:
            self._note(kinds.MERGE_REPEATS, at, str(cell.value), each="{{each ...}}", end=_END)
            self._as_meant(said, at, stack)
        elif isinstance(said, grammar.Each):
            self._open(said.over, at, stack)
        elif isinstance(said, grammar.End):
            self._close(at, stack)
        else:
            self._ready(said.key, at, stack)

    def _as_meant(self, said: grammar.Statement, at: CellRef, stack: list[_Block]) -> None:
        """Open or close the block all the same, so that one mistake is not followed by others that are none."""
        if isinstance(said, grammar.Each):
            stack.append(_Block(said.over if said.over in self.known.lists else "", at, _each(said.over)))
        elif isinstance(said, grammar.End) and len(stack) > 1:
            stack.pop()

    def _open(self, over: str, at: CellRef, stack: list[_Block]) -> None:
        within = self._within(stack)
        if over not in self.known.lists:
            hint = self.known.like_list(over)
            self._note(kinds.EACH_UNKNOWN, at, _each(over), hint=hint)
        elif over in within:
            self._note(kinds.EACH_TWICE, at, _each(over))
        elif self._is_reached(over, within, at, _each(over)):
            self._warn_apart(over, within, at, _each(over))
            stack.append(_Block(over, at, _each(over)))
            return
        stack.append(_Block("", at, _each(over)))  # so that its end closes it, and what it holds is still looked at

    def _close(self, at: CellRef, stack: list[_Block]) -> None:
        if len(stack) == 1:
            self._note(kinds.END_WITHOUT_EACH, at, _END)
            return
        block = stack.pop()
        if not block.nodes:
            self._note(kinds.BLOCK_EMPTY, block.at)
        whole = (Each(over=block.over, body=tuple(block.nodes), at=address(block.at)),)
        stack[-1].nodes += whole if block.over else block.nodes

    def _ready(self, key: str, at: CellRef, stack: list[_Block]) -> None:
        within = self._within(stack)
        if key not in self.known.sections:
            self._note(kinds.SECTION_UNKNOWN, at, f"{{{{section.{key}}}}}", hint=self.known.like_section(key))
        elif within and within != (PER_ITEM.get(key),):
            self._note(kinds.SECTION_REPEATS, at, f"{{{{section.{key}}}}}")
        else:
            stack[-1].nodes.append(ReadyMade(key=key, at=address(at)))

    def _row(self, line: Line, within: tuple[str, ...]) -> Row:
        wanted: dict[str, CellRef] = {}
        for cell, parts in zip(line.cells, line.parts, strict=True):
            at = self._ref(cell)
            for over in self._lists_of(parts, at, within):
                wanted.setdefault(over, at)
        repeats = self._one_list(wanted)
        if repeats:
            self._warn_apart(repeats, within, wanted[repeats], f"{{{{{repeats}. ...}}}}")
        cells = tuple(map(self._cell, line.cells, line.parts))
        return Row(number=line.number, cells=cells, height=line.height, repeats=repeats)

    def _lists_of(self, parts: tuple[Part, ...], at: CellRef, within: tuple[str, ...]) -> Iterator[str]:
        """The lists of a cell's tokens that nothing around the row repeats over yet."""
        if grammar.has_stray_braces(parts):
            self._note(kinds.TOKEN_BRACES, at, _text(parts), example=_EXAMPLE, hint="")
        names = tokens_in(parts)
        for name in names:
            found = self.known.tokens.get(name)
            if found is None:
                self._note(kinds.TOKEN_UNKNOWN, at, f"{{{{{name}}}}}", hint=self.known.like_token(name))
                continue
            if found.field.kind in _DRAWN and not grammar.is_alone(parts):
                self._note(kinds.CHART_SHARES_CELL, at, _text(parts))
            if found.over and found.over not in within and self._is_reached(found.over, within, at, f"{{{{{name}}}}}"):
                yield found.over

    def _is_reached(self, over: str, within: tuple[str, ...], at: CellRef, found: str) -> bool:
        if self.known.is_reached(over, within):
            return True
        holder = next(iter(self.known.holders(over)), "")
        self._note(kinds.TOKEN_OUTSIDE, at, found, each=f"{{{{each {holder}}}}}", end=_END)
        return False

    def _warn_apart(self, over: str, within: tuple[str, ...], at: CellRef, found: str) -> None:
        if self.known.is_apart(over, within):
            self._note(kinds.LIST_APART, at, found, outer=f"{{{{each {within[-1]}}}}}")

    def _one_list(self, wanted: dict[str, CellRef]) -> str:
        names = list(wanted)
        for other in names[1:]:
            # Of the two, the one whose items hold the other goes around it.
            outer = other if names[0] in self.known.lists[other].inside else names[0]
            said = f"{names[0]} and {other}"
            self._note(kinds.TWO_LISTS, wanted[other], said, each=f"{{{{each {outer}}}}}", end=_END)
        return names[0] if names else ""

    def _cell(self, cell: DrawnCell, parts: tuple[Part, ...]) -> TemplateCell:
        return TemplateCell(
            column=cell.column,
            at=address(self._ref(cell)),
            value=parts if isinstance(cell.value, str) else cell.value,
            format=cell.format,
            columns=cell.columns,
            rows=cell.rows,
            link=cell.link,
        )

    def _check_areas(self, nodes: Sequence[Node]) -> None:
        """Merged areas over several rows must lie among rows that are written once together."""
        plain = {node.number for node in nodes if isinstance(node, Row) and not node.repeats}
        for node in nodes:
            if isinstance(node, Each):
                self._check_areas(node.body)
            elif isinstance(node, Row):
                for cell in node.cells:
                    if not plain.issuperset(range(node.number, node.number + cell.rows)) and cell.rows > 1:
                        at = CellRef(self.sheet, node.number + 1, cell.column + 1)
                        found = _text(cell.value) if isinstance(cell.value, tuple) else ""
                        each = f"{{{{each {node.repeats or '...'}}}}}"
                        self._note(kinds.MERGE_REPEATS, at, found, each=each, end=_END)

    def _ref(self, cell: DrawnCell) -> CellRef:
        return CellRef(self.sheet, cell.row + 1, cell.column + 1)

    def _note(self, kind: ProblemKind, at: CellRef, found: str = "", **details: object) -> None:
        self.problems.append(kind.at(at, shortened(found), **details))


def lines_of(cells: Sequence[DrawnCell], heights: Sequence[tuple[int, float]], *, least: int = 0) -> tuple[Line, ...]:
    """The rows from the first to the last that shows anything or has a height, and at least ``least`` of them."""
    by_row: dict[int, list[DrawnCell]] = {}
    for cell in cells:
        by_row.setdefault(cell.row, []).append(cell)
    tall = dict(heights)
    reach = max((cell.row + cell.rows for cell in cells), default=0)
    # Heights below the last cell belong to nothing that is shown.
    return tuple(_line(number, by_row.get(number, ()), tall.get(number)) for number in range(max(reach, least)))


def _line(number: int, cells: Sequence[DrawnCell], height: float | None) -> Line:
    parts = tuple(parts_of(cell.value) if isinstance(cell.value, str) else () for cell in cells)
    return Line(number=number, cells=tuple(cells), parts=parts, height=height)


def address(at: CellRef) -> str:
    """ "Scorecard!B4"."""
    return f"{at.sheet}!{at.address}" if at.address else at.sheet


def shortened(text: str) -> str:
    """Enough of a text to find it by."""
    plain = " ".join(text.split())
    return plain if len(plain) <= 80 else f"{plain[:79]}…"


def _each(over: str) -> str:
    return f"{{{{{f'each {over}'.strip()}}}}}"


def _text(parts: tuple[Part, ...]) -> str:
    return "".join(part if isinstance(part, str) else f"{{{{{part.name}}}}}" for part in parts)
