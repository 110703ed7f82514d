"""The way back: what to splice where so that the host's parts are, byte for byte, what they were.

It travels inside the workbook as a custom XML part, which Excel keeps. It holds none of the workbook's content beyond
the few numbers that were replaced, and is believed only where every checksum agrees: once another program has saved
the workbook, the way back no longer applies and sheets are taken out by their meaning instead.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence

from msgspec import Struct

from quarterly.ooxml.markup import BrokenMarkup, Markup, Splice, UnsafeMarkup, apply, inverse, quoted

NAMESPACE = "urn:quarterly:way-back:1"
PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
CUSTOM_XML = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
STORE_ID = "{7E9A5B52-0C4D-4C57-9D0B-3F1C6A2E8D41}"  # of this kind of record, in every workbook the same
_HEADER = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class Step(Struct, frozen=True, kw_only=True):
    """How one part became what it is: ``back`` leads from ``after`` (SHA-256) to ``before``.

    ``before`` is empty for a part that did not exist.
    """

    part: str
    before: str
    after: str
    back: tuple[Splice, ...] = ()

    @classmethod
    def of(cls, part: str, before: bytes, splices: Sequence[Splice], after: bytes) -> Step:
        """The step that an edit made. ``before`` and ``after`` are the part's bytes."""
        text = Markup(before, depth=1).text
        return cls(part=part, before=checksum(before), after=checksum(after), back=inverse(text, splices))

    def undo(self, now: bytes) -> bytes | None:
        """The part as it was before; ``None`` if it is not as this step left it."""
        if checksum(now) != self.after:
            return None
        markup = Markup(now, depth=1)
        restored = markup.raw(apply(markup.text, self.back))
        return restored if checksum(restored) == self.before else None


def checksum(raw: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(raw).hexdigest()


def written(steps: Iterable[Step]) -> bytes:
    """The record as a custom XML part."""
    return b'%s<record xmlns="%s">%s</record>' % (_HEADER, NAMESPACE.encode(), b"".join(map(_step, steps)))


def _step(step: Step) -> bytes:
    splices = b"".join(
        b'<splice start="%d" end="%d" text="%s"/>' % (each.start, each.end, base64.b64encode(each.text))
        for each in step.back
    )
    attributes = (step.part, step.before, step.after)
    return b"<step part=%s before=%s after=%s>%s</step>" % (*map(quoted, attributes), splices)


def read(raw: bytes) -> tuple[Step, ...] | None:
    """The steps in a custom XML part; ``None`` if it is somebody else's."""
    if NAMESPACE.encode() not in raw:
        return None
    try:
        root = Markup(raw).root
        return tuple(
            Step(
                part=step.attributes["part"],
                before=step.attributes["before"],
                after=step.attributes["after"],
                back=tuple(
                    Splice(
                        int(each.attributes["start"]), int(each.attributes["end"]), _decoded(each.attributes["text"])
                    )
                    for each in step.all("splice")
                ),
            )
            for step in root.all("step")
        )
    except (BrokenMarkup, UnsafeMarkup, KeyError, ValueError):
        return ()  # ours, but no longer of use


def _decoded(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def properties() -> bytes:
    """The part in which Office expects the identity of a custom XML part."""
    return (
        b'%s<ds:datastoreItem ds:itemID="%s" xmlns:ds="%s"><ds:schemaRefs><ds:schemaRef ds:uri="%s"/></ds:schemaRefs>'
        b"</ds:datastoreItem>" % (_HEADER, STORE_ID.encode(), CUSTOM_XML.encode(), NAMESPACE.encode())
    )


def link(properties_part: str) -> bytes:
    """The relationships of the record: to its properties."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXmlProps"
    return (
        b'%s<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="rId1" Type="%s" Target=%s/></Relationships>'
        % (_HEADER, kind.encode(), quoted(properties_part.rpartition("/")[2]))
    )
