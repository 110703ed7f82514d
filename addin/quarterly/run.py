"""One path from a workbook to a report, for every front end.

Front ends pass in the clock (``today``) and show what comes back; nothing is decided there. ``step`` is called with
each :class:`Step` as it begins, for progress bars.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from quarterly import __version__
from quarterly.compose.provenance import Provenance
from quarterly.judge import judge
from quarterly.judge.disclosure import THRESHOLD
from quarterly.judge.forbidden import Forbidden, forbidden_figures
from quarterly.judge.judgement import Judgements
from quarterly.judge.published import PublishedPlan, published_plan, standing_findings
from quarterly.model.edition import Edition
from quarterly.model.plan import Plan
from quarterly.model.problems import Problem, Severity
from quarterly.model.rules import Rules
from quarterly.outputs import check_target, write_whole
from quarterly.read import read_bytes
from quarterly.read.package import read_file
from quarterly.request import check_reportable, notices, resolve_quarter

if TYPE_CHECKING:
    from quarterly.template.layout import Template


class Step(StrEnum):
    """What a run is busy with, in words for a progress bar."""

    READ = "Reading the workbook"
    JUDGE = "Working out every status"
    COMPOSE = "Putting the report together"
    RENDER = "Drawing the report"
    AUDIT = "Checking what may be published"
    WRITE = "Saving the workbook"
    PDF = "Making the PDF"
    SEND = "Sending the report"
    LOAD = "Reading the Department's data set"
    GATHER = "Gathering the authority's figures"


OnStep = Callable[[Step], None]


def unwatched(_step: Step) -> None:
    """The default ``step``: nobody is watching."""


class BookRead(Struct, frozen=True, kw_only=True):
    """A workbook as read: what it says, what is wrong with it, and the hash (SHA-256) of the bytes it was read from."""

    path: Path
    sha256: str
    plan: Plan
    problems: tuple[Problem, ...]

    @property
    def has_errors(self) -> bool:
        """Whether something in it cannot be judged."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)


class Assessment(Struct, frozen=True, kw_only=True):
    """A workbook judged for one quarter. ``notices`` are sentences that a reader must see beside the result.

    For the published edition ``published`` says what is hidden, and the book's plan is without it; ``forbidden`` are
    the hidden figures themselves, which the audit looks for.
    """

    book: BookRead
    judgements: Judgements
    notices: tuple[str, ...]
    published: PublishedPlan | None = None
    forbidden: Forbidden | None = None

    @property
    def edition(self) -> Edition:
        """For whom it is."""
        return Edition.WORKING if self.published is None else Edition.PUBLISHED


class ReportRun(Struct, frozen=True, kw_only=True):
    """A report that was written; ``template`` is what it was drawn by, if by one; ``remarks`` are on that.

    A remark never keeps a template from being used: something in it that is not carried over, or low contrast.
    """

    assessment: Assessment
    output: Path
    sha256: str
    template: Template | None = None
    pdf: Path | None = None
    remarks: tuple[Problem, ...] = ()


def read_book(path: Path, *, step: OnStep = unwatched) -> BookRead:
    """Read a workbook once: the same bytes are hashed and parsed.

    Raises:
        WorkbookRefused: it cannot be read as an improvement workbook.
    """
    step(Step.READ)
    content = read_file(path)
    plan, problems = read_bytes(content, path.name)
    return BookRead(path=path, sha256=hashlib.sha256(content).hexdigest(), plan=plan, problems=problems)


