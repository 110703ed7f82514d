"""Writing a report into the officer's workbook, taking it out again, and saying beforehand what would happen."""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from msgspec import Struct
from msgspec.structs import replace

from quarterly.ooxml import refusals
from quarterly.ooxml.commit import locate, replacement, translated
from quarterly.ooxml.draft import Draft
from quarterly.ooxml.history import refuse_rewritten
from quarterly.ooxml.incoming import Report
from quarterly.ooxml.insertion import Insertion, check_dates
from quarterly.ooxml.owned import Edit, HostStrings, adopted, edit_of, ownership
from quarterly.ooxml.preflight import Host, Warned, digest_of, opened
from quarterly.ooxml.references import refuse_broken_references
from quarterly.ooxml.removal import removal
from quarterly.ooxml.results import Edited, InsertResult
from quarterly.ooxml.takeout import Takeout
from quarterly.ooxml.verify import verify
from quarterly.ooxml.workbook import Workbook

REPORT = "report"  # the group of sheets that make up a report
_SPOOLED = 1 << 20  # bytes of the packed report that are held in memory before they go to a file
_Drafter = Callable[[Host, IO[bytes]], Draft]


def insert_sheets(
    host_path: str | Path,
    report_bytes: bytes,
    *,
    group: str = REPORT,
    edited: Edited = Edited.REFUSE,
    append_only: bool = False,
    adopt: Mapping[str, str] | None = None,
    backup: bool = True,
) -> InsertResult:
    """Put a report's sheets into a workbook, in place of those that an earlier run put there.

    Sheets are recognised by their name in the report, wherever the officer moved them and whatever the officer calls
    them. Sheets of the ``group`` that the report no longer has are taken out; other groups stay. Every part of the
    workbook but content types, workbook, its relationships and styles stays the same, byte for byte, and the same
    report twice gives the same file. ``append_only`` refuses a sheet whose earlier rows would change. ``adopt`` names
    sheets of the officer's, by their name in the report, that are ours from now on and make room for the report's; the
    caller answers for it that nothing on them is lost. Once one is adopted, removal no longer brings it back.

    Raises:
        WorkbookRefused, WorkbookLocked, RequestRefused: with a code from :data:`quarterly.ooxml.REFUSALS`; the
            workbook is as it was.
    """
    drafter = _inserting(report_bytes, group, edited, append_only, adopt or {})
    return _write(locate(Path(host_path)), drafter, backup=backup)


def plan_insert(
    host_path: str | Path,
    report_bytes: bytes,
    *,
    group: str = REPORT,
    edited: Edited = Edited.REFUSE,
    append_only: bool = False,
    adopt: Mapping[str, str] | None = None,
) -> InsertResult:
    """What :func:`insert_sheets` would do, part by part; refused for the same reasons. Nothing is written."""
    return _rehearse(locate(Path(host_path)), _inserting(report_bytes, group, edited, append_only, adopt or {}))


def remove_sheets(
    host_path: str | Path, *, group: str | None = None, edited: Edited = Edited.REFUSE, backup: bool = True
) -> InsertResult:
    """Take our sheets, or one group of them, out of a workbook again.

    Where nobody else saved the workbook meanwhile, every part is byte for byte what it was before the first insertion.

    Raises:
        WorkbookRefused, WorkbookLocked, RequestRefused: as :func:`insert_sheets`; also if formulas of the officer's
            use our sheets, or there are none.
    """
    return _write(locate(Path(host_path)), _removing(group, edited), backup=backup)


def plan_remove(host_path: str | Path, *, group: str | None = None, edited: Edited = Edited.REFUSE) -> InsertResult:
    """What :func:`remove_sheets` would do. Nothing is written."""
    return _rehearse(locate(Path(host_path)), _removing(group, edited))


def checked_takeout(
    host: Host,
    report_bytes: bytes,
    *,
    group: str = REPORT,
    edited: Edited = Edited.REFUSE,
    append_only: bool = False,
    adopt: Mapping[str, str] | None = None,
) -> Takeout:
    """The workbook without the sheets that a report replaces, once nothing in it forbids :func:`insert_sheets`.

    Raises:
        WorkbookLocked, RequestRefused: for what is seen before anything is drafted.
    """
    report = Report(report_bytes, host.name)
    return _checked(host, report, group=group, edited=edited, append_only=append_only, adopt=adopt or {}).takeout


def content_digest(host_path: str | Path, *, group: str = REPORT) -> str:
    """SHA-256 over the workbook's parts as they are without our sheets of the group, in hexadecimal.

    It is the same before a report is inserted, after it, and after it is replaced by another: what a report in its own
    workbook can be said to rest on. Names and contents of the parts count, not how they are packed.

    Raises:
        WorkbookRefused, WorkbookLocked: as :func:`insert_sheets`.
    """
    target = locate(Path(host_path))
    with translated(target), tempfile.SpooledTemporaryFile(max_size=_SPOOLED) as plain, opened(target) as host:
        takeout = _prepare(host, group, Edited.REPLACE).takeout
        if not takeout.leaving:
            return _digest_of_parts(target)
        removal(takeout).write(plain)
        plain.seek(0)
        return _digest_of_parts(plain)


