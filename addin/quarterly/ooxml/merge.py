"""Taking our sheets out of a workbook's central parts, and putting them in.

Three parts say which sheets there are: the workbook part, its relationships and the content types. ``detach`` gives
them back as they were before us; ``attach`` writes our sheets in, and the way back with them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from quarterly.ooxml.archive import key_of
from quarterly.ooxml.marks import MARK, Mark
from quarterly.ooxml.markup import Markup, Node, Splice, apply, quoted
from quarterly.ooxml.opc import CONTENT_TYPES, relationships_part, relative
from quarterly.ooxml.parts import NewPart
from quarterly.ooxml.preflight import DOCUMENT_RELATIONSHIPS, Host
from quarterly.ooxml.record import Step
from quarterly.ooxml.workbook import Name, Workbook, index_of

NO_RELATIONSHIPS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)
"""The relationships of a workbook that came without any."""
_WORKSHEET = f"{DOCUMENT_RELATIONSHIPS}/worksheet"
# What stands before the defined names in a workbook part (ECMA-376 18.2.27).
_BEFORE_NAMES = ("externalReferences", "functionGroups", "sheets")


class Centre(Struct, frozen=True, kw_only=True):
    """The three parts that list sheets, as bytes."""

    workbook: bytes
    relationships: bytes
    types: bytes


class Detaching(Struct, frozen=True, kw_only=True):
    """What goes: sheets by index, relationships of the workbook by id, content types by the key of their part."""

    sheets: frozenset[int] = frozenset()
    unmarked: frozenset[int] = frozenset()  # sheets that stay and lose our mark
    names: frozenset[str] = frozenset()  # names of the whole workbook, in small letters
    relationships: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()


class AttachedSheet(Struct, frozen=True, kw_only=True):
    """A sheet of ours as it is to stand in the workbook."""

    name: str
    number: int
    state: str
    part: str
    mark: Mark
    names: tuple[Name, ...] = ()


class Attaching(Struct, frozen=True, kw_only=True):
    """What comes. ``order`` lists every sheet: an index among the host's own sheets, or a sheet of ours."""

    order: Sequence[int | AttachedSheet]
    names: tuple[Name, ...] = ()
    parts: tuple[NewPart, ...] = ()
    links: tuple[tuple[str, str], ...] = ()  # further relationships of the workbook: type and part
    active: int | None = None  # index of the sheet to show, where the host's own can no longer say it


def centre_of(host: Host) -> Centre:
    """The three parts of a host as they are."""
    rels = relationships_part(host.workbook_part)
    package = host.package
    return Centre(
        workbook=package.read(host.workbook_part),
        relationships=package.read(rels) if rels in package else NO_RELATIONSHIPS,
        types=package.read(CONTENT_TYPES),
    )


def undone(centre: Centre, host: Host, steps: Iterable[Step]) -> Centre | None:
    """The three parts as they were before we first wrote; ``None`` if another program wrote them since."""
    by_part = {step.part: step for step in steps}
    now = (
        (host.workbook_part, centre.workbook),
        (relationships_part(host.workbook_part), centre.relationships),
        (CONTENT_TYPES, centre.types),
    )
    before = [by_part[part].undo(raw) if part in by_part else None for part, raw in now]
    workbook, relationships, types = before
    if workbook is None or relationships is None or types is None:
        return None
    return Centre(workbook=workbook, relationships=relationships, types=types)


def detach(centre: Centre, leaving: Detaching) -> Centre:
    """The three parts without our sheets, taken out by what they mean."""
    workbook = Markup(centre.workbook)
    relationships = Markup(centre.relationships)
    types = Markup(centre.types)
    gone = [node for node in relationships.root.children if node.attributes.get("Id") in leaving.relationships]
    untyped = [
        node for node in types.root.all("Override") if key_of(node.attributes.get("PartName", "")) in leaving.parts
    ]
    return Centre(
        workbook=_edited(workbook, _detach_sheets(Workbook(workbook), leaving)),
        relationships=_edited(relationships, map(_cut, gone)),
        types=_edited(types, map(_cut, untyped)),
    )


