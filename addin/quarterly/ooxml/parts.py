"""The report's parts under names that are free in the host, packed and ready to be copied into it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import IO

from msgspec import Struct, field

from quarterly.ooxml import refusals
from quarterly.ooxml.archive import Archive, ArchiveWriter, key_of
from quarterly.ooxml.cells import Fingerprint, UncoveredMarkup
from quarterly.ooxml.incoming import Report
from quarterly.ooxml.marks import count_objects, counted
from quarterly.ooxml.markup import START_TAG, quoted
from quarterly.ooxml.opc import RELATIONSHIPS_TYPE, Relationship, relationships_part, relative
from quarterly.ooxml.sheets import Fit, change_attribute, rename_formulas, rewrite
from quarterly.ooxml.tables import TableTag, rewrite_table

_NUMBERED = re.compile(r"(?P<stem>.*?)\d*(?P<ending>\.[^./]*)")
_RELATIONSHIPS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'
)
_WITH_FORMULAS = ("drawingml.chart+xml", "officedocument.drawing+xml", "chartex+xml")


class Fitting(Struct, frozen=True, kw_only=True):
    """How the report is made to fit: styles, names, and the tables' new numbers and names by the key of their part."""

    fit: Fit
    tables: Mapping[str, TableTag]
    names: Mapping[str, str]  # new part names, by the key of the old


class NewPart(Struct, frozen=True, kw_only=True):
    """A part to be added: its name, and its content type."""

    name: str
    type: str


class PackedReport(Struct, frozen=True, kw_only=True):
    """The report's parts, packed. ``prints`` and ``objects`` say by sheet part (its old name) what the sheets hold."""

    archive: Archive
    parts: tuple[NewPart, ...]
    prints: Mapping[str, str] = field(default_factory=dict)
    objects: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


def free_parts(parts: Iterable[str], taken: frozenset[str]) -> dict[str, str]:
    """A free name for each part, by its key: "xl/worksheets/sheet1.xml" becomes the first sheet that is not taken."""
    used = set(taken)
    last: dict[str, int] = {}
    names: dict[str, str] = {}
    for part in parts:
        found = _NUMBERED.fullmatch(part)
        stem, ending = (found["stem"], found["ending"]) if found else (part, "")
        number = last.get(stem, 0) + 1
        while key_of(f"{stem}{number}{ending}") in used:
            number += 1
        last[stem] = number
        names[key_of(part)] = f"{stem}{number}{ending}"
        used.add(key_of(names[key_of(part)]))
    return names


def pack(report: Report, fitting: Fitting, stream: IO[bytes], host_name: str) -> PackedReport:
    """Write the report's parts to ``stream``, which stays open as long as the result is used.

    Raises:
        RequestRefused: the report uses what sheets in a strange workbook cannot.
    """
    writer = ArchiveWriter(stream)
    sheets = {key_of(sheet.part) for sheet in report.sheets}
    parts: list[NewPart] = []
    prints: dict[str, str] = {}
    for part in report.parts():
        name = fitting.names[key_of(part)]
        if key_of(part) in sheets:
            print_ = Fingerprint()
            writer.write(name, _sheet(report, part, fitting.fit, print_, host_name))
            prints[part] = str(print_)
        else:
            writer.write(name, _other(report, part, fitting))
        parts.append(NewPart(name=name, type=report.package.content_type(part)))
        edges = report.package.relationships(part)
        if edges:
            parts.append(NewPart(name=relationships_part(name), type=RELATIONSHIPS_TYPE))
            writer.write(parts[-1].name, (relationships(edges, name, fitting),))
    writer.close()
    objects = {sheet.part: counted(count_objects(report.package, sheet.part)) for sheet in report.sheets}
    return PackedReport(archive=Archive(stream, host_name), parts=tuple(parts), prints=prints, objects=objects)


def _sheet(report: Report, part: str, fit: Fit, print_: Fingerprint, host_name: str) -> Iterator[bytes]:
    try:
        yield from rewrite(report.package.stream(part), report.strings, fit, print_)
    except (UncoveredMarkup, IndexError) as error:
        raise refusals.REPORT_UNFIT.of(host_name, reason=f"a sheet of it cannot be carried over ({error})") from error


def _other(report: Report, part: str, fitting: Fitting) -> Iterable[bytes]:
    table = fitting.tables.get(key_of(part))
    if table is not None:
        return (rewrite_table(report.package.read(part), table, fitting.fit, name=report.package.name),)
    if fitting.fit.renames and report.package.content_type(part).casefold().endswith(_WITH_FORMULAS):
        return (_drawing(report.package.read(part), fitting.fit),)
    return report.package.stream(part)


def _drawing(raw: bytes, fit: Fit) -> bytes:
    def linked(tag: re.Match[bytes]) -> bytes:
        return change_attribute(tag[0], b"textlink", fit.renames.formula)

    return START_TAG.sub(linked, rename_formulas(raw, fit.renames))


def relationships(edges: Iterable[Relationship], source: str, fitting: Fitting) -> bytes:
    """A relationships part for the new name of a part, its targets under their new names."""
    return _RELATIONSHIPS % b"".join(_relationship(edge, _target(edge, source, fitting)) for edge in edges)


def _target(edge: Relationship, source: str, fitting: Fitting) -> str:
    new = fitting.names.get(key_of(edge.part)) if edge.part else None
    if new is not None:
        return relative(new, source)
    # A link to a cell of this workbook.
    return fitting.fit.renames.formula(edge.target) if edge.target.startswith("#") else edge.target


def _relationship(edge: Relationship, target: str) -> bytes:
    mode = b' TargetMode="External"' if edge.external else b""
    return b"<Relationship Id=%s Type=%s Target=%s%s/>" % (quoted(edge.id), quoted(edge.type), quoted(target), mode)
