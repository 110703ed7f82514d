"""One workbook of a job: read, judged, made, saved, kept and sent; or held, with the cells to look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from quarterly.compose.words import counted
from quarterly.deliver.archive import Archive, Kept
from quarterly.deliver.mail import Outcome, State
from quarterly.in_place import run_in_place
from quarterly.jobs import refusals
from quarterly.jobs.job import LAST_COMPLETE, Job, Tidy, WhenErrors
from quarterly.jobs.ledger import Result
from quarterly.jobs.naming import Target, make_folder, target_of
from quarterly.jobs.outcome import Ran, Report
from quarterly.jobs.posting import Post
from quarterly.jobs.workbooks import label_of
from quarterly.keeping import Made, Wanted, assess_wanted, make_assessed, make_report
from quarterly.model.edition import Edition
from quarterly.model.problems import Severity
from quarterly.ooxml.commit import refuse_open
from quarterly.outputs import check_target, write_whole
from quarterly.run import Assessment, OnStep, unwatched

MOST_CELLS = 10  # that the owner is told of; quarterly check lists all


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Where and by whom a job is run. ``taken`` says for which workbook a report was saved before, by its path.

    ``wrote`` is told every path before it is written. ``post`` is ``None`` where the job does not send.
    """

    archive: Archive
    post: Post | None
    now: datetime
    by: str
    taken: Mapping[str, str]
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


@dataclass(frozen=True, slots=True)
class _Work:
    job: Job
    book: Path
    due: datetime
    setting: Setting

    @property
    def _label(self) -> str:
        return label_of(self.job, self.book)

    def run(self) -> Ran:
        refuse_open(self.book)
        wanted = [self._wanted(edition) for edition in self.job.editions]
        first = assess_wanted(wanted[0], step=self.setting.step)
        if first.book.has_errors and self.job.when_errors is WhenErrors.HOLD:
            return self._ran(Result.HELD, code="held", said=_to_put_right(first), input_sha256=first.book.sha256)
        made = [make_assessed(wanted[0], first, self.setting.archive, step=self.setting.step)]
        made += [make_report(each, self.setting.archive, step=self.setting.step) for each in wanted[1:]]
        targets = [self._target(each) for each in made]
        if self.setting.dry_run:
            return self._planned(made, targets)
        return self._done(made, targets)

    def _done(self, made: list[Made], targets: list[Target]) -> Ran:
        files = [self._save(each, target) for each, target in zip(made, targets, strict=True)]
        kept = [self._keep(each, target) for each, target in zip(made, targets, strict=True)]
        sent = self._send(made, kept, files)
        if self.job.outputs.in_place:
            self._write_in_place(made)  # last: it changes the workbook, and a second try must find it as it was
        reports = tuple(
            Report(
                edition=each.assessment.edition, quarter=each.quarter, issue=each.issue, files=saved.all, id=record.id
            )
            for each, saved, record in zip(made, files, kept, strict=True)
        )
        later = any(one.state is State.UNSENT for one in sent)
        return self._ran(
            Result.FAILED if later else Result.DONE,
            code="unsent" if later else "",
            said="Not everybody could be sent the report." if later else "",
            reports=reports,
            sent=sent,
        )

    def _planned(self, made: list[Made], targets: list[Target]) -> Ran:
        sent: tuple[Outcome, ...] = ()
        if self.setting.post:
            sent = self.setting.post.send(made, {each.key: [to.path] for each, to in zip(made, targets, strict=True)})
        reports = tuple(
            Report(edition=each.assessment.edition, quarter=each.quarter, issue=each.issue, files=(target.path,))
            for each, target in zip(made, targets, strict=True)
        )
        return self._ran(None, reports=reports, sent=sent)

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
        )

    def _as_at(self) -> date:
        # The day on which it was due, not today: the same report comes of a second try on the day after.
        return self.job.as_at or self.due.date()

    def _target(self, made: Made) -> Target:
        target = target_of(self.job, made)
        owner = self.setting.taken.get(str(target.path), self._label)
        if owner != self._label:
            raise refusals.SAME_FILE_TWICE.of(name=target.name, placeholder="{workbook}")
        if target.folder.is_dir():
            check_target(target.path, source=self.book)
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
            as_at=self._as_at(),
            form=str(self.job.outputs.tidy),
            edition=made.assessment.edition,
            threshold=self.job.threshold,
            step=self.setting.step,
        )
        return (done.folder,)

    def _keep(self, made: Made, target: Target) -> Kept:
        return made.keep(
            self.setting.archive,
            made_at=self.setting.now,
            made_by=self.setting.by,
            job=self.job.name,
            name=target.name,
        )

    def _send(self, made: list[Made], kept: list[Kept], files: list[_Saved]) -> tuple[Outcome, ...]:
        post = self.setting.post
        if post is None:
            return ()
        sent = post.send(made, {each.key: saved.to_send for each, saved in zip(made, files, strict=True)})
        post.note(self.setting.archive, kept, sent)
        return sent

    def _write_in_place(self, made: list[Made]) -> None:
        working = next(each for each in made if each.assessment.edition is Edition.WORKING)
        run_in_place(
            self.book,
            today=self.setting.now.date(),
            quarter=working.quarter,
            as_at=self._as_at(),
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
            input_sha256=input_sha256,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Saved:
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


def _to_put_right(found: Assessment) -> str:
    """Which cells to look at; not what stands in them, which may be confidential."""
    cells = [str(one.at) for one in found.book.problems if one.severity is Severity.ERROR]
    named = ", ".join(cells[:MOST_CELLS])
    more = f" and {len(cells) - MOST_CELLS} more" if len(cells) > MOST_CELLS else ""
    return (
        f"{found.book.path.name} has {counted(len(cells), 'error')}, so nothing was made or sent. "
        f"Look at {named}{more}. Once the workbook is saved without errors, the job runs by itself."
    )
