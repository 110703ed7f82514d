"""From a host and a report to the draft of the workbook that holds both."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import IO

from msgspec import Struct
from msgspec.structs import replace

from quarterly.ooxml import record, refusals
from quarterly.ooxml.archive import key_of
from quarterly.ooxml.draft import Draft
from quarterly.ooxml.finish import Styled, finish, removed_sheet, styles_part, styles_without_us
from quarterly.ooxml.formulas import Renames, sheets_in
from quarterly.ooxml.incoming import IncomingSheet, Report
from quarterly.ooxml.layout import Own, arrange, positions
from quarterly.ooxml.marks import Mark
from quarterly.ooxml.markup import apply
from quarterly.ooxml.merge import AttachedSheet
from quarterly.ooxml.owned import OwnedSheet, names_to_carry
from quarterly.ooxml.parts import Fitting, PackedReport, free_parts, pack
from quarterly.ooxml.record import Step
from quarterly.ooxml.references import has_ranges_of_sheets
from quarterly.ooxml.results import Doing, SheetChange
from quarterly.ooxml.sheets import Fit
from quarterly.ooxml.style_lists import BLANK
from quarterly.ooxml.styles import StyleMerge
from quarterly.ooxml.tables import TableTag, renumbered, table_tags
from quarterly.ooxml.takeout import Takeout
from quarterly.ooxml.workbook import LONGEST_NAME, Name, free_name
from quarterly.read import refusals as reading

_NUMBER = re.compile(r"_\d+$")  # what a taken name is told apart by
_LONGEST_DEFINED_NAME = 255  # characters (Excel specifications and limits)


class Insertion(Struct, frozen=True, kw_only=True, dict=True):
    """A report on its way into a host. Each property is one decision; later ones build on earlier ones."""

    takeout: Takeout
    report: Report
    group: str
    spool: IO[bytes]  # where the report's parts are packed

    @cached_property
    def _older(self) -> Mapping[str, OwnedSheet]:
        """The sheets that make room, by key."""
        return {owned.mark.key: owned for owned in self.takeout.leaving}

    @cached_property
    def _current(self) -> tuple[int | Own, ...]:
        ours = {owned.index: Own(*owned.identity) for owned in self.takeout.owned}
        hosts = iter(range(len(self.takeout.workbook.sheets)))
        return tuple(
            ours[index] if index in ours else next(hosts) for index in range(len(self.takeout.workbook.sheets))
        )

    @cached_property
    def _order(self) -> tuple[int | Own, ...]:
        written = sorted((owned.mark.place, key) for key, owned in self._older.items() if owned.mark.place)
        keys = [sheet.name for sheet in self.report.sheets]
        new = bool(self._older) and any(key not in self._older for key in keys)
        ranges = new and has_ranges_of_sheets(self.takeout)  # nobody else needs to know
        return arrange(self._current, self.group, keys, [key for _, key in written], ranges=ranges)

    @cached_property
    def sheet_names(self) -> Mapping[str, str]:
        """What each sheet of the report is called in the workbook: as the officer calls it, else a free name."""
        names = {key: owned.sheet.name for key, owned in self._older.items()}
        staying = [owned.sheet.name for owned in self.takeout.staying]
        hosts = [sheet.name for sheet in self.takeout.base_workbook.sheets]
        kept = [names[sheet.name] for sheet in self.report.sheets if sheet.name in names]
        taken = {name.casefold() for name in (*hosts, *staying, *kept)}
        for sheet in self.report.sheets:
            if sheet.name not in names:
                names[sheet.name] = free_name(sheet.name, frozenset(taken), LONGEST_NAME, " ({})")
                taken.add(names[sheet.name].casefold())
        return names

    @cached_property
    def _host_names(self) -> tuple[Name, ...]:
        """Names of the whole workbook that are put back as they were: the report brings no newer version."""
        ours = {owned.sheet.name.casefold() for owned in self.takeout.leaving}
        coming = {name.key for name in self.report.names}
        return tuple(
            name
            for name in self.takeout.carried_names()
            if not (sheets_in(name.text) <= ours and {name.key, _NUMBER.sub("", name.key)} & coming)
        )

    @cached_property
    def _tables(self) -> Mapping[str, TableTag]:
        taken = table_tags(self.takeout.host.package, without=self.takeout.removed)
        names = {name.key for name in (*self.takeout.base_workbook.global_names, *self._host_names)}
        return renumbered(table_tags(self.report.package), taken.values(), frozenset(names))

    @cached_property
    def _renames(self) -> Renames:
        sheets = {old.casefold(): new for old, new in self.sheet_names.items() if old != new}
        tables = {
            tag.name.casefold(): self._tables[key].name
            for key, tag in table_tags(self.report.package).items()
            if tag.name != self._tables[key].name
        }
        return Renames(sheets=sheets, names=tables | self._renamed_names)

    @cached_property
    def _renamed_names(self) -> dict[str, str]:
        taken = {name.key for name in (*self.takeout.base_workbook.global_names, *self._host_names)}
        taken |= {tag.name.casefold() for tag in self._tables.values()}
        taken |= {
            tag.name.casefold() for tag in table_tags(self.takeout.host.package, without=self.takeout.removed).values()
        }
        renamed = {
            name.key: free_name(name.name, frozenset(taken), _LONGEST_DEFINED_NAME, "_{}") for name in self.report.names
        }
        return {old: new for old, new in renamed.items() if new.casefold() != old}

    @cached_property
    def _styles(self) -> tuple[Styled, Fit]:
        part = styles_part(self.takeout)
        before, steps = styles_without_us(self.takeout)
        base = before if before is not None else BLANK
        name = self.takeout.host.name
        try:
            merge = StyleMerge(base, self.report.styles, self.report.theme, name)
            fit = Fit(styles=merge.cell_formats(), formats=merge.differential_formats(), renames=self._renames)
        except (ValueError, IndexError) as error:
            raise reading.DAMAGED.of(name, reason="its cell formats cannot be understood") from error
        splices = merge.host.splices()
        markup = merge.host.markup
        after = markup.raw(apply(markup.text, splices))
        if before is None:
            steps = (Step(part=part, before="", after=record.checksum(after)),)
        elif splices:
            steps = (*steps, Step.of(part, before, splices, after))
        return Styled(part=part, content=after, steps=steps, new=before is None), fit

    @cached_property
    def _taken_parts(self) -> frozenset[str]:
        package = self.takeout.host.package
        named = package.archive.parts() | package.overrides() | package.targets()
        return named - self.takeout.removed - self.takeout.created

    @cached_property
    def packed(self) -> PackedReport:
        """The report's parts, fitted and packed."""
        names = free_parts(self.report.parts(), self._taken_parts)
        fitting = Fitting(fit=self._styles[1], tables=self._tables, names=names)
        return pack(self.report, fitting, self.spool, self.takeout.host.name)

    def _attached(self) -> dict[Own, AttachedSheet]:
        attached = {Own(*owned.identity): self.takeout.attached(owned) for owned in self.takeout.staying}
        numbers = [sheet.number for sheet in self.takeout.workbook.sheets]
        free = max(numbers, default=0) + 1
        names = free_parts(self.report.parts(), self._taken_parts)
        for sheet in self.report.sheets:
            older = self._older.get(sheet.name)
            number = older.sheet.number if older else free
            free += 0 if older else 1
            attached[Own(self.group, sheet.name)] = self._newer(sheet, older, number, names[key_of(sheet.part)])
        return attached

    def _newer(self, sheet: IncomingSheet, older: OwnedSheet | None, number: int, part: str) -> AttachedSheet:
        names = tuple(replace(name, text=self._renames.formula(name.text)) for name in sheet.names)
        known = {name.key for name in names}
        carried = names_to_carry(self.takeout.workbook, older) if older else ()
        return AttachedSheet(
            name=self.sheet_names[sheet.name],
            number=number,
            state=older.sheet.state if older else sheet.state,
            part=part,
            mark=Mark(
                group=self.group,
                key=sheet.name,
                number=number,
                objects=self.packed.objects[sheet.part],
                bands=self.packed.prints[sheet.part],
                place=self.report.sheets.index(sheet) + 1,
            ),
            names=(*names, *(name for name in carried if name.key not in known)),
        )

    def _names(self) -> tuple[Name, ...]:
        renames = self._renames
        ours = (
            replace(name, name=renames.names.get(name.key, name.name), text=renames.formula(name.text))
            for name in self.report.names
        )
        return (*ours, *self._host_names)

    def draft(self) -> Draft:
        """The workbook as it becomes.

        Raises:
            RequestRefused, WorkbookLocked, WorkbookRefused: see :mod:`quarterly.ooxml.refusals`.
        """
        styled, _ = self._styles
        attached = self._attached()
        order = tuple(place if isinstance(place, int) else attached[place] for place in self._order)
        return finish(
            self.takeout,
            order=order,
            names=self._names(),
            styled=styled,
            packed=self.packed,
            active=self._active(),
            taken=self._taken_parts | {key_of(part.name) for part in self.packed.parts},
            sheets=self._changes(),
        )

    def _active(self) -> int | None:
        """Where the sheet stands that the workbook shows first; ``None`` if it goes, or if there is no such sheet."""
        index = self.takeout.workbook.active
        shown = self._current[index] if 0 <= index < len(self._current) else None
        return self._order.index(shown) if shown in self._order else None

    def _changes(self) -> tuple[SheetChange, ...]:
        places = positions(self._order)
        changes = [
            SheetChange(
                key=sheet.name,
                name=self.sheet_names[sheet.name],
                doing=Doing.REPLACED if sheet.name in self._older else Doing.ADDED,
                position=places[Own(self.group, sheet.name)],
            )
            for sheet in self.report.sheets
        ]
        coming = {sheet.name for sheet in self.report.sheets}
        return (*changes, *(removed_sheet(owned) for key, owned in self._older.items() if key not in coming))


def check_dates(takeout: Takeout, report: Report) -> None:
    """Refuse a report whose dates would shift.

    Raises:
        RequestRefused: host and report count days from different years.
    """
    host = takeout.host
    if host.date_1904 != report.date_1904:
        years = {True: "1904", False: "1900"}
        raise refusals.DATE_SYSTEM.of(
            host.name, host=years[host.date_1904], report=years[report.date_1904], wanted=host.date_1904
        )
