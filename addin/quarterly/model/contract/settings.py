"""The Settings sheet and each of its rows."""

from __future__ import annotations

from quarterly.model.contract.choices import MARKING_CHOICES, RULE_CHOICES
from quarterly.model.contract.spec import Column, Holds, Setting, Sheet

SETTINGS = Sheet(
    name="Settings",
    aliases=("Setup", "Set up", "Configuration", "Report settings", "About"),
    row_is="a setting",
    about="Who the report is for and what year it counts in. Every setting may be left blank.",
    columns=(
        Column(
            field="setting",
            header="Setting",
            holds=Holds.TEXT,
            about="The setting's name.",
            aliases=("Item", "Field", "Name"),
            required=True,
        ),
        Column(
            field="value",
            header="Value",
            holds=Holds.TEXT,
            about="What it is set to.",
            aliases=("Setting value", "Entry", "Details"),
            required=True,
        ),
    ),
)

SETTING_ROWS: tuple[Setting, ...] = (
    Setting(
        field="authority",
        name="Authority",
        holds=Holds.TEXT,
        about="The council's name.",
        aliases=("Local authority", "Council", "LA"),
        example="Northmere Council",
    ),
    Setting(
        field="programme",
        name="Programme title",
        holds=Holds.TEXT,
        about="What the improvement programme is called.",
        aliases=("Programme", "Title", "Report title", "Plan title"),
        example="Children's services improvement plan",
    ),
    Setting(
        field="plan_start",
        name="Plan start",
        holds=Holds.DATE,
        about="First day of the plan. Stands in for an action's missing start date.",
        aliases=("Start", "Plan start date", "Start date"),
        example="01/10/2024",
    ),
    Setting(
        field="plan_end",
        name="Plan end",
        holds=Holds.DATE,
        about="Last day of the plan.",
        aliases=("End", "Plan end date", "End date"),
        example="30/09/2026",
    ),
    Setting(
        field="year_starts",
        name="Year starts",
        holds=Holds.TEXT,
        about="The month in which the year starts: April for a financial year.",
        aliases=("Year start", "First month", "Reporting year starts"),
        example="April",
    ),
    Setting(
        field="committee",
        name="Committee",
        holds=Holds.TEXT,
        about="The body that receives the report.",
        aliases=("Board", "Scrutiny committee"),
        example="Children's Scrutiny Committee",
    ),
    Setting(
        field="meeting_date",
        name="Meeting date",
        holds=Holds.DATE,
        about="When that body meets.",
        aliases=("Date of meeting", "Committee date"),
        example="05/02/2026",
    ),
    Setting(
        field="lead_officer",
        name="Lead officer",
        holds=Holds.TEXT,
        about="The senior officer who answers for the report.",
        aliases=("SLT lead", "Lead", "Director"),
        example="Director of Children's Services",
    ),
    Setting(
        field="author",
        name="Report author",
        holds=Holds.TEXT,
        about="Who prepared the report.",
        aliases=("Author", "Prepared by"),
        example="Performance team",
    ),
    Setting(
        field="contact",
        name="Contact",
        holds=Holds.TEXT,
        about="Where questions go.",
        aliases=("Contact details", "E-mail", "Email"),
        example="performance@northmere.example",
    ),
    Setting(
        field="marking",
        name="Protective marking",
        holds=Holds.CHOICE,
        about="OFFICIAL needs no mark; OFFICIAL-SENSITIVE is shown on every sheet.",
        aliases=("Marking", "Classification", "Protective mark"),
        choices=MARKING_CHOICES,
        example="OFFICIAL",
    ),
    Setting(
        field="previous_judgement",
        name="Previous judgement",
        holds=Holds.TEXT,
        about="The inspection judgement that the plan answers.",
        aliases=("Judgement", "Last judgement", "Ofsted judgement"),
        example="Inadequate",
    ),
    Setting(
        field="ambition",
        name="Ambition",
        holds=Holds.TEXT,
        about="The judgement that the plan aims for.",
        aliases=("Target judgement",),
        example="Good",
    ),
    Setting(
        field="rag_rule",
        name="RAG rule",
        holds=Holds.RULE,
        about="The rule for indicators that name none of their own.",
        aliases=("Default RAG rule", "RAG scheme", "Scheme"),
        choices=RULE_CHOICES,
        example="Bracknell Forest",
    ),
)
