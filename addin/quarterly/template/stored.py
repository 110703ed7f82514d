"""A compiled template as JSON and back. Never pickle: what lies in a cache folder may have been put there by others."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from msgspec import Struct, field

from quarterly.compose.report import Look
from quarterly.model.problems import CellRef, Problem
from quarterly.template import kinds
from quarterly.template.compiler import Compiled
from quarterly.template.layout import (
    ConditionalFormat,
    Each,
    Format,
    Node,
    PageSetup,
    Part,
    Picture,
    ReadyMade,
    Row,
    SheetLayout,
    StyleSheet,
    Template,
    TemplateCell,
    Token,
)

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
T = TypeVar("T")
_KINDS = {kind.code: kind for kind in kinds.KINDS}
_PAGE = tuple(name for name in PageSetup.__struct_fields__ if name != "repeat")


class Unreadable(Exception):
    """What is stored is not what was written here."""


def to_json(compiled: Compiled) -> bytes:
    """The compiled template, its warnings included; the same template always gives the same bytes."""
    writer = _Writer()
    template = compiled.template
    said: Json = {
        "name": template.name,
        "sha256": template.sha256,
        "title": template.title,
        "sheets": [writer.sheet(sheet) for sheet in template.sheets],
        "statuses": [[str(look), writer.format(form)] for look, form in template.styles.statuses],
        "roles": [[role, writer.format(form)] for role, form in template.styles.roles],
        "lines": [list(pair) for pair in template.styles.lines],
        "rows": [list(pair) for pair in template.styles.rows],
        "problems": [_problem(problem) for problem in compiled.problems],
        "formats": [[list(pair) for pair in form] for form in writer.formats],
    }
    return json.dumps(said, ensure_ascii=True, separators=(",", ":"), allow_nan=False).encode()


def from_json(content: bytes) -> Compiled:
    """The template that was written.

    Raises:
        Unreadable: the bytes are damaged, or from elsewhere.
    """
    try:
        return _read(json.loads(content))
    except (LookupError, TypeError, ValueError, RecursionError, binascii.Error) as error:
        raise Unreadable from error


class _Writer(Struct):
    """Writes; formats are many, and few of them differ, so that each is written once."""

    formats: list[Format] = field(default_factory=list)
    _numbers: dict[Format, int] = field(default_factory=dict)

    def format(self, form: Format) -> int:
        if form not in self._numbers:
            self._numbers[form] = len(self.formats)
            self.formats.append(form)
        return self._numbers[form]

    def sheet(self, sheet: SheetLayout) -> Json:
        return {
            "name": _parts(sheet.name),
            "nodes": [self.node(node) for node in sheet.nodes],
            "widths": list(sheet.widths),
            "repeats": sheet.repeats,
            "frozen": list(sheet.frozen),
            "zoom": sheet.zoom,
            "gridlines": sheet.gridlines,
            "tab": sheet.tab_colour,
            "page": {name: getattr(sheet.page, name) for name in _PAGE},
            "repeat": list(sheet.page.repeat) if sheet.page.repeat else None,
            "pictures": [_picture(picture) for picture in sheet.pictures],
            "conditional": [self.conditional(rule) for rule in sheet.conditional],
        }

    def node(self, node: Node) -> Json:
        if isinstance(node, Each):
            return ["each", node.over, node.at, [self.node(inner) for inner in node.body]]
        if isinstance(node, ReadyMade):
            return ["ready", node.key, node.at]
        return ["row", node.number, node.height, node.repeats, [self.cell(cell) for cell in node.cells]]

    def cell(self, cell: TemplateCell) -> Json:
        form = self.format(cell.format)
        return [cell.column, cell.at, _value(cell.value), form, cell.columns, cell.rows, cell.link]

    def conditional(self, rule: ConditionalFormat) -> Json:
        area = [rule.first_row, rule.first_column, rule.last_row, rule.last_column]
        return [*area, [list(option) for option in rule.options], self.format(rule.format)]


def _parts(parts: tuple[Part, ...]) -> list[Json]:
    return [[part.name] if isinstance(part, Token) else part for part in parts]


def _value(value: tuple[Part, ...] | float | date | None) -> Json:
    if isinstance(value, tuple):
        return _parts(value)
    return {"date": value.isoformat()} if isinstance(value, date) else value


def _picture(picture: Picture) -> Json:
    content = base64.b64encode(picture.content).decode("ascii")
    place: list[Json] = [picture.row, picture.column, picture.width, picture.height, picture.x_offset, picture.y_offset]
    return [content, picture.suffix, place, picture.alt_text, picture.decorative]


def _problem(problem: Problem) -> Json:
    return [problem.code, problem.at.sheet, problem.at.row, problem.at.column, problem.found, problem.fix]


def _read(said: Json) -> Compiled:
    book = _map(said)
    reader = _Reader(tuple(tuple(map(_pair, _list(form))) for form in _list(book["formats"])))
    styles = StyleSheet(
        statuses=tuple((Look(_text(look)), reader.format(form)) for look, form in map(_two, _list(book["statuses"]))),
        roles=tuple((_text(role), reader.format(form)) for role, form in map(_two, _list(book["roles"]))),
        lines=tuple((_text(role), _text(colour)) for role, colour in map(_two, _list(book["lines"]))),
        rows=tuple((_text(name), _whole(row)) for name, row in map(_two, _list(book["rows"]))),
    )
    template = Template(
        name=_text(book["name"]),
        sha256=_text(book["sha256"]),
        title=_text(book["title"]),
        sheets=tuple(map(reader.sheet, _list(book["sheets"]))),
        styles=styles,
    )
    return Compiled(template=template, problems=tuple(map(_problem_of, _list(book["problems"]))))


class _Reader(Struct, frozen=True):
    """Reads; every value's type is looked at, for a cell's value is used as it stands."""

    formats: Sequence[Format]

    def format(self, number: Json) -> Format:
        return self.formats[_whole(number)]

    def sheet(self, said: Json) -> SheetLayout:
        sheet = _map(said)
        rows, columns = map(_whole, _list(sheet["frozen"]))
        page = _map(sheet["page"])
        repeat = sheet["repeat"]
        return SheetLayout(
            name=_parts_of(sheet["name"]),
            nodes=tuple(map(self.node, _list(sheet["nodes"]))),
            widths=tuple(map(_number, _list(sheet["widths"]))),
            repeats=_text(sheet["repeats"]),
            frozen=(rows, columns),
            zoom=_whole(sheet["zoom"]),
            gridlines=_of(bool, sheet["gridlines"]),
            tab_colour=_text(sheet["tab"]),
            page=_page(page, None if repeat is None else (_whole(_list(repeat)[0]), _whole(_list(repeat)[1]))),
            pictures=tuple(map(_picture_of, _list(sheet["pictures"]))),
            conditional=tuple(map(self.conditional, _list(sheet["conditional"]))),
        )

    def node(self, said: Json) -> Node:
        kind, *rest = _list(said)
        if kind == "each":
            over, at, body = rest
            return Each(over=_text(over), at=_text(at), body=tuple(map(self.node, _list(body))))
        if kind == "ready":
            key, at = rest
            return ReadyMade(key=_text(key), at=_text(at))
        number, height, repeats, cells = rest
        return Row(
            number=_whole(number),
            height=None if height is None else _number(height),
            repeats=_text(repeats),
            cells=tuple(map(self.cell, _list(cells))),
        )

    def cell(self, said: Json) -> TemplateCell:
        column, at, value, form, columns, rows, link = _list(said)
        return TemplateCell(
            column=_whole(column),
            at=_text(at),
            value=_value_of(value),
            format=self.format(form),
            columns=_whole(columns),
            rows=_whole(rows),
            link=_text(link),
        )

    def conditional(self, said: Json) -> ConditionalFormat:
        first_row, first_column, last_row, last_column, options, form = _list(said)
        return ConditionalFormat(
            first_row=_whole(first_row),
            first_column=_whole(first_column),
            last_row=_whole(last_row),
            last_column=_whole(last_column),
            options=tuple(map(_pair, _list(options))),
            format=self.format(form),
        )


def _page(said: dict[str, Json], repeat: tuple[int, int] | None) -> PageSetup:
    left, right, top, bottom = (_number(said[side]) for side in ("left", "right", "top", "bottom"))
    return PageSetup(
        landscape=_of(bool, said["landscape"]),
        paper=_whole(said["paper"]),
        left=left,
        right=right,
        top=top,
        bottom=bottom,
        header=_text(said["header"]),
        footer=_text(said["footer"]),
        repeat=repeat,
        centred=_of(bool, said["centred"]),
        one_page=_of(bool, said["one_page"]),
    )


def _picture_of(said: Json) -> Picture:
    content, suffix, place, alt_text, decorative = _list(said)
    row, column, width, height, x, y = _list(place)
    return Picture(
        content=base64.b64decode(_text(content), validate=True),
        suffix=_text(suffix),
        row=_whole(row),
        column=_whole(column),
        width=_number(width),
        height=_number(height),
        x_offset=_number(x),
        y_offset=_number(y),
        alt_text=_text(alt_text),
        decorative=_of(bool, decorative),
    )


def _problem_of(said: Json) -> Problem:
    code, sheet, row, column, found, fix = _list(said)
    at = CellRef(_text(sheet), _whole(row), _whole(column))
    return Problem(at=at, kind=_KINDS[_text(code)], found=_text(found), fix=_text(fix))


def _parts_of(said: Json) -> tuple[Part, ...]:
    return tuple(Token(_text(part[0])) if isinstance(part, list) else _text(part) for part in _list(said))


def _value_of(said: Json) -> tuple[Part, ...] | float | date | None:
    if isinstance(said, list):
        return _parts_of(said)
    if isinstance(said, dict):
        return date.fromisoformat(_text(said["date"]))
    return None if said is None else _number(said)


def _pair(said: Json) -> tuple[str, str | int | float | bool]:
    name, value = _list(said)
    if not isinstance(value, str | int | float | bool):
        raise TypeError(value)
    return _text(name), value


def _two(said: Json) -> tuple[Json, Json]:
    first, second = _list(said)
    return first, second


def _of(kind: type[T], said: Json) -> T:
    """The value, if it is exactly of this type: true is no number here."""
    if type(said) is not kind or not isinstance(said, kind):
        raise TypeError(said)
    return said


def _text(said: Json) -> str:
    return _of(str, said)


def _whole(said: Json) -> int:
    return _of(int, said)


def _number(said: Json) -> float:
    if isinstance(said, bool) or not isinstance(said, int | float):
        raise TypeError(said)
    return float(said)


def _list(said: Json) -> list[Json]:
    if not isinstance(said, list):
        raise TypeError(said)
    return said


def _map(said: Json) -> dict[str, Json]:
    if not isinstance(said, dict):
        raise TypeError(said)
    return said
