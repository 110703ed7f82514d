"""A report made and kept: its issue is counted, and the archive holds it with the workbook that it was made from.

Scheduled runs and sending by hand go this way; a plain ``quarterly report`` keeps nothing.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from quarterly.compose.provenance import Provenance
from quarterly.deliver.archive import Archive, Kept, Manifest, Named, Recipe, report_key
from quarterly.deliver.archive.sameness import Asked, Numbered, fingerprint_of, numbered
from quarterly.deliver.ledger import read_ledger
from quarterly.deliver.parcels import QUARTERLY_REPORT
from quarterly.judge.disclosure import THRESHOLD
from quarterly.judge.published import OWN_WORDS
from quarterly.model.edition import Edition
from quarterly.ooxml import content_digest
from quarterly.ooxml.refusals import CHANGED_MEANWHILE
from quarterly.read import read_bytes
from quarterly.read.package import read_file
from quarterly.request import check_reportable
from quarterly.run import (
    Assessment,
    BookRead,
    OnStep,
    Step,
    asked_template,
    assess,
    build_report,
    check_edition,
    provenance_of,
    report_path,
    unwatched,
)
from quarterly.template.layout import Template

OTHER_REPORTS = ("monthly", "exceptions")
"""Ready-made templates that make another report than the quarterly one, and the words for these reports."""


class Wanted(Struct, frozen=True, kw_only=True):
    """Which report of a workbook is wanted, and as at which day.

    ``quarter`` is as somebody typed it; blank for the last complete one. ``template`` is the name of a built-in
    template or of a file; blank for the plain report.
    """

    book: Path
    today: date
    quarter: str = ""
    as_at: date | None = None
    edition: Edition = Edition.WORKING
    threshold: int = THRESHOLD
    template: str = ""
    quality_first: bool = False  # where the workbook has errors
    series: str = ""  # tells issues apart that people never get, as of what a job saves and does not send
    without_report: bool = False  # whether a report that stands in the workbook itself is no part of what is hashed
    any_day: bool = False  # whether a report that is kept already, and the same but for the day, keeps that day


class Source(Struct, frozen=True, kw_only=True):
    """A workbook that was read once: its bytes, and what they say. All editions are made from the same."""

    book: BookRead
    content: bytes


class Made(Struct, frozen=True, kw_only=True):
    """A report as bytes, not written anywhere yet. ``workbook`` holds the bytes that it was made from.

    One that is the same as the ``kept`` one has its bytes and its recipe. ``notice`` is a sentence on the number that a
    person must see; blank mostly.
    """

    assessment: Assessment
    content: bytes
    workbook: bytes
    template: bytes
    key: str
    issue: int
    recipe: Recipe
    report: str = QUARTERLY_REPORT  # the word for it in the column Report of the distribution list
    fingerprint: str = ""
    family: str = ""
    kept: Kept | None = None
    notice: str = ""

    @property
    def quarter(self) -> str:
        """ "Q3 2025/26"."""
        return self.assessment.book.plan.settings.calendar.label(self.assessment.judgements.quarter)

    @property
    def notices(self) -> tuple[str, ...]:
        """What whoever is responsible must read before it goes out; of the published edition always something."""
        found = self.assessment
        published = (*found.published.notes, OWN_WORDS) if found.published else ()
        return tuple(filter(None, (self.notice, *found.notices, *published)))

    @property
    def exposed(self) -> tuple[str, ...]:
        """Those of the notices that say of a small number that it may be worked out: it is not sent unasked."""
        published = self.assessment.published
        return published.exposed if published else ()

    @property
    def name(self) -> str:
        """The usual name of its file."""
        found = self.assessment
        return report_path(found.book.path, found.judgements, found.book.plan, edition=found.edition).name

    def manifest(self, *, made_at: datetime, made_by: str, job: str = "", name: str = "") -> Manifest:
        """What the archive writes down of it."""
        settings = self.assessment.book.plan.settings
        return Manifest(
            key=self.key,
            issue=self.issue,
            authority=settings.authority,
            programme=settings.programme,
            quarter=self.quarter,
            report_name=name or self.name,
            report_sha256=hashlib.sha256(self.content).hexdigest(),
            workbook_sha256=hashlib.sha256(self.workbook).hexdigest(),
            recipe=self.recipe,
            made_at=made_at,
            made_by=made_by,
            job=job,
            fingerprint=self.fingerprint,
            family=self.family,
            origin=_origin(self.assessment.book.path),
        )

    def keep(
        self,
        archive: Archive,
        *,
        made_at: datetime,
        made_by: str,
        job: str = "",
        name: str = "",
        others: Sequence[Named] = (),
    ) -> Kept:
        """Put it into the archive with the ``others`` that were made of it; what is kept already stays as it is.

        Raises:
            DeliveryRefused: nothing can be written there, or another report took the issue.
        """
        if self.kept is not None:
            for path in filter(None, (self.kept.report, self.kept.workbook, self.kept.template)):
                archive.content(path)  # what nobody could show later is not sent
            return archive.add(self.kept, others)
        manifest = self.manifest(made_at=made_at, made_by=made_by, job=job, name=name)
        return archive.keep(
            manifest, report=self.content, workbook=self.workbook, template=self.template, others=others
        )


def read_source(path: Path, *, step: OnStep = unwatched) -> Source:
    """Read a workbook once, for every list, judgement and report that is made of it.

    Raises:
        WorkbookRefused: it cannot be read as an improvement workbook.
    """
    step(Step.READ)
    content = read_file(path)
    plan, problems = read_bytes(content, path.name)
    digest = hashlib.sha256(content).hexdigest()
    return Source(book=BookRead(path=path, sha256=digest, plan=plan, problems=problems), content=content)


def make_report(
    wanted: Wanted,
    archive: Archive,
    *,
    issue: int = 0,
    source: Source | None = None,
    ledger: Path | None = None,
    step: OnStep = unwatched,
) -> Made:
    """Make a report; one that is the same as its latest kept issue is that issue, byte for byte, else the next.

    ``issue`` fixes the number instead. ``source`` is the workbook where it was read already. ``ledger`` is the send
    ledger: no number is used again that it knows with another content. Nothing is written.

    Raises:
        WorkbookRefused: the workbook cannot be read.
        TemplateRefused: the template cannot be used.
        RequestRefused: the quarter is unclear, or there is nothing to report.
        PublicationRefused: the published edition breaks a rule.
        DeliveryRefused: archive or ledger cannot be read.
    """
    source = source or read_source(wanted.book, step=step)
    found = assess_wanted(wanted, source=source, step=step)
    return make_assessed(wanted, found, archive, issue=issue, source=source, ledger=ledger, step=step)


def assess_wanted(wanted: Wanted, *, source: Source | None = None, step: OnStep = unwatched) -> Assessment:
    """Judge the workbook as the report will.

    Raises:
        WorkbookRefused, RequestRefused: as for :func:`quarterly.run.assess`.
    """
    return assess(
        wanted.book,
        today=wanted.today,
        quarter=wanted.quarter,
        as_at=wanted.as_at,
        edition=wanted.edition,
        threshold=wanted.threshold,
        book=source.book if source else None,
        step=step,
    )


def make_assessed(
    wanted: Wanted,
    found: Assessment,
    archive: Archive,
    *,
    issue: int = 0,
    source: Source | None = None,
    ledger: Path | None = None,
    step: OnStep = unwatched,
) -> Made:
    """The report on an assessment that is made already; ``source`` is what it was made of.

    Raises:
        WorkbookLocked: the workbook was changed since.
        RequestRefused: there is nothing to report.
        PublicationRefused: the published edition breaks a rule.
        DeliveryRefused: archive or ledger cannot be read.
    """
    check_reportable(found.book.plan, wanted.book.name)
    source = source or read_source(wanted.book, step=step)
    if source.book.sha256 != found.book.sha256:
        raise CHANGED_MEANWHILE.of(wanted.book.name)
    making = _Making(wanted, found, source, _template(wanted.template))
    number = Numbered(key=making.key(wanted.book.stem), issue=issue) if issue else making.number(archive, ledger)
    if number.kept is None:
        return making.new(number, step)
    day = number.kept.manifest.recipe.as_at
    if day != found.judgements.as_at:
        making = replace(making, found=assess_wanted(replace(wanted, as_at=day), source=source, step=step))
    return making.as_kept(number, number.kept, archive, step)


class _Making(Struct, frozen=True):
    """A report on its way; ``drawn_by`` is its template, and the bytes of the template's file."""

    wanted: Wanted
    found: Assessment
    source: Source
    drawn_by: tuple[Template | None, bytes]

    @property
    def _other(self) -> str:
        return self.wanted.template if self.wanted.template in OTHER_REPORTS else ""

    def key(self, book: str) -> str:
        found = self.found
        label = found.book.plan.settings.calendar.label(found.judgements.quarter)
        kind = ", ".join(part for part in (self._other, self.wanted.series) if part)
        return report_key(found.book.plan, quarter=label, edition=found.edition, book=book, report=kind)

    def number(self, archive: Archive, ledger: Path | None) -> Numbered:
        """Which issue it is; what the ledger knows of its family is taken into account."""
        asked = Asked(
            key=self.key(self.wanted.book.stem),
            family=self.key(""),
            origin=_origin(self.wanted.book),
            fingerprint=self.fingerprint(),
            as_at=self.found.judgements.as_at,
            any_day=self.wanted.any_day,
        )
        return numbered(asked, archive, _sent(ledger))

    def fingerprint(self) -> str:
        return fingerprint_of(
            self.found.book.plan, self.found.book.problems, self.recipe(self._provenance(with_hash=False))
        )

    def recipe(self, source: Provenance) -> Recipe:
        return _recipe(self.wanted, self.found, source)

    def new(self, number: Numbered, step: OnStep) -> Made:
        """Drawn now."""
        source = self._provenance()
        content = build_report(
            self.found.book.plan,
            self.found.judgements,
            self.found.book.problems,
            provenance=replace(source, issue=number.issue),
            template=self.drawn_by[0],
            step=step,
        )
        check_edition(self.found, content, self.wanted.book.name, step=step)
        return self._made(number, content, self.recipe(source))

    def as_kept(self, number: Numbered, kept: Kept, archive: Archive, step: OnStep) -> Made:
        """As it was kept, so that whoever gets it later gets what the others have."""
        content = archive.content(kept.report)
        check_edition(self.found, content, self.wanted.book.name, step=step)
        return self._made(number, content, kept.manifest.recipe)

    def _made(self, number: Numbered, content: bytes, recipe: Recipe) -> Made:
        return Made(
            assessment=self.found,
            content=content,
            workbook=self.source.content,
            template=self.drawn_by[1],
            key=number.key,
            issue=number.issue,
            recipe=recipe,
            report=self._other or QUARTERLY_REPORT,
            fingerprint=self.fingerprint(),
            family=self.key(""),
            kept=number.kept,
            notice=number.notice,
        )

    def _provenance(self, *, with_hash: bool = True) -> Provenance:
        quality_first = self.wanted.quality_first and self.found.book.has_errors
        source = provenance_of(self.found, quality_first=quality_first, template=self.drawn_by[0])
        if not (self.wanted.without_report and with_hash):
            return source
        return replace(source, input_sha256=_digest_without_report(self.source), without_report=True)