def _digest_of_parts(package: Path | IO[bytes]) -> str:
    total = hashlib.sha256()
    with zipfile.ZipFile(package) as archive:
        for name in sorted(archive.namelist()):
            total.update(name.encode())
            size = archive.getinfo(name).file_size
            total.update(size.to_bytes(8, "big"))
            with archive.open(name) as part:
                while block := part.read(_SPOOLED):
                    total.update(block)
    return total.hexdigest()


def _inserting(content: bytes, group: str, edited: Edited, append_only: bool, adopt: Mapping[str, str]) -> _Drafter:
    def draft(host: Host, spool: IO[bytes]) -> Draft:
        report = Report(content, host.name)
        prepared = _checked(host, report, group=group, edited=edited, append_only=append_only, adopt=adopt)
        return prepared.warn(Insertion(takeout=prepared.takeout, report=report, group=group, spool=spool).draft())

    return draft


def _checked(
    host: Host, report: Report, *, group: str, edited: Edited, append_only: bool, adopt: Mapping[str, str]
) -> _Prepared:
    prepared = _prepare(host, group, edited, adopt)
    takeout = prepared.takeout
    check_dates(takeout, report)
    if append_only:
        refuse_rewritten(takeout, report)
    coming = {sheet.name for sheet in report.sheets}
    refuse_broken_references(takeout, [owned for owned in takeout.leaving if owned.mark.key not in coming])
    return prepared


def _removing(group: str | None, edited: Edited) -> _Drafter:
    def draft(host: Host, _spool: IO[bytes]) -> Draft:
        prepared = _prepare(host, group, edited)
        refuse_broken_references(prepared.takeout, prepared.takeout.leaving)
        return prepared.warn(removal(prepared.takeout))

    return draft


class _Prepared(Struct, frozen=True, kw_only=True):
    takeout: Takeout
    warnings: tuple[Warned, ...]

    def warn(self, draft: Draft) -> Draft:
        return draft.warning(self.warnings)


def _prepare(host: Host, group: str | None, edited: Edited, adopt: Mapping[str, str] | None = None) -> _Prepared:
    workbook = Workbook(host.workbook)
    own = ownership(host, workbook)
    strings = HostStrings(host)
    ours = {owned.identity for owned in own.sheets}
    taken = [one for one in adopted(host, workbook, group or "", adopt or {}, strings) if one.identity not in ours]
    own = replace(own, sheets=tuple(sorted((*own.sheets, *taken), key=lambda owned: owned.index)))
    candidates = own.sheets if group is None else own.of_group(group)
    edits = {owned.index: edit for owned in candidates if (edit := edit_of(host, owned, strings))}
    if edits and edited is Edited.REFUSE:
        raise refusals.SHEET_EDITED.of(host.name, edits="; ".join(map(str, edits.values())))
    kept = frozenset(edits) if edited is Edited.KEEP else frozenset()
    takeout = replace(Takeout.of(host, workbook, own, group, kept), adopting=bool(taken))
    copies = [workbook.sheets[index].name for index in own.copies]
    return _Prepared(takeout=takeout, warnings=tuple(_warnings(edits.values(), edited, copies)))


def _warnings(edits: Iterable[Edit], edited: Edited, copies: Iterable[str]) -> Iterator[Warned]:
    ending = "yours now and was left as it is" if edited is Edited.KEEP else "replaced, and what you changed with it"
    for edit in edits:
        yield Warned(code=f"sheet-edited-{edited}", text=f"Sheet {edit} was changed by hand. It is {ending}.")
    for name in copies:
        yield Warned(
            code="copy-left", text=f'Sheet "{name}" is a copy of a report sheet. It is yours and stays as it is.'
        )


def _write(target: Path, drafter: _Drafter, *, backup: bool) -> InsertResult:
    with replacement(target) as new:
        with _drafted(target, drafter) as draft:
            draft.write(new.stream)
            new.stream.flush()
            verify(new.stream, draft)
            result = _result(target, draft)
            expected = draft.host.digest
            same = new.digest() == expected
        # The host is closed by now: Windows replaces no file that is open.
        if same:
            return result.unchanged()
        kept = new.commit(expected=expected, backup=backup)
    return result.committed(kept)


def _rehearse(target: Path, drafter: _Drafter) -> InsertResult:
    with (
        translated(target),
        tempfile.SpooledTemporaryFile(max_size=_SPOOLED) as new,
        _drafted(target, drafter) as draft,
    ):
        draft.write(new)
        verify(new, draft)
        result = _result(target, draft)
        return result.unchanged() if digest_of(new) == draft.host.digest else result


@contextmanager
def _drafted(target: Path, drafter: _Drafter) -> Iterator[Draft]:
    with tempfile.SpooledTemporaryFile(max_size=_SPOOLED) as spool, opened(target) as host:
        yield drafter(host, spool)


def _result(target: Path, draft: Draft) -> InsertResult:
    return InsertResult(
        path=target,
        sheets=draft.sheets,
        parts=draft.part_changes(),
        untouched=len(draft.untouched()),
        warnings=draft.warnings,
    )
