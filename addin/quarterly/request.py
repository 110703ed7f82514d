"""What was asked for: which quarter, as at which day, and every reason to refuse it."""

from __future__ import annotations

import re
from datetime import date

from msgspec import Struct

from quarterly.errors import RequestRefused
from quarterly.model.periods import Calendar, Period, date_label
from quarterly.model.plan import Plan
from quarterly.read.period_text import parse_period

CURRENT = "current"  # the quarter that the as-at date falls in, as somebody may write it


class RequestRefusal(Struct, frozen=True, kw_only=True):
    """A reason to refuse a request. ``sentence`` and ``fix`` may hold placeholders that :meth:`of` fills in."""

    code: str
    sentence: str
    cause: str
    fix: str

    def of(self, **details: object) -> RequestRefused:
        """The refusal of one request: what happened and what to do about it, ready to raise."""
        return RequestRefused(self.code, f"{self.sentence} {self.fix}".format(**details))


QUARTER_UNKNOWN = RequestRefusal(
    code="quarter-not-understood",
    sentence='"{text}" is not a quarter.',
    cause="The quarter was written in a way that could mean several things, or names a month or a year.",
    fix='Write it in full, for example "{example}".',
)
QUARTER_WITHOUT_YEAR = RequestRefusal(
    code="quarter-without-year",
    sentence='"{text}" does not say which year.',
    cause="A quarter without its year comes round every twelve months.",
    fix='Did you mean "{example}"?',
)
QUARTER_IN_FUTURE = RequestRefusal(
    code="quarter-in-future",
    sentence="{quarter} starts on {start}, after the day that the report looks back from ({as_at}).",
    cause="The year is mistyped, or the as-at date is too early.",
    fix='Ask for "{example}" or earlier, or give a later as-at date.',
)
AUTHORITY_WITHOUT_DATA = RequestRefusal(
    code="authority-without-data-set",
    sentence="--authority and --dfe belong together: the one names the council, the other the folder with its figures.",
    cause="One of the two was given without the other.",
    fix="Give both, or neither for a blank workbook.",
)
OUTPUT_NOT_XLSX = RequestRefusal(
    code="output-not-xlsx",
    sentence='"{name}" does not end in .xlsx.',
    cause="Quarterly writes Excel workbooks and nothing else.",
    fix="Choose a name that does.",
)
OUTPUT_IS_INPUT = RequestRefusal(
    code="output-is-the-workbook",
    sentence='The report would replace "{name}", the workbook that it is made from.',
    cause="Report and workbook were given the same name.",
    fix="Choose another name for the report.",
)
OUTPUT_IS_TEMPLATE = RequestRefusal(
    code="output-is-the-template",
    sentence='The report would replace "{name}", the template that it is drawn by.',
    cause="Report and template were given the same name.",
    fix="Choose another name for the report.",
)
OUTPUT_EXISTS = RequestRefusal(
    code="output-exists",
    sentence='"{name}" is there already, and would be lost.',
    cause="A file of that name exists. Quarterly replaces its own reports and nothing else.",
    fix="Choose another name, or add --force to replace it.",
)
OUTPUT_FOLDER_MISSING = RequestRefusal(
    code="output-folder-missing",
    sentence='There is no folder "{folder}".',
    cause="The folder's name is mistyped, or its drive is not connected.",
    fix="Make the folder first, or choose another.",
)
OUTPUT_NOT_WRITABLE = RequestRefusal(
    code="output-not-writable",
    sentence='"{name}" cannot be written.',
    cause="The file is open in Excel or in a PDF reader, which locks it; or it, or its folder, is read-only.",
    fix="If it is open, close it there; if it is marked read-only, choose another name; else choose a folder that you "
    "may write to.",
)
OUTPUT_DISK = RequestRefusal(
    code="output-disk",
    sentence='"{name}" cannot be written: {reason}.',
    cause="The disk is full, or the drive has gone away.",
    fix="Free some space, or choose another folder.",
)

NOTHING_TO_REPORT = RequestRefusal(
    code="nothing-to-report",
    sentence="{name} has no action and no indicator yet, so there is nothing to report on.",
    cause="The sheets Action Plan and KPIs have headers but no rows, as in a new workbook.",
    fix="Fill in at least one of them first; the Help sheet says how.",
)
NOTHING_TO_PUBLISH = RequestRefusal(
    code="nothing-to-publish",
    sentence="Every status of {quarter} stands in Status History as it is now.",
    cause="The quarter was published before, and nothing has changed since; or the plan has neither indicators nor "
    "actions.",
    fix="There is nothing to do. If something should have changed, correct it in the workbook and publish again.",
)
HISTORY_NOT_OURS = RequestRefusal(
    code="history-not-ours",
    sentence='Sheet "{sheet}" of {name} is not laid out as Quarterly writes it, so publishing would change it.',
    cause="The sheet has other columns, titles or notes of yours, or rows that could not be read.",
    fix="Copy its rows, column by column, to the sheet Status History of a workbook that quarterly new wrote, and put "
    "that sheet in its place; or delete the sheet to start a new history.",
)
DEMO_CHANGED = RequestRefusal(
    code="demo-changed",
    sentence='"{name}" is there already and is not the sample as it comes with Quarterly.',
    cause="The sample was changed, or another file has its name.",
    fix="Choose another folder with --output-dir, or move that file away.",
)

