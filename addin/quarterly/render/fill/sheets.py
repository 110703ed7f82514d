"""Which sheets a report has that is made from a template, what they are called, and where links lead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from quarterly.compose.report import Cell, Column, Look, Section, Table
from quarterly.compose.sections.front import cards_on
from quarterly.compose.vocabulary import CATALOGUE
from quarterly.compose.vocabulary.words import Item, Vocabulary
from quarterly.compose.words import listed as in_words
from quarterly.compose.words import sentence
from quarterly.render.fill.expand import lists_in
from quarterly.render.fill.scope import Scope
from quarterly.render.fill.words import as_written, filled, written
from quarterly.render.names import allowed, link_to, tab_names, tells_nothing
from quarterly.template.layout import Each, Node, ReadyMade, SheetLayout, Template
from quarterly.template.refusals import NOTHING_TO_SHOW

SHEETS = "sheet"  # the list of the report's own sheets, for its contents
_SECTION = "section."
_CONTENTS = "contents"
_CALLED = {"kpi": "Indicators", "action": "Actions"}  # what contents call the lists of a sheet for a theme
_SAFE = ("https://", "http://", "mailto:")
PARTS = {word.key: word.meaning for word in CATALOGUE.sections}
MEANINGS = {word.name: word.meaning for word in CATALOGUE.lists}
_LONGEST_ADDRESS = 2000  # characters; Excel takes little more


class OutSheet(Struct, frozen=True):
    """A sheet of the report: its layout in the template, the item that it is for, and the name on its tab."""

    layout: SheetLayout
    scope: Scope
    name: str

    @property
    def place(self) -> str:
        """What tells its item from those of the other sheets of one layout."""
        return "/".join(item.key for _, item in self.scope.items)


def out_sheets(template: Template, vocabulary: Vocabulary) -> tuple[OutSheet, ...]:
    """The sheets with anything to say, in the template's order, each with a name of its own.

    Where no sheet has anything to say, all stand: a report of nothing says so.

    Raises:
        TemplateRefused: every sheet is for an item of a list, and the lists have none.
    """
    each = list(_each(template, Scope(vocabulary)))
    if not each:
        raise NOTHING_TO_SHOW.of(template.name)
    found = [(layout, scope) for layout, scope in each if _stands(layout, scope)] or each
    names = tab_names(_wanted_names(found))
    return tuple(OutSheet(layout, scope, name) for (layout, scope), name in zip(found, names, strict=True))


def _wanted_names(sheets: Sequence[tuple[SheetLayout, Scope]]) -> list[str]:
    """What stands on each tab. Where an item's name alone says nothing, as "HR" or "R1", all say what they are for."""
    wanted = [(layout, filled(layout.name, scope)) for layout, scope in sheets]
    dull = {layout.name for layout, name in wanted if layout.repeats and tells_nothing(allowed(name))}
    return [f"{_noun(layout)} {name}" if layout.name in dull else name for layout, name in wanted]


def _noun(layout: SheetLayout) -> str:
    return layout.repeats.replace("_", " ").replace("kpi", "indicator").capitalize()


def _each(template: Template, scope: Scope) -> Iterator[tuple[SheetLayout, Scope]]:
    for layout in template.sheets:
        if layout.repeats:
            yield from ((layout, scope.inside(layout.repeats, item)) for item in scope.members(layout.repeats))
        else:
            yield layout, scope


def _stands(layout: SheetLayout, scope: Scope) -> bool:
    """Whether it has no lists at all, or one with something in it."""
    names = lists_in(layout.nodes)
    return not names or any(_has_content(name, scope) for name in names)


def _has_content(name: str, scope: Scope) -> bool:
    if name == SHEETS:
        return True
    if name.startswith(_SECTION):
        key = name.removeprefix(_SECTION)
        return key == _CONTENTS or bool(sections_for(key, scope))
    return bool(scope.members(name))


def sections_for(key: str, scope: Scope) -> tuple[Section, ...]:
    """The sections of a ready-made part; on a theme's sheet or in its block, that theme's alone."""
    found = scope.vocabulary.sections.get(key, ())
    own = {f"{key}:{item.key}" for _, item in scope.items}
    return tuple(one for one in found if one.key in own) or (() if own and _has_own(found, key) else found)


def _has_own(found: tuple[Section, ...], key: str) -> bool:
    return any(one.key.startswith(f"{key}:") for one in found)


class Places(Struct, frozen=True):
    """Where links lead: sheets by the keys of the sections on them and by their names in the template."""

    sheets: tuple[OutSheet, ...]
    by_key: Mapping[str, str]

    def resolve(self, link: str, scope: Scope) -> str:
        """The address that a link leads to: of a sheet of the report, or a web or mail address; "" for nowhere."""
        if link.startswith("#"):
            name = self._sheet(as_written(link[1:].split("!", maxsplit=1)[0].strip("'")), scope)
            return link_to(name) if name else ""
        if link in self.by_key:
            return link_to(self.by_key[link])
        return link if link.casefold().startswith(_SAFE) and len(link) <= _LONGEST_ADDRESS else ""

    def _sheet(self, wanted: str, scope: Scope) -> str:
        """A template's sheet that repeats is the one of the item in which the link stands, else the first."""
        found = [sheet for sheet in self.sheets if written(sheet.layout.name) == wanted]
        items = {(over, item.key) for over, item in scope.items}
        own = [sheet for sheet in found if all((over, item.key) in items for over, item in sheet.scope.items)]
        return next((sheet.name for sheet in (*own, *found)), "")


