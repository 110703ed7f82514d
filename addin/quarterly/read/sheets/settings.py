"""The Settings sheet: one row a setting, in any order."""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct, field
from msgspec.structs import replace

from quarterly.model.context import Settings
from quarterly.model.contract import RULE_CHOICES, SETTING_ROWS, SETTINGS, Setting
from quarterly.model.periods import Calendar
from quarterly.model.problems import Problem, ProblemKind
from quarterly.model.rules import STANDARD_RULES
from quarterly.read import kinds
from quarterly.read.blank_words import says_nothing
from quarterly.read.choices import FIRST_MONTHS
from quarterly.read.grid import Grid
from quarterly.read.headers import Table
from quarterly.read.rows import Row, hint, rows_of
from quarterly.read.rule_text import RULE_NAMES, read_rule, rule_words, unread
from quarterly.read.values import closest, folded, text_of

_BY_NAME: dict[str, Setting] = {folded(name): row for row in SETTING_ROWS for name in (row.name, *row.aliases)}


def headless_table(grid: Grid) -> Table | None:
    """A Settings sheet without a header row: the column with the most settings' names, and the one to its right."""
    width = max((len(cells) for cells in grid.rows), default=0)
    counts = {
        column: sum(folded(text_of(grid.value(row, column))) in _BY_NAME for row in range(1, len(grid.rows) + 1))
        for column in range(1, width)
    }
    best = max(counts, key=lambda column: counts[column], default=0)
    if not counts.get(best):
        return None
    return Table(sheet=SETTINGS, grid=grid, header_row=0, columns={"setting": best, "value": best + 1})


class _Draft(Struct):
    """Settings while their rows are read."""

    settings: Settings = field(default_factory=Settings)
    seen: dict[str, str] = field(default_factory=dict)


def read_settings(table: Table, problems: list[Problem]) -> Settings:
    """The settings; unknown names and bad values are reported and left aside."""
    draft = _Draft()
    for row in rows_of(table, problems):
        name = row.line("setting")
        setting = _BY_NAME.get(folded(name))
        if setting is None:
            if row.text("value"):
                near = closest(name, [known.name for known in SETTING_ROWS])
                row.report(kinds.SETTING_UNKNOWN, "setting", hint=hint(near))
        elif setting.field in draft.seen:
            row.report(kinds.SETTING_TWICE, "setting", used=draft.seen[setting.field])
        elif row.text("value"):
            draft.seen[setting.field] = str(row.cell("value"))
            _apply(setting, row, draft)
    settings = draft.settings
    if settings.plan_start and settings.plan_end and settings.plan_end < settings.plan_start:
        problems.append(_reversed_plan(table, draft))
        settings = replace(settings, plan_end=None)
    return replace(settings, source=table.source(table.header_row))


def _reversed_plan(table: Table, draft: _Draft) -> Problem:
    start = f"{draft.settings.plan_start:%d/%m/%Y}"
    cell = next(
        table.cell(number, "value")
        for number in range(1, len(table.grid.rows) + 1)
        if str(table.cell(number, "value")) == draft.seen["plan_end"]
    )
    return kinds.END_BEFORE_START.at(cell, f"{draft.settings.plan_end:%d/%m/%Y}", start=start)


def _apply(setting: Setting, row: Row, draft: _Draft) -> None:
    special = _SPECIAL.get(setting.field)
    if special:
        draft.settings = special(row, draft.settings)
    else:
        draft.settings = _WITH_TEXT[setting.field](draft.settings, row.text("value"))


_WITH_TEXT: dict[str, Callable[[Settings, str], Settings]] = {
    "authority": lambda settings, text: replace(settings, authority=text),
    "programme": lambda settings, text: replace(settings, programme=text),
    "committee": lambda settings, text: replace(settings, committee=text),
    "lead_officer": lambda settings, text: replace(settings, lead_officer=text),
    "author": lambda settings, text: replace(settings, author=text),
    "contact": lambda settings, text: replace(settings, contact=text),
    "previous_judgement": lambda settings, text: replace(settings, previous_judgement=text),
    "ambition": lambda settings, text: replace(settings, ambition=text),
}


def _plan_start(row: Row, settings: Settings) -> Settings:
    return replace(settings, plan_start=row.day("value", end=False))


def _plan_end(row: Row, settings: Settings) -> Settings:
    return replace(settings, plan_end=row.day("value"))


def _meeting_date(row: Row, settings: Settings) -> Settings:
    return replace(settings, meeting_date=row.day("value"))


def _year_starts(row: Row, settings: Settings) -> Settings:
    calendar = read_calendar(row, "value")
    if "value" in row.errors:
        return replace(settings, year_unread=f'Year starts "{row.errors["value"]}" on the Settings sheet')
    return replace(settings, calendar=calendar) if calendar else settings


def _marking(row: Row, settings: Settings) -> Settings:
    text = row.line("value")
    choices = next(known.choices for known in SETTING_ROWS if known.field == "marking")
    known = {folded(choice): choice for choice in choices}
    if folded(text) not in known:
        row.report(kinds.CHOICE_UNKNOWN, "value", hint=hint(closest(text, choices)), choices=", ".join(choices))
    # An unknown marking is shown as written: dropping it could publish what is protected.
    return replace(settings, marking=known.get(folded(text), text))


def _rag_rule(row: Row, settings: Settings) -> Settings:
    rule = read_rule(rule_words(row.text("value")))
    if isinstance(rule, ProblemKind):
        near = closest(row.text("value"), RULE_NAMES)
        row.report(rule, "value", hint=hint(near), example=", ".join(RULE_CHOICES[5:7]))
    if "value" in row.errors:
        rule = unread(f'RAG rule "{row.errors["value"]}" on the Settings sheet')
    return replace(settings, rules=replace(STANDARD_RULES, default=rule)) if rule else settings


_SPECIAL: dict[str, Callable[[Row, Settings], Settings]] = {
    "plan_start": _plan_start,
    "plan_end": _plan_end,
    "meeting_date": _meeting_date,
    "year_starts": _year_starts,
    "marking": _marking,
    "rag_rule": _rag_rule,
}


_FIRST_DAY = re.compile(r"\A1(?:st)?\s+(?:of\s+)?", re.IGNORECASE)


def read_calendar(row: Row, field_name: str) -> Calendar | None:
    """The year that a cell names by its first month ("April", a date, 4), or as "academic"."""
    value = row.value(field_name)
    text = row.line(field_name)
    if says_nothing(text):
        return None
    number = int(value) if isinstance(value, (float, int)) and value in range(1, 13) else None
    month = number or FIRST_MONTHS.get(folded(text)) or FIRST_MONTHS.get(folded(_FIRST_DAY.sub("", text)))
    if month is None:
        row.report(kinds.MONTH_UNKNOWN, field_name)
        return None
    return Calendar(month)
