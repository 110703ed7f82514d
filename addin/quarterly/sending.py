"""One report by hand, to the people on its distribution list."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from quarterly.compose.mail_summary import mail_summary
from quarterly.compose.material import Material
from quarterly.compose.pack import NO_MARK
from quarterly.deliver.archive import Archive, Kept, Receipt
from quarterly.deliver.links import link_of
from quarterly.deliver.mail import Attachment, MailSettings, Outcome, Parcel, State, Way, send_parcels
from quarterly.deliver.mail.choosing import edition_for, receives
from quarterly.deliver.mail.post import REAL, Seams
from quarterly.deliver.parcels import QUARTERLY_REPORT
from quarterly.deliver.refusals import MAY_BE_WORKED_OUT, WORKBOOK_HAS_ERRORS
from quarterly.deliver.scrub import check_attachment
from quarterly.judge.disclosure import THRESHOLD
from quarterly.keeping import OTHER_REPORTS, Made, Wanted, make_report, read_source
from quarterly.model.context import Recipient
from quarterly.model.contract import DISTRIBUTION
from quarterly.model.edition import Edition
from quarterly.model.problems import Problem, Severity
from quarterly.outputs import check_target, write_whole
from quarterly.read.kinds import EMAIL_ODD
from quarterly.run import BookRead, OnStep, Step, provenance_of, unwatched

_ARRIVED = (State.SENT, State.UNCERTAIN)
ToPdf = Callable[[Sequence[Path], Path], tuple[Path, ...]]
"""Makes a PDF of each workbook in a folder."""


class Errand(Struct, frozen=True, kw_only=True):
    """What is to be sent, to whom, by which way.

    Without ``edition`` everybody gets the one that they are named for. ``archive`` keeps what is sent, ``ledger`` who
    got it. ``with_errors`` sends although the workbook has errors; drafts are made all the same. ``despite_notices``
    sends the published edition although small numbers may be worked out from it. ``threshold`` is that of the published
    edition; ``None`` for the one with which the workbook was published last. ``link_to`` is the folder ``save_to`` as
    readers open it: the report is saved there, and its address sent in place of an attachment.
    """

    book: Path
    settings: MailSettings
    ledger: Path
    archive: Path
    quarter: str = ""
    as_at: date | None = None
    edition: Edition | None = None
    only: frozenset[str] = frozenset()
    resend_uncertain: frozenset[str] = frozenset()
    pdf: bool = False
    with_errors: bool = False
    open_password: str = ""
    template: str = ""  # a name or a file; blank for the plain report
    threshold: int | None = None
    despite_notices: bool = False
    link_to: str = ""
    save_to: Path | None = None


class SendRun(Struct, frozen=True, kw_only=True):
    """What was sent, and to whom; ``unread`` are rows of the distribution list that could not be read."""

    errand: Errand
    made: tuple[Made, ...]
    outcomes: tuple[Outcome, ...]
    unread: tuple[Problem, ...]
    dry_run: bool
    links: tuple[str, ...] = ()  # the address that each edition is sent as, in the order of ``made``

    @property
    def notices(self) -> tuple[str, ...]:
        """What has to be read before the reports are passed on; of a published edition always something."""
        return tuple(dict.fromkeys(notice for one in self.made for notice in one.notices))

    @property
    def all_well(self) -> bool:
        """Whether everybody on the list has got, or would get, what they are named for."""
        well = (State.SENT, State.DRAFTED, State.PLANNED)
        return not self.unread and all(outcome.state in well for outcome in self.outcomes)


def run_send(
    errand: Errand,
    *,
    today: date,
    now: datetime,
    sent_by: str,
    dry_run: bool = False,
    to_pdf: ToPdf | None = None,
    step: OnStep = unwatched,
    seams: Seams = REAL,
) -> SendRun:
    """Make the report, keep it, and send it to everybody whom the distribution list names for it.

    The workbook is read once. What was sent before and has not changed since is sent as it was, so that a second run
    reaches only whom the first did not. A dry run keeps, writes and sends nothing.

    Raises:
        WorkbookRefused, WorkbookLocked: the workbook cannot be read, or was changed meanwhile.
        RequestRefused: the quarter is unclear, nothing is to report, or the workbook has errors.
        PublicationRefused: the published edition breaks one of its rules.
        DeliveryRefused: nothing can be sent at all, or small numbers may be worked out.
    """
    source = read_source(errand.book, step=step)
    plan, problems = source.book.plan, source.book.problems
    archive = Archive(errand.archive)
    unread = unread_rows(source.book)
    _check_errors(errand, [one for one in problems if one not in unread])
    wanted = Wanted(
        book=errand.book,
        today=today,
        quarter=errand.quarter,
        as_at=errand.as_at,
        template=errand.template,
        threshold=_threshold(errand, archive),
        any_day=errand.as_at is None,
    )
    editions = (errand.edition,) if errand.edition else _editions(plan.recipients, errand.template)
    made = tuple(
        make_report(replace(wanted, edition=edition), archive, source=source, ledger=errand.ledger, step=step)
        for edition in editions
    )
    _check_exposed(errand, made)
    links = tuple(link_of(errand.link_to, one.name) if errand.link_to else "" for one in made)
    pages = to_pdf if errand.pdf else None
    parcels = tuple(parcel_of(one, link=link, to_pdf=pages) for one, link in zip(made, links, strict=True))
    places = _places(errand, made)
    kept = () if dry_run else _keep(made, parcels, archive, now, sent_by)
    post = partial(
        send_parcels,
        parcels,
        plan.recipients,
        _with_folder(errand, made),
        ledger=errand.ledger,
        now=now,
        only=errand.only,
        resend_uncertain=errand.resend_uncertain,
        open_password=errand.open_password,
        seams=seams,
    )
    if places and not dry_run:
        post(dry_run=True)  # what is refused now leaves no report where readers would find it
        for one, place in zip(made, places, strict=True):
            write_whole(one.content, place)
    step(Step.SEND)
    outcomes = post(dry_run=dry_run)
    for report in kept:
        archive.note(report, receipts(outcomes, report.manifest.recipe.edition, now, sent_by))
    return SendRun(errand=errand, made=made, outcomes=outcomes, unread=unread, dry_run=dry_run, links=links)


def parcel_of(made: Made, *, link: str = "", to_pdf: ToPdf | None = None) -> Parcel:
    """A report that was made, as the parcel that goes to everybody named for its edition.

    Where it is sent as a ``link`` nothing is attached; it is looked through all the same. ``to_pdf`` adds it as PDF.

    Raises:
        DeliveryRefused: what a link would lead to may not leave.
    """
    if link:
        check_attachment(made.name, made.content)
    found = made.assessment
    plan = found.book.plan
    source = provenance_of(found, issue=made.issue)
    material = Material(plan=plan, judgements=found.judgements, problems=found.book.problems, provenance=source)
    marking = plan.settings.marking.strip()
    return Parcel(
        report_key=made.key,
        issue=made.issue,
        edition=found.edition,
        title=f"{material.programme}: progress report, {made.quarter}",
        quarter=made.quarter,
        marking="" if marking.upper() in NO_MARK else marking,
        summary=mail_summary(material),
        attachments=() if link else _files(made, to_pdf),
        link=link,
        report=made.report,
        fingerprint=made.fingerprint,
        sent_before=tuple(one.address for one in (made.kept.receipts if made.kept else ()) if one.state in _ARRIVED),
    )


def _places(errand: Errand, made: Sequence[Made]) -> tuple[Path, ...]:
    """Where the reports are saved for those who are sent a link.

    Raises:
        RequestRefused: something there would be lost, or the folder is missing.
    """
    if errand.save_to is None:
        return ()
    places = tuple(errand.save_to / one.name for one in made)
    for place in places:
        check_target(place, source=errand.book)
    return places


def _keep(
    made: Sequence[Made], parcels: Sequence[Parcel], archive: Archive, now: datetime, sent_by: str
) -> tuple[Kept, ...]:
    """Every report into the archive, with the PDF that goes out: another LibreOffice would make another."""
    return tuple(
        one.keep(
            archive,
            made_at=now,
            made_by=sent_by,
            others=[(file.name, file.content) for file in parcel.attachments[1:]],
        )
        for one, parcel in zip(made, parcels, strict=True)
    )


def unread_rows(book: BookRead) -> tuple[Problem, ...]:
    """What is wrong with the distribution list: rows that could not be read, for which nobody is sent anything."""
    sheets = {DISTRIBUTION.name, *(person.source.sheet for person in book.plan.recipients)}  # it may have another name
    return tuple(one for one in book.problems if one.at.sheet in sheets or one.kind is EMAIL_ODD)


def receipts(outcomes: Sequence[Outcome], edition: Edition, now: datetime, sent_by: str) -> tuple[Receipt, ...]:
    """What the archive writes down of a sending: who got the edition now, and who did not."""
    return tuple(
        Receipt(address=one.address, state=str(one.state), reason=one.reason, at=now, by=sent_by)
        for one in outcomes
        if one.edition is edition and not one.earlier and one.state is not State.PLANNED
    )


def _editions(recipients: Sequence[Recipient], template: str) -> tuple[Edition, ...]:
    """Every edition that somebody is named for; the published one where nobody is."""
    report = template if template in OTHER_REPORTS else QUARTERLY_REPORT
    named = {edition_for(person) for person in recipients if person.active and receives(person, report)}
    return tuple(edition for edition in Edition if edition in named) or (Edition.PUBLISHED,)


def _check_exposed(errand: Errand, made: Sequence[Made]) -> None:
    """Nothing, where nothing that is hidden can be worked out, or somebody decided that it goes out all the same."""
    exposed = [sentence for one in made for sentence in one.exposed]
    if exposed and not errand.despite_notices:
        raise MAY_BE_WORKED_OUT.of(notices=" ".join(exposed))


def _threshold(errand: Errand, archive: Archive) -> int:
    """The one asked for; else that of the latest published report of this workbook, so that it stays the same."""
    if errand.threshold is not None:
        return errand.threshold
    origin = str(errand.book.resolve())
    published = [
        kept.manifest
        for kept in (archive.reports() if archive.exists else ())
        if kept.manifest.recipe.edition is Edition.PUBLISHED and kept.manifest.origin == origin
    ]
    return max(published, key=lambda one: one.made_at).recipe.threshold if published else THRESHOLD


def _check_errors(errand: Errand, problems: Sequence[Problem]) -> None:
    """Nothing, where the report may go; a draft is looked at by a person before it leaves."""
    wrong = any(problem.severity is Severity.ERROR for problem in problems)
    if wrong and errand.settings.way is not Way.EML and not errand.with_errors:
        raise WORKBOOK_HAS_ERRORS.of(name=errand.book.name)


def _with_folder(errand: Errand, made: Sequence[Made]) -> MailSettings:
    """Drafts stand beside the workbook, in a folder with its name and the quarter."""
    if errand.settings.drafts is not None:
        return errand.settings
    quarter = made[0].quarter.replace("/", "-")
    return replace(errand.settings, drafts=errand.book.parent / f"{errand.book.stem} {quarter} drafts")


def _files(made: Made, to_pdf: ToPdf | None) -> tuple[Attachment, ...]:
    report = Attachment(name=made.name, content=made.content)
    if to_pdf is None:
        return (report,)
    with tempfile.TemporaryDirectory(prefix="quarterly-") as folder:
        workbook = Path(folder, made.name)
        workbook.write_bytes(made.content)
        pages = to_pdf((workbook,), Path(folder))
        return (report, *(Attachment(name=page.name, content=page.read_bytes()) for page in pages))
