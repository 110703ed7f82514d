"""The published edition: for everybody, and made for screen readers. One table a sheet, no merged cells, 12 points."""

from __future__ import annotations

from template_pages.ink import NAVY, Inks
from template_pages.paper import Col, Paper

INKS = Inks(size=12, small=12)


def published() -> bytes:
    """The template's bytes."""
    paper = Paper("{{title}}", INKS)
    cover = paper.sheet("Cover", 34, 90, tab=NAVY)
    cover.title("{{programme}}: progress report")
    cover.put(1, "{{authority}}, {{quarter.label}}", INKS.look(size=14), across=2)
    cover.next(24)
    cover.gap()
    cover.alone("{{section.cover}}")
    cover.page()
    for name, title, columns, about in TABLES:
        made = paper.sheet(name, *(column.width for column in columns))
        made.title(title, about)
        made.table(columns)
        row = 5 - (not about)
        made.page(repeat=row - 1, frozen=f"A{row}")
        if name == "Contents":
            paper.ready("Summary", "Summary, {{quarter.label}}", "summary")
            paper.ready("What changed", "What changed since {{quarter.before}}", "changes")
        if name == "Scorecard":
            themed = paper.sheet("{{theme.name}}", *[16.0] * 8)
            themed.title("{{theme.name}}, {{quarter.label}}")
            themed.alone("{{section.kpis}}")
            themed.page()
    for name, key in (("Case audits", "audits"), ("Inspections and visits", "inspections"), ("Notes", "notes")):
        paper.ready(name, name, key)
    paper.ready("Provenance", "How this report was made", "provenance")
    return paper.bytes()


TABLES = (
    ("Contents", "Contents", (Col("Sheet", "{{sheet.name}}", 40), Col("What it shows", "{{sheet.about}}", 126)), ""),
    (
        "Indicators to watch",
        "Indicators to watch, {{quarter.label}}",
        (
            Col("Reference", "{{exception_kpi.ref}}", 13, "strong"),
            Col("Indicator", "{{exception_kpi.name}}", 44),
            Col("Value", "{{exception_kpi.value}}", 12, "number"),
            Col("Target", "{{exception_kpi.target}}", 12, "number"),
            Col("Direction of travel", "{{exception_kpi.direction}}", 18),
            Col("Status", "{{exception_kpi.status}}", 17),
            Col("Why", "{{exception_kpi.why}}", 52),
        ),
        "Indicators that are red, or worse than in the quarter before.",
    ),
    (
        "Actions to watch",
        "Actions to watch, {{quarter.label}}",
        (
            Col("Reference", "{{exception_action.ref}}", 13, "strong"),
            Col("Action", "{{exception_action.text}}", 56),
            Col("Status", "{{exception_action.status}}", 17),
            Col("Due", "{{exception_action.due_now}}", 15, "date"),
            Col("Why", "{{exception_action.why}}", 57),
        ),
        "Actions that are off track or overdue.",
    ),
    (
        "Scorecard",
        "Scorecard, {{quarter.label}}",
        (
            Col("Theme", "{{kpi.theme}}", 24),
            Col("Reference", "{{kpi.ref}}", 13, "strong"),
            Col("Indicator", "{{kpi.name}}", 40),
            Col("Good is", "{{kpi.good_is}}", 14),
            Col("Value", "{{kpi.value}}", 12, "number"),
            Col("Target", "{{kpi.target}}", 12, "number"),
            Col("Quarter before", "{{kpi.previous}}", 12, "number"),
            Col("Year ago", "{{kpi.year_ago}}", 12, "number"),
            Col("Direction of travel", "{{kpi.direction}}", 18),
            Col("Status", "{{kpi.status}}", 17),
        ),
        "Every indicator, a theme after the other. Notes explain statuses, signs and letters.",
    ),
    (
        "Actions",
        "Actions, {{quarter.label}}",
        (
            Col("Theme", "{{action.theme}}", 24),
            Col("Reference", "{{action.ref}}", 13, "strong"),
            Col("Action", "{{action.text}}", 48),
            Col("Status", "{{action.status}}", 17),
            Col("Due", "{{action.due_now}}", 15, "date"),
            Col("% complete", "{{action.complete}}", 13, "number"),
            Col("Progress and next steps", "{{action.progress_and_next}}", 52),
        ),
        "Every action of the plan.",
    ),
    (
        "Committee log",
        "Committee log",
        (
            Col("Reference", "{{request.ref}}", 13, "strong"),
            Col("Asked on", "{{request.raised_on}}", 15, "date"),
            Col("By", "{{request.body}}", 28),
            Col("Request", "{{request.text}}", 52),
            Col("Status", "{{request.status}}", 14),
            Col("Response", "{{request.response}}", 48),
        ),
        "What the committee asked for, and what was answered.",
    ),
    (
        "Forward plan",
        "Forward plan",
        (
            Col("Date", "{{forward.date}}", 15, "date"),
            Col("Body", "{{forward.body}}", 44),
            Col("Item", "{{forward.item}}", 76),
        ),
        "What comes before which body, and when.",
    ),
    (
        "Risks",
        "Risks",
        (
            Col("Reference", "{{risk.ref}}", 13, "strong"),
            Col("Risk", "{{risk.text}}", 60),
            Col("Score", "{{risk.score}}", 10, "number"),
            Col("Mitigation", "{{risk.mitigation}}", 66),
        ),
        "What could stop the plan from working, the highest score first.",
    ),
    (
        "Benchmarks",
        "Benchmarks",
        (
            Col("Reference", "{{compared_kpi.ref}}", 13, "strong"),
            Col("Indicator", "{{compared_kpi.name}}", 44),
            Col("Own value", "{{compared_kpi.own}}", 13, "number"),
            Col("England", "{{compared_kpi.england}}", 13, "number"),
            Col("Region", "{{compared_kpi.region}}", 13, "number"),
            Col("Neighbours", "{{compared_kpi.neighbours}}", 14, "number"),
            Col("Rank", "{{compared_kpi.rank}}", 24),
        ),
        "Each indicator beside England, region and statistical neighbours.",
    ),
)
