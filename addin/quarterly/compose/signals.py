"""What a whole series says, in short for the scorecard and in sentences for the indicator's page."""

from __future__ import annotations

from quarterly.compose.report import Cell, Look
from quarterly.judge.forecast import Forecast, Outlook
from quarterly.judge.over_time import OverTime
from quarterly.judge.spc_words import Icon
from quarterly.judge.trend import Trend
from quarterly.model.kpi import Kpi


def signals_cell(over_time: OverTime | None) -> Cell:
    """Variation, assurance, trend and outlook, a line each; a dash where the series says nothing."""
    if over_time is None:
        return Cell("–", Look.MISSING)
    chart = over_time.chart
    lines = (
        icon_text(chart.variation_icon) if chart else "",
        icon_text(chart.assurance_icon) if chart else "",
        _trend_text(over_time.recent or over_time.trend),
        _outlook_text(over_time.forecast),
    )
    text = "\n".join(line for line in lines if line)
    return Cell(text, Look.SMALL) if text else Cell("–", Look.MISSING)


def icon_text(icon: Icon | None) -> str:
    """Symbol, letter and word: "▲ H Improvement (high)"."""
    return f"{icon.symbol} {icon.letter} {icon.word}" if icon else ""


def _trend_text(trend: Trend) -> str:
    return f"{trend.arrow} {trend.course}" if trend.is_clear else ""


def _outlook_text(forecast: Forecast) -> str:
    return "" if forecast.outlook is Outlook.NOT_SAID else f"Target: {str(forecast.outlook).lower()}"


def signal_sentences(kpi: Kpi, over_time: OverTime | None) -> tuple[tuple[str, str], ...]:
    """Label and sentence for each thing the series says, or why it cannot say it."""
    if over_time is None:
        return ()
    return (
        ("Variation", _chart_sentence(kpi, over_time)),
        ("Trend", _trend_sentence(kpi, over_time)),
        ("Forecast", over_time.forecast.why),
        ("Records", over_time.records.why),
    )


def _chart_sentence(kpi: Kpi, over_time: OverTime) -> str:
    chart = over_time.chart
    if chart is None:
        return over_time.no_chart
    parts = [
        f"{icon_text(chart.variation_icon)}. {chart.why}" if chart.variation_icon else chart.why,
        f"{icon_text(chart.assurance_icon)}: {chart.assurance_why}" if chart.assurance_icon else "",
        *(f"New baseline from {kpi.calendar.label(new.since)}: {new.reason}" for new in over_time.rebases),
        *chart.caveats,
    ]
    return " ".join(part for part in parts if part)


def _trend_sentence(kpi: Kpi, over_time: OverTime) -> str:
    if over_time.recent is None or over_time.since is None:
        return over_time.trend.why
    since = kpi.calendar.label(over_time.since)
    return f"Since {since}: {_lower(over_time.recent.why)} Over the whole series: {_lower(over_time.trend.why)}"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
