"""The monthly report to the improvement board: where each indicator stands by its latest month, and what is due."""

from __future__ import annotations

from template_pages.ink import NAVY, QUIET
from template_pages.paper import Col, Paper

KPIS = (
    Col("Ref", "{{kpi.ref}}", 7, "strong"),
    Col("Indicator", "{{kpi.name}}", 38),
    Col("Latest", "{{kpi.latest}}", 11, "number"),
    Col("For", "{{kpi.latest.period}}", 12, "small"),
    Col("Target", "{{kpi.latest.target}}", 10, "number"),
    Col("Before", "{{kpi.latest.before}}", 10, "number"),
    Col("Year ago", "{{kpi.latest.year_ago}}", 10, "number"),
    Col("Trend", "{{kpi.sparkline}}", 16, "spark"),
    Col("Status", "{{kpi.latest.status}}", 15),
    Col("Why", "{{kpi.latest.why}}", 46, "small"),
)


def actions(name: str) -> tuple[Col, ...]:
    """The columns of a list of actions."""
    return (
        Col("Ref", f"{{{{{name}.ref}}}}", 7, "strong"),
        Col("Action", f"{{{{{name}.text}}}}", 38),
        Col("Due", f"{{{{{name}.due_now}}}}", 13, "date"),
        Col("% done", f"{{{{{name}.complete}}}}", 12, "number"),
        Col("Lead", f"{{{{{name}.lead}}}}", 20),
        Col("Status", f"{{{{{name}.status}}}}", 15),
        Col("Progress and next steps", f"{{{{{name}.progress_and_next}}}}", 62, "small"),
    )


def monthly() -> bytes:
    """The template's bytes."""
    paper = Paper("{{programme}}: board report, {{month.label}}")
    _front(paper)
    made, look = paper.sheet("Board report", *(column.width for column in KPIS)), paper.inks.look
    made.put(1, "{{programme}}", look(colour=QUIET), across=made.columns)
    made.next(18)
    made.put(1, "Board report, {{month.label}}", look(size=20, bold=True, valign="center"), across=made.columns)
    made.next(33)
    made.put(
        1,
        "{{authority}}, position as at {{as_at}}. Each indicator is rated by its latest figure.",
        paper.inks.quiet.but(wrap=False),
    )
    made.next(18)
    made.gap()
    made.alone("{{each theme}}")
    made.heading("{{theme.name}}")
    made.table(KPIS)
    made.gap(12)
    made.alone("{{end}}")
    made.page()
    _actions(paper)
    _risks(paper)
    paper.ready("Summary", "Summary, {{quarter.label}}", "summary", one_page=True)
    paper.ready("Notes", "Notes", "notes")
    return paper.bytes()


def _front(paper: Paper) -> None:
    """The cover and the contents on one page: whoever hears the report read out begins there."""
    made, look = paper.sheet("Cover", 60, 60, tab=NAVY), paper.inks.look
    made.put(1, "{{programme}}: board report", look(size=20, bold=True, valign="center"), across=2)
    made.next(33)
    made.put(1, "{{authority}}, {{month.label}}", look(size=14, colour=QUIET), across=2)
    made.next(24)
    made.put(1, "Position as at {{as_at}}.", look(), across=2)
    made.next(18)
    made.put(1, "{{marking}}", look(bold=True), across=2)
    made.next(18)
    made.gap()
    made.heading("What is in this report")
    made.put(1, "{{sheet.name}}", look())
    made.next(18)
    made.page()


def _actions(paper: Paper) -> None:
    parts = (
        ("Overdue", "overdue_action"),
        ("Due by the end of next quarter", "coming_action"),
        ("Complete, evidence awaited", "evidence_action"),
    )
    made = paper.sheet("Actions", *(column.width for column in actions("action")))
    made.title("Actions, {{month.label}}", "What is late, what is next, and what still has to be shown to have worked.")
    for heading, name in parts:
        made.heading(heading)
        made.table(actions(name))
        made.gap(16)
    made.page()


def _risks(paper: Paper) -> None:
    columns = (
        Col("Ref", "{{risk.ref}}", 8, "strong"),
        Col("Risk", "{{risk.text}}", 56),
        Col("Score", "{{risk.score}}", 10, "number"),
        Col("Mitigation", "{{risk.mitigation}}", 66, "small"),
        Col("Owner", "{{risk.owner}}", 22),
    )
    made = paper.sheet("Risks", *(column.width for column in columns))
    made.title("Risks", "The highest score first.")
    made.table(columns)
    made.page(repeat=4, frozen="A5")
