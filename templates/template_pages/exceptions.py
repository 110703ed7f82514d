"""One page for a chief executive: what is red, what is late, what got worse."""

from __future__ import annotations

from template_pages.ink import NAVY
from template_pages.paper import Col, Paper


def kpis(name: str) -> tuple[Col, ...]:
    """The columns of a list of indicators."""
    return (
        Col("Ref", f"{{{{{name}.ref}}}}", 7, "strong"),
        Col("Indicator", f"{{{{{name}.name}}}}", 36),
        Col("Value", f"{{{{{name}.value}}}}", 12, "number"),
        Col("Target", f"{{{{{name}.target}}}}", 11, "number"),
        Col("Before", f"{{{{{name}.previous}}}}", 11, "number"),
        Col("Direction", f"{{{{{name}.direction}}}}", 24),
        Col("Status", f"{{{{{name}.status}}}}", 14),
    )


ACTIONS = (
    Col("Ref", "{{exception_action.ref}}", 7, "strong"),
    Col("Action", "{{exception_action.text}}", 36),
    Col("Due", "{{exception_action.due_now}}", 12, "date"),
    Col("Days late", "{{exception_action.overdue}}", 11, "number"),
    Col("% done", "{{exception_action.complete}}", 11, "number"),
    Col("Lead", "{{exception_action.lead}}", 24),
    Col("Status", "{{exception_action.status}}", 14),
)


def exceptions() -> bytes:
    """The template's bytes. Why a status is what it is stands in the quarterly report; here it would cost a page."""
    paper = Paper("{{programme}}: exceptions, {{quarter.label}}")
    made = paper.sheet("Exceptions", 7, 36, 13, 11, 11, 24, 14, tab=NAVY)
    made.title("Exceptions, {{quarter.label}}", "{{authority}}: {{programme}}. Position as at {{as_at}}.")
    for heading, columns in (
        ("Red indicators", kpis("red_kpi")),
        ("Actions off track or overdue", ACTIONS),
        ("Indicators worse than last quarter", kpis("worsened_kpi")),
    ):
        made.heading(heading)
        made.table(columns)
        made.gap(10)
    made.page(portrait=True, one_page=True)
    return paper.bytes()
