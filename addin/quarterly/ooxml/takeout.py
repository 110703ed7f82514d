"""The workbook without our sheets: what would remain, what would go, and what of ours has to stay."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from msgspec import Struct

from quarterly.ooxml import record
from quarterly.ooxml.archive import key_of
from quarterly.ooxml.formulas import sheets_in
from quarterly.ooxml.marks import MARK
from quarterly.ooxml.markup import Markup
from quarterly.ooxml.merge import AttachedSheet, Centre, Detaching, centre_of, detach, undone
from quarterly.ooxml.opc import Relationship, relationships_part
from quarterly.ooxml.owned import OwnedSheet, Ownership
from quarterly.ooxml.preflight import Host
from quarterly.ooxml.record import Step
from quarterly.ooxml.workbook import Name, Workbook

_CALCULATED = re.compile(rb"""<(?:\w+:)?c\s[^<>]*?\bi=["'](-?[0-9]+)["']""")


class Takeout(Struct, frozen=True, kw_only=True, dict=True):
    """A host seen without our sheets.

    ``leaving`` are the sheets that go for good or make room for newer ones, ``staying`` those of other groups, and
    ``disowned`` the indexes of sheets that have our mark and are the officer's from now on. ``adopting`` says that some
    of those that leave were the officer's, so that there is no way back to the workbook as it was before us.
    """

    host: Host
    workbook: Workbook
    leaving: tuple[OwnedSheet, ...]
    staying: tuple[OwnedSheet, ...]
    disowned: tuple[int, ...]
    adopting: bool = False

    @classmethod
    def of(cls, host: Host, workbook: Workbook, own: Ownership, group: str | None, kept: frozenset[int]) -> Takeout:
        """Take out one group of sheets, or all of them; ``kept`` are indexes of sheets to leave to the officer."""
        leaving = [sheet for sheet in own.sheets if group is None or sheet.mark.group == group]
        return cls(
            host=host,
            workbook=workbook,
            leaving=tuple(sheet for sheet in leaving if sheet.index not in kept),
            staying=tuple(sheet for sheet in own.sheets if sheet not in leaving),
            disowned=tuple(sorted({*own.copies, *kept})),
        )

    @property
    def owned(self) -> tuple[OwnedSheet, ...]:
        """All sheets that are ours, in the workbook's order."""
        return tuple(sorted((*self.leaving, *self.staying), key=lambda owned: owned.index))

    @cached_property
    def _record(self) -> tuple[Relationship, tuple[Step, ...]] | None:
        for edge in self.host.package.relationships(self.host.workbook_part):
            if edge.kind == "customXml" and edge.part in self.host.package:
                steps = record.read(self.host.package.read(edge.part))
                if steps is not None:
                    return edge, steps
        return None

    @property
    def steps(self) -> tuple[Step, ...]:
        """The way back that the workbook carries."""
        return self._record[1] if self._record else ()

    @cached_property
    def _calculation(self) -> Relationship | None:
        """The list of calculated cells, if it names cells of a leaving sheet: Excel rejects entries without cells."""
        numbers = {owned.sheet.number for owned in self.leaving}
        edges = self.host.package.relationships(self.host.workbook_part)
        chain = next((edge for edge in edges if edge.kind == "calcChain" and edge.part in self.host.package), None)
        if chain is None or not numbers:
            return None
        listed = {int(number) for number in _CALCULATED.findall(self.host.package.read(chain.part))}
        return chain if listed & numbers else None

    def _without(self, sheets: Iterable[OwnedSheet]) -> frozenset[str]:
        edges = [sheet.sheet.relationship for sheet in sheets]
        edges += [edge.id for edge in (self._record[0] if self._record else None, self._calculation) if edge]
        reachable = self.host.package.reachable(without=((self.host.workbook_part, edge) for edge in edges))
        return frozenset(self._everything - reachable)

    @cached_property
    def _everything(self) -> frozenset[str]:
        return self.host.package.reachable()

    @cached_property
    def ours(self) -> frozenset[str]:
        """The keys of all parts that are there for our sheets only."""
        if not self.owned and self._record is None:
            return frozenset()
        return with_relationships(self._without(self.owned), self.host) | self.created

    @cached_property
    def created(self) -> frozenset[str]:
        """The keys of parts that we made for the workbook's own use, and that nobody has touched since."""
        return frozenset(key_of(step.part) for step in self.steps if not step.before) if self.exact else frozenset()

    @cached_property
    def removed(self) -> frozenset[str]:
        """The keys of the parts that go: nothing else in the package needs them."""
        if not self.leaving and self._record is None:
            return frozenset()
        return with_relationships(self._without(self.leaving), self.host)

    @cached_property
    def _centre(self) -> Centre:
        return centre_of(self.host)

    @cached_property
    def _undone(self) -> Centre | None:
        if self.adopting or self.disowned or self._calculation or not self.steps:
            return None
        return undone(self._centre, self.host, self.steps)

    @property
    def exact(self) -> bool:
        """Whether nobody but us wrote the workbook's central parts since we first did."""
        return self._undone is not None

    @cached_property
    def base(self) -> Centre:
        """The central parts without any sheet of ours."""
        if self._undone is not None:
            return self._undone
        if not self.owned and not self.disowned and self._record is None:
            return self._centre
        edges = {sheet.sheet.relationship for sheet in self.owned}
        edges |= {edge.id for edge in (self._record[0] if self._record else None, self._calculation) if edge}
        leaving = Detaching(
            sheets=frozenset(sheet.index for sheet in self.owned),
            unmarked=frozenset(self.disowned),
            names=frozenset(name.key for name in self._names_of_ours()),
            relationships=frozenset(edges),
            parts=self.ours,
        )
        return detach(self._centre, leaving)

    def _names_of_ours(self) -> Iterable[Name]:
        """Names of the whole workbook that refer to our sheets and to no other."""
        ours = {owned.sheet.name.casefold() for owned in self.owned}
        for name in self.workbook.global_names:
            referred = sheets_in(name.text)
            if referred and referred <= ours:
                yield name

    @cached_property
    def base_workbook(self) -> Workbook:
        """The workbook part without any sheet of ours."""
        return Workbook(Markup(self.base.workbook))

    def attached(self, owned: OwnedSheet) -> AttachedSheet:
        """A staying sheet as it is put back."""
        names = self.workbook.scoped(owned.index)
        return AttachedSheet(
            name=owned.sheet.name,
            number=owned.sheet.number,
            state=owned.sheet.state,
            part=owned.part,
            mark=owned.mark,
            names=tuple(name for name in names if name.name != MARK),
        )

    def carried_names(self) -> tuple[Name, ...]:
        """Names of the whole workbook that were taken out with our sheets, and may have to go back."""
        left = {name.key for name in self.base_workbook.global_names}
        return tuple(name for name in self.workbook.global_names if name.key not in left)


def with_relationships(keys: Iterable[str], host: Host) -> frozenset[str]:
    """The parts and their relationships parts."""
    keys = frozenset(keys)
    return keys | {key for part in keys if (key := key_of(relationships_part(part))) in host.package}
