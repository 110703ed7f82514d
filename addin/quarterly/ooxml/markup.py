"""An XML part as bytes with a map of its elements, so that it can be edited without being written anew.

Serialising a tree rewrites what its author never asked to change: quotes, white space, prefixes, character
references. Here an edit is a splice of bytes; all else stays, and every splice has an inverse.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from xml.parsers import expat
from xml.sax.saxutils import escape

from msgspec import Struct, field

_ATTRIBUTE = re.compile(rb"""\s([^\s=<>/]+)\s*=\s*("[^"]*"|'[^']*')""")
START_TAG = re.compile(rb"""<([^\s/>!?]+)((?:\s+[^\s=<>/]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(/?)>""")
_UTF16 = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


class UnsafeMarkup(ValueError):
    """The part has a document type declaration, through which entities attack."""


class BrokenMarkup(ValueError):
    """The part is not well-formed XML."""


class Splice(Struct, frozen=True):
    """Bytes ``start`` to ``end`` give way to ``text``."""

    start: int
    end: int
    text: bytes


class Node(Struct, frozen=True, kw_only=True):
    """An element: its Clark name ``tag``, its attributes, and where it stands.

    The start tag is ``start`` to ``inner``, the content ``inner`` to ``tail``, and the whole ``start`` to ``end``. An
    element written as ``<x/>`` is ``closed``: its ``inner``, ``tail`` and ``end`` are the same.
    """

    tag: str
    written: bytes  # the name as it is written, with its prefix
    attributes: Mapping[str, str]
    start: int
    inner: int
    tail: int
    end: int
    closed: bool
    children: tuple[Node, ...] = ()

    @property
    def name(self) -> str:
        """The name without its namespace."""
        return self.tag.rpartition("}")[2]

    @property
    def prefix(self) -> bytes:
        """The prefix with its colon, or nothing: what a new element beside this one is written with."""
        head, colon, _ = self.written.rpartition(b":")
        return head + colon

    def child(self, name: str) -> Node | None:
        """The first child of that name."""
        return next((child for child in self.children if child.name == name), None)

    def all(self, name: str) -> Iterator[Node]:
        """Every child of that name."""
        return (child for child in self.children if child.name == name)


class _Open(Struct):
    """An element whose end has not been met."""

    tag: str
    attributes: Mapping[str, str]
    start: int
    children: list[Node] = field(default_factory=list)


class Markup:
    """One XML part. ``text`` is its bytes (UTF-16 recoded as UTF-8), ``root`` the map down to ``depth`` levels.

    Raises:
        UnsafeMarkup: it has a document type declaration.
        BrokenMarkup: it is not well-formed.
    """

    def __init__(self, raw: bytes, *, depth: int = 99) -> None:
        self._mark, self._encoding = next((pair for pair in _UTF16 if raw.startswith(pair[0])), (b"", ""))
        self.text = raw[2:].decode(self._encoding).encode() if self._mark else raw
        self.namespaces: dict[str, str] = {}  # of the root: namespace to prefix
        self.root = self._map(depth)

    def _map(self, depth: int) -> Node:
        parser = self._parser()
        stack: list[_Open] = [_Open("", {}, 0)]
        level = 0

        def start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal level
            level += 1
            if level <= depth:
                stack.append(_Open(tag, attributes, parser.CurrentByteIndex))

        def end(_tag: str) -> None:
            nonlocal level
            if level <= depth:
                node = self._close(stack.pop(), parser.CurrentByteIndex)
                stack[-1].children.append(node)
            level -= 1

        def namespace(prefix: str | None, uri: str) -> None:
            if level == 0:
                self.namespaces.setdefault(uri, prefix or "")

        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.StartNamespaceDeclHandler = namespace
        try:
            parser.Parse(self.text, True)
        except (expat.ExpatError, LookupError) as error:  # LookupError: an encoding that does not exist
            raise BrokenMarkup(str(error)) from error
        return stack[0].children[0]

    def _parser(self) -> expat.XMLParserType:
        def refuse(*_: object) -> None:
            raise UnsafeMarkup

        # What the declaration says of the encoding is no longer true of recoded text.
        parser = expat.ParserCreate("utf-8" if self._mark else None, namespace_separator="}")
        parser.StartDoctypeDeclHandler = refuse
        return parser

    def _close(self, opened: _Open, end_tag: int) -> Node:
        tag = START_TAG.match(self.text, opened.start)
        if tag is None:
            raise BrokenMarkup(f"unreadable tag at byte {opened.start}")
        closed = bool(tag[3])
        return Node(
            tag=opened.tag,
            written=tag[1],
            attributes=opened.attributes,
            start=opened.start,
            inner=tag.end(),
            tail=tag.end() if closed else end_tag,
            end=tag.end() if closed else self.text.index(b">", end_tag) + 1,
            closed=closed,
            children=tuple(opened.children),
        )

    def raw(self, text: bytes) -> bytes:
        """Edited text in the encoding in which the part came."""
        return self._mark + text.decode().encode(self._encoding) if self._mark else text

    def content(self, node: Node) -> str:
        """The text between an element's tags, markup unescaped."""
        return html.unescape(self.text[node.inner : node.tail].decode(errors="replace"))

    def set_attribute(self, node: Node, name: str, value: object) -> Splice:
        """Give an attribute without prefix another value, or add it."""
        wanted = name.encode()
        for found in _ATTRIBUTE.finditer(self.text, node.start, node.inner):
            if found[1] == wanted:
                return Splice(found.start(2) + 1, found.end(2) - 1, escape_attribute(str(value)))
        place = node.start + 1 + len(node.written)
        return Splice(place, place, b" %s=%s" % (wanted, quoted(str(value))))

    def append(self, node: Node, text: bytes) -> tuple[Splice, ...]:
        """Add elements at the end of an element's content, opening it first where it is written as ``<x/>``."""
        if not text:
            return ()
        if not node.closed:
            return (Splice(node.tail, node.tail, text),)
        slash = self.text.rindex(b"/", node.start, node.inner)
        return (Splice(slash, node.inner, b">" + text + b"</%s>" % node.written),)


def apply(text: bytes, splices: Iterable[Splice]) -> bytes:
    """The text after every splice. Splices refer to the text as given and do not overlap."""
    pieces: list[bytes] = []
    position = 0
    for splice in sorted(splices, key=lambda splice: (splice.start, splice.end)):
        if splice.start < position:
            raise ValueError(f"overlapping edits at byte {splice.start}")
        pieces += (text[position : splice.start], splice.text)
        position = splice.end
    pieces.append(text[position:])
    return b"".join(pieces)


def inverse(text: bytes, splices: Iterable[Splice]) -> tuple[Splice, ...]:
    """What leads back from ``apply(text, splices)`` to ``text``."""
    shift = 0
    back: list[Splice] = []
    for splice in sorted(splices, key=lambda splice: (splice.start, splice.end)):
        start = splice.start + shift
        back.append(Splice(start, start + len(splice.text), text[splice.start : splice.end]))
        shift += len(splice.text) - (splice.end - splice.start)
    return tuple(back)


def escape_attribute(value: str) -> bytes:
    """A value between quotes. Only ASCII is written, so that it is right in every encoding."""
    escaped = escape(value, {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
    return escaped.encode("ascii", "xmlcharrefreplace")


def escape_text(value: str) -> bytes:
    """Text between tags, in ASCII."""
    return escape(value).encode("ascii", "xmlcharrefreplace")


def quoted(value: str) -> bytes:
    """An attribute's value with its quotes."""
    return b'"' + escape_attribute(value) + b'"'