def assess(
    path: Path,
    *,
    today: date,
    quarter: str = "",
    as_at: date | None = None,
    rules: Rules | None = None,
    edition: Edition = Edition.WORKING,
    threshold: int = THRESHOLD,
    book: BookRead | None = None,
    step: OnStep = unwatched,
) -> Assessment:
    """Read and judge a workbook; one that was read already is given as ``book`` and not read again.

    ``quarter`` is what the person typed; blank means the last quarter that was complete on the as-at date. ``as_at``
    is the day from which dates are looked at, for past quarters too; ``None`` means ``today``. For the published
    edition the plan is protected before it is judged: counts from 1 to ``threshold`` are hidden.

    Raises:
        WorkbookRefused: the workbook cannot be read.
        RequestRefused: the quarter is unclear or still to come.
        ValueError: a threshold of 1 or less than 0.
    """
    book = book or read_book(path, step=step)
    on = as_at or today
    period = resolve_quarter(quarter, book.plan.settings.calendar, on)
    step(Step.JUDGE)
    published = forbidden = None
    if edition is Edition.PUBLISHED:
        published = published_plan(book.plan, quarter=period, threshold=threshold)
        judgements = standing_findings(judge(published.plan, period, on, rules), book.plan)
        forbidden = forbidden_figures(book.plan, published)
        book = replace(book, plan=published.plan)
    else:
        judgements = judge(book.plan, period, on, rules)
    said = notices(book.plan, period, on, today)
    return Assessment(book=book, judgements=judgements, notices=said, published=published, forbidden=forbidden)


def build_report(
    plan: Plan,
    judgements: Judgements,
    problems: Sequence[Problem] = (),
    *,
    provenance: Provenance | None = None,
    template: Template | None = None,
    date_1904: bool = False,
    step: OnStep = unwatched,
) -> bytes:
    """The report as the bytes of an .xlsx workbook; the same values give the same bytes.

    Without ``provenance`` the report says which rules and version made it, but names no workbook. It is drawn by
    ``template`` where there is one. ``date_1904`` counts days from 1904, for a workbook that does.
    """
    source = provenance or _made_in_code(judgements)
    if template is not None:
        return _by_template(template, plan, judgements, problems, source=source, date_1904=date_1904, step=step)
    # Checking and judging do without what draws a report, and need not wait for it to load.
    from quarterly.compose import compose_report
    from quarterly.render import render

    step(Step.COMPOSE)
    report = compose_report(plan, judgements, tuple(problems), source)
    step(Step.RENDER)
    return render(report, date_1904=date_1904)


def run_report(
    path: Path,
    *,
    today: date,
    quarter: str = "",
    as_at: date | None = None,
    output: Path | None = None,
    force: bool = False,
    edition: Edition = Edition.WORKING,
    threshold: int = THRESHOLD,
    issue: int = 1,
    template: str | Path = "",
    pdf: bool = False,
    step: OnStep = unwatched,
) -> ReportRun:
    """Read, judge, compose, render and write a report; all of it or nothing.

    ``output`` is a file, or a folder for a file with the usual name: the workbook's, the quarter and "report".
    ``issue`` is the number that the report gives of itself, for one that was sent before and has changed. ``template``
    is the name of one of Quarterly's own or a file; blank for the report as Quarterly draws it.
    ``pdf`` puts a PDF of the same name beside it.

    Raises:
        WorkbookRefused: the workbook cannot be read.
        TemplateRefused: the template cannot be used.
        RequestRefused: the quarter is unclear, or writing would lose something or cannot be done.
        PublicationRefused: the published edition breaks a rule; every place is named.
        DeliveryRefused: the PDF cannot be made. Where LibreOffice is absent nothing is written.
        ValueError: a threshold of 1 or less than 0.
    """
    look = asked_template(template)
    found = assess(path, today=today, quarter=quarter, as_at=as_at, edition=edition, threshold=threshold, step=step)
    check_reportable(found.book.plan, path.name)
    target = report_path(path, found.judgements, found.book.plan, output, edition=edition)
    check_target(target, source=path, template=Path(template) if look else None, force=force)
    office = _check_pdf(target, force=force) if pdf else None
    source = provenance_of(found, issue=issue, template=look)
    content = build_report(
        found.book.plan, found.judgements, found.book.problems, provenance=source, template=look, step=step
    )
    check_edition(found, content, target.name, step=step)
    step(Step.WRITE)
    write_whole(content, target)
    pages = _make_pdf(target, office, step) if office else None
    return ReportRun(
        assessment=found,
        output=target,
        sha256=hashlib.sha256(content).hexdigest(),
        template=look,
        pdf=pages,
        remarks=template_remarks(template),
    )