REFUSALS: tuple[RequestRefusal, ...] = (
    QUARTER_UNKNOWN,
    QUARTER_WITHOUT_YEAR,
    QUARTER_IN_FUTURE,
    AUTHORITY_WITHOUT_DATA,
    OUTPUT_NOT_XLSX,
    OUTPUT_IS_INPUT,
    OUTPUT_IS_TEMPLATE,
    OUTPUT_EXISTS,
    OUTPUT_FOLDER_MISSING,
    OUTPUT_NOT_WRITABLE,
    OUTPUT_DISK,
    NOTHING_TO_REPORT,
    NOTHING_TO_PUBLISH,
    HISTORY_NOT_OURS,
    DEMO_CHANGED,
)
"""Every reason to refuse a request."""


def check_reportable(plan: Plan, name: str) -> None:
    """Nothing, where the plan holds anything to report on.

    Raises:
        RequestRefused: it has neither actions nor indicators.
    """
    if not plan.actions and not plan.kpis:
        raise NOTHING_TO_REPORT.of(name=name)


def resolve_quarter(text: str, calendar: Calendar, as_at: date) -> Period:
    """The quarter that somebody asked for in words; blank means the last one complete on ``as_at``, "current" its own.

    Raises:
        RequestRefused: the text names no quarter of this calendar, or no year, or one that starts after ``as_at``.
    """
    complete = calendar.last_complete_quarter(as_at)
    if not text.strip():
        return complete
    if text.strip().casefold() == CURRENT:
        return calendar.quarter_of(as_at)
    quarter = _parse(text.strip(), calendar, complete)
    if quarter.start > as_at:
        raise QUARTER_IN_FUTURE.of(
            quarter=calendar.label(quarter),
            start=date_label(quarter.start),
            as_at=date_label(as_at),
            example=calendar.label(complete),
        )
    return quarter


def _parse(text: str, calendar: Calendar, complete: Period) -> Period:
    if re.fullmatch(r"(q|qtr|quarter)\s*[1-4]", text, re.IGNORECASE):
        example = _latest(calendar, int(text[-1]), complete)
        raise QUARTER_WITHOUT_YEAR.of(text=text, example=calendar.label(example))
    period = parse_period(text, calendar)
    if period is None:
        raise QUARTER_UNKNOWN.of(text=text, example=calendar.label(complete))
    if not calendar.is_quarter(period):
        raise QUARTER_UNKNOWN.of(text=text, example=calendar.label(calendar.quarter_of(period.end)))
    return period


def _latest(calendar: Calendar, number: int, complete: Period) -> Period:
    """The latest complete quarter of that number."""
    while calendar.quarter_number(complete) != number:
        complete = complete.previous()
    return complete


def notices(plan: Plan, quarter: Period, as_at: date, today: date) -> tuple[str, ...]:
    """What a reader must know about the quarter and the day before reading a status."""
    label = plan.settings.calendar.label(quarter)
    found = []
    if quarter.end >= as_at:
        found.append(f"{label} ends on {date_label(quarter.end)}; its figures are not complete yet.")
    if as_at > today:
        found.append(f"{date_label(as_at)} is still to come: due dates are looked at as if that day were here.")
    if plan.kpis and not any(_falls_in(reading.period, quarter) for kpi in plan.kpis for reading in kpi.readings):
        found.append(f"No reading of any indicator falls in {label}.{_newest(plan)}")
    return tuple(found)


def _falls_in(period: Period, quarter: Period) -> bool:
    return quarter.start <= period.end <= quarter.end


def _newest(plan: Plan) -> str:
    periods = [(reading.period.end, reading.period, kpi.calendar) for kpi in plan.kpis for reading in kpi.readings]
    if not periods:
        teams = any(kpi.team_readings for kpi in plan.kpis)
        return f" The workbook has no readings{' but those of teams; leave Team blank for the whole' if teams else ''}."
    _, period, calendar = max(periods, key=lambda one: one[0])
    return f" The newest is for {calendar.label(period)}."
