"""The sheets of what changes over time: the rules that statuses are decided by, and the baselines of control charts."""

from __future__ import annotations

from quarterly.model.contract.choices import RULE_CHOICES
from quarterly.model.contract.spec import Column, Holds, Sheet

RULE_CHANGES = Sheet(
    name="Rules",
    aliases=("Rule changes", "RAG rules", "RAG rule changes", "Rating rules", "Rating schemes"),
    row_is="a RAG rule in force from a period",
    about="RAG rules that change over time. Earlier periods keep the rule that was in force then, so a new scheme "
    "does not recolour what was published. Until the first row, the rules on Settings and KPIs hold.",
    columns=(
        Column(
            field="since",
            header="From",
            holds=Holds.PERIOD,
            about="The first period that is rated by it.",
            aliases=("In force from", "Since", "From period", "Effective from", "Start"),
            required=True,
            example="Q1 2026/27",
        ),
        Column(
            field="scheme",
            header="Scheme",
            holds=Holds.RULE,
            about="The RAG rule: a published scheme, or a family with its numbers, as in the KPIs sheet.",
            aliases=("RAG rule", "Rule", "RAG scheme", "New rule"),
            choices=RULE_CHOICES,
            required=True,
            example="Percentage 5 10",
        ),
        Column(
            field="parameters",
            header="Parameters",
            holds=Holds.TEXT,
            about="The scheme's numbers, where they do not stand beside its name: 5 and 10.",
            aliases=("Numbers", "Limits", "Thresholds"),
            example="",
        ),
        Column(
            field="kpis",
            header="KPI",
            holds=Holds.REFS,
            about="The indicators that change to it, whatever rule they had. Blank: every indicator that names no rule "
            "of its own.",
            aliases=("KPIs", "Ref", "Refs", "KPI ref", "Applies to", "Indicator", "Indicators"),
            example="K4",
        ),
        Column(
            field="reason",
            header="Reason",
            holds=Holds.TEXT,
            about="Why the rule changed, and who decided it. The report quotes it.",
            aliases=("Why", "Decision", "Decided by", "Comment", "Notes"),
            example="Agreed by the Improvement Board on 12/03/2026.",
        ),
    ),
)

REBASES = Sheet(
    name="Rebases",
    aliases=("Rebase", "Rebasing", "Rebased baselines", "SPC rebases", "New baselines"),
    row_is="a new baseline of a control chart",
    about="Where a process changed for a known reason, the limits of its control chart start again from here.",
    columns=(
        Column(
            field="kpi",
            header="KPI",
            holds=Holds.REF,
            about="The indicator's reference.",
            aliases=("Ref", "KPI ref", "Reference", "Indicator"),
            required=True,
            example="K1",
        ),
        Column(
            field="since",
            header="From",
            holds=Holds.PERIOD,
            about="The first period of the new baseline.",
            aliases=("From period", "Since", "Period", "Rebased from", "Start"),
            required=True,
            example="Apr 2025",
        ),
        Column(
            field="reason",
            header="Reason",
            holds=Holds.TEXT,
            about="What changed. A baseline is never moved without one.",
            aliases=("Why", "What changed", "Comment", "Notes"),
            required=True,
            example="The front door moved to one team.",
        ),
    ),
)
