"""Running what is due: each job on its own, so that one that fails never stops the others."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from difflib import get_close_matches
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from quarterly.deliver.archive import Archive
from quarterly.deliver.ledger import LEDGER_FILE
from quarterly.errors import DeliveryRefused, QuarterlyError
from quarterly.jobs import refusals
from quarterly.jobs.events import Event, JobsLog, events_of, open_log
from quarterly.jobs.guarding import guarded, refused
from quarterly.jobs.job import FileProblem, Job, JobsFile
from quarterly.jobs.ledger import Result, RunLedger, Try, ledger_as_it_is, open_ledger
from quarterly.jobs.lock import run_lock
from quarterly.jobs.one import Setting
from quarterly.jobs.outcome import Ran, Summary, Waits
from quarterly.jobs.posting import Post
from quarterly.jobs.sweeping import sweep
from quarterly.jobs.telling import News, tell
from quarterly.jobs.waiting import due_moment, failures, is_given_up, is_waiting, next_try
from quarterly.jobs.workbooks import apart_from, label_of, workbooks
from quarterly.run import OnStep, unwatched

LONGEST = timedelta(hours=2)  # that one workbook may take before a run counts as stuck
_OWNER = "jobs file"  # the note in the ledger that says whose records these are
LAST_RUN = "last run"  # the note in the ledger by which it can be seen that something starts the jobs

Clock = Callable[[], datetime]
"""The time now, with its time zone."""


class Asked(Struct, frozen=True, kw_only=True):
    """How the jobs are to be run. ``now`` names jobs that run whether or not they are due."""

    by: str
    now: tuple[str, ...] = ()
    dry_run: bool = False
    step: OnStep = unwatched


def run_jobs(file: JobsFile, asked: Asked, *, clock: Clock) -> Summary:
    """Run every job that is due, and those that were asked for; safe to start twice, and after a crash.

    A dry run writes nothing: it says what would be made, where it would go, and who would get it.

    Raises:
        DeliveryRefused: a job was asked for that there is not, or the records cannot be used or are another file's.
    """
    _check_names(file, asked.now)
    if asked.dry_run:
        with ledger_as_it_is(file.records) as ledger:
            _check_owner(ledger, file)
            return _Run(file, asked, clock, ledger, JobsLog(())).all()
    with run_lock(file.records) as ours:
        if not ours:
            return Summary(started=clock(), ended=clock(), busy=True, stuck=_stuck(file.records, clock()))
        with open_ledger(file.records) as ledger, open_log(file.records) as log:
            _check_owner(ledger, file)
            return _Run(file, asked, clock, ledger, log).all()


def register(file: JobsFile, now: datetime) -> None:
    """Let the jobs be known from now on, as when their schedule is installed: what is due later is not missed.

    Raises:
        DeliveryRefused: the records cannot be used.
    """
    with open_ledger(file.records) as ledger:
        _check_owner(ledger, file)
        for job in file.jobs:
            ledger.see(job.name, now)


def _check_owner(ledger: RunLedger, file: JobsFile) -> None:
    """Nothing, unless the records are those of another jobs file that is still there: a file may be moved."""
    owner = Path(ledger.noted(_OWNER) or file.path)
    if owner != file.path and owner.is_file() and not owner.samefile(file.path):
        raise refusals.RECORDS_OF_ANOTHER.of(folder=file.records, owner=owner)
    ledger.note(_OWNER, str(file.path))


def _stuck(records: Path, now: datetime) -> datetime | None:
    """Since when the run that holds the records is at one workbook, where that is too long."""
    with contextlib.suppress(DeliveryRefused), ledger_as_it_is(records) as ledger:
        since = [one.started for one in ledger.all_tries() if one.result is None]
        return min((at for at in since if now - at > LONGEST), default=None)
    return None


def _check_names(file: JobsFile, names: Sequence[str]) -> None:
    known = [job.name for job in file.jobs]
    for name in names:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            raise refusals.JOB_UNKNOWN.of(
                job=name,
                name=file.path.name,
                suggestion=f' Did you mean "{near[0]}"?' if near else "",
                known=", ".join(known) or "none",
            )


class _Run(Struct, frozen=True):
    """One run of all jobs. ``to_tell`` grows by what the owner does not know yet."""

    file: JobsFile
    asked: Asked
    clock: Clock
    ledger: RunLedger
    log: JobsLog
    to_tell: list[Ran] = field(default_factory=list)

    def all(self) -> Summary:
        started = self.clock()
        cut_off = () if self.asked.dry_run else self.ledger.close_interrupted(started)
        for one in cut_off:
            self._log("cut off", job=one.job, workbook=one.workbook, due=one.due.isoformat())
        fresh = self._fresh_problems()
        for problem in fresh:
            self._log("mistake in the jobs file", job=problem.job, code=problem.code, said=str(problem))
        ran: list[Ran] = []
        waits: list[Waits] = []
        for job in self.file.jobs:
            done = self._job(job)
            ran += done
            if not done and not self.asked.now:
                waits.append(self._waits(job))
        told = self._tell(News(ran=tuple(self.to_tell), cut_off=cut_off, problems=fresh))
        self.ledger.note(LAST_RUN, started.isoformat())
        if ran and not self.asked.dry_run:
            sweep((self.file.records, self.file.archive), self.clock())
        if ran or told:  # ninety-six lines a day on nothing would hide the one that matters
            self._log("finished", said=f"{len(ran)} run, {len(waits)} not due. {told}".strip())
        return Summary(
            started=started,
            ended=self.clock(),
            ran=tuple(ran),
            waits=tuple(waits),
            cut_off=cut_off,
            problems=self.file.problems,
            owner_told=told,
            dry_run=self.asked.dry_run,
        )

    def _job(self, job: Job) -> list[Ran]:
        """What became of every workbook of a job; none where it had nothing to do."""
        now = self.clock()
        self.ledger.see(job.name, now)
        asked_for = job.name in self.asked.now
        due = self._due(job, now) if asked_for or (job.enabled and not self.asked.now) else None
        if due is None:
            return []
        try:
            books = workbooks(job, apart_from(self.file, self.ledger.writers()))
        except QuarterlyError as error:
            return self._without_workbook(job, due, error, asked_for=asked_for)
        return [
            self._book(job, book, due)
            for book in books
            if asked_for or self._is_waiting(job, label_of(job, book), due, book)
        ]

    def _due(self, job: Job, now: datetime) -> datetime | None:
        """The moment that is run: the latest one due, and for a job that is asked for also now."""
        seen = self.ledger.seen(job.name) or now
        moment = due_moment(job, seen, now, self.file.zone)
        if job.name not in self.asked.now:
            return moment
        settled = moment is None or any(one.result is Result.DONE for one in self._tries_of(job, moment))
        return now.astimezone(self.file.zone).replace(microsecond=0) if settled else moment

    def _tries_of(self, job: Job, due: datetime) -> list[Try]:
        return [one for one in self.ledger.all_tries() if one.job == job.name and one.due == due]

    def _is_waiting(self, job: Job, workbook: str, due: datetime, path: Path) -> bool:
        return is_waiting(job, self.ledger.tries(job.name, due, workbook), path, self.clock())

    def _without_workbook(self, job: Job, due: datetime, error: QuarterlyError, *, asked_for: bool) -> list[Ran]:
        """No workbook is there at all: that is written down and tried again like any other failure."""
        if not asked_for and not self._is_waiting(job, "", due, Path()):
            return []
        return [self._written_down(job, "", due, lambda _number: refused(job, "", due, error))]

    def _book(self, job: Job, book: Path, due: datetime) -> Ran:
        def work(number: int) -> Ran:
            setting = Setting(
                archive=Archive(self.file.archive),
                post=self._post(job),
                now=self.clock().astimezone(self.file.zone),
                by=self.asked.by,
                writers=self.ledger.writers(),
                jobs=frozenset(one.name for one in self.file.jobs),
                wrote=lambda path: self.ledger.wrote(number, path),
                dry_run=self.asked.dry_run,
                step=self.asked.step,
            )
            return guarded(job, book, due, setting)

        return self._written_down(job, label_of(job, book), due, work)

    def _post(self, job: Job) -> Post | None:
        if not job.send or self.file.mail is None:
            return None
        return Post(
            settings=self.file.mail,
            ledger=self.file.records / LEDGER_FILE,
            now=self.clock(),
            by=self.asked.by,
            dry_run=self.asked.dry_run,
        )

    def _written_down(self, job: Job, workbook: str, due: datetime, work: Callable[[int], Ran]) -> Ran:
        """One try: intent before, outcome after."""
        before = self.ledger.tries(job.name, due, workbook)
        number = self.ledger.begin(job.name, workbook, due, self.clock())
        self._log("started", job=job.name, workbook=workbook, due=due.isoformat())
        ran = replace(work(number), number=number)
        if ran.result is not None:
            self.ledger.end(
                number, ran.result, self.clock(), code=ran.code, said=ran.for_the_log, input_sha256=ran.input_sha256
            )
            ran = self._with_next_try(job, ran)
        self._log_outcome(ran)
        if _is_news(job, ran, before):
            self.to_tell.append(ran)
        return ran

    def _with_next_try(self, job: Job, ran: Ran) -> Ran:
        tried = self.ledger.tries(job.name, ran.due, ran.workbook)
        again = ran.result is Result.FAILED and not is_given_up(job, tried)
        return replace(ran, next_try=next_try(job, tried).astimezone(self.file.zone) if again else None)

    def _waits(self, job: Job) -> Waits:
        if not job.enabled:
            return Waits(job=job.name, next=None, why="switched off in the jobs file")
        now = self.clock()
        due = self._due(job, now)
        coming = job.due.next_after(now, self.file.zone)
        if job.starts and coming.date() < job.starts:
            coming = job.due.next_after(datetime.combine(job.starts, now.time(), tzinfo=self.file.zone), self.file.zone)
        tried = self._tries_of(job, due) if due else []
        last = tried[-1] if tried else None
        if last and last.result is Result.HELD:
            return Waits(job=job.name, next=coming, why="held until its workbook is put right")
        if last and last.result is Result.FAILED and not is_given_up(job, tried):
            again = next_try(job, tried).astimezone(self.file.zone)
            return Waits(job=job.name, next=again, why=f"failed {failures(tried)} of {job.retry.tries} times")
        if last and last.result is Result.FAILED:
            return Waits(job=job.name, next=coming, why="given up until it is next due")
        return Waits(job=job.name, next=coming, why="not due")

    def _fresh_problems(self) -> tuple[FileProblem, ...]:
        """The mistakes in the jobs file, if they are not those of the last run."""
        is_new = self.ledger.note("problems", "\n".join(map(str, self.file.problems)))
        return self.file.problems if is_new else ()

    def _tell(self, news: News) -> str:
        if self.asked.dry_run or not news:
            return ""
        told, said = tell(
            news,
            self.file.owner,
            self.file.mail,
            jobs_file=self.file.path.name,
            records=str(self.file.records),
            now=self.clock(),
        )
        for one in news.ran if told else ():
            self.ledger.told(one.number)
        return said

    def _log_outcome(self, ran: Ran) -> None:
        for event in events_of(ran, self.clock().astimezone(self.file.zone)):
            self.log.add(event)

    def _log(self, event: str, **details: str | int) -> None:
        self.log.add(Event(at=self.clock().astimezone(self.file.zone), event=event, **details))  # type: ignore[arg-type]  # each key is a field of its type


def _is_news(job: Job, ran: Ran, before: Sequence[Try]) -> bool:
    """Whether the owner has to be told: once of a failure or a hold, and again where it is given up."""
    if ran.result is None or (ran.is_well and not ran.cautions):
        return False
    known = any(one.told and one.code == ran.code for one in before)
    last_chance = ran.result is Result.FAILED and failures(before) + 1 >= job.retry.tries
    return not known or last_chance
