"""What is drawn on a sheet: charts with their lines, pictures, and boxes that hold text."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from lxml import etree
from msgspec import Struct

from quarterly.audit.numbers import whole
from quarterly.audit.parts import Parts, Relation, relation_id


class Drawing(StrEnum):
    """What sort of thing floats on a sheet."""

    CHART = "chart"
    PICTURE = "picture"
    BOX = "box"


class Drawn(Struct, frozen=True, kw_only=True):
    """One thing on a sheet. ``text`` is what a box says; ``chart`` the chart's part; ``row`` and ``column`` from 1."""

    kind: Drawing
    name: str
    description: str
    row: int
    column: int
    text: str = ""
    chart: etree._Element | None = None


_BOXES = ("sp", "cxnSp", "contentPart")


def drawn_on(parts: Parts, relations: dict[str, Relation]) -> Iterator[Drawn]:
    """Everything that floats on the sheet with these relationships."""
    for relation in relations.values():
        root = parts.tree(relation.target) if relation.kind == "drawing" else None
        if root is None:
            continue
        of_drawing = parts.relations(relation.target)
        for anchor in root:
            yield from _anchored(parts, anchor, of_drawing)


def _anchored(parts: Parts, anchor: etree._Element, relations: dict[str, Relation]) -> Iterator[Drawn]:
    row = whole(anchor.findtext("{*}from/{*}row")) + 1
    column = whole(anchor.findtext("{*}from/{*}col")) + 1
    for element in anchor.iter("{*}graphicFrame", "{*}pic", *(f"{{*}}{box}" for box in _BOXES)):
        known = element.find("*/{*}cNvPr")
        name = "" if known is None else known.get("name", "")
        said = "" if known is None else known.get("descr", "")
        chart = element.find(".//{*}graphicData/{*}chart")
        local = etree.QName(element).localname
        if chart is not None:
            target = relations.get(relation_id(chart))
            yield Drawn(
                kind=Drawing.CHART,
                name=name,
                description=said,
                row=row,
                column=column,
                chart=parts.tree(target.target) if target else None,
            )
        elif local in _BOXES:
            text = " ".join(" ".join(each.text or "" for each in element.iter("{*}t")).split())
            yield Drawn(kind=Drawing.BOX, name=name, description=said, row=row, column=column, text=text)
        else:
            yield Drawn(kind=Drawing.PICTURE, name=name, description=said, row=row, column=column)
