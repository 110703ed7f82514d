"""What a job's values mean together: its due rule, its names, and what goes with what."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from msgspec import Struct

from quarterly.deliver.links import link_of
from quarterly.errors import DeliveryRefused
from quarterly.jobs import mistakes
from quarterly.jobs.checking import LineOf, Values, near
from quarterly.jobs.due import DueRule, WhenClosed
from quarterly.jobs.due_text import NotARule, parse_due
from quarterly.jobs.fields import MONTHS, PLACEHOLDERS
from quarterly.jobs.job import LAST_COMPLETE, FileProblem, Job, Outputs, Retry, Tidy, WhenErrors
from quarterly.model.edition import Edition
from quarterly.model.periods import Calendar
from quarterly.read.period_text import parse_period
from quarterly.request import CURRENT

DEFAULT_FOLDER = "reports"
DEFAULT_FILE = "{workbook} {quarter} {edition} report.xlsx"
_IN_BRACES = re.compile(r"\{([^{}]*)\}")
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]')  # what Windows allows in no file name
_NOT_IN_PATHS = re.compile(r"[\x00-\x1f]")
_PATHS = ("workbook", "folder", "template", "template_published")


class Meant(Struct, frozen=True, kw_only=True):
    """A job's table, checked for types, with what is needed to say where something is wrong."""

    values: Values
    line_of: LineOf
    name: str
    base: Path
    has_mail: bool

    def job(self) -> tuple[Job | None, list[FileProblem]]:
        """The job, if it has a due rule at all; and every mistake in what its values mean."""
        due = self._due()
        found = [*self._names(), *self._distinct(), *self._together(), *self._linked(), *self._quarter()]
        if isinstance(due, NotARule):
            if "due" in self.values.held:
                found.append(mistakes.DUE_UNKNOWN.at(self.line_of("due"), self.name, said=due.text))
            return None, found
        return self._built(due), found

    def _due(self) -> DueRule | NotARule:
        values = self.values
        return parse_due(
            values.text("due"),
            first_month=self._first_month,
            when_closed=WhenClosed(values.text("when_closed", WhenClosed.AFTER)),
        )

    @property
    def _first_month(self) -> int:
        return MONTHS.index(self.values.text("year_starts", "April")) + 1

    @property
    def _editions(self) -> tuple[Edition, ...]:
        return tuple(map(Edition, self.values.texts("editions", (Edition.WORKING,))))

    def _built(self, due: DueRule) -> Job:
        values = self.values
        return Job(
            name=self.name,
            base=self.base,
            workbook=values.text("workbook"),
            due=due,
            outputs=Outputs(
                folder=below(self.base, values.text("folder", DEFAULT_FOLDER)),
                file=values.text("file", DEFAULT_FILE),
                in_place=values.flag("in_place"),
                pdf=values.flag("pdf"),
                tidy=Tidy(values.text("tidy", Tidy.NONE)),
            ),
            starts=values.day("starts"),
            enabled=values.flag("enabled", default=True),
            quarter=values.text("quarter", LAST_COMPLETE),
            as_at=values.day("as_at"),
            editions=self._editions,
            threshold=values.number("threshold", 5),
            template=self._template("template"),
            template_published=self._template("template_published") or self._template("template"),
            send=values.flag("send"),
            link_to=values.text("link_to"),
            when_errors=WhenErrors(values.text("when_errors", WhenErrors.HOLD)),
            retry=Retry(tries=values.number("tries", 6), wait=timedelta(minutes=values.number("wait_minutes", 30))),
        )

    def _template(self, key: str) -> str:
        """A name as it stands; a file beside the jobs file in full."""
        text = self.values.text(key)
        is_file = text.casefold().endswith((".xlsx", ".xltx")) or "/" in text or "\\" in text
        return str(below(self.base, text)) if is_file else text

    def _names(self) -> Iterator[FileProblem]:
        """Words in braces that stand for nothing, and names that no file can have."""
        for key in ("folder", "file", "link_to"):
            for word in _IN_BRACES.findall(self.values.text(key)):
                if word not in PLACEHOLDERS:
                    suggestion = near(word, PLACEHOLDERS)
                    yield mistakes.PLACEHOLDER_UNKNOWN.at(
                        self.line_of(key),
                        self.name,
                        key=key,
                        found=word,
                        suggestion=f"{suggestion} " if suggestion else "",
                        choices=", ".join(f"{{{one}}}" for one in PLACEHOLDERS),
                    )
        name = _IN_BRACES.sub("x", self.values.text("file", DEFAULT_FILE))
        if not name.casefold().endswith(".xlsx") or _NOT_IN_NAMES.search(name) or "{" in name or "}" in name:
            yield mistakes.FILE_NAME.at(self.line_of("file"), self.name, name=self.values.text("file"))
        for key in _PATHS:
            if _NOT_IN_PATHS.search(self.values.text(key)):
                yield mistakes.PATH_WRONG.at(self.line_of(key), self.name, key=key)

    def _distinct(self) -> Iterator[FileProblem]:
        """Reports that would replace one another."""
        for why, placeholder in self._alike("folder"):
            yield mistakes.NOT_DISTINCT.at(self.line_of("file"), self.name, why=why, placeholder=placeholder)

    def _alike(self, key: str) -> Iterator[tuple[str, str]]:
        """Why several reports would have one place, by the name of the file and what ``key`` holds."""
        texts = (self.values.text(key), self.values.text("file", DEFAULT_FILE))
        words = {word for text in texts for word in _IN_BRACES.findall(text)}
        if len(self._editions) > 1 and "edition" not in words:
            yield "it makes two editions", "{edition}"
        if is_pattern(self.values.text("workbook")) and not words & {"workbook", "authority"}:
            yield "its workbook is a pattern", "{workbook} or {authority}"

    def _linked(self) -> Iterator[FileProblem]:
        """A link that leads nowhere, to several reports, or into no message."""
        text, line = self.values.text("link_to"), self.line_of("link_to")
        if "link_to" not in self.values.held:
            return
        if not self.values.flag("send"):
            yield mistakes.LINK_ALONE.at(line, self.name)
        try:
            link_of(_IN_BRACES.sub("x", text), "x")
        except DeliveryRefused:
            yield mistakes.LINK_WRONG.at(line, self.name, link=text)
        for why, placeholder in self._alike("link_to"):
            yield mistakes.LINK_NOT_DISTINCT.at(line, self.name, why=why, placeholder=placeholder)

    def _together(self) -> Iterator[FileProblem]:
        """What goes only with something else."""
        if self.values.number("threshold", 5) == 1:
            yield mistakes.THRESHOLD_ONE.at(self.line_of("threshold"), self.name)
        for key in ("threshold", "template_published"):
            if key in self.values.held and Edition.PUBLISHED not in self._editions:
                yield mistakes.PUBLISHED_ONLY.at(self.line_of(key), self.name, key=key, needed="published")
        if self.values.flag("in_place") and Edition.WORKING not in self._editions:
            yield mistakes.PUBLISHED_ONLY.at(self.line_of("in_place"), self.name, key="in_place", needed="working")
        if self.values.flag("send") and not self.has_mail:
            yield mistakes.NO_MAIL.at(self.line_of("send"), self.name)

    def _quarter(self) -> Iterator[FileProblem]:
        text = self.values.text("quarter", LAST_COMPLETE)
        if text in (LAST_COMPLETE, CURRENT):
            return
        calendar = Calendar(self._first_month)
        period = parse_period(text, calendar)
        if period is None or not calendar.is_quarter(period):
            yield mistakes.QUARTER_UNKNOWN.at(self.line_of("quarter"), self.name, found=text)


def below(base: Path, text: str) -> Path:
    """A path as a jobs file writes it, from the folder of the file where it is not absolute."""
    return Path(os.path.normpath(base / text))


def is_pattern(workbook: str) -> bool:
    """Whether a path stands for several files."""
    return any(sign in workbook for sign in "*?[")
