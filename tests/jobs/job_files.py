"""Jobs files, workbooks and a clock that tests set, for tests of scheduled runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from books import write_book

from quarterly.jobs.job import JobsFile
from quarterly.jobs.outcome import Summary
from quarterly.jobs.reading import read_jobs
from quarterly.jobs.run_jobs import Asked, run_jobs

LONDON = ZoneInfo("Europe/London")
PEOPLE = [
    {"name": "Sam Field", "email": "sam.field@northmere.example", "edition": "Working", "active": "Yes"},
    {"name": "Jo Hill", "email": "jo.hill@northmere.example", "edition": "Published", "active": "Yes"},
]
DRAFTS = '[mail]\nway = "eml"\n'
WRONG_DATE = {
    "ref": "A9",
    "recommendations": "R1",
    "text": "Something",
    "leads": "Head of Service",
    "start": "31/06/26",
    "due": "31/06/26",
}


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)

    def set(self, *moment: int) -> None:
        self.now = datetime(*moment, tzinfo=LONDON)


@dataclass
class Office:
    """A folder with a workbook and a jobs file, and its clock."""

    folder: Path
    clock: Clock

    def write(self, text: str, name: str = "jobs.toml") -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def read(self, text: str) -> JobsFile:
        return read_jobs(self.write(text))

    def run(self, text: str = "", **asked) -> Summary:
        file = self.read(text) if text else read_jobs(self.folder / "jobs.toml")
        return run_jobs(file, Asked(by="tests", **asked), clock=self.clock)

    def book(self, name: str = "plan.xlsx", *, faulty: bool = False, **others) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        actions = {"actions": [WRONG_DATE]} if faulty else {}
        return write_book(path, **actions, **others)

    def reports(self, folder: str = "reports") -> list[str]:
        return sorted(path.name for path in (self.folder / folder).glob("*") if path.is_file())

    def log(self) -> str:
        return (self.folder / "jobs records" / "log" / "run-jobs.log").read_text(encoding="utf-8")


def office(folder: Path, *now: int) -> Office:
    return Office(folder, Clock(datetime(*(now or (2026, 1, 20, 9, 0)), tzinfo=LONDON)))


def job(name: str = "Board", *lines: str, workbook: str = "plan.xlsx", due: str = "3rd working day after quarter end"):
    """The text of one job."""
    own = [f'name = "{name}"', f'workbook = "{workbook}"', f'due = "{due}"', *lines]
    return "[[job]]\n" + "\n".join(own) + "\n"


def results(summary: Summary) -> list[tuple[str, str, str]]:
    """Job, result and code of everything that ran."""
    return [(one.job, str(one.result), one.code) for one in summary.ran]