def _check_pdf(report: Path, *, force: bool) -> Path:
    """LibreOffice's program, found before anything is drawn; a PDF that is not ours is replaced only with ``force``."""
    from quarterly.deliver.pdf import find_office, is_untouched_pdf
    from quarterly.deliver.pdf.refusals import EXISTS

    there = report.with_suffix(".pdf")
    if there.exists() and not force and not (there.is_file() and is_untouched_pdf(there.read_bytes())):
        raise EXISTS.of(name=there)
    return find_office()


def _make_pdf(report: Path, office: Path, step: OnStep) -> Path:
    from quarterly.deliver.pdf import to_pdf

    step(Step.PDF)
    return to_pdf([report], report.parent, office=office)[0]


def asked_template(name: str | Path) -> Template | None:
    """The template of that name or in that file; ``None`` for a blank name.

    Raises:
        TemplateRefused: there is none, or it has mistakes.
        WorkbookRefused: the file is no workbook.
    """
    if not str(name):
        return None
    from quarterly.template import load_template

    return load_template(name)


def template_remarks(name: str | Path) -> tuple[Problem, ...]:
    """What the report will not have of a template that can be used, and what its readers may miss; none without one.

    Raises:
        TemplateRefused: there is none of that name, or it has mistakes.
        WorkbookRefused: the file is no workbook.
    """
    if not str(name):
        return ()
    from quarterly.template import compiled_template

    return compiled_template(name).warnings


def _by_template(
    template: Template,
    plan: Plan,
    judgements: Judgements,
    problems: Sequence[Problem],
    *,
    source: Provenance,
    date_1904: bool,
    step: OnStep,
) -> bytes:
    from quarterly.compose.pack import report_head
    from quarterly.compose.vocabulary import vocabulary
    from quarterly.render import render_template

    step(Step.COMPOSE)
    words = vocabulary(plan, judgements, tuple(problems), source)
    head = report_head(plan, judgements, source)
    step(Step.RENDER)
    return render_template(template, words, head, date_1904=date_1904)


def check_edition(found: Assessment, content: bytes, name: str, *, step: OnStep = unwatched) -> None:
    """Audit the bytes of a published edition before they are written or sent; the working edition goes unaudited.

    Raises:
        PublicationRefused: it breaks a rule of accessibility or disclosure; every place is named.
    """
    if found.edition is not Edition.PUBLISHED:
        return
    from quarterly.audit import refuse_unless_clean

    step(Step.AUDIT)
    refuse_unless_clean(content, name=name, forbidden=found.forbidden)


def report_path(
    book: Path,
    judgements: Judgements,
    plan: Plan,
    output: Path | None = None,
    *,
    edition: Edition = Edition.WORKING,
) -> Path:
    """Where the report goes: "plan.xlsx" gives "plan Q3 2025-26 report.xlsx" beside it, or in the folder named."""
    if output is not None and not output.is_dir():
        return output
    quarter = plan.settings.calendar.label(judgements.quarter).replace("/", "-")  # no slash in a file's name
    kind = "published report" if edition is Edition.PUBLISHED else "report"
    return (output or book.parent) / f"{book.stem} {quarter} {kind}.xlsx"


def provenance_of(
    assessment: Assessment, *, issue: int = 1, quality_first: bool = False, template: Template | None = None
) -> Provenance:
    """What anyone needs to make the same report again."""
    return Provenance(
        input_name=_readable(assessment.book.path.name),
        input_sha256=assessment.book.sha256,
        version=__version__,
        rules_version=assessment.judgements.rules.version,
        as_at=assessment.judgements.as_at,
        edition=assessment.edition,
        threshold=assessment.published.threshold if assessment.published else 0,
        issue=issue,
        quality_first=quality_first,
        template=template.name if template else "",
        template_sha256=template.sha256 if template else "",
    )


def _readable(name: str) -> str:
    """A file's name with a question mark for bytes that are no text, which no workbook can hold."""
    return name.encode(errors="replace").decode()


def _made_in_code(judgements: Judgements) -> Provenance:
    return Provenance(
        input_name="",
        input_sha256="",
        version=__version__,
        rules_version=judgements.rules.version,
        as_at=judgements.as_at,
    )
