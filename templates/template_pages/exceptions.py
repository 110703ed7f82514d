"""One page for a chief executive: what is red, what is late, what got worse."""

from __future__ import annotations

from template_pages.ink import NAVY
from template_pages.paper import Col, Paper


def kpis(name: str) -> tuple[Col, ...]:
    """The columns of a list of indicators."""
    return (
        Col("Ref", f"{{{{{name}.ref}}}}", 7, "strong"),
        Col("Indicator", f"{{{{{name}.name}}}}", 42),
        Col("Value", f"{{{{{name}.value}}}}", 11, "number"),
        Col("Target", f"{{{{{name}.target}}}}", 11, "number"),
        Col("Before", f"{{{{{name}.previous}}}}", 11, "number"),
        Col("Direction", f"{{{{{name}.direction}}}}", 16),
        Col("Status", f"{{{{{name}.status}}}}", 15),
        Col("Why", f"{{{{{name}.why}}}}", 62, "small"),
    )


ACTIONS = (
    Col("Ref", "{{exception_action.ref}}", 7, "strong"),
    Col("Action", "{{exception_action.text}}", 42),
    Col("Due", "{{exception_action.due_now}}", 11, "date"),
    Col("Days late", "{{exception_action.overdue}}", 11, "number"),
    Col("% done", "{{exception_action.complete}}", 11, "number"),
    Col("Lead", "{{exception_action.lead}}", 16),
    Col("Status", "{{exception_action.status}}", 15),
    Col("Why", "{{exception_action.why}}", 62, "small"),
)


def exceptions() -> bytes:
    """The template's bytes."""
    paper = Paper("{{programme}}: exceptions, {{quarter.label}}")
    made = paper.sheet("Exceptions", 7, 38, 13, 12, 11, 17, 15, 48, tab=NAVY)
    made.title("Exceptions, {{quarter.label}}", "{{authority}}: {{programme}}. Position as at {{as_at}}.")
    for heading, columns in (
        ("Red indicators", kpis("red_kpi")),
        ("Actions off track or overdue", ACTIONS),
        ("Indicators worse than last quarter", kpis("worsened_kpi")),
    ):
        made.heading(heading)
        made.table(columns)
        made.gap(10)
    made.page()
    return paper.bytes()
