"""The last step to a draft, for insertion and removal alike: our sheets and styles enter the central parts."""

from __future__ import annotations

from msgspec import Struct

from quarterly.ooxml import record
from quarterly.ooxml.archive import key_of
from quarterly.ooxml.draft import Draft
from quarterly.ooxml.merge import AttachedSheet, Attaching, Centre, attach
from quarterly.ooxml.opc import CONTENT_TYPES, RELATIONSHIPS_TYPE, relationships_part
from quarterly.ooxml.owned import OwnedSheet
from quarterly.ooxml.parts import NewPart, PackedReport, free_parts
from quarterly.ooxml.preflight import DOCUMENT_RELATIONSHIPS
from quarterly.ooxml.record import Step
from quarterly.ooxml.results import Doing, SheetChange
from quarterly.ooxml.takeout import Takeout
from quarterly.ooxml.workbook import Name

_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_XML_TYPE = "application/xml"


class Styled(Struct, frozen=True, kw_only=True):
    """The styles part as it becomes, and the way back. ``before`` is what the host has now, or nothing."""

    part: str
    content: bytes
    steps: tuple[Step, ...]
    new: bool  # the host came without one


def styles_without_us(takeout: Takeout) -> tuple[bytes | None, tuple[Step, ...]]:
    """The styles as a new report finds them (``None``: no styles part), and the way back from there.

    While sheets of another group stay, the styles they use stay too.
    """
    part = styles_part(takeout)
    now = takeout.host.package.read(part) if part in takeout.host.package else None
    steps = tuple(step for step in takeout.steps if key_of(step.part) == key_of(part))
    if now is None or not steps or steps[-1].after != record.checksum(now):
        return now, ()
    if takeout.staying:
        return now, steps
    for step in reversed(steps):
        if not step.before:
            return (None, ()) if takeout.exact else (now, ())
        undone = step.undo(now)
        if undone is None:
            return now, ()
        now = undone
    return now, ()


def styles_part(takeout: Takeout) -> str:
    """Where the styles are, or where they go in a workbook without any."""
    host = takeout.host
    return host.related("styles") or f"{host.workbook_part.rpartition('/')[0]}/styles.xml".lstrip("/")


def finish(
    takeout: Takeout,
    *,
    order: tuple[int | AttachedSheet, ...],
    names: tuple[Name, ...],
    styled: Styled,
    packed: PackedReport | None,
    active: int | None,
    taken: frozenset[str],
    sheets: tuple[SheetChange, ...],
) -> Draft:
    """Write our sheets into the central parts, and the way back into a part of its own."""
    host = takeout.host
    staying = takeout.ours - takeout.removed - takeout.created
    free = free_parts(("customXml/item1.xml", "customXml/itemProps1.xml"), taken)
    item, properties = free["customxml/item1.xml"], free["customxml/itemprops1.xml"]
    rels = relationships_part(item)
    parts = [
        NewPart(name=item, type=_XML_TYPE),
        NewPart(name=properties, type=record.PROPERTIES_TYPE),
        NewPart(name=rels, type=RELATIONSHIPS_TYPE),
        *(packed.parts if packed else ()),
        *(_typed(takeout, key) for key in staying),
    ]
    links = [(f"{DOCUMENT_RELATIONSHIPS}/customXml", item)]
    if styled.new:
        links.append((f"{DOCUMENT_RELATIONSHIPS}/styles", styled.part))
        parts.append(NewPart(name=styled.part, type=_STYLES_TYPE))
    coming = Attaching(order=order, names=names, parts=tuple(parts), links=tuple(links), active=active)
    centre, steps = attach(takeout.base, coming, host.workbook_part)
    changed, added = _central(takeout, centre, styled)
    added |= {
        item: record.written((*steps, *styled.steps)),
        properties: record.properties(),
        rels: record.link(properties),
    }
    return Draft(
        host=host,
        changed=changed,
        added=added,
        packed=packed.archive if packed else None,
        ours=takeout.ours,
        staying=staying,
        sheets=sheets,
        warnings=host.warnings,
        styles_before=styles_without_us(takeout)[0],
    )


def _typed(takeout: Takeout, key: str) -> NewPart:
    package = takeout.host.package
    return NewPart(name=package.archive.find(key).filename, type=package.content_type(key))


def _central(takeout: Takeout, centre: Centre, styled: Styled) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The changed central parts: those that the host had, and those that are made for it."""
    host = takeout.host
    rels = relationships_part(host.workbook_part)
    changed = {CONTENT_TYPES: centre.types, host.workbook_part: centre.workbook}
    changed[rels] = centre.relationships
    added: dict[str, bytes] = {}
    (added if styled.new else changed)[styled.part] = styled.content
    return changed, added


def removed_sheet(owned: OwnedSheet) -> SheetChange:
    """A sheet of ours that goes."""
    return SheetChange(key=owned.mark.key, name=owned.sheet.name, doing=Doing.REMOVED, position=owned.index + 1)