def _detach_sheets(workbook: Workbook, leaving: Detaching) -> list[Splice]:
    stay = [index for index in range(len(workbook.sheets)) if index not in leaving.sheets]
    moved = {index: place for place, index in enumerate(stay)}
    splices = [_cut(workbook.sheets[index].node) for index in leaving.sheets]
    splices += _detach_names(workbook, leaving, moved)
    for attribute in ("activeTab", "firstSheet"):
        index = index_of(workbook.view, attribute)
        # A window that showed a sheet of ours shows the sheet that takes its place.
        place = moved.get(index, sum(each < index for each in stay)) if index >= 0 else index
        place = min(place, max(len(stay) - 1, 0)) if index < len(workbook.sheets) else index
        if workbook.view and place != index:
            splices.append(workbook.markup.set_attribute(workbook.view, attribute, place))
    return splices


def _detach_names(workbook: Workbook, leaving: Detaching, moved: Mapping[int, int]) -> list[Splice]:
    cut: list[Node] = []
    splices: list[Splice] = []
    for name in workbook.names:
        if name.node is None:
            continue
        ours = name.scope in leaving.sheets if name.scope is not None else name.key in leaving.names
        if ours or (name.name == MARK and name.scope in leaving.unmarked):
            cut.append(name.node)
        elif name.scope is not None and moved.get(name.scope, name.scope) != name.scope:
            splices.append(workbook.markup.set_attribute(name.node, "localSheetId", moved[name.scope]))
    if workbook.names_node and cut and len(cut) == len(workbook.names_node.children):
        return [_cut(workbook.names_node)]
    return splices + [_cut(node) for node in cut]


def attach(base: Centre, coming: Attaching, workbook_part: str) -> tuple[Centre, tuple[Step, ...]]:
    """The three parts with our sheets in them, and the way back."""
    workbook, relationships, types = Markup(base.workbook), Markup(base.relationships), Markup(base.types)
    ours = [sheet for sheet in coming.order if isinstance(sheet, AttachedSheet)]
    links = [(_WORKSHEET, sheet.part) for sheet in ours] + list(coming.links)
    identifiers = _free_identifiers(relationships.root, len(links))
    edits = (
        _attach_sheets(Workbook(workbook), coming, identifiers),
        _attach_links(relationships, links, identifiers, workbook_part),
        _attach_types(types, coming.parts),
    )
    names = (workbook_part, relationships_part(workbook_part), CONTENT_TYPES)
    markups = (workbook, relationships, types)
    befores = (base.workbook, base.relationships, base.types)
    afters = [_edited(markup, splices) for markup, splices in zip(markups, edits, strict=True)]
    steps = tuple(
        Step.of(name, before, splices, after)
        for name, before, splices, after in zip(names, befores, edits, afters, strict=True)
    )
    return Centre(workbook=afters[0], relationships=afters[1], types=afters[2]), steps


def _attach_sheets(workbook: Workbook, coming: Attaching, identifiers: Sequence[str]) -> list[Splice]:
    listed = workbook.sheets_node
    place = listed.inner
    pending = b""
    splices: list[Splice] = []
    waiting = iter(identifiers)
    moved: dict[int, int] = {}
    for index, sheet in enumerate(coming.order):
        if isinstance(sheet, AttachedSheet):
            pending += _sheet_element(workbook, listed.prefix, sheet, next(waiting))
            continue
        moved[sheet] = index
        if pending:
            splices.append(Splice(place, place, pending))
        place, pending = workbook.sheets[sheet].node.end, b""
    if pending and listed.closed:
        splices += workbook.markup.append(listed, pending)
    elif pending:
        splices.append(Splice(place, place, pending))
    return splices + _attach_names(workbook, coming, moved) + _attach_view(workbook, coming, moved)


