"""One workbook of a job: read, judged, made, saved, kept and sent; or held, with the cells to look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from quarterly.compose.words import counted
from quarterly.deliver.archive import Archive, Kept
from quarterly.deliver.mail import Outcome, State
from quarterly.in_place import run_in_place
from quarterly.jobs.job import LAST_COMPLETE, Job, Tidy, WhenErrors
from quarterly.jobs.ledger import Result, Writer
from quarterly.jobs.naming import Target, link_to, make_folder, target_of
from quarterly.jobs.outcome import Ran, Report
from quarterly.jobs.posting import Post
from quarterly.jobs.replacing import Claim, check_place
from quarterly.jobs.workbooks import label_of
from quarterly.keeping import Made, Source, Wanted, assess_wanted, make_assessed, read_source
from quarterly.model.edition import Edition
from quarterly.model.problems import Problem, Severity
from quarterly.ooxml.commit import refuse_open
from quarterly.ooxml.refusals import CHANGED_MEANWHILE
from quarterly.outputs import write_whole
from quarterly.read.package import read_file
from quarterly.run import Assessment, BookRead, OnStep, unwatched
from quarterly.sending import unread_rows

EXPOSED = "may-be-worked-out"  # the code of a report that was held because of a small number
MOST_CELLS = 10  # that the owner is told of; quarterly check lists all


class Setting(Struct, frozen=True, kw_only=True):
    """Where and by whom a job is run. ``writers`` says for whom a report was saved before, by its path.

    ``jobs`` are the names of all jobs in the file. ``wrote`` is told every path before it is written. ``post`` is
    ``None`` where the job does not send.
    """

    archive: Archive
    post: Post | None
    now: datetime
    by: str
    writers: Mapping[str, Sequence[Writer]]
    jobs: frozenset[str]
    wrote: Callable[[str], None]
    dry_run: bool = False
    step: OnStep = unwatched


def run_book(job: Job, book: Path, due: datetime, setting: Setting) -> Ran:
    """Do what a job wants with one workbook, for the moment when it was due.

    Raises:
        QuarterlyError: something refused; reports may have been saved, and a later try makes the same ones.
        OSError: the system refused.
    """
    return _Work(job, book, due, setting).run()


class _Work(Struct, frozen=True):
    job: Job
    book: Path
    due: datetime
    setting: Setting

    @property
    def _label(self) -> str:
        return label_of(self.job, self.book)

    def run(self) -> Ran:
        refuse_open(self.book)
        source = read_source(self.book, step=self.setting.step)  # once: the list and every edition come of one workbook
        held = self._held(source)
        if held:
            return held
        made = [self._made(self._wanted(edition), source) for edition in self.job.editions]
        exposed = [sentence for each in made for sentence in each.exposed]
        if exposed and self.setting.post:
            return self._ran(
                Result.HELD, code=EXPOSED, said=_may_be_worked_out(exposed), input_sha256=source.book.sha256
            )
        targets = [self._target(each) for each in made]
        links = {each.key: link_to(self.job, each, to) for each, to in zip(made, targets, strict=True)}
        if self.setting.dry_run:
            return self._planned(made, targets, links)
        return self._done(made, targets, links, source)

    def _held(self, source: Source) -> Ran | None:
        if not source.book.has_errors or self.job.when_errors is not WhenErrors.HOLD:
            return None
        return self._ran(Result.HELD, code="held", said=_to_put_right(source.book), input_sha256=source.book.sha256)

    def _made(self, wanted: Wanted, source: Source) -> Made:
        """The report; as it went out before where only the day is another and everything is rated the same on both."""
        archive, step = self.setting.archive, self.setting.step
        ledger = self.setting.post.ledger if self.setting.post else None
        found = assess_wanted(wanted, source=source, step=step)
        made = make_assessed(wanted, found, archive, source=source, ledger=ledger, step=step)
        if _ratings(made.assessment) == _ratings(found):
            return made
        today = replace(wanted, any_day=False)
        return make_assessed(today, found, archive, source=source, ledger=ledger, step=step)

    def _done(self, made: list[Made], targets: list[Target], links: Mapping[str, str], source: Source) -> Ran:
        files = [self._save(each, target) for each, target in zip(made, targets, strict=True)]
        kept = [self._keep(*each) for each in zip(made, targets, files, strict=True)]
        sent = self._send(made, kept, files, links)
        if self.job.outputs.in_place:
            self._write_in_place(made, source)  # last: it changes the workbook, and a second try must find it as it was
        reports = tuple(
            _report(each, saved.all, links[each.key], record.id)
            for each, saved, record in zip(made, files, kept, strict=True)
        )
        later = any(one.state is State.UNSENT for one in sent)
        return self._ran(
            Result.FAILED if later else Result.DONE,
            code="unsent" if later else "",
            said="Not everybody could be sent the report." if later else "",
            reports=reports,
            sent=sent,
            unread=self._unread(made),
        )

    def _unread(self, made: list[Made]) -> tuple[Problem, ...]:
        return unread_rows(made[0].assessment.book) if self.setting.post else ()

    def _planned(self, made: list[Made], targets: list[Target], links: Mapping[str, str]) -> Ran:
        sent: tuple[Outcome, ...] = ()
        if self.setting.post:
            files = {each.key: [to.path] for each, to in zip(made, targets, strict=True)}
            sent = self.setting.post.send(made, files, links)
        reports = tuple(
            _report(each, (target.path,), links[each.key]) for each, target in zip(made, targets, strict=True)
        )
        return self._ran(None, reports=reports, sent=sent, unread=self._unread(made))

    def _wanted(self, edition: Edition) -> Wanted:
        return Wanted(
            book=self.book,
            today=self.setting.now.date(),
            quarter="" if self.job.quarter == LAST_COMPLETE else self.job.quarter,
            as_at=self._as_at(),
            edition=edition,
            threshold=self.job.threshold,
            template=self.job.template_published if edition is Edition.PUBLISHED else self.job.template,
            series="" if self.job.send else self.job.name,
            quality_first=True,  # of a workbook with errors; one that holds them is not made at all
            without_report=self.job.outputs.in_place,
            any_day=self.job.send and self.job.as_at is None,
        )

    def _as_at(self) -> date:
        # The day on which it was due, not today: the same report comes of a second try on the day after.
        return self.job.as_at or self.due.date()

    def _target(self, made: Made) -> Target:
        target = target_of(self.job, made)
        claim = Claim(
            job=self.job.name,
            workbook=self._label,
            due=self.due,
            jobs=self.setting.jobs,
            writers=self.setting.writers,
        )
        check_place(target.path, made, claim, self.setting.archive, source=self.book)
        return target

    def _save(self, made: Made, target: Target) -> _Saved:
        make_folder(self.job, target)
        self.setting.wrote(str(target.path))
        write_whole(made.content, target.path)
        return _Saved(report=target.path, pdf=self._pdf(target), tables=self._tables(made, target))

    def _pdf(self, target: Target) -> tuple[Path, ...]:
        if not self.job.outputs.pdf:
            return ()
        from quarterly.deliver.pdf import is_untouched_pdf, to_pdf
        from quarterly.deliver.pdf.refusals import EXISTS

        there = target.path.with_suffix(".pdf")
        if there.exists() and not is_untouched_pdf(there.read_bytes()):
            raise EXISTS.of(name=there)
        return to_pdf([target.path], target.folder)

    def _tables(self, made: Made, target: Target) -> tuple[Path, ...]:
        if self.job.outputs.tidy is Tidy.NONE:
            return ()
        from quarterly.exporting import run_export

        done = run_export(
            self.book,
            target.folder / f"{target.path.stem} tables",
            today=self.setting.now.date(),
            quarter=made.quarter,
            as_at=made.assessment.judgements.as_at,
            form=str(self.job.outputs.tidy),
            edition=made.assessment.edition,
            threshold=self.job.threshold,
            step=self.setting.step,
        )
        if done.assessment.book.sha256 != made.assessment.book.sha256:
            raise CHANGED_MEANWHILE.of(self.book.name)
        return (done.folder,)

    def _keep(self, made: Made, target: Target, saved: _Saved) -> Kept:
        return made.keep(
            self.setting.archive,
            made_at=self.setting.now,
            made_by=self.setting.by,
            job=self.job.name,
            name=target.name,
            others=[(path.name, path.read_bytes()) for path in saved.pdf],
        )

    def _send(
        self, made: list[Made], kept: list[Kept], files: list[_Saved], links: Mapping[str, str]
    ) -> tuple[Outcome, ...]:
        post = self.setting.post
        if post is None:
            return ()
        sent = post.send(made, {each.key: saved.to_send for each, saved in zip(made, files, strict=True)}, links)
        post.note(self.setting.archive, kept, sent)
        return sent

    def _write_in_place(self, made: list[Made], source: Source) -> None:
        working = next(each for each in made if each.assessment.edition is Edition.WORKING)
        if read_file(self.book) != source.content:
            raise CHANGED_MEANWHILE.of(self.book.name)
        run_in_place(
            self.book,
            today=self.setting.now.date(),
            quarter=working.quarter,
            as_at=working.assessment.judgements.as_at,
            issue=working.issue,
            template=self.job.template,
            step=self.setting.step,
        )

    def _ran(
        self,
        result: Result | None,
        *,
        code: str = "",
        said: str = "",
        reports: tuple[Report, ...] = (),
        sent: tuple[Outcome, ...] = (),
        unread: tuple[Problem, ...] = (),
        input_sha256: str = "",
    ) -> Ran:
        return Ran(
            job=self.job.name,
            workbook=self._label,
            due=self.due,
            result=result,
            code=code,
            said=said,
            reports=reports,
            sent=sent,
            unread=unread,
            input_sha256=input_sha256,
        )


class _Saved(Struct, frozen=True, kw_only=True):
    """The files of one report."""

    report: Path
    pdf: tuple[Path, ...] = ()
    tables: tuple[Path, ...] = ()

    @property
    def all(self) -> tuple[Path, ...]:
        return (self.report, *self.pdf, *self.tables)

    @property
    def to_send(self) -> tuple[Path, ...]:
        """Tables for Power BI stay in the council."""
        return (self.report, *self.pdf)


def _report(made: Made, files: tuple[Path, ...], link: str, kept_as: str = "") -> Report:
    published = made.assessment.published
    cautions = (made.notice, *(published.notes if published else ()))
    return Report(
        edition=made.assessment.edition,
        quarter=made.quarter,
        issue=made.issue,
        files=files,
        link=link,
        id=kept_as,
        notices=made.notices,
        cautions=tuple(filter(None, cautions)),
    )


def _ratings(found: Assessment) -> tuple[tuple[str, ...], ...]:
    """Every status, by which a reader would notice that the day is another."""
    judged = found.judgements
    return tuple(str(each.status) for each in judged.kpis), tuple(str(each.status) for each in judged.actions)


def _may_be_worked_out(exposed: list[str]) -> str:
    return (
        f"Nothing was made or sent, because small numbers may be worked out from the published edition: "
        f"{' '.join(exposed)} Once the workbook is changed, the job runs by itself; to send it all the same, use "
        "quarterly send with --despite-notices."
    )


def _to_put_right(book: BookRead) -> str:
    """Which cells to look at; not what stands in them, which may be confidential."""
    cells = [str(one.at) for one in book.problems if one.severity is Severity.ERROR]
    named = ", ".join(cells[:MOST_CELLS])
    more = f" and {len(cells) - MOST_CELLS} more" if len(cells) > MOST_CELLS else ""
    return (
        f"{book.path.name} has {counted(len(cells), 'error')}, so nothing was made or sent. "
        f"Look at {named}{more}. Once the workbook is saved without errors, the job runs by itself."
    )