def places(sheets: tuple[OutSheet, ...]) -> Places:
    """Where links lead among these sheets."""
    by_key: dict[str, str] = {sheet_key(sheet.name): sheet.name for sheet in sheets}
    for sheet in sheets:
        for key in _keys(sheet.layout.nodes):
            for known in (key, *(one.key for one in sections_for(key, sheet.scope))):
                by_key.setdefault(known, sheet.name)
    return Places(sheets, by_key)


def _keys(nodes: tuple[Node, ...]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ReadyMade):
            yield node.key
        elif isinstance(node, Each):
            yield from _keys(node.body)


def listed(sheets: tuple[OutSheet, ...]) -> tuple[OutSheet, ...]:
    """The sheets that the contents name: those behind it, or, where none is, all the others."""
    own = [number for number, sheet in enumerate(sheets) if _holds_contents(sheet.layout.nodes)]
    behind = sheets[own[0] + 1 :] if own else ()
    return behind or tuple(sheet for number, sheet in enumerate(sheets) if number not in own)


def _holds_contents(nodes: tuple[Node, ...]) -> bool:
    names = lists_in(nodes)
    return SHEETS in names or f"{_SECTION}{_CONTENTS}" in names


def with_contents(vocabulary: Vocabulary, sheets: tuple[OutSheet, ...]) -> Vocabulary:
    """The vocabulary with the report's own sheets in it, as a list and as the ready-made contents."""
    named = listed(sheets)
    items = tuple(_item(sheet) for sheet in named)
    rows = tuple((_link(sheet), Cell(about(sheet))) for sheet in named)
    columns = (Column(header="Sheet", width=42), Column(header="What it shows", width=92))
    contents = Section(
        key=_CONTENTS, name="Contents", title="Contents", blocks=(Table(columns=columns, rows=rows),) if rows else ()
    )
    return replace(
        vocabulary,
        lists={**vocabulary.lists, SHEETS: lambda: items},
        sections=_Parts(vocabulary.sections, contents),
    )


class _Parts(Mapping[str, tuple[Section, ...]]):
    """The ready-made parts with the template's own contents; nothing is composed before it is asked for."""

    def __init__(self, parts: Mapping[str, tuple[Section, ...]], contents: Section) -> None:
        self._parts, self._contents = parts, contents

    def __getitem__(self, key: str) -> tuple[Section, ...]:
        return (self._contents,) if key == _CONTENTS else self._parts[key]

    def __iter__(self) -> Iterator[str]:
        return iter({**dict.fromkeys(self._parts), _CONTENTS: None})

    def __len__(self) -> int:
        return len(list(iter(self)))


def sheet_key(name: str) -> str:
    """By which key a link leads to a sheet of the report."""
    return f"sheet:{name}"


def _item(sheet: OutSheet) -> Item:
    said, title = about(sheet), title_of(sheet)
    return Item(
        key=sheet.name,
        fields={"name": lambda: _link(sheet), "title": lambda: Cell(title), "about": lambda: Cell(said)},
    )


def _link(sheet: OutSheet) -> Cell:
    return Cell(sheet.name, Look.LINK, link=sheet_key(sheet.name))


def about(sheet: OutSheet) -> str:
    """What a sheet shows, in a line: which items of the one that it is for, or what such a part shows; or nothing."""
    return _own(sheet) or _general(sheet.layout)


def _own(sheet: OutSheet) -> str:
    """Of a sheet for a theme or such: the references of the indicators or actions on it."""
    if not sheet.scope.items:
        return ""
    for name in lists_in(sheet.layout.nodes):
        if name in _CALLED:
            refs = [item.key for item in sheet.scope.members(name)]
            return f"{_CALLED[name]} {in_words(refs)}" if refs else ""
        if name.startswith(_SECTION):
            found = sections_for(name.removeprefix(_SECTION), sheet.scope)
            return next((said for one in found if (said := cards_on(one))), "")
    return ""


def _general(layout: SheetLayout) -> str:
    names = lists_in(layout.nodes)
    keys = [name.removeprefix(_SECTION) for name in names if name.startswith(_SECTION)]
    plain = "".join(part for part in layout.name if isinstance(part, str)).strip().casefold()
    known = next((PARTS[key] for key in (*keys, plain) if key in PARTS), "")
    return known or next((sentence(MEANINGS[name]) for name in names if name in MEANINGS), "")


def title_of(sheet: OutSheet) -> str:
    """The first words on a sheet, or the title of the ready-made part that it begins with; else its name."""
    for node in sheet.layout.nodes:
        if isinstance(node, ReadyMade):
            return next((one.title for one in sections_for(node.key, sheet.scope)), sheet.name)
        if isinstance(node, Each) or node.repeats:
            break
        texts = (filled(cell.value, sheet.scope).strip() for cell in node.cells if isinstance(cell.value, tuple))
        if first := next((text for text in texts if text), ""):
            return first
    return sheet.name
