"""A workbook as it is to become: which parts are taken over, which are new; and writing it down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import IO

from msgspec import Struct, field
from msgspec.structs import replace

from quarterly.ooxml.archive import Archive, ArchiveWriter, key_of
from quarterly.ooxml.preflight import Host, Warned
from quarterly.ooxml.results import Doing, PartChange, SheetChange


class Draft(Struct, frozen=True, kw_only=True, dict=True):
    """What becomes of a host. Everything that is not named here is copied as it is packed.

    ``changed`` are the host's central parts with their new content. ``added`` are parts of ours that are written
    anew, ``packed`` the report's parts, ``ours`` the keys of all parts in the host that are there for us, and
    ``staying`` those among them that stay as they are.
    """

    host: Host
    changed: Mapping[str, bytes]
    added: Mapping[str, bytes] = field(default_factory=dict)
    packed: Archive | None = None
    ours: frozenset[str] = frozenset()
    staying: frozenset[str] = frozenset()
    sheets: tuple[SheetChange, ...] = ()
    warnings: tuple[Warned, ...] = ()
    styles_before: bytes | None = None  # the styles part without ours, whose entries all keep their numbers

    def warning(self, warnings: tuple[Warned, ...]) -> Draft:
        """The same draft with more to say to the officer."""
        return replace(self, warnings=(*self.warnings, *warnings))

    def write(self, stream: IO[bytes]) -> None:
        """Write the workbook: the host's parts in their order, then ours in the order of their names."""
        writer = ArchiveWriter(stream)
        source = self.host.package.archive
        changed = {key_of(part): content for part, content in self.changed.items()}
        for entry in source.entries:
            key = key_of(entry.filename)
            if key in changed and changed[key] != self.host.package.read(entry.filename):
                writer.write(entry.filename, (changed[key],))
            elif key not in self.ours:
                writer.copy(source, entry)
        for part, content in self.changed.items():
            if part not in source:
                writer.write(part, (content,))
        for name, origin in sorted(self._ours(), key=lambda pair: pair[0]):
            if isinstance(origin, bytes):
                writer.write(name, (origin,))
            else:
                writer.copy(origin, origin.find(name))
        writer.close(source.comment)

    def _ours(self) -> Iterator[tuple[str, Archive | bytes]]:
        yield from self.added.items()
        if self.packed:
            for entry in self.packed.entries:
                yield entry.filename, self.packed
        for key in self.staying:
            yield self.host.package.archive.find(key).filename, self.host.package.archive

    def untouched(self) -> frozenset[str]:
        """The keys of the host's parts that are taken over as they are."""
        package = self.host.package
        touched = {
            key_of(part)
            for part, content in self.changed.items()
            if part not in package or content != package.read(part)
        }
        return package.archive.parts() - touched - (self.ours - self.staying)

    def part_changes(self) -> tuple[PartChange, ...]:
        """What happens to each part that does not stay as it is."""
        archive = self.host.package.archive
        after = {part: len(content) for part, content in (*self.changed.items(), *self.added.items())}
        after |= {entry.filename: entry.file_size for entry in (self.packed.entries if self.packed else ())}
        by_key = {key_of(part): part for part in after}
        gone = self.ours - self.staying - by_key.keys()
        changes = [_change(archive, part, after[part]) for part in after if key_of(part) not in self.untouched()]
        changes += [_change(archive, archive.find(key).filename, 0) for key in gone]
        return tuple(sorted(changes, key=lambda change: change.part))


def _change(archive: Archive, part: str, after: int) -> PartChange:
    before = archive.find(part).file_size if part in archive else 0
    doing = Doing.CHANGED if before and after else Doing.ADDED if after else Doing.REMOVED
    return PartChange(part=part, doing=doing, before=before, after=after)
