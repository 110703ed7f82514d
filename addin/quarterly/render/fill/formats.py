"""The format in which a filled cell is written: the template's, with status, link or number laid over it."""

from __future__ import annotations

import re
from datetime import date

from msgspec import Struct, field
from xlsxwriter.format import Format as BookFormat

from quarterly.compose.report import Cell, Look
from quarterly.render.fill.lines import Filled
from quarterly.render.styles import Face, Properties, Styles, face_of, number_format, shown
from quarterly.template.layout import Format

_SPECIAL = frozenset(Look) - {Look.TEXT, Look.STRONG, Look.SMALL}  # the looks that a template's Styles decide
_QUOTED = re.compile(r'"([^"]*)"|\\(.)')
_PERCENT_SIGN = re.compile(r'"[^"]*"|[\\_*].|\[[^\]]*\]|(?P<sign>%)')
_DIGITS = re.compile(r"\.([0#?]+)")
_DATE_PARTS = (("mmmm", "September"), ("mmm", "Sep"), ("dddd", "Wednesday"), ("ddd", "Wed"), ("yyyy", "2026"))


class Dresser(Struct):
    """The formats of filled cells in one workbook, each made once."""

    styles: Styles
    _made: dict[tuple[Format, Look, str, bool], BookFormat] = field(default_factory=dict)
    _faces: dict[tuple[Format, Look], Face] = field(default_factory=dict)

    def dress(self, cell: Filled) -> BookFormat:
        """The format that the cell is written in."""
        number = "" if cell.own else number_format(cell.content)
        key = (cell.form, cell.content.look, number, cell.wraps)
        if key not in self._made:
            self._made[key] = self.styles.plain(self.properties(cell))
        return self._made[key]

    def properties(self, cell: Filled) -> Properties:
        """The same as XlsxWriter's properties."""
        properties = dict(cell.form) if cell.form else {**self.styles.body, "valign": "top"}
        if cell.content.look in _SPECIAL:
            properties |= self.styles.laid_over(cell.content.look)
        number = "" if cell.own else number_format(cell.content)
        if number:
            properties["num_format"] = _on_our_scale(properties, number) if _is_set(properties) else number
        if cell.wraps:
            properties["text_wrap"] = True
        return properties

    def face(self, cell: Filled) -> Face:
        """How the cell's text is set, for measuring."""
        key = (cell.form, cell.content.look)
        if key not in self._faces:
            self._faces[key] = face_of(self.properties(cell))
        return self._faces[key]

    def shown(self, cell: Filled) -> str:
        """A number or a date about as Excel shows it in this cell, for measuring; "" for text."""
        value = cell.content.value
        if value is None or isinstance(value, str):
            return ""
        pattern = str(self.properties(cell).get("num_format", ""))
        if not pattern or pattern == "General":
            return shown(cell.content) if not cell.own or isinstance(value, date) else f"{value:g}"
        return _date_shown(pattern) if isinstance(value, date) else _number_shown(value, pattern)


def _on_our_scale(properties: Properties, number: str) -> str:
    """The template's format of a number; its percent sign only for a percentage, and without multiplying it by 100.

    The button % of Excel's gives "0%", which shows 92.7 as 9270%. Values stand on the scale 0 to 100.
    """
    pattern = str(properties["num_format"])
    if not _multiplies(pattern):
        return pattern
    return _PERCENT_SIGN.sub(_literal, pattern) if "%" in number else number


def _multiplies(pattern: str) -> bool:
    """Whether Excel shows a value times 100: a percent sign stands in it that is not a literal."""
    return any(found["sign"] for found in _PERCENT_SIGN.finditer(pattern))


def _literal(found: re.Match[str]) -> str:
    return '"%"' if found["sign"] else found[0]


def _is_set(properties: Properties) -> bool:
    return properties.get("num_format", "General") not in ("General", "", 0)


def _date_shown(pattern: str) -> str:
    text = _QUOTED.sub(lambda found: found[1] or found[2], pattern.split(";", maxsplit=1)[0])
    for part, example in _DATE_PARTS:
        text = text.replace(part, example)
    return f"{text}0" if re.search(r"(?<![dmy])[dmy](?![dmy])", text) else text  # "d" alone may be two digits


def _number_shown(value: float, pattern: str) -> str:
    plain = _QUOTED.sub("", pattern.split(";", maxsplit=1)[0])
    decimals = _DIGITS.search(plain)
    scaled = value * 100 if "%" in plain else value
    words = "".join(found[1] or found[2] or "" for found in _QUOTED.finditer(pattern.split(";", maxsplit=1)[0]))
    signs = "".join(sign for sign in "£$€%" if sign in plain)
    return f"{scaled:,.{len(decimals[1]) if decimals else 0}f}{words}{signs}"


def without_value(cell: Filled) -> Filled:
    """The empty cell beneath one whose text runs on: its format without the colour of a status."""
    return Filled(column=cell.column, content=Cell(""), form=cell.form, columns=cell.columns, label=cell.label)
