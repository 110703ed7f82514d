"""What an indicator's whole series says, for ``status --json``."""

from __future__ import annotations

from quarterly.cli.record_shapes import Json, cell, period_shape
from quarterly.judge.forecast import Forecast
from quarterly.judge.over_time import OverTime
from quarterly.judge.records import Mark, Move, Record, Records, Streak
from quarterly.judge.spc import Point
from quarterly.judge.spc_words import Icon
from quarterly.judge.trend import Trend
from quarterly.model.kpi import Kpi
from quarterly.model.periods import Period


def series_shape(over_time: OverTime | None, kpi: Kpi) -> Json:
    """Control chart, trend, forecast, records and streak, each with its sentence; ``None`` without a reading."""
    if over_time is None:
        return None
    return {
        "control_chart": _chart_shape(over_time, kpi),
        "no_control_chart": over_time.no_chart or None,
        "trend": _trend_shape(over_time.trend),
        "recent_trend": _trend_shape(over_time.recent) if over_time.recent else None,
        "recent_since": period_shape(over_time.since, kpi.calendar),
        "forecast": _forecast_shape(over_time.forecast),
        "records": _records_shape(over_time.records),
    }


def _chart_shape(over_time: OverTime, kpi: Kpi) -> Json:
    chart = over_time.chart
    if chart is None:
        return None
    return {
        "variation": str(chart.variation) if chart.variation else None,
        "variation_icon": _icon_shape(chart.variation_icon),
        "why": chart.why,
        "assurance": str(chart.assurance) if chart.assurance else None,
        "assurance_icon": _icon_shape(chart.assurance_icon),
        "assurance_why": chart.assurance_why,
        "caveats": list(chart.caveats),
        "rebases": [
            {
                "from": period_shape(one.since, kpi.calendar),
                "reason": one.reason,
                "at": cell(one.source.cell("since")),
            }
            for one in over_time.rebases
        ],
        "points": [
            _point_shape(point, period, kpi) for period, point in zip(over_time.periods, chart.points, strict=True)
        ],
    }


def _icon_shape(icon: Icon | None) -> Json:
    return {"symbol": icon.symbol, "letter": icon.letter, "word": icon.word} if icon else None


def _point_shape(point: Point, period: Period, kpi: Kpi) -> Json:
    return {
        "period": period_shape(period, kpi.calendar),
        "value": point.value,
        "mean": point.mean,
        "lower": point.lower,
        "upper": point.upper,
        "special_cause": str(point.special_cause) if point.special_cause else None,
        "point_type": str(point.point_type) if point.point_type else None,
    }


def _trend_shape(trend: Trend) -> Json:
    return {
        "course": str(trend.course),
        "arrow": trend.arrow or None,
        "slope": trend.slope,
        "chance": trend.chance,
        "why": trend.why,
    }


def _forecast_shape(forecast: Forecast) -> Json:
    return {
        "outlook": str(forecast.outlook) or None,
        "met_in": forecast.met_in or None,
        "shortfall": forecast.shortfall,
        "required_per_period": forecast.required,
        "pace_per_period": forecast.pace,
        "refused": forecast.refused or None,
        "steps": [
            {"period": step.label, "value": step.value, "lower": step.lower, "upper": step.upper}
            for step in forecast.steps
        ],
        "why": forecast.why,
    }


def _records_shape(records: Records) -> Json:
    return {
        "highest": _mark_shape(records.highest),
        "lowest": _mark_shape(records.lowest),
        "record": _record_shape(records.record),
        "from_peak": _move_shape(records.from_peak),
        "from_low": _move_shape(records.from_low),
        "from_baseline": _move_shape(records.from_baseline),
        "streak": _streak_shape(records.streak),
        "why": records.why,
    }


def _mark_shape(mark: Mark | None) -> Json:
    return {"period": mark.label, "value": mark.value} if mark else None


def _record_shape(record: Record | None) -> Json:
    if record is None:
        return None
    return {"extreme": str(record.extreme), "since": record.since or None, "good": record.good, "why": record.why}


def _move_shape(move: Move | None) -> Json:
    if move is None:
        return None
    return {
        "from": _mark_shape(move.then),
        "to": _mark_shape(move.now),
        "difference": move.difference,
        "percent": move.percent,
        "better": move.better,
        "why": move.why,
    }


def _streak_shape(streak: Streak | None) -> Json:
    return {"met": streak.met, "length": streak.length, "why": streak.why} if streak else None
