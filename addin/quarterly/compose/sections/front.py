"""Cover and contents."""

from __future__ import annotations

from collections.abc import Sequence

from quarterly.compose.material import Material
from quarterly.compose.report import Cell, Column, Facts, KpiCard, Look, Section, Table
from quarterly.compose.words import listed
from quarterly.model.periods import date_label

CONTENTS = {
    "summary": "Where we are, what moved and what needs attention",
    "changes": "What is not as the last report said: ratings, dates, figures, requests",
    "scorecard": "Every indicator with its status, movement and reason",
    "kpis": "Charts, readings and definitions",
    "recommendations": "Each action under the recommendation it answers",
    "themes": "Each action under its theme",
    "exceptions": "What is red, worse or overdue, with the officers' words",
    "challenge": "Ratings that the dates or the evidence do not support",
    "audits": "Case audits by grade, month by month, and the share good or better",
    "inspections": "Visits and judgements so far, what they found, and when the next is expected",
    "committee": "What was asked for: open requests with their age, and what was answered",
    "forward": "What comes before which body, and when",
    "risks": "What could stop the plan from working, the highest score first",
    "benchmarks": "Each indicator beside England, region and neighbours",
    "quality": "What is wrong or missing, with its cell",
    "notes": "How each status is decided, and what the shorthand means",
    "provenance": "What is needed to make this report again",
    "tidy": "One row for each status, for other tools",
}

WORKING = "Working edition: may hold small numbers. Do not pass on."
PUBLISHED = "Published edition: figures that could point to a person are not shown."


def cover(material: Material) -> Section:
    """Who the report is for, what it covers and whom to ask."""
    settings = material.plan.settings
    pairs = (
        ("Authority", settings.authority),
        ("Programme", material.programme),
        ("Quarter", f"{material.quarter_label} ({_span(material)})"),
        ("Position as at", date_label(material.judgements.as_at)),
        ("Prepared for", settings.committee),
        ("Meeting", date_label(settings.meeting_date) if settings.meeting_date else ""),
        ("Lead officer", settings.lead_officer),
        ("Report author", settings.author),
        ("Contact", settings.contact),
        ("Previous judgement", settings.previous_judgement),
        ("Ambition", settings.ambition),
        ("Protective marking", settings.marking),
        ("Edition", PUBLISHED if material.is_published else WORKING),
    )
    return Section(
        key="cover",
        name="Cover",
        title=f"{material.programme}: progress report",
        intro=material.quarter_label,
        blocks=(Facts(pairs=tuple((label, Cell(text)) for label, text in pairs if text)),),
    )


def contents(sections: Sequence[Section]) -> Section:
    """Every sheet with a link and a line on what it holds."""
    rows = tuple(
        (
            Cell(section.name, Look.LINK, link=section.key),
            Cell(cards_on(section) or CONTENTS.get(section.key.split(":")[0], "")),
        )
        for section in sections
        if section.key != "cover"
    )
    columns = (Column(header="Sheet", width=42), Column(header="What it shows", width=126))
    return Section(key="contents", name="Contents", title="Contents", blocks=(Table(columns=columns, rows=rows),))


def cards_on(section: Section) -> str:
    """Which indicators have a card in a section: "Charts, readings and definitions: K1 and K2"; or nothing."""
    refs = [block.ref for block in section.blocks if isinstance(block, KpiCard)]
    return f"{CONTENTS['kpis']}: {listed(refs)}" if refs else ""


def _span(material: Material) -> str:
    quarter = material.judgements.quarter
    return f"{date_label(quarter.start)} to {date_label(quarter.end)}"
