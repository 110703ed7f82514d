"""A report made and kept: its issue is counted, and the archive holds it with the workbook that it was made from.

Scheduled runs and sending by hand go this way; a plain ``quarterly report`` keeps nothing.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from quarterly.compose.provenance import Provenance
from quarterly.deliver.archive import Archive, Kept, Manifest, Recipe, report_key
from quarterly.deliver.parcels import QUARTERLY_REPORT
from quarterly.judge.disclosure import THRESHOLD
from quarterly.model.edition import Edition
from quarterly.ooxml import content_digest
from quarterly.ooxml.refusals import CHANGED_MEANWHILE
from quarterly.read.package import read_file
from quarterly.request import check_reportable
from quarterly.run import (
    Assessment,
    OnStep,
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A report as bytes, not written anywhere yet. ``workbook`` holds the bytes that it was made from."""

    assessment: Assessment
    content: bytes
    workbook: bytes
    template: bytes
    key: str
    issue: int
    recipe: Recipe
    report: str = QUARTERLY_REPORT  # the word for it in the column Report of the distribution list

    @property
    def quarter(self) -> str:
        """ "Q3 2025/26"."""
        return self.assessment.book.plan.settings.calendar.label(self.assessment.judgements.quarter)

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
        )

    def keep(self, archive: Archive, *, made_at: datetime, made_by: str, job: str = "", name: str = "") -> Kept:
        """Put it into the archive; a second time changes nothing.

        Raises:
            DeliveryRefused: nothing can be written there, or another report took the issue.
        """
        manifest = self.manifest(made_at=made_at, made_by=made_by, job=job, name=name)
        return archive.keep(manifest, report=self.content, workbook=self.workbook, template=self.template)


def make_report(wanted: Wanted, archive: Archive, *, issue: int = 0, step: OnStep = unwatched) -> Made:
    """Make a report; its issue is that of the archive's latest if nothing has changed since, else the next.

    ``issue`` fixes the number instead. Nothing is written.

    Raises:
        WorkbookRefused: the workbook cannot be read.
        WorkbookLocked: it was changed while it was read.
        TemplateRefused: the template cannot be used.
        RequestRefused: the quarter is unclear, or there is nothing to report.
        PublicationRefused: the published edition breaks a rule.
        DeliveryRefused: the archive cannot be read.
    """
    found = assess_wanted(wanted, step=step)
    return make_assessed(wanted, found, archive, issue=issue, step=step)


def assess_wanted(wanted: Wanted, *, step: OnStep = unwatched) -> Assessment:
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
        step=step,
    )


def make_assessed(
    wanted: Wanted, found: Assessment, archive: Archive, *, issue: int = 0, step: OnStep = unwatched
) -> Made:
    """The report on an assessment that is made already.

    Raises:
        WorkbookLocked: the workbook was changed since.
        RequestRefused: there is nothing to report.
        PublicationRefused: the published edition breaks a rule.
        DeliveryRefused: the archive cannot be read.
    """
    check_reportable(found.book.plan, wanted.book.name)
    workbook = read_file(wanted.book)
    if hashlib.sha256(workbook).hexdigest() != found.book.sha256:
        raise CHANGED_MEANWHILE.of(wanted.book.name)
    quality_first = wanted.quality_first and found.book.has_errors
    look, template = _template(wanted.template)
    source = provenance_of(found, quality_first=quality_first, template=look)
    if wanted.without_report:
        source = replace(source, input_sha256=content_digest(wanted.book), without_report=True)
    recipe = _recipe(wanted, found, source)
    label = found.book.plan.settings.calendar.label(found.judgements.quarter)
    other = wanted.template if wanted.template in OTHER_REPORTS else ""
    kind = ", ".join(part for part in (other, wanted.series) if part)
    key = report_key(found.book.plan, quarter=label, edition=found.edition, book=wanted.book.stem, report=kind)
    number = issue or archive.issue_of(key, recipe)
    content = build_report(
        found.book.plan,
        found.judgements,
        found.book.problems,
        provenance=replace(source, issue=number),
        template=look,
        step=step,
    )
    check_edition(found, content, wanted.book.name, step=step)
    return Made(
        assessment=found,
        content=content,
        workbook=workbook,
        template=template,
        key=key,
        issue=number,
        recipe=recipe,
        report=other or QUARTERLY_REPORT,
    )


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
