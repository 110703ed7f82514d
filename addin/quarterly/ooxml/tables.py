"""Tables of a workbook: their numbers and names are unique together with every defined name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from msgspec import Struct

from quarterly.ooxml.markup import Markup
from quarterly.ooxml.opc import Package, parse
from quarterly.ooxml.sheets import Fit, change_attribute, rename_formulas
from quarterly.ooxml.workbook import free_name

TABLE_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml"
_LONGEST_NAME = 255  # characters (Excel specifications and limits)
_ROOT = re.compile(rb"<(?:\w+:)?table(?=\s)(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
_COLUMN = re.compile(rb"<(?:\w+:)?tableColumn(?=\s)(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
_FORMATS = re.compile(rb"""(\s\w*[dD]xfId=["'])([0-9]+)""")


class TableTag(Struct, frozen=True, kw_only=True):
    """What identifies a table in its workbook."""

    number: int
    name: str


def table_tags(package: Package, *, without: frozenset[str] = frozenset()) -> Mapping[str, TableTag]:
    """Every table of a package by the key of its part, but for the parts left out."""
    keys = (key for key in sorted(package.archive.parts() - without) if package.content_type(key) == TABLE_TYPE)
    return {key: _tag(package.markup(key, depth=1)) for key in keys}


def _tag(markup: Markup) -> TableTag:
    stated = markup.root.attributes
    number = stated.get("id", "0")
    name = stated.get("displayName") or stated.get("name", "")
    return TableTag(number=int(number) if number.isdecimal() else 0, name=name)


def renumbered(tables: Mapping[str, TableTag], taken: Iterable[TableTag], names: frozenset[str]) -> dict[str, TableTag]:
    """New numbers and names for the report's tables, beside those that the host has taken (names in small letters)."""
    taken = tuple(taken)
    numbers = {tag.number for tag in taken}
    used = set(names | {tag.name.casefold() for tag in taken})
    fitted: dict[str, TableTag] = {}
    number = 0
    for key, tag in tables.items():
        number = next(free for free in range(number + 1, number + len(numbers) + 2) if free not in numbers)
        name = free_name(tag.name, frozenset(used), _LONGEST_NAME, "_{}")
        used.add(name.casefold())
        fitted[key] = TableTag(number=number, name=name)
    return fitted


def rewrite_table(raw: bytes, tag: TableTag, fit: Fit, *, name: str) -> bytes:
    """A table part with its new number, name and formats."""
    text = parse(raw, name, "table", depth=1).text

    def root(found: re.Match[bytes]) -> bytes:
        written = change_attribute(found[0], b"id", lambda _: str(tag.number))
        for attribute in (b"name", b"displayName"):
            written = change_attribute(written, attribute, lambda _: tag.name)
        return formats(written)

    def formats(tag_: bytes) -> bytes:
        return _FORMATS.sub(lambda found: found[1] + str(fit.formats[int(found[2])]).encode(), tag_)

    text = _ROOT.sub(root, text, count=1)
    text = _COLUMN.sub(lambda found: formats(found[0]), text)
    return rename_formulas(text, fit.renames) if fit.renames else text
