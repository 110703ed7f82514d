"""Read an overview of inspections: one row an authority, recognised by its columns, every cell as text."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

from msgspec import Struct, field
from python_calamine import CalamineError, CalamineWorkbook

from quarterly.errors import DataSetRefused
from quarterly.exchange.dfe.text import key, one_line
from quarterly.model.contract import GRADE_CHOICES
from quarterly.model.periods import date_label
from quarterly.read.values import DayRead, read_day

OVERALL = "Overall effectiveness"
HEADER_WITHIN = 15  # rows of a sheet in which its header is looked for
UNGRADED = frozenset(("", "nan", "none", "null", "n a", "not judged", "not graded", "inspection pre dates judgement"))
"""What stands, folded, where no grade was given; the last where the judgement was made of nobody yet."""

_COLUMNS = {
    "name": ("local authority", "la name", "authority", "local authority name", "la"),
    "number": ("la code", "la number", "la num", "lea code", "dfe code"),
    "overall": ("overall effectiveness grade", "overall effectiveness", "overall grade", "overall judgement"),
    "start": ("inspection start date", "start date", "inspection start"),
    "end": ("inspection end date", "end date", "inspection end", "inspection date"),
    "published": ("publication date", "published", "date published", "report published"),
    "neighbours": ("stat neighbours", "statistical neighbours", "neighbours"),
}
_FIELDS = {name: field_name for field_name, names in _COLUMNS.items() for name in names}
_DOMAINS = {
    "impact of leaders": "Impact of leaders",
    "help and protection": "Help and protection",
    "in care": "Children in care",
    "children in care": "Children in care",
    "care leavers": "Care leavers",
}
_GRADES = {
    **{key(grade): grade for grade in GRADE_CHOICES},
    "requires improvement to be good": "Requires improvement",
    "ri": "Requires improvement",
}
_SMALL_WORDS = ("and", "of", "on", "upon", "the", "with", "in")


class AuthorityGrades(Struct, frozen=True, kw_only=True):
    """An authority's latest judgements. ``grades`` pairs a domain, the overall one first, with its grade or ``""``."""

    name: str
    number: str = ""
    grades: tuple[tuple[str, str], ...] = ()
    inspected_from: date | None = None
    inspected_to: date | None = None
    published: date | None = None
    neighbours: tuple[str, ...] = ()  # by number, closest first

    def grade(self, domain: str = OVERALL) -> str:
        """The grade in a domain; empty where there is none."""
        return dict(self.grades).get(domain, "")


class Overview(Struct):
    """The authorities of a file in its order, the domains it grades, and sentences on what was odd in it."""

    domains: tuple[str, ...]
    authorities: list[AuthorityGrades] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_overview(path: Path) -> Overview:
    """The first table of the file that has an authority and an overall grade in each row.

    Raises:
        DataSetRefused: the file is missing, cannot be read, or holds no such table.
    """
    if not path.is_file():
        raise DataSetRefused("ofsted-missing", f'There is no file "{path}". Give the overview of inspections.')
    for rows in _sheets(path):
        for at, headers in enumerate(rows[:HEADER_WITHIN]):
            places = _places(headers)
            if {"name", "overall"} <= places.fields.keys():
                return _Reader(places).overview(rows[at + 1 :])
    raise DataSetRefused(
        "ofsted-no-grades",
        f"{path.name} has no table with a local authority and its overall effectiveness grade in each row. "
        "Save the overview of inspections as it is published, with its header row.",
    )


def _sheets(path: Path) -> Iterator[list[list[str]]]:
    try:
        with CalamineWorkbook.from_path(path) as book:
            for name in book.sheet_names:
                yield [[_text(cell) for cell in row] for row in book.get_sheet_by_name(name).to_python()]
    except (CalamineError, OSError):
        yield _csv(path)


def _csv(path: Path) -> list[list[str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [list(row) for row in csv.reader(file)]
    except (UnicodeDecodeError, csv.Error) as error:
        message = f"{path.name} is neither a workbook nor a CSV file. Save it as .xlsx and try again."
        raise DataSetRefused("ofsted-unreadable", message) from error


def _text(cell: object) -> str:
    if isinstance(cell, (date, datetime)):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


class _Places(Struct, frozen=True, kw_only=True):
    """The position of each field, and of each domain's grade."""

    fields: dict[str, int]
    domains: dict[str, int]


def _places(headers: Sequence[str]) -> _Places:
    fields: dict[str, int] = {}
    domains: dict[str, int] = {}
    for place, header in enumerate(headers):
        folded = key(header)
        if folded in _FIELDS:
            fields.setdefault(_FIELDS[folded], place)
        elif folded.endswith(" grade") or folded in _DOMAINS:
            words = folded.removesuffix(" grade")
            domains.setdefault(_DOMAINS.get(words, words.capitalize()), place)
    return _Places(fields=fields, domains=domains)


class _Reader:
    """Turns rows of text into authorities, counting what could not be understood."""

    def __init__(self, places: _Places) -> None:
        self._places = places
        self._odd: Counter[str] = Counter()

    def overview(self, rows: Sequence[Sequence[str]]) -> Overview:
        found: dict[str, AuthorityGrades] = {}
        overview = Overview(domains=(OVERALL, *self._places.domains))
        for row in rows:
            if not _name(self._cell(row, "name")):
                continue
            item = self._authority(row)
            known = found.setdefault(key(item.name), item)
            if known is not item:
                found[key(item.name)] = max(known, item, key=lambda one: one.published or date.min)
                overview.notes.append(f"{item.name} stands there more than once; the latest publication was taken.")
        overview.authorities = list(found.values())
        overview.notes += [f'"{text}" is no grade ({number} times).' for text, number in self._odd.items()]
        return overview

    def _authority(self, row: Sequence[str]) -> AuthorityGrades:
        grades = [(OVERALL, self._grade(self._cell(row, "overall")))]
        grades += [(domain, self._grade(_at(row, place))) for domain, place in self._places.domains.items()]
        return AuthorityGrades(
            name=_name(self._cell(row, "name")),
            number=self._cell(row, "number"),
            grades=tuple(grades),
            inspected_from=_day(self._cell(row, "start")),
            inspected_to=_day(self._cell(row, "end")),
            published=_day(self._cell(row, "published")),
            neighbours=tuple(re.findall(r"\d+", self._cell(row, "neighbours"))),
        )

    def _cell(self, row: Sequence[str], name: str) -> str:
        return _at(row, self._places.fields.get(name, len(row)))

    def _grade(self, text: str) -> str:
        folded = key(text)
        if folded in UNGRADED:
            return ""
        if folded not in _GRADES:
            self._odd[one_line(text)] += 1
        return _GRADES.get(folded, "")


def _at(row: Sequence[str], place: int) -> str:
    return row[place].strip() if place < len(row) else ""


def _day(text: str) -> date | None:
    read = read_day(text.strip().casefold()) if text else None
    return read.day if isinstance(read, DayRead) else None


def _name(text: str) -> str:
    """The name with capitals, where the file has none: "Bath and North East Somerset"."""
    name = one_line(text)
    if name != name.casefold():
        return name
    words = re.split(r"([ -])", name)
    return "".join(
        word if word in _SMALL_WORDS and at else word[:1].upper() + word[1:] for at, word in enumerate(words)
    )


def dates_label(first: date | None, last: date | None) -> str:
    """ "5 Oct 2021 to 27 Aug 2025"; empty where neither is known."""
    return " to ".join(date_label(day) for day in dict.fromkeys((first, last)) if day)
