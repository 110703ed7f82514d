"""A jobs file read: the jobs that can be run, and every mistake with its line.

A job with a mistake is not run, because it might send another report than was meant; the others are.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct, field
from msgspec.structs import replace

from quarterly.deliver.mail import MailSettings, mail_settings
from quarterly.deliver.mail.settings import may_go_to
from quarterly.jobs import mistakes, refusals
from quarterly.jobs.checking import Values, check_table
from quarterly.jobs.colliding import collision
from quarterly.jobs.fields import FILE_FIELDS, JOB_FIELDS
from quarterly.jobs.job import FileProblem, Job, JobsFile
from quarterly.jobs.meaning import Meant, below
from quarterly.jobs.toml_lines import Lines, TooLong, lines_of
from quarterly.toml_reason import reason_of

LARGEST_KB = 100  # hundreds of jobs
ZONE = "Europe/London"
_ADDRESS = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+\.[^@\s<>,;\"]+")
_DRAFTS = "drafts"


def read_jobs(path: Path) -> JobsFile:
    """Read a jobs file.

    Raises:
        DeliveryRefused: it cannot be opened, is no TOML, or holds no job.
    """
    path = Path(os.path.abspath(path))  # noqa: PTH100 - unlike absolute() it takes "a/../a" for "a"
    text = _text(path)
    try:
        table, lines = tomllib.loads(text), lines_of(text)
    except (tomllib.TOMLDecodeError, TooLong, RecursionError) as error:
        raise refusals.JOBS_FILE_NOT_TOML.of(name=path.name, reason=_plain(error, text)) from error
    return _Reader(path=path, table=table, lines=lines).read()


def _text(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST_KB * 1024 + 1)
    except OSError as error:
        reason = error.strerror or "the drive gave an error"
        raise refusals.JOBS_FILE_MISSING.of(name=path, reason=reason) from error
    if len(content) > LARGEST_KB * 1024:
        raise refusals.JOBS_FILE_TOO_LARGE.of(name=path.name, limit=LARGEST_KB)
    try:
        # Notepad may put a mark of the encoding first.
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise refusals.JOBS_FILE_NOT_TEXT.of(name=path.name) from error


def _plain(error: Exception, text: str) -> str:
    """What is wrong, as part of a sentence."""
    if isinstance(error, tomllib.TOMLDecodeError):
        return reason_of(error, text)
    if isinstance(error, RecursionError):
        return "brackets stand in one another too deep"
    said = str(error)
    return said[:1].lower() + said[1:]


class _Reader(Struct, frozen=True, kw_only=True):
    """The parts of one jobs file. ``found`` grows while it is read."""

    path: Path
    table: Mapping[str, object]
    lines: Lines
    found: list[FileProblem] = field(default_factory=list)

    def read(self) -> JobsFile:
        tables = self._job_tables()
        own = {key: value for key, value in self.table.items() if key not in ("job", "mail")}
        general, wrong = check_table(own, FILE_FIELDS, self.lines.of, where="at the top of the file")
        self.found.extend(wrong)
        zone, owner = self._zone(general), self._owner(general)
        mail = self._mail()
        if owner and mail and not may_go_to(owner, mail):
            self.found.append(mistakes.OWNER_ELSEWHERE.at(self.lines.of("owner"), found=owner))
        jobs = self._jobs(tables)
        base = self.path.parent
        records = below(base, general.text("records", f"{self.path.stem} records"))
        return JobsFile(
            path=self.path,
            jobs=jobs,
            problems=tuple(sorted(self.found, key=lambda one: one.line)),
            records=records,
            archive=below(base, general.text("archive", str(records / "archive"))),
            zone=zone,
            owner=owner,
            mail=mail and replace(mail, drafts=mail.drafts or records / _DRAFTS),
        )

    def _job_tables(self) -> list[Mapping[str, object]]:
        tables = self.table.get("job", [])
        if not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
            wrong = mistakes.NOT_A_TABLE.at(self.lines.of("job"), found="job", example="[[job]]")
            raise refusals.JOBS_FILE_NOT_TOML.of(name=self.path.name, reason=str(wrong).rstrip("."))
        if not tables:
            raise refusals.NO_JOBS.of(name=self.path.name)
        return tables

    def _jobs(self, tables: list[Mapping[str, object]]) -> tuple[Job, ...]:
        names = [_name(table, number) for number, table in enumerate(tables, start=1)]
        repeated = {name for name, times in Counter(names).items() if times > 1}
        good: list[Job] = []
        for index, (name, table) in enumerate(zip(names, tables, strict=True)):
            job, wrong = self._job(index, name, table)
            if name in repeated:
                wrong.append(mistakes.NAME_TWICE.at(self.lines.of("job", index, "name"), name, name=name))
            if not name.isprintable():
                wrong.append(mistakes.NAME_WRONG.at(self.lines.of("job", index, "name"), ascii(name)))
            other = collision(job, good) if job and not wrong else None
            if other:
                wrong.append(mistakes.SAME_PATH.at(self.lines.of("job", index, "file"), name, other=other.name))
            self.found.extend(wrong)
            if job and not wrong and not (job.send and self._mail_is_wrong):
                good.append(job)
        return tuple(good)

    def _job(self, index: int, name: str, table: Mapping[str, object]) -> tuple[Job | None, list[FileProblem]]:
        def line_of(key: str) -> int:
            return self.lines.of("job", index, key)

        values, wrong = check_table(table, JOB_FIELDS, line_of, job=name, where=f'in the job "{name}"')
        meant = Meant(values=values, line_of=line_of, name=name, base=self.path.parent, has_mail="mail" in self.table)
        job, unclear = meant.job()
        return job, [*wrong, *unclear]

    def _mail(self) -> MailSettings | None:
        table = self.table.get("mail")
        if table is None:
            return None
        if not isinstance(table, dict):
            self.found.append(mistakes.NOT_A_TABLE.at(self.lines.of("mail"), found="mail", example="[mail]"))
            return None
        settings, wrong = mail_settings(table, folder=self.path.parent)
        for one in wrong:
            said = one.text if not one.key or one.key in one.text else f"{one.key}: {one.text}"
            self.found.append(mistakes.MAIL_WRONG.at(self.lines.of("mail", one.key), said=said))
        return settings

    @property
    def _mail_is_wrong(self) -> bool:
        return any(one.code in (mistakes.MAIL_WRONG.code, mistakes.NOT_A_TABLE.code) for one in self.found)

    def _zone(self, general: Values) -> ZoneInfo:
        name = general.text("time_zone", ZONE)
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            self.found.append(mistakes.ZONE_UNKNOWN.at(self.lines.of("time_zone"), found=name))
            return ZoneInfo(ZONE)

    def _owner(self, general: Values) -> str:
        owner = general.text("owner")
        if owner and not _ADDRESS.fullmatch(owner):
            self.found.append(mistakes.OWNER_WRONG.at(self.lines.of("owner"), found=owner))
            return ""
        return owner


def _name(table: Mapping[str, object], number: int) -> str:
    name = table.get("name")
    return name.strip() if isinstance(name, str) and name.strip() else f"number {number}"