def _digest_without_report(source: Source) -> str:
    """Of the bytes that were read, which the file may no longer hold."""
    with tempfile.TemporaryDirectory(prefix="quarterly-") as folder:
        copy = Path(folder, source.book.path.name)
        copy.write_bytes(source.content)
        return content_digest(copy)


def _sent(ledger: Path | None) -> Mapping[str, Mapping[int, str]]:
    """The issues that the send ledger knows, with their fingerprints, by report key."""
    found: dict[str, dict[int, str]] = {}
    if ledger is None:
        return found
    with read_ledger(ledger) as book:
        for entry in book.everything() if book else ():
            found.setdefault(entry.key.report_key, {})[entry.key.issue] = entry.fingerprint
    return found


def _origin(book: Path) -> str:
    try:
        return str(book.resolve())
    except OSError:  # a drive that is not connected
        return str(book)


def _template(name: str) -> tuple[Template | None, bytes]:
    """The template, and the bytes of its file for the archive."""
    if not name:
        return None, b""
    from quarterly.template.load import find

    return asked_template(name), read_file(find(name))


def _recipe(wanted: Wanted, found: Assessment, source: Provenance) -> Recipe:
    from xlsxwriter import __version__ as writer

    return Recipe(
        input_name=wanted.book.name,
        input_sha256=source.input_sha256,
        without_report=source.without_report,
        quarter_start=found.judgements.quarter.start,
        as_at=found.judgements.as_at,
        edition=found.edition,
        threshold=source.threshold,
        version=source.version,
        rules_version=source.rules_version,
        writer=f"XlsxWriter {writer}",
        quality_first=source.quality_first,
        template=source.template,
        template_sha256=source.template_sha256,
    )
