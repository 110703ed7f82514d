"""The parts of a package and how they lead to one another, for an independent look at a finished file."""

from __future__ import annotations

import posixpath

from lxml import etree
from msgspec import Struct, field

from quarterly.read.package import Package, open_package, parse_xml


class Relation(Struct, frozen=True, kw_only=True):
    """A relationship: the last word of its type, the part or address that it leads to, and whether that is outside."""

    kind: str
    target: str
    outside: bool


class Parts(Struct):
    """The parts of one workbook, parsed when asked for."""

    package: Package
    _trees: dict[str, etree._Element | None] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """Every part."""
        return self.package.parts

    def tree(self, name: str) -> etree._Element | None:
        """A part as a tree; ``None`` where there is no such part.

        Raises:
            WorkbookRefused: it is damaged or hostile.
        """
        if name not in self._trees:
            content = self.package.part(name)
            self._trees[name] = parse_xml(content, self.package.name, name) if content else None
        return self._trees[name]

    def relations(self, part: str) -> dict[str, Relation]:
        """What a part leads to, by id; the whole package's where ``part`` is empty."""
        folder, leaf = posixpath.split(part)
        root = self.tree(posixpath.join(folder, "_rels", f"{leaf}.rels"))
        return {} if root is None else {each.get("Id", ""): _relation(each, folder) for each in root}


def open_parts(content: bytes, name: str) -> Parts:
    """Open a finished workbook.

    Raises:
        WorkbookRefused: it is no workbook, or damaged or hostile.
    """
    return Parts(open_package(content, name))


def _relation(element: etree._Element, folder: str) -> Relation:
    outside = element.get("TargetMode") == "External"
    target = element.get("Target", "").replace("\\", "/")
    if not outside:
        joined = target if target.startswith("/") else posixpath.join("/", folder, target)
        target = posixpath.normpath(joined).lstrip("/")
    return Relation(kind=element.get("Type", "").rpartition("/")[2], target=target, outside=outside)


def relation_id(element: etree._Element) -> str:
    """The value of an element's ``r:id``, in whichever namespace it is written."""
    for key, value in element.attrib.items():
        name = etree.QName(str(key))
        if name.localname == "id" and name.namespace:
            return str(value)
    return ""
