"""The sheets of what others found: audits and inspections."""

from __future__ import annotations

from quarterly.model.contract.spec import Column, Holds, Sheet

AUDITS = Sheet(
    name="Audits",
    aliases=("Case audits", "Audit", "Audit grades", "QA audits", "Audit outcomes"),
    row_is="a month's audit grades",
    about="How many case audits earned each grade.",
    columns=(
        Column(
            field="month",
            header="Month",
            holds=Holds.PERIOD,
            about="The month of the audits.",
            aliases=("Period", "Date", "Audit month"),
            required=True,
            example="Oct 2025",
        ),
        Column(
            field="team",
            header="Team",
            holds=Holds.TEXT,
            about="Blank for the whole service.",
            aliases=("Service", "Area"),
            example="Assessment",
        ),
        Column(field="outstanding", header="Outstanding", holds=Holds.COUNT, about="How many.", example="1"),
        Column(field="good", header="Good", holds=Holds.COUNT, about="How many.", example="9"),
        Column(
            field="requires_improvement",
            header="Requires improvement",
            holds=Holds.COUNT,
            about="How many.",
            aliases=("RI", "Requires improvement to be good"),
            example="6",
        ),
        Column(field="inadequate", header="Inadequate", holds=Holds.COUNT, about="How many.", example="2"),
    ),
)

INSPECTIONS = Sheet(
    name="Inspections",
    aliases=("Visits", "Monitoring visits", "Inspections and visits", "Ofsted visits", "Inspection history"),
    row_is="a visit or inspection",
    about="Inspections and monitoring visits with what they found.",
    columns=(
        Column(
            field="start",
            header="Date",
            holds=Holds.DATE,
            about="First day.",
            aliases=("Start", "Start date", "Visit date", "From"),
            required=True,
            example="14/10/2025",
        ),
        Column(
            field="end",
            header="End",
            holds=Holds.DATE,
            about="Last day.",
            aliases=("End date", "To"),
            example="15/10/2025",
        ),
        Column(
            field="type",
            header="Type",
            holds=Holds.TEXT,
            about="Inspection, monitoring visit, focused visit.",
            aliases=("Visit type", "Inspection type", "Visit"),
            example="Monitoring visit",
        ),
        Column(
            field="focus",
            header="Focus",
            holds=Holds.TEXT,
            about="What it looked at.",
            aliases=("Areas covered", "Scope", "Theme"),
            example="Front door",
        ),
        Column(
            field="judgements",
            header="Judgement",
            holds=Holds.TEXT,
            about="One grade, or one for each domain: Leadership: Good; Help and protection: Requires improvement.",
            aliases=("Judgements", "Judgement (per domain)", "Grade", "Outcome", "Grades"),
            example="Overall: Inadequate",
        ),
        Column(
            field="strengths",
            header="Strengths",
            holds=Holds.TEXT,
            about="What was found to be good.",
            aliases=("Positives", "What is working"),
            example="Stable, visible leadership.",
        ),
        Column(
            field="improvements",
            header="Areas for improvement",
            holds=Holds.TEXT,
            about="What must be better.",
            aliases=("Areas for further consideration", "AFIs", "Improvements", "Areas to improve"),
            example="Quality of plans.",
        ),
        Column(
            field="letter_published",
            header="Letter published",
            holds=Holds.DATE,
            about="When the letter or report came out.",
            aliases=("Published", "Report published", "Letter date"),
            example="12/11/2025",
        ),
        Column(
            field="next_expected",
            header="Next expected",
            holds=Holds.TEXT,
            about="When the next one is expected, as a date or in words.",
            aliases=("Next visit", "Next", "Next due"),
            example="Spring 2026",
        ),
    ),
)
