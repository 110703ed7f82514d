"""Figures that are not as they were published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec.structs import replace

from quarterly.judge.judgement import Judgements
from quarterly.judge.quarter import History, quarter_value, value_for
from quarterly.judge.since import Restated
from quarterly.model.context import PublishedStatus
from quarterly.model.figures import figure, rounded
from quarterly.model.kpi import Kpi, Reading
from quarterly.model.periods import Calendar, Period, date_label
from quarterly.model.plan import Plan


def restated_figures(
    plan: Plan, judgements: Judgements, published: tuple[PublishedStatus, ...], last: Period
) -> tuple[Restated, ...]:
    """Every figure among the rows of ``published`` that the readings now give otherwise, latest quarter first.

    Figures are compared at the indicator's decimals. Of several issues of a quarter the last in ``published`` holds;
    the earliest day is when the figure was first published. Readings within the quarter ``last`` that the workbook
    itself marks as restated follow, where no published figure of the indicator says so already.
    """
    found: list[Restated] = []
    calendar = plan.settings.calendar
    for kpi in plan.kpis:
        case = _Case(kpi, judgements, calendar)
        rows = [row for row in published if row.kind.casefold() == "kpi" and row.item.casefold() == kpi.ref.casefold()]
        for quarter in sorted({row.quarter for row in rows}, reverse=True):
            found += case.of_issues([row for row in rows if row.quarter == quarter])
        if not any(one.ref == kpi.ref for one in found):
            found += case.of_readings(last)
    return tuple(found)


class _Case:
    """One indicator with its readings as they are known now."""

    def __init__(self, kpi: Kpi, judgements: Judgements, calendar: Calendar) -> None:
        self._kpi = kpi
        self._now = History.of(kpi, judgements.as_at, calendar)
        self._calendar = calendar

    def of_issues(self, rows: list[PublishedStatus]) -> Iterator[Restated]:
        """The figure of one quarter, from its rows in the order of the sheet."""
        row = rows[-1]
        period = row.covers or self._covered(row)
        if row.value is None or period is None:
            return
        value = value_for(self._now, period).value
        if value is not None and self._same(value, row.value):
            return
        first = min((one.published_on for one in rows if one.published_on), default=None)
        yield self._restated(period, row.value, value, first)

    def _covered(self, row: PublishedStatus) -> Period | None:
        """The period that the figure was for, worked out from what could be known on the day of publication."""
        day, kpi = row.published_on, self._kpi
        if day is None:
            return quarter_value(self._now, row.quarter).period
        due = tuple(reading for reading in kpi.readings if reading.period.last_month.shift(kpi.lag).end <= day)
        return quarter_value(History.of(replace(kpi, readings=due), day, self._calendar), row.quarter).period

    def of_readings(self, quarter: Period) -> Iterator[Restated]:
        for reading in self._kpi.readings:
            if quarter.contains(reading.period) and _is_restated(reading) and reading.restated_from is not None:
                yield self._restated(reading.period, reading.restated_from, reading.value, None)

    def _same(self, one: float, other: float) -> bool:
        return rounded(one, self._kpi.decimals) == rounded(other, self._kpi.decimals)

    def _restated(self, period: Period, old: float, new: float | None, first: date | None) -> Restated:
        kpi = self._kpi
        when, was = self._now.label(period), figure(old, kpi.decimals, kpi.unit)
        now = "there is no figure now" if new is None else f"now {figure(new, kpi.decimals, kpi.unit)}"
        published = f"published on {date_label(first)} as" if first else "was"
        return Restated(
            ref=kpi.ref,
            name=kpi.name,
            period=period,
            old=old,
            new=new,
            first_published=first,
            why=f"{when} {published} {was}; {now}.",
        )


def _is_restated(reading: Reading) -> bool:
    return reading.restated_from is not None and reading.restated_from != reading.value