def _sheet_element(workbook: Workbook, prefix: bytes, sheet: AttachedSheet, identifier: str) -> bytes:
    known = workbook.markup.namespaces.get(DOCUMENT_RELATIONSHIPS, "")
    declared = b"" if known else b' xmlns:r="%s"' % DOCUMENT_RELATIONSHIPS.encode()
    state = b" state=" + quoted(sheet.state) if sheet.state else b""
    return b'<%ssheet name=%s sheetId="%d"%s%s %s:id=%s/>' % (
        prefix,
        quoted(sheet.name),
        sheet.number,
        state,
        declared,
        (known or "r").encode(),
        quoted(identifier),
    )


def _attach_names(workbook: Workbook, coming: Attaching, moved: Mapping[int, int]) -> list[Splice]:
    ours = sum(isinstance(sheet, AttachedSheet) for sheet in coming.order)
    splices: list[Splice] = []
    for name in workbook.names:
        if name.scope is not None and name.node is not None:
            # A name of a sheet that does not exist must not come to belong to one of ours.
            place = moved.get(name.scope, name.scope + ours)
            if place != name.scope:
                splices.append(workbook.markup.set_attribute(name.node, "localSheetId", place))
    prefix = workbook.names_node.prefix if workbook.names_node else workbook.root.prefix
    text = b"".join(
        name.written(prefix, index)
        for index, sheet in enumerate(coming.order)
        if isinstance(sheet, AttachedSheet)
        for name in (_mark(sheet), *sorted(sheet.names, key=lambda name: name.key))
    )
    text += b"".join(name.written(prefix, None) for name in sorted(coming.names, key=lambda name: name.key))
    if workbook.names_node:
        return [*splices, *workbook.markup.append(workbook.names_node, text)]
    before = next(node for wanted in _BEFORE_NAMES if (node := workbook.root.child(wanted)) is not None)
    tag = prefix + b"definedNames"
    return [*splices, Splice(before.end, before.end, b"<%s>%s</%s>" % (tag, text, tag))] if text else splices


def _mark(sheet: AttachedSheet) -> Name:
    return Name(name=MARK, text=sheet.mark.text(), attributes={"hidden": "1"})


def _attach_view(workbook: Workbook, coming: Attaching, moved: Mapping[int, int]) -> list[Splice]:
    splices: list[Splice] = []
    view = workbook.view
    if view is None:
        return splices
    for attribute, asked in (("activeTab", coming.active), ("firstSheet", None)):
        index = index_of(view, attribute)
        place = moved.get(index, index) if asked is None else asked
        if place != index:
            splices.append(workbook.markup.set_attribute(view, attribute, place))
    return splices


def _attach_links(
    relationships: Markup, links: Sequence[tuple[str, str]], identifiers: Sequence[str], workbook_part: str
) -> tuple[Splice, ...]:
    prefix = relationships.root.prefix
    text = b"".join(
        b"<%sRelationship Id=%s Type=%s Target=%s/>"
        % (prefix, quoted(identifier), quoted(kind), quoted(relative(part, workbook_part)))
        for (kind, part), identifier in zip(links, identifiers, strict=True)
    )
    return relationships.append(relationships.root, text)


def _attach_types(types: Markup, parts: Iterable[NewPart]) -> tuple[Splice, ...]:
    defaults = {node.attributes.get("Extension", "").casefold(): node for node in types.root.all("Default")}
    prefix = types.root.prefix
    text = b"".join(
        b"<%sOverride PartName=%s ContentType=%s/>" % (prefix, quoted("/" + part.name), quoted(part.type))
        for part in sorted(parts, key=lambda part: part.name)
        # Relationships are covered by a default in every package; anything else says its type itself.
        if not (part.name.endswith(".rels") and "rels" in defaults)
    )
    return types.append(types.root, text)


def _free_identifiers(root: Node, count: int) -> list[str]:
    taken = {node.attributes.get("Id", "").casefold() for node in root.children}
    free = (f"rId{number}" for number in range(1, len(taken) + count + 1) if f"rid{number}" not in taken)
    return [next(free) for _ in range(count)]


def _edited(markup: Markup, splices: Iterable[Splice]) -> bytes:
    return markup.raw(apply(markup.text, splices))


def _cut(node: Node) -> Splice:
    return Splice(node.start, node.end, b"")
