"""Indicator pages: a card for each indicator, a sheet a theme."""

from __future__ import annotations

from quarterly.compose.cells import (
    BLANK,
    absence,
    current_cell,
    point_cell,
    status_cell,
    target_cell,
    target_then_cell,
    travel_cell,
    value_cell,
)
from quarterly.compose.charts import kpi_chart
from quarterly.compose.material import NO_THEME, Material, by_theme
from quarterly.compose.narrative import Topic, about_kpi
from quarterly.compose.report import Cell, Column, KpiCard, Look, Section, Table
from quarterly.compose.signals import signal_sentences
from quarterly.judge.judgement import KpiJudgement
from quarterly.model.figures import figure
from quarterly.model.kpi import Kpi, Reading, ReadingState
from quarterly.model.periods import date_label

SAID_ON_CARD = (
    Topic.STANDING,
    Topic.SIGNAL,
    Topic.FORECAST,
    Topic.COMPARISON,
    Topic.RECORD,
    Topic.STREAK,
)
SHOWN_READINGS = 8  # beneath each chart


def kpi_pages(material: Material) -> tuple[Section, ...]:
    """One section a theme; each card carries its chart, readings, reason, definition and owner."""
    sections = []
    for theme, items in by_theme(material.judgements.kpis).items():
        title = "Indicators" if theme == NO_THEME else f"Indicators: {theme}"
        cards = tuple(_card(material, item) for item in items)
        sections.append(
            Section(key=f"kpis:{theme}", name=title, title=f"{title}, {material.quarter_label}", blocks=cards)
        )
    return tuple(sections)


def _card(material: Material, item: KpiJudgement) -> KpiCard:
    kpi = item.kpi
    return KpiCard(
        ref=kpi.ref,
        name=kpi.name,
        status=status_cell(item.status),
        why=item.why,
        facts=_facts(item),
        notes=_notes(material, item),
        signals=(*_drafted(material, item), *signal_sentences(kpi, item.over_time)),
        chart=kpi_chart(item),
        readings=_readings(kpi),
    )


def _facts(item: KpiJudgement) -> tuple[tuple[str, Cell], ...]:
    kpi = item.kpi
    pairs = [
        ("Latest", current_cell(item)),
        ("Target", target_cell(item.target, kpi)),
        ("Previous quarter", point_cell(item.previous, kpi)),
        ("Direction", travel_cell(item.short)),
        ("Same quarter last year", point_cell(item.year_ago, kpi)),
        ("Since last year", travel_cell(item.long)),
    ]
    return tuple(pairs)


def _notes(material: Material, item: KpiJudgement) -> tuple[str, ...]:
    kpi = item.kpi
    officer = [f"Officer's commentary: {note.text}" for note in material.commentary(kpi.ref)]
    compared = compared_text(item)
    notes = [
        *item.caveats,
        *officer,
        f"Compared: {compared}" if compared else "",
        _baseline(kpi),
        f"Definition: {kpi.definition.rstrip('.')}." if kpi.definition else "",
        _ownership(kpi),
    ]
    return tuple(note for note in notes if note)


def compared_text(item: KpiJudgement) -> str:
    """How the indicator stands beside others, a sentence each; a warning that several share is read once."""
    warnings = dict.fromkeys(each.warning.strip() for each in item.comparisons if each.warning)
    return " ".join([*(each.said for each in item.comparisons), *warnings])


def _drafted(material: Material, item: KpiJudgement) -> tuple[tuple[str, str], ...]:
    """The draft where no officer wrote, without what the card's other rows say already."""
    draft = about_kpi(material, item).draft_beside(*SAID_ON_CARD)
    return (("Draft", draft),) if draft else ()


def _baseline(kpi: Kpi) -> str:
    if kpi.baseline is None:
        return ""
    taken = f" ({date_label(kpi.baseline_date)})" if kpi.baseline_date else ""
    return f"Baseline: {figure(kpi.baseline, kpi.decimals, kpi.unit)}{taken}."


def _ownership(kpi: Kpi) -> str:
    owner = f"Owner: {kpi.owner}." if kpi.owner else ""
    origin = f"Source: {kpi.data_source}." if kpi.data_source else ""
    return " ".join(part for part in (owner, origin) if part)


def _readings(kpi: Kpi) -> Table | None:
    """The last readings with the target then in force, a column a period."""
    shown = kpi.readings[-SHOWN_READINGS:]
    if not shown:
        return None
    targets = [target_then_cell(kpi, reading.period) for reading in shown]
    rows = [(Cell("Value", Look.STRONG), *(value_cell(reading, kpi) for reading in shown))]
    if any(target != BLANK for target in targets):
        rows.append((Cell("Target", Look.STRONG), *targets))
    if any(reading.denominator is not None for reading in shown):
        rows.append((Cell("Out of", Look.STRONG), *(out_of_cell(reading) for reading in shown)))
    columns = (
        Column(header="Period", width=15),
        *(Column(header=kpi.calendar.label(reading.period), width=11, align="right") for reading in shown),
    )
    return Table(columns=columns, rows=tuple(rows))


def out_of_cell(reading: Reading) -> Cell:
    """The denominator, its letter where it is hidden, or a dash."""
    if reading.denominator is not None:
        return Cell(reading.denominator)
    return Cell(absence(reading.state), Look.MISSING) if reading.state is ReadingState.SUPPRESSED else BLANK
