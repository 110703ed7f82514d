"""The report to be inserted: its sheets and everything that hangs on them."""

from __future__ import annotations

import io
from functools import cached_property

from msgspec import Struct

from quarterly.errors import WorkbookRefused
from quarterly.ooxml import refusals
from quarterly.ooxml.archive import key_of
from quarterly.ooxml.cells import SharedStrings
from quarterly.ooxml.opc import Package
from quarterly.ooxml.preflight import Host, examine
from quarterly.ooxml.workbook import Name, Workbook


class IncomingSheet(Struct, frozen=True, kw_only=True):
    """A sheet of the report."""

    index: int
    name: str
    part: str
    state: str
    names: tuple[Name, ...]


class Report:
    """A rendered report. ``host_name`` is used in messages.

    Raises:
        RequestRefused: the bytes are no workbook that could be inserted.
    """

    def __init__(self, content: bytes, host_name: str) -> None:
        try:
            self._host: Host = examine(io.BytesIO(content), host_name)
            self._host.check("theme")
        except WorkbookRefused as error:
            raise refusals.REPORT_UNFIT.of(host_name, reason="it is not a readable workbook") from error
        self._host_name = host_name
        self._workbook = Workbook(self._host.workbook)
        self.package: Package = self._host.package
        self.date_1904 = self._host.date_1904
        self.sheets = self._sheets()
        self.names = self._workbook.global_names

    def _sheets(self) -> tuple[IncomingSheet, ...]:
        edges = {edge.id: edge for edge in self.package.relationships(self._host.workbook_part)}
        sheets: list[IncomingSheet] = []
        for index, sheet in enumerate(self._workbook.sheets):
            edge = edges.get(sheet.relationship)
            if edge is None or edge.kind != "worksheet" or edge.part not in self.package:
                raise refusals.REPORT_UNFIT.of(self._host_name, reason=f'"{sheet.name}" is not a worksheet')
            names = self._workbook.scoped(index)
            sheets.append(IncomingSheet(index=index, name=sheet.name, part=edge.part, state=sheet.state, names=names))
        return tuple(sheets)

    @cached_property
    def styles(self) -> bytes:
        """The styles part."""
        return self._read("styles")

    @cached_property
    def theme(self) -> bytes:
        """The theme part; empty where there is none."""
        return self._read("theme")

    @cached_property
    def strings(self) -> SharedStrings:
        """The shared strings."""
        return SharedStrings(self._read("sharedStrings"))

    def _read(self, kind: str) -> bytes:
        part = self._host.related(kind)
        return self.package.read(part) if part else b""

    def parts(self) -> tuple[str, ...]:
        """Every part that the sheets need, themselves first, each once and in a stable order."""
        found: dict[str, str] = {}
        waiting = [sheet.part for sheet in self.sheets]
        while waiting:
            part = waiting.pop(0)
            if key_of(part) in found:
                continue
            found[key_of(part)] = part
            waiting += (edge.part for edge in self.package.relationships(part) if edge.part in self.package)
        return tuple(found.values())
