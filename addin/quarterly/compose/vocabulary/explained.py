"""Notes: how statuses are decided, what the shorthand means, and one row for each status."""

from __future__ import annotations

from quarterly.compose.cells import text_cell
from quarterly.compose.material import Material
from quarterly.compose.report import Cell
from quarterly.compose.sections.new_rules import change_text, difference_rows
from quarterly.compose.sections.notes import (
    KPIS_RULE,
    SIGNALS,
    actions_rule,
    direction_rule,
    rule_rows,
    shorthand_rows,
    tidy_rows,
)
from quarterly.compose.vocabulary.catalogue import Kind
from quarterly.compose.vocabulary.declare import Field, Noun
from quarterly.compose.vocabulary.rows import rows_noun
from quarterly.judge.rollup import RULE_SENTENCE
from quarterly.model.rules import RuleChange

NEW_RULE: Noun[RuleChange] = Noun(
    name="new_rule",
    meaning="RAG rules that start in the quarter",
    members=lambda report: report.judgements.rule_changes,
    key=lambda change: f"{change.since.start.isoformat()} {change.rule.title} {' '.join(change.kpis)}".strip(),
    fields=(
        Field("since", "The quarter from which it holds", lambda one: Cell(one.report.label(one.it.since))),
        Field("kpis", "References of the indicators that it rates", lambda one: text_cell(", ".join(one.it.kpis))),
        Field("rule", "The rule", lambda one: Cell(one.it.rule.title)),
        Field("reason", "Why it was changed", lambda one: text_cell(one.it.reason)),
        Field("text", "All of that in words", lambda one: Cell(change_text(one.report, one.it))),
    ),
    empty="No rule is new this quarter.",
)
LISTS = (
    rows_noun(
        "shorthand",
        "letters and words that stand for a figure",
        (("sign", "As it is shown"), ("meaning", "What it means"), ("state", "What the workbook calls it")),
        shorthand_rows,
        "Nothing to show.",
    ),
    rows_noun(
        "rule",
        "RAG rules in use",
        (("name", "The rule"), ("words", "How it decides"), ("kpis", "References of the indicators that it rates")),
        rule_rows,
        "No indicator was rated.",
    ),
    NEW_RULE,
    rows_noun(
        "rule_difference",
        "statuses that come out otherwise by a rule that is new",
        (
            ("item", "Reference and quarter"),
            ("why", "Its name, and why by the new rule"),
            ("published", "The status as published"),
            ("before", "The status by the rule before", Kind.STATUS),
            ("now", "The status by the new rule", Kind.STATUS),
        ),
        difference_rows,
        "No status comes out otherwise.",
    ),
    rows_noun(
        "tidy",
        "one row for each status, for other tools",
        (
            ("kind", "KPI or Action"),
            ("ref", "Reference"),
            ("title", "Its name"),
            ("theme", "Theme"),
            ("recommendation", "References of its recommendations"),
            ("quarter", "The quarter"),
            ("period", "The period of the figure"),
            ("value", "The figure, or % complete", Kind.NUMBER),
            ("unit", "Unit"),
            ("target", "Target, or due date"),
            ("status", "Status in words"),
            ("direction", "Direction of travel"),
            ("owner", "Owner"),
        ),
        tidy_rows,
        "The workbook holds no indicators and no actions.",
    ),
)


FIELDS: tuple[Field[Material], ...] = (
    Field("notes.actions", "How actions are rated", lambda it: Cell(actions_rule(it))),
    Field("notes.kpis", "How indicators are rated", lambda _: Cell(KPIS_RULE)),
    Field("notes.groups", "How recommendations and themes are rated", lambda _: Cell(RULE_SENTENCE)),
    Field("notes.direction", "From what a movement counts", lambda it: Cell(direction_rule(it))),
    Field("notes.signals", "What signals mean", lambda _: Cell(SIGNALS)),
)
