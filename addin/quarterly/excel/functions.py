"""The worksheet functions, as plain Python: what ``=KPI_RAG(...)`` answers in a cell.

Each takes cells as Excel passes them (numbers, text, dates, ``None`` for a blank, ranges as lists) and answers with
text, or with a block of texts that spills. Given ranges, functions of single values answer once a cell. They never
raise: what cannot be understood is said in the cell. Numbers are rated on the scale they are given in; KPI_RAG of
0.87 against 0.9 is the same as of 87 against 90.
"""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from quarterly.excel import arguments as given
from quarterly.excel.arguments import Argument, Scalar, Unclear
from quarterly.excel.spill import Answer, readable, spilled
from quarterly.judge.action import judge_action
from quarterly.judge.bands import aim
from quarterly.judge.direction import Course, travel
from quarterly.judge.forecast import MONTHLY, QUARTERLY, YEARLY, forecast
from quarterly.judge.judgement import Status
from quarterly.judge.rag import Rating, rate
from quarterly.judge.series import Desired
from quarterly.judge.spc import LEAST, Xmr, xmr
from quarterly.model.figures import figure, places
from quarterly.model.kpi import Frequency, Polarity, Reading, ReadingState, Target
from quarterly.model.periods import Period
from quarterly.model.plan import Action
from quarterly.model.rules import STANDARD_RULES, RagRule
from quarterly.read import choices
from quarterly.read.values import ValueRead

__all__ = [
    "ACTION_RAG",
    "DIRECTION_OF_TRAVEL",
    "FORECAST_MET",
    "KPI_RAG",
    "KPI_WHY",
    "QUARTER_LABEL",
    "SPC_ASSURANCE",
    "SPC_VARIATION",
]

DESIRED: dict[Polarity, Desired] = {
    Polarity.HIGH: "increase",
    Polarity.LOW: "decrease",
    Polarity.RANGE: "neutral",
    Polarity.INFORMATION: "neutral",
}
RHYTHMS = {Frequency.MONTH: MONTHLY, Frequency.QUARTER: QUARTERLY, Frequency.YEAR: YEARLY}
ABSENT = {
    ReadingState.AWAITED: Status.AWAITED,
    ReadingState.NOT_APPLICABLE: Status.NOT_APPLICABLE,
    ReadingState.NOT_AVAILABLE: Status.NOT_AVAILABLE,
    ReadingState.SUPPRESSED: Status.SUPPRESSED,
    ReadingState.LOW_RELIABILITY: Status.LOW_RELIABILITY,
    ReadingState.NOT_DUE: Status.NOT_DUE,
    ReadingState.LAGGED: Status.LAGGED,
}
ANY_MONTH = Period(date(2000, 1, 1), 1)  # readings compared here carry no period of their own


def KPI_RAG(
    value: Argument,
    target: Argument = None,
    good_is: Argument = None,
    floor: Argument = None,
    tolerance: Argument = None,
    rule: Argument = None,
    last_year: Argument = None,
) -> Answer:
    """The colour of a value: "Green", "Amber", "Red", or the word that says why there is none.

    ``target`` is a number, words ("Fewer than 85") or a range ("580 to 630"). ``good_is`` is High (if left out), Low,
    Range or Information. ``rule`` is a scheme as in the KPIs sheet; left out, floor and tolerance decide as there.
    """

    def colour(*cells: Scalar) -> str:
        return str(_rated(*cells).status)

    return spilled(colour, value, target, good_is, floor, tolerance, rule, last_year)


def KPI_WHY(
    value: Argument,
    target: Argument = None,
    good_is: Argument = None,
    floor: Argument = None,
    tolerance: Argument = None,
    rule: Argument = None,
    last_year: Argument = None,
    unit: Argument = None,
) -> Answer:
    """The sentence behind the colour, with value, target, gap and the distance to the next band.

    ``unit`` is % or a word, for the sentence only.
    """

    def reason(*cells: Scalar) -> str:
        return _rated(*cells[:-1], unit=str(cells[-1] or "")).why

    return spilled(reason, value, target, good_is, floor, tolerance, rule, last_year, unit)


