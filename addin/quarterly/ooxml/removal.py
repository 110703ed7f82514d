"""From a host to the draft of the workbook without our sheets."""

from __future__ import annotations

from quarterly.ooxml import refusals
from quarterly.ooxml.archive import key_of
from quarterly.ooxml.draft import Draft
from quarterly.ooxml.finish import Styled, finish, removed_sheet, styles_part, styles_without_us
from quarterly.ooxml.merge import NO_RELATIONSHIPS, AttachedSheet
from quarterly.ooxml.opc import CONTENT_TYPES, relationships_part
from quarterly.ooxml.takeout import Takeout


def removal(takeout: Takeout) -> Draft:
    """The workbook as it becomes without the sheets that leave.

    Raises:
        RequestRefused: there are none.
        WorkbookLocked: no visible sheet would be left.
    """
    host = takeout.host
    if not takeout.leaving:
        raise refusals.NOTHING_TO_REMOVE.of(host.name)
    if takeout.staying:
        return _partly(takeout)
    visible = [sheet for sheet in takeout.base_workbook.sheets if sheet.state in ("", "visible")]
    if not visible:
        raise refusals.LAST_SHEET.of(host.name)
    base = takeout.base
    changed = {CONTENT_TYPES: base.types, host.workbook_part: base.workbook}
    ours = takeout.ours
    relationships = relationships_part(host.workbook_part)
    if base.relationships == NO_RELATIONSHIPS:
        ours |= {key_of(relationships)}  # made for our sheets
    else:
        changed[relationships] = base.relationships
    part = styles_part(takeout)
    styles, _ = styles_without_us(takeout)
    if styles is not None:
        changed[part] = styles
    return Draft(
        host=host,
        changed=changed,
        ours=ours,
        sheets=tuple(map(removed_sheet, takeout.leaving)),
        warnings=host.warnings,
    )


def _partly(takeout: Takeout) -> Draft:
    """Other groups of ours stay: they are taken out and put back in."""
    host = takeout.host
    staying = {owned.index: owned for owned in takeout.staying}
    leaving = {owned.index for owned in takeout.leaving}
    hosts = iter(range(len(takeout.workbook.sheets)))
    order: list[int | AttachedSheet] = []
    for index in range(len(takeout.workbook.sheets)):
        if index in staying:
            order.append(takeout.attached(staying[index]))
        elif index not in leaving:
            order.append(next(hosts))
    content, steps = styles_without_us(takeout)
    part = styles_part(takeout)
    package = host.package
    return finish(
        takeout,
        order=tuple(order),
        names=takeout.carried_names(),
        styled=Styled(part=part, content=content or b"", steps=steps, new=key_of(part) in takeout.created),
        packed=None,
        active=None,
        taken=(package.archive.parts() | package.overrides() | package.targets()) - takeout.removed,
        sheets=tuple(map(removed_sheet, takeout.leaving)),
    )
