"""What the workbook part says: its sheets in order, its defined names, and which sheet is shown first."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from quarterly.ooxml.markup import Markup, Node, escape_text, quoted
from quarterly.ooxml.preflight import DOCUMENT_RELATIONSHIPS

LONGEST_NAME = 31  # characters of a sheet's name (Excel specifications and limits)
_RELATIONSHIP_ID = f"{DOCUMENT_RELATIONSHIPS}}}id"


class Sheet(Struct, frozen=True, kw_only=True):
    """A sheet as the workbook lists it."""

    node: Node
    name: str
    number: int  # sheetId: stays with the sheet when it is moved or renamed
    relationship: str
    state: str


class Name(Struct, frozen=True, kw_only=True):
    """A defined name. ``scope`` is the index of the sheet it belongs to, ``None`` for the whole workbook."""

    name: str
    text: str
    scope: int | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    node: Node | None = None

    @property
    def key(self) -> str:
        """Names compare without case."""
        return self.name.casefold()

    def written(self, prefix: bytes, scope: int | None) -> bytes:
        """The name as an element, in the scope of a sheet or of the workbook."""
        stated = {"name": self.name} | ({} if scope is None else {"localSheetId": str(scope)}) | dict(self.attributes)
        start = b"".join(b" %s=%s" % (key.encode(), quoted(value)) for key, value in stated.items())
        tag = prefix + b"definedName"
        return b"<%s%s>%s</%s>" % (tag, start, escape_text(self.text), tag)


class Workbook:
    """A workbook part, read."""

    def __init__(self, markup: Markup) -> None:
        self.markup = markup
        self.root = markup.root
        # Preflight has refused a workbook without a list of sheets.
        self.sheets_node = next(self.root.all("sheets"))
        self.names_node = self.root.child("definedNames")
        self.sheets = tuple(map(_sheet, self.sheets_node.all("sheet")))
        named = self.names_node.all("definedName") if self.names_node else ()
        self.names = tuple(_name(markup, node) for node in named)

    @property
    def view(self) -> Node | None:
        """The first window's settings."""
        views = self.root.child("bookViews")
        return views.child("workbookView") if views else None

    @property
    def active(self) -> int:
        """The index of the sheet that is shown when the workbook opens."""
        return index_of(self.view, "activeTab")

    def scoped(self, sheet: int) -> tuple[Name, ...]:
        """The names that belong to a sheet."""
        return tuple(name for name in self.names if name.scope == sheet)

    @property
    def global_names(self) -> tuple[Name, ...]:
        """The names that belong to the whole workbook."""
        return tuple(name for name in self.names if name.scope is None)


def index_of(node: Node | None, attribute: str) -> int:
    """An attribute that counts sheets; 0 where it is absent or unreadable."""
    written = node.attributes.get(attribute, "0") if node else "0"
    return int(written) if written.removeprefix("-").isdecimal() else 0


def _sheet(node: Node) -> Sheet:
    return Sheet(
        node=node,
        name=node.attributes.get("name", ""),
        number=index_of(node, "sheetId"),
        relationship=node.attributes.get(_RELATIONSHIP_ID, ""),
        state=node.attributes.get("state", ""),
    )


def _name(markup: Markup, node: Node) -> Name:
    stated = dict(node.attributes)
    name = stated.pop("name", "")
    scope = stated.pop("localSheetId", "")
    return Name(
        name=name,
        text=markup.content(node),
        scope=int(scope) if scope.isdecimal() else None,
        attributes={key: value for key, value in stated.items() if "}" not in key},
        node=node,
    )


def free_name(wanted: str, taken: frozenset[str], longest: int, pattern: str) -> str:
    """``wanted``, or the first numbered variant that is not taken (in small letters): "Summary (2)"."""
    name, number = wanted, 2
    while name.casefold() in taken:
        ending = pattern.format(number)
        name = wanted[: longest - len(ending)] + ending
        number += 1
    return name