def ACTION_RAG(
    start: Argument,
    due: Argument,
    complete: Argument,
    as_at: Argument,
    status: Argument = None,
    revised_due: Argument = None,
    completed_on: Argument = None,
    evidenced_on: Argument = None,
) -> Answer:
    """The colour of an action on the day ``as_at``; ``complete`` as a percentage cell, a share, or 0 to 100."""
    return spilled(_action, start, due, complete, as_at, status, revised_due, completed_on, evidenced_on)


def DIRECTION_OF_TRAVEL(
    now: Argument, before: Argument, good_is: Argument = None, target: Argument = None, unit: Argument = None
) -> Answer:
    """The movement from one value to the next: "▲ Improved", "► Stable", "▼ Declined, off target".

    With ``unit`` % a change counts from one percentage point, else from 2% of the earlier value.
    """
    return spilled(_direction, now, before, good_is, target, unit)


@readable
def SPC_VARIATION(values: Argument, good_is: Scalar = None, as_table: Scalar = None) -> str | list[list[str]]:
    """What statistical process control (XmR) says of the latest of a run of values, oldest first.

    With ``as_table`` true, a row a value: value, mean, lower and upper limit, special cause, meaning.
    """
    chart = _chart(values, good_is, None)
    if as_table:
        return _points(chart)
    icon = chart.variation_icon
    return f"{icon.symbol} {icon.word}: {chart.why}" if icon else chart.why


@readable
def SPC_ASSURANCE(values: Argument, target: Scalar, good_is: Scalar = None) -> str | list[list[str]]:
    """Whether the process will meet the target: "consistently passes", "consistently fails", "hit or miss"."""
    goal = given.number(target, "Target")
    if goal is None:
        raise Unclear("Target: a number is needed")
    chart = _chart(values, good_is, goal)
    icon = chart.assurance_icon
    return f"{icon.symbol} {icon.word}: {chart.assurance_why}" if icon else chart.assurance_why


@readable
def FORECAST_MET(
    values: Argument,
    target: Scalar,
    good_is: Scalar = None,
    periods: Scalar = None,
    frequency: Scalar = None,
    unit: Scalar = None,
) -> str | list[list[str]]:
    """Whether the target is met within ``periods`` (12 if left out) on the current trend, or why that cannot be said.

    ``frequency`` is Month (if left out), Quarter or Year. With ``unit`` % the forecast stays between 0 and 100.
    """
    goal = given.number(target, "Target")
    ahead = given.number(periods, "Periods")
    count = 12 if ahead is None else int(ahead)
    if goal is None:
        raise Unclear("Target: a number is needed")
    if not 1 <= count <= MOST_PERIODS:
        raise Unclear(f"Periods: a whole number from 1 to {MOST_PERIODS} is needed")
    rhythm = RHYTHMS[given.choice(frequency, "Frequency", choices.FREQUENCIES, Frequency.MONTH)]
    readings = given.series(values, "Values")
    sign = str(given.plain(unit, "Unit") or "")
    decimals = max((places(value) for value in readings if value is not None), default=0)
    return forecast(
        readings,
        ahead=tuple(f"{rhythm.noun} {step}" for step in range(1, count + 1)),
        rhythm=rhythm,
        direction=DESIRED[given.polarity(good_is)],
        target=goal,
        least=0.0 if sign == "%" else None,
        most=100.0 if sign == "%" else None,
        decimals=decimals,
        unit=sign,
    ).why


MOST_PERIODS = 60  # five years of months: no forecast of a council's figures is worth more


def QUARTER_LABEL(day: Argument, year_starts: Argument = None) -> Answer:
    """The quarter a date lies in: "Q3 2025/26". ``year_starts`` is a month; April if left out."""
    return spilled(_quarter, day, year_starts)


class _Basis(Struct, frozen=True, kw_only=True):
    """What a value is rated against."""

    good_is: Polarity
    target: Target
    rule: RagRule


def _basis(target: Scalar, good_is: Scalar, floor: Scalar, tolerance: Scalar, rule: Scalar) -> _Basis:
    good = given.polarity(good_is)
    wanted = given.target(target, floor, good)
    if wanted.low is not None and plainly_range(good_is):
        good = Polarity.RANGE
    chosen = given.rule(rule, tolerance, wanted, good) or STANDARD_RULES.default
    return _Basis(good_is=good, target=wanted, rule=chosen)


