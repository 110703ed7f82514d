"""The package inside the zip file: parts, their content types, and the relationships that tie them together."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import unquote

from msgspec import Struct

from quarterly.ooxml.archive import Archive, key_of
from quarterly.ooxml.markup import BrokenMarkup, Markup, UnsafeMarkup
from quarterly.read import refusals as reading

CONTENT_TYPES = "[Content_Types].xml"
RELATIONSHIPS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
MAX_PART = 128 << 20  # bytes of one part that is read whole; the largest styles part Excel allows takes about 15 MB


class Relationship(Struct, frozen=True, kw_only=True):
    """An edge of the package. ``part`` is the name of the part it leads to; empty for what lies outside."""

    id: str
    type: str
    target: str
    external: bool
    part: str

    @property
    def kind(self) -> str:
        """The last word of the type: "worksheet", "styles", "drawing"."""
        return self.type.rpartition("/")[2]


class Package:
    """A package whose parts are read when they are asked for. Part names have no leading slash."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.name = archive.name
        self.types = self.markup(CONTENT_TYPES)
        self._defaults = {
            node.attributes.get("Extension", "").casefold(): node.attributes.get("ContentType", "")
            for node in self.types.root.all("Default")
        }
        self._overrides = {
            key_of(node.attributes.get("PartName", "")): node.attributes.get("ContentType", "")
            for node in self.types.root.all("Override")
        }
        self._relationships: dict[str, tuple[Relationship, ...]] = {}

    def __contains__(self, part: str) -> bool:
        return bool(part) and part in self.archive

    def read(self, part: str) -> bytes:
        """A part as a whole.

        Raises:
            WorkbookRefused: it is missing, damaged, or larger than any part of its kind needs to be.
        """
        pieces: list[bytes] = []
        size = 0
        for chunk in self.stream(part):
            size += len(chunk)
            if size > MAX_PART:
                raise reading.UNPACKS_TOO_LARGE.of(self.name, limit=MAX_PART >> 20, part=part)
            pieces.append(chunk)
        return b"".join(pieces)

    def stream(self, part: str) -> Iterator[bytes]:
        """A part, chunk by chunk."""
        return self.archive.unpack(self.archive.find(part))

    def markup(self, part: str, *, depth: int = 99) -> Markup:
        """An XML part, mapped.

        Raises:
            WorkbookRefused: it is missing, damaged or hostile.
        """
        return parse(self.read(part), self.name, part, depth=depth)

    def content_type(self, part: str) -> str:
        """What the package says a part is; empty where it says nothing."""
        stated = self._overrides.get(key_of(part))
        return stated if stated is not None else self._defaults.get(extension_of(part), "")

    def overrides(self) -> frozenset[str]:
        """The keys of all parts whose type is stated one by one, existing or not."""
        return frozenset(self._overrides)

    def relationships(self, part: str) -> tuple[Relationship, ...]:
        """What a part points at; ``""`` is the package itself."""
        key = key_of(part)
        if key not in self._relationships:
            name = relationships_part(part)
            found = parse_relationships(self.markup(name), part, self.archive) if name in self.archive else ()
            self._relationships[key] = found
        return self._relationships[key]

    def reachable(self, *, without: Iterable[tuple[str, str]] = ()) -> frozenset[str]:
        """The keys of all parts that can be reached from the package root.

        ``without`` names edges to leave out, each by the part it starts from and its relationship id.
        """
        left_out = {(key_of(part), identifier) for part, identifier in without}
        found: set[str] = set()
        waiting = [""]
        while waiting:
            part = waiting.pop()
            for edge in self.relationships(part):
                key = key_of(edge.part)
                if edge.part in self and key not in found and (key_of(part), edge.id) not in left_out:
                    found.add(key)
                    waiting.append(edge.part)
        return frozenset(found)

    def targets(self) -> frozenset[str]:
        """The keys of everything that any relationship in the package points at, existing or not."""
        sources = (source_of(name) for name in self.archive.parts() if is_relationships_part(name))
        return frozenset(key_of(edge.part) for source in sources for edge in self.relationships(source))


def parse(raw: bytes, name: str, part: str, *, depth: int = 99) -> Markup:
    """Map an XML part of the file ``name``.

    Raises:
        WorkbookRefused: it is damaged or hostile.
    """
    try:
        return Markup(raw, depth=depth)
    except UnsafeMarkup as error:
        raise reading.UNSAFE_XML.of(name, part=part) from error
    except (BrokenMarkup, ValueError) as error:
        raise reading.DAMAGED.of(name, reason=f"its part {part} is not well-formed") from error


def parse_relationships(markup: Markup, part: str, archive: Archive) -> tuple[Relationship, ...]:
    """The relationships written in a relationships part."""
    return tuple(
        Relationship(
            id=node.attributes.get("Id", ""),
            type=node.attributes.get("Type", ""),
            target=node.attributes.get("Target", ""),
            external=node.attributes.get("TargetMode", "") == "External",
            part=_part_of(node.attributes, part, archive),
        )
        for node in markup.root.all("Relationship")
    )


def _part_of(attributes: Mapping[str, str], part: str, archive: Archive) -> str:
    target = attributes.get("Target", "").partition("#")[0]
    if attributes.get("TargetMode", "") == "External" or not target:
        return ""
    found = resolve(part, target)
    # Names in the zip may be written with or without percent signs.
    return found if found in archive else unquote(found)


def resolve(part: str, target: str) -> str:
    """The part that a target written in ``part``'s relationships means."""
    joined = posixpath.join("/", posixpath.dirname(part), target.replace("\\", "/"))
    return posixpath.normpath(joined).lstrip("/")


def relationships_part(part: str) -> str:
    """Where the relationships of a part are written."""
    folder, leaf = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{leaf}.rels")


def is_relationships_part(name: str) -> bool:
    """Whether a part holds relationships."""
    return posixpath.basename(posixpath.dirname(name)) == "_rels" and name.endswith(".rels")


def source_of(name: str) -> str:
    """The part whose relationships ``name`` holds: the inverse of :func:`relationships_part`."""
    folder, leaf = posixpath.split(name)
    return posixpath.join(posixpath.dirname(folder), leaf.removesuffix(".rels"))


def relative(part: str, source: str) -> str:
    """How ``source`` refers to ``part`` in its relationships."""
    return posixpath.relpath("/" + part, "/" + posixpath.dirname(source))


def extension_of(part: str) -> str:
    """The part's extension, in small letters."""
    return posixpath.splitext(part)[1].lstrip(".").casefold()
