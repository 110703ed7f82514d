"""A table of a jobs file held against its declarations: unknown keys, missing ones, wrong types, bad values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from difflib import get_close_matches

from msgspec import Struct

from quarterly.jobs import mistakes
from quarterly.jobs.fields import FILE_FIELDS, JOB_FIELDS, Field, Holds
from quarterly.jobs.job import FileProblem

LineOf = Callable[[str], int]
"""The line of a key of the table; of the table itself where the key is not there."""

EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)
"""Days that a jobs file may name: calendars end, and one that is centuries away was mistyped."""

_NAMES: dict[type, str] = {
    str: "a text",
    bool: "true or false",
    int: "a number",
    float: "a number with a decimal point",
    list: "a list",
    dict: "a table",
    date: "a date",
    datetime: "a date with a time",
}
_PYTHON: dict[Holds, type] = {
    Holds.TEXT: str,
    Holds.TEXTS: list,
    Holds.YES_NO: bool,
    Holds.NUMBER: int,
    Holds.DATE: date,
}


class Values(Struct, frozen=True):
    """The values of a table that are what they should be, by key; what is left out or wrong is not there."""

    held: Mapping[str, object]

    def text(self, key: str, default: str = "") -> str:
        """A text."""
        value = self.held.get(key, default)
        return value if isinstance(value, str) else default

    def texts(self, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
        """A list of texts, in the order of the file and without repetitions."""
        value = self.held.get(key)
        return tuple(dict.fromkeys(map(str, value))) if isinstance(value, list) else default

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Yes or no."""
        return self.held.get(key, default) is True

    def number(self, key: str, default: int) -> int:
        """A whole number."""
        value = self.held.get(key, default)
        return value if isinstance(value, int) else default

    def day(self, key: str) -> date | None:
        """A date."""
        value = self.held.get(key)
        return value if isinstance(value, date) else None


def check_table(
    table: Mapping[str, object], fields: Sequence[Field], line_of: LineOf, *, job: str = "", where: str
) -> tuple[Values, list[FileProblem]]:
    """The good values of a table, and all that is wrong with it. ``where`` says in words which table it is."""
    found: list[FileProblem] = []
    known = {field.key: field for field in fields}
    for key in table:
        if key not in known:
            suggestion = near(key, [*known]) or _elsewhere(key, known)
            found.append(mistakes.KEY_UNKNOWN.at(line_of(key), job, key=key, where=where, suggestion=suggestion))
    held: dict[str, object] = {}
    for field in fields:
        if field.key in table:
            value = table[field.key]
            wrong = _wrong(field, value, line_of(field.key), job)
            found += wrong
            if not wrong:
                held[field.key] = value
        elif field.required:
            found.append(
                mistakes.KEY_MISSING.at(line_of(field.key), job, key=field.key, where=where, example=field.example)
            )
    return Values(held), found


def near(text: str, choices: Sequence[str]) -> str:
    """ "Did you mean ...?" where something is near; else nothing."""
    found = get_close_matches(text.casefold(), choices, n=1)
    return f'Did you mean "{found[0]}"?' if found else ""


def _elsewhere(key: str, known: Mapping[str, Field]) -> str:
    """Where a key belongs that is known in another table: a line below [mail] is part of [mail]."""
    if key not in known and any(field.key == key for field in FILE_FIELDS):
        return "It belongs at the top of the file, above the first line in brackets."
    if key not in known and any(field.key == key for field in JOB_FIELDS):
        return "It belongs below a line [[job]]."
    return f"There are: {', '.join(known)}."


def _wrong(field: Field, value: object, line: int, job: str) -> list[FileProblem]:
    if not _is_what_it_holds(field, value):
        found = _NAMES.get(type(value), "something else")
        return [mistakes.WRONG_TYPE.at(line, job, key=field.key, holds=field.holds, found=found, example=field.example)]
    if value in ("", []) or (isinstance(value, str) and not value.strip()):
        return [mistakes.BLANK.at(line, job, key=field.key)]
    if isinstance(value, int) and not isinstance(value, bool) and not field.least <= value <= field.most:
        return [mistakes.OUT_OF_RANGE.at(line, job, key=field.key, found=value, least=field.least, most=field.most)]
    if isinstance(value, date) and not EARLIEST <= value <= LATEST:
        return [mistakes.DATE_FAR.at(line, job, key=field.key, found=value, least=EARLIEST, most=LATEST)]
    return [
        _not_a_choice(field, text, line, job) for text in _texts(value) if field.choices and text not in field.choices
    ]


def _is_what_it_holds(field: Field, value: object) -> bool:
    # In Python true is a number and a moment is a date; in a jobs file they are not.
    if type(value) is not _PYTHON[field.holds]:
        return False
    return field.holds is not Holds.TEXTS or all(isinstance(one, str) for one in _texts(value))


def _texts(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _not_a_choice(field: Field, found: object, line: int, job: str) -> FileProblem:
    suggestion = near(str(found), field.choices)
    return mistakes.NOT_A_CHOICE.at(
        line,
        job,
        key=field.key,
        found=found,
        suggestion=f"{suggestion} " if suggestion else "",
        choices=", ".join(field.choices),
    )