def plainly_range(good_is: Scalar) -> bool:
    """Whether a range as target settles which way is good, because nothing else was said."""
    return given.plain(good_is, "Good is") is None


def _rated(
    value: Scalar,
    target: Scalar,
    good_is: Scalar,
    floor: Scalar,
    tolerance: Scalar,
    rule: Scalar,
    last_year: Scalar,
    *,
    unit: str = "",
) -> Rating:
    basis = _basis(target, good_is, floor, tolerance, rule)
    read = given.reading(value, "Value")
    if read.number is None:
        return _unrated(read)
    return rate(
        read.number,
        basis.target,
        basis.rule,
        basis.good_is,
        year_ago=given.number(last_year, "Last year"),
        decimals=places(read.number),
        unit=unit,
    )


def _unrated(read: ValueRead) -> Rating:
    status = ABSENT.get(read.state, Status.CANNOT_JUDGE)
    return Rating(status=status, why=f"{status}: there is no value to rate.")


def _action(*cells: Scalar) -> str:
    start, due, complete, as_at, status, revised_due, completed_on, evidenced_on = cells
    on = given.day(as_at, "As at")
    if on is None:
        raise Unclear("As at: a date is needed, for example TODAY()")
    action = Action(
        ref="",
        text="",
        start=given.day(start, "Start"),
        due=given.day(due, "Due"),
        revised_due=given.day(revised_due, "Revised due"),
        complete=given.percentage(complete, "Complete"),
        stage=given.stage(status),
        completed_on=given.day(completed_on, "Completed on"),
        evidenced_on=given.day(evidenced_on, "Evidenced on"),
    )
    return str(judge_action(action, on=on, rules=STANDARD_RULES.actions, plan_start=None).status)


def _direction(now: Scalar, before: Scalar, good_is: Scalar, target: Scalar, unit: Scalar) -> str:
    late, early = given.reading(now, "Now"), given.reading(before, "Before")
    if late.number is None or early.number is None:
        return "No direction: a value is missing."
    basis = _basis(target, good_is, None, None, None)
    status = Status.NO_TARGET
    if basis.target.value is not None or basis.target.low is not None:
        status = rate(late.number, basis.target, basis.rule, basis.good_is).status
    course = Course(
        polarity=basis.good_is,
        status=status,
        rules=STANDARD_RULES.direction,
        aim=aim(basis.target, basis.good_is),
        decimals=places(late.number),
        unit=str(given.plain(unit, "Unit") or ""),
    )
    moved = travel(
        Reading(period=ANY_MONTH, value=late.number),
        Reading(period=ANY_MONTH, value=early.number),
        course,
        when="before",
        period=ANY_MONTH,
    )
    return f"{moved.arrow} {moved.direction}"


def _chart(values: Argument, good_is: Scalar, target: float | None) -> Xmr:
    readings = given.series(values, "Values")
    known = sum(value is not None for value in readings)
    if known < LEAST:
        raise Unclear(f"Too few points: {known} of at least {LEAST} values")
    return xmr(readings, direction=DESIRED[given.polarity(good_is)], target=target, period="period")


def _points(chart: Xmr) -> list[list[str]]:
    decimals = max((places(point.value) for point in chart.points if point.value is not None), default=0)

    def text(value: float | None, more: int = 0) -> str:
        return "" if value is None else figure(value, decimals + more)

    head = ["Value", "Mean", "Lower limit", "Upper limit", "Special cause", "Meaning"]
    rows = [
        [
            text(point.value),
            text(point.mean, 1),
            text(point.lower, 1),
            text(point.upper, 1),
            str(point.special_cause or ""),
            str(point.point_type or ""),
        ]
        for point in chart.points
    ]
    return [head, *rows]


def _quarter(value: Scalar, year_starts: Scalar) -> str:
    found = given.day(value, "Date")
    if found is None:
        return ""
    calendar = given.calendar(year_starts)
    return calendar.label(calendar.quarter_of(found))
