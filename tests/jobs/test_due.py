"""Due rules: the words, and the moments they give, across years, clock changes, leap days and bank holidays."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quarterly.jobs.due import LAST, Cycle, DueRule, Plain, Weekday, WhenClosed, Working
from quarterly.jobs.due_text import DEFAULT_TIME, EXAMPLES, NotARule, parse_due
from quarterly.jobs.working_days import is_working_day

LONDON = ZoneInfo("Europe/London")
NOWS = st.datetimes(datetime(1995, 1, 1), datetime(2060, 12, 31)).map(lambda naive: naive.replace(tzinfo=UTC))
TEXTS = st.sampled_from(
    [
        *EXAMPLES,
        "15th working day of the month",
        "31st day of the month",
        "4th Friday of the quarter at 00:30",
        "30th day after quarter end at 01:30",
        "last Sunday at 01:30",
        "last working day of the year",
        "248th working day of the year",
    ]
)
RULES = st.builds(
    lambda text, closed, month: parse_due(text, when_closed=closed, first_month=month),
    TEXTS,
    st.sampled_from(WhenClosed),
    st.sampled_from([1, 4, 9]),
)


def due(text: str, *now: int, closed: WhenClosed = WhenClosed.AFTER, first_month: int = 4) -> str:
    rule = parse_due(text, when_closed=closed, first_month=first_month)
    assert isinstance(rule, DueRule)
    return rule.next_after(datetime(*now, tzinfo=LONDON), LONDON).strftime("%Y-%m-%d %H:%M %z")


@pytest.mark.parametrize(
    ("text", "cycle", "unit", "nth", "at"),
    [
        ("3rd working day after quarter end", Cycle.QUARTER, Working(), 3, DEFAULT_TIME),
        ("10 working days after the quarter end", Cycle.QUARTER, Working(), 10, DEFAULT_TIME),
        ("20th day after year end at 17:30", Cycle.YEAR, Plain(), 20, time(17, 30)),
        ("last Friday", Cycle.MONTH, Weekday(4), LAST, DEFAULT_TIME),
        ("the  second TUESDAY of each month at 9.05", Cycle.MONTH, Weekday(1), 2, time(9, 5)),
        ("monthly on the 5th", Cycle.MONTH, Plain(), 5, DEFAULT_TIME),
        ("last working day of the month", Cycle.MONTH, Working(), LAST, DEFAULT_TIME),
        ("1st working day", Cycle.MONTH, Working(), 1, DEFAULT_TIME),
        ("every Monday at 06:00", Cycle.WEEK, Weekday(0), 1, DEFAULT_TIME),
        ("weekly on friday", Cycle.WEEK, Weekday(4), 1, DEFAULT_TIME),
        ("every working day", Cycle.DAY, Working(), 1, DEFAULT_TIME),
        ("daily at 23:59", Cycle.DAY, Plain(), 1, time(23, 59)),
    ],
)
def test_rules_in_words(text: str, cycle, unit, nth, at) -> None:
    assert parse_due(text) == DueRule(cycle=cycle, unit=unit, nth=nth, at=at, text=text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("lst friday", '"lst friday" is not a rule that is known. Did you mean "last Friday"?'),
        ("5th Friday", '"5th Friday" does not come in every month. Count from 1st to 4th, or write "last".'),
        ("32nd day of the month", "does not come in every month. Count from 1st to 31st"),
        ("19th working day of the month", "Count from 1st to 18th"),
        ("0th working day after quarter end", "Count from 1st to 58th"),
        ("last Friday at 25:00", '"25:00" is not a time of day. Write it as 06:00 or 17:30.'),
        ("", 'Write it like "3rd working day after quarter end", "last Friday" or "monthly on the 5th".'),
        ("when the moon is full", "is not a rule that is known"),
    ],
)
def test_what_is_not_understood_is_answered_with_what_is(text: str, said: str) -> None:
    found = parse_due(text)
    assert isinstance(found, NotARule)
    assert said in found.text


@pytest.mark.parametrize(
    ("text", "now", "expected"),
    [
        ("3rd working day after quarter end", (2026, 3, 31), "2026-04-07 06:00 +0100"),  # Easter in between
        ("3rd working day after quarter end", (2026, 12, 24), "2027-01-06 06:00 +0000"),
        ("last Friday", (2024, 3, 1), "2024-04-02 06:00 +0100"),  # Good Friday; then Easter Monday
        ("last Friday", (2026, 1, 1), "2026-01-30 06:00 +0000"),
        ("monthly on the 5th", (2025, 12, 31), "2026-01-05 06:00 +0000"),
        ("monthly on the 5th", (2026, 4, 1), "2026-04-07 06:00 +0100"),  # Easter Sunday
        ("monthly on the 31st", (2027, 2, 2), "2027-03-01 06:00 +0000"),  # 28 February is a Sunday
        ("monthly on the 29th", (2028, 2, 1), "2028-02-29 06:00 +0000"),  # a leap day
        ("last day of the month", (2024, 2, 1), "2024-02-29 06:00 +0000"),
        ("last working day of the month", (2026, 5, 1), "2026-05-29 06:00 +0100"),
        ("last working day of the year", (2027, 1, 4), "2027-03-31 06:00 +0100"),
        ("2nd Tuesday of the month", (2026, 12, 1), "2026-12-08 06:00 +0000"),
        ("every Monday at 06:00", (2026, 5, 4, 0, 0), "2026-05-05 06:00 +0100"),  # a bank holiday
        ("every working day", (2026, 12, 24, 7, 0), "2026-12-29 06:00 +0000"),
        ("every day", (2026, 12, 24, 7, 0), "2026-12-25 06:00 +0000"),
        ("last Sunday at 01:30", (2026, 3, 1), "2026-03-30 01:30 +0100"),
    ],
)
def test_dates_worked_out_by_hand(text: str, now: tuple[int, ...], expected: str) -> None:
    assert due(text, *now) == expected


def test_a_closed_day_can_be_brought_forward_or_left() -> None:
    asked = ("last Friday", 2024, 3, 1)
    assert [due(*asked, closed=closed)[:10] for closed in WhenClosed] == ["2024-04-02", "2024-03-28", "2024-03-29"]


def test_a_day_brought_forward_into_the_month_before_is_the_latest_there() -> None:
    rule = parse_due("monthly on the 1st", when_closed=WhenClosed.BEFORE)  # 1 February 2026 is a Sunday
    assert rule.latest(datetime(2026, 1, 31, tzinfo=LONDON), LONDON) == datetime(2026, 1, 30, 6, 0, tzinfo=LONDON)


def test_quarters_follow_the_year_that_they_are_counted_in() -> None:
    assert due("1st working day after quarter end", 2026, 9, 15, first_month=9)[:10] == "2026-12-01"


def test_a_time_that_the_clocks_skip_is_an_hour_later_by_the_new_time() -> None:
    rule = parse_due("every day at 01:30")
    before = datetime(2026, 3, 29, 0, 0, tzinfo=LONDON)
    assert rule.next_after(before, LONDON).astimezone(UTC) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_an_hour_that_comes_twice_is_due_the_first_time_and_once() -> None:
    rule = parse_due("every day at 01:30")
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # 01:30 in summer time
    for later in (1, 60, 61, 119):  # 01:30 comes again an hour later
        assert rule.latest(first + timedelta(minutes=later), LONDON).astimezone(UTC) == first
    assert rule.next_after(first, LONDON).astimezone(UTC) == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)


@settings(max_examples=150)
@given(RULES, NOWS)
def test_the_latest_is_past_the_next_is_to_come_and_nothing_lies_between(rule: DueRule, now: datetime) -> None:
    latest, coming = rule.latest(now, LONDON), rule.next_after(now, LONDON)
    assert latest.timestamp() <= now.timestamp() < coming.timestamp()
    assert rule.next_after(latest, LONDON) == coming
    assert rule.latest(coming, LONDON) == coming
    assert rule.latest(coming - timedelta(seconds=1), LONDON) == latest


@settings(max_examples=100)
@given(RULES, st.dates(date(1995, 1, 1), date(2060, 1, 1)))
def test_every_period_has_exactly_one_moment_and_they_rise(rule: DueRule, day: date) -> None:
    here = datetime.combine(day, time(12), tzinfo=LONDON)
    moments = [rule.next_after(here, LONDON)]
    for _ in range(12):
        moments.append(rule.next_after(moments[-1], LONDON))
    assert all(one.timestamp() < two.timestamp() for one, two in pairwise(moments))
    if rule.cycle is not Cycle.DAY and rule.when_closed is WhenClosed.SAME:
        periods = [rule.cycle_of(moment.date()) for moment in moments]
        assert len(set(periods)) == len(periods)
        assert periods == sorted(periods)
        assert all(rule.day_in(period) == moment.date() for period, moment in zip(periods, moments, strict=True))


@settings(max_examples=100)
@given(RULES, NOWS)
def test_nothing_is_due_on_a_closed_day_unless_it_was_asked_for(rule: DueRule, now: datetime) -> None:
    day = rule.latest(now, LONDON).date()
    every_day = rule.cycle is Cycle.DAY and isinstance(rule.unit, Plain)
    assert is_working_day(day) or every_day or rule.when_closed is WhenClosed.SAME


@given(RULES, NOWS, NOWS)
def test_the_latest_moment_never_goes_back_in_time(rule: DueRule, one: datetime, two: datetime) -> None:
    earlier, later = sorted((one, two))
    assert rule.latest(earlier, LONDON).timestamp() <= rule.latest(later, LONDON).timestamp()
