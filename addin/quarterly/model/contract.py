"""The improvement workbook's contract: its sheets and columns, the names they go by, and what may stand in them.

Reading, the blank workbook, its Help sheet, the samples and the officers' documentation are all made from this
one description.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Holds(StrEnum):
    """What a column's cells hold."""

    TEXT = "text"
    REF = "a reference"
    REFS = "references, separated by commas or semicolons"
    PEOPLE = "names, separated by a slash, comma or semicolon"
    DATE = "a date"
    PERIOD = "a month, quarter or year"
    NUMBER = "a number"
    COUNT = "a whole number"
    PERCENT = "a percentage"
    VALUE = "a number, or shorthand such as c, z, n/a"
    TARGET = "a number, or a target in words"
    CHOICE = "one of the choices"
    RULE = "a RAG rule"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: the record's ``field``, the ``header`` officers see, and other headers it is known by."""

    field: str
    header: str
    holds: Holds
    about: str
    aliases: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    required: bool = False
    example: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet of the contract; the first column is the key of its rows."""

    name: str
    row_is: str
    about: str
    columns: tuple[Column, ...]
    aliases: tuple[str, ...] = ()

    def column(self, field: str) -> Column:
        """The column of a field.

        Raises:
            KeyError: the sheet has no such field.
        """
        for column in self.columns:
            if column.field == field:
                return column
        raise KeyError(field)


RAG_CHOICES = ("Red", "Amber", "Green", "Blue")
STATUS_CHOICES = ("Not started", "In progress", "Complete", "Deferred", "Superseded")
POLARITY_CHOICES = ("High", "Low", "Range", "Information")
FREQUENCY_CHOICES = ("Month", "Quarter", "Year")
KIND_CHOICES = ("Snapshot", "Quarter", "Cumulative", "Rolling 12")
QUARTER_RULE_CHOICES = ("Last", "Sum", "Mean", "Ratio")
RULE_CHOICES = (
    "Bracknell Forest",
    "Havering 2013",
    "Kent",
    "Tower Hamlets",
    "Medway",
    "Percentage 5 10",
    "Points 2",
    "Absolute 90 80",
    "Floor and target",
    "Target range",
    "Two-factor 10",
    "Four-level 0 5 10",
    "Zero target",
    "Information only",
)
COMPARATOR_CHOICES = (
    "England",
    "Region",
    "Statistical neighbours",
    "Best neighbour",
    "Top quartile",
    "Rank",
    "Authorities ranked",
    "Quartile band",
)
GRADE_CHOICES = ("Outstanding", "Good", "Requires improvement", "Inadequate")
EDITION_CHOICES = ("Working", "Published")
YES_NO = ("Yes", "No")
MARKING_CHOICES = ("OFFICIAL", "OFFICIAL-SENSITIVE")

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One row of the Settings sheet."""

    field: str
    name: str
    holds: Holds
    about: str
    aliases: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    example: str = ""


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

RECOMMENDATIONS = Sheet(
    name="Recommendations",
    aliases=("Recs", "Ofsted recommendations", "Inspection recommendations", "Areas for improvement"),
    row_is="an inspection recommendation",
    about="What the inspection asked for. Actions and KPIs refer to these by Ref.",
    columns=(
        Column(
            field="ref",
            header="Ref",
            holds=Holds.REF,
            about="A short reference, unique on this sheet.",
            aliases=("Reference", "No", "No.", "Number", "Rec ref", "Recommendation ref", "ID", "Rec no"),
            required=True,
            example="R1",
        ),
        Column(
            field="text",
            header="Recommendation",
            holds=Holds.TEXT,
            about="The recommendation in full.",
            aliases=(
                "Text",
                "Recommendation text",
                "Ofsted recommendation",
                "Description",
                "Area for improvement",
            ),
            required=True,
            example="Improve the timeliness and quality of assessments.",
        ),
        Column(
            field="origin",
            header="Source",
            holds=Holds.TEXT,
            about="Who made it.",
            aliases=("Origin", "Made by", "Inspection"),
            example="Ofsted inspection",
        ),
        Column(
            field="made_on",
            header="Date",
            holds=Holds.DATE,
            about="When it was made.",
            aliases=("Date made", "Inspection date"),
            example="12/07/2024",
        ),
        Column(
            field="theme",
            header="Theme",
            holds=Holds.TEXT,
            about="The theme it belongs to.",
            aliases=("Priority", "Obsession", "Workstream", "Priority area", "Domain"),
            example="Front door",
        ),
        Column(
            field="lead",
            header="Lead",
            holds=Holds.TEXT,
            about="Who answers for it.",
            aliases=("Senior owner", "Lead officer", "Owner", "Senior responsible officer", "SRO"),
            example="AD Safeguarding",
        ),
        Column(
            field="outcome",
            header="Outcome sought",
            holds=Holds.TEXT,
            about="What will be different for children.",
            aliases=("Outcome", "Outcomes", "Intended outcome", "Impact sought"),
            example="Children are seen and assessed without delay.",
        ),
        Column(
            field="sub_plan",
            header="Sub-plan",
            holds=Holds.TEXT,
            about="A linked plan that carries part of it.",
            aliases=("Sub plan", "Linked plan", "Subplan"),
            example="Leaving care plan",
        ),
    ),
)

ACTION_PLAN = Sheet(
    name="Action Plan",
    aliases=("Actions", "Improvement Plan", "Plan", "Action tracker", "Improvement actions", "Delivery plan"),
    row_is="an action",
    about="The actions with their dates, progress and evidence.",
    columns=(
        Column(
            field="ref",
            header="Ref",
            holds=Holds.REF,
            about="A short reference, unique on this sheet.",
            aliases=("Reference", "Action ref", "Action no", "Action number", "No", "No.", "ID", "Action ID"),
            required=True,
            example="A1",
        ),
        Column(
            field="recommendations",
            header="Recommendation",
            holds=Holds.REFS,
            about="The recommendation or recommendations that the action answers.",
            aliases=("Rec", "Rec ref", "Recommendation ref", "Recommendations", "Links to recommendation"),
            example="R1",
        ),
        Column(
            field="theme",
            header="Theme",
            holds=Holds.TEXT,
            about="The theme; taken from the recommendation where blank.",
            aliases=("Priority", "Obsession", "Workstream", "Priority area"),
            example="Front door",
        ),
        Column(
            field="text",
            header="Action",
            holds=Holds.TEXT,
            about="What will be done.",
            aliases=(
                "Action point",
                "Management action",
                "What we will do",
                "Activity",
                "Task",
                "Action description",
            ),
            required=True,
            example="Daily allocation meeting with a same-day escalation route.",
        ),
        Column(
            field="leads",
            header="Lead",
            holds=Holds.PEOPLE,
            about="Who does it. Several people may share it: AD / HoS.",
            aliases=(
                "Owner",
                "Lead officer",
                "Responsible",
                "Responsible officer",
                "Who",
                "Senior owner",
                "Action owner",
            ),
            example="AD / HoS",
        ),
        Column(
            field="start",
            header="Start",
            holds=Holds.DATE,
            about="When work starts. The plan's start is used where it is blank.",
            aliases=("Start date", "Started", "From"),
            example="01/10/2024",
        ),
        Column(
            field="due",
            header="Due",
            holds=Holds.DATE,
            about="The date first agreed. Slippage is counted from here. Ongoing is allowed.",
            aliases=(
                "Due date",
                "Deadline",
                "Timescale",
                "By when",
                "Target date",
                "Completion date",
                "End date",
            ),
            example="31/12/2025",
        ),
        Column(
            field="revised_due",
            header="Revised due",
            holds=Holds.DATE,
            about="The new date, if it was moved. The first date stays in Due.",
            aliases=("Revised date", "Revised due date", "New date", "Revised deadline", "Extended to"),
            example="28/02/2026",
        ),
        Column(
            field="complete",
            header="% complete",
            holds=Holds.PERCENT,
            about="How much is done, 0% to 100%.",
            aliases=(
                "Percent complete",
                "% done",
                "Progress %",
                "Complete %",
                "% progress",
                "Percentage complete",
            ),
            example="60%",
        ),
        Column(
            field="stage",
            header="Status",
            holds=Holds.CHOICE,
            about="Where the action stands.",
            aliases=("Stage", "Action status", "Current status", "State"),
            choices=STATUS_CHOICES,
            example="In progress",
        ),
        Column(
            field="declared",
            header="RAG (declared)",
            holds=Holds.CHOICE,
            about="The colour that the lead declares. It is shown beside the one worked out from dates.",
            aliases=(
                "RAG",
                "Declared RAG",
                "BRAG",
                "RAG status",
                "RAG rating",
                "BRAG rating",
                "Self-assessed RAG",
            ),
            choices=RAG_CHOICES,
            example="Amber",
        ),
        Column(
            field="override_reason",
            header="Override reason",
            holds=Holds.TEXT,
            about="Why the declared colour should stand against the dates.",
            aliases=("Reason for override", "RAG reason", "Reason", "Override", "RAG rationale"),
            example="Work is paused by the court's timetable; agreed by the board on 12 Nov 2025.",
        ),
        Column(
            field="completed_on",
            header="Completed on",
            holds=Holds.DATE,
            about="When the work was finished.",
            aliases=("Completed", "Date completed", "Actual completion", "Completion", "Actual end date"),
            example="15/11/2025",
        ),
        Column(
            field="evidenced_on",
            header="Evidenced on",
            holds=Holds.DATE,
            about="When evidence of impact was accepted. Blue needs this date.",
            aliases=(
                "Evidenced",
                "Evidence date",
                "Date evidenced",
                "Signed off",
                "Signed off on",
                "Evidence accepted",
            ),
            example="12/12/2025",
        ),
        Column(
            field="success_measure",
            header="Success measure",
            holds=Holds.TEXT,
            about="How one will know that it worked.",
            aliases=("Measure", "Measures", "Success criteria", "Measure of success", "Success measures"),
            example="95% of contacts decided in one working day.",
        ),
        Column(
            field="kpis",
            header="KPIs",
            holds=Holds.REFS,
            about="The indicators that show its effect.",
            aliases=("KPI", "KPI ref", "KPI refs", "Linked KPIs", "Indicators", "PIs"),
            example="K1, K4",
        ),
        Column(
            field="depends_on",
            header="Depends on",
            holds=Holds.REFS,
            about="Actions that must be finished first.",
            aliases=("Dependency", "Dependencies", "Dependent on", "Predecessor", "Predecessors"),
            example="A3",
        ),
        Column(
            field="progress",
            header="Progress",
            holds=Holds.TEXT,
            about="What was done this quarter.",
            aliases=(
                "Progress update",
                "Update",
                "Commentary",
                "Comments",
                "Latest update",
                "Progress to date",
                "Narrative",
            ),
            example="Meeting in place since October; escalations down by half.",
        ),
        Column(
            field="next_steps",
            header="Next steps",
            holds=Holds.TEXT,
            about="What comes next.",
            aliases=("Next step", "Next actions", "Planned next", "Next quarter"),
            example="Extend to weekends.",
        ),
    ),
)

KPIS = Sheet(
    name="KPIs",
    aliases=(
        "KPI",
        "Indicators",
        "KPI definitions",
        "Performance indicators",
        "Measures",
        "PIs",
        "KPI list",
        "Scorecard",
    ),
    row_is="an indicator's definition",
    about="The indicators: which way is good, in what unit, with what target, rated by which rule.",
    columns=(
        Column(
            field="ref",
            header="Ref",
            holds=Holds.REF,
            about="A short reference, unique on this sheet.",
            aliases=("Reference", "KPI ref", "KPI", "No", "No.", "ID", "KPI no", "KPI ID", "PI ref", "Code"),
            required=True,
            example="K1",
        ),
        Column(
            field="name",
            header="Indicator",
            holds=Holds.TEXT,
            about="What is measured.",
            aliases=(
                "KPI name",
                "Name",
                "Description",
                "Performance indicator",
                "Measure",
                "Indicator name",
                "Title",
            ),
            required=True,
            example="Contacts decided within 1 working day",
        ),
        Column(
            field="theme",
            header="Theme",
            holds=Holds.TEXT,
            about="The theme it belongs to.",
            aliases=("Priority", "Obsession", "Workstream", "Priority area"),
            example="Front door",
        ),
        Column(
            field="recommendations",
            header="Recommendation",
            holds=Holds.REFS,
            about="The recommendation or recommendations it measures.",
            aliases=("Rec", "Rec ref", "Recommendation ref", "Recommendations"),
            example="R1",
        ),
        Column(
            field="polarity",
            header="Good is",
            holds=Holds.CHOICE,
            about="High: more is better. Low: less is better. Range: between Low and High. Information: never rated.",
            aliases=("Polarity", "Good performance", "Good is high or low", "Aim", "Better is", "Good to be"),
            choices=POLARITY_CHOICES,
            required=True,
            example="High",
        ),
        Column(
            field="unit",
            header="Unit",
            holds=Holds.TEXT,
            about="% for percentages; otherwise a word such as children, rate per 10,000, days.",
            aliases=("Units", "Unit of measure", "Format"),
            example="%",
        ),
        Column(
            field="decimals",
            header="Decimals",
            holds=Holds.COUNT,
            about="Decimal places to show.",
            aliases=("DP", "dps", "Decimal places", "Dec places"),
            example="1",
        ),
        Column(
            field="frequency",
            header="Frequency",
            holds=Holds.CHOICE,
            about="How often a reading is taken.",
            aliases=("Reported", "Reporting frequency", "How often"),
            choices=FREQUENCY_CHOICES,
            example="Month",
        ),
        Column(
            field="kind",
            header="Kind",
            holds=Holds.CHOICE,
            about=(
                "Snapshot: as at the end of the period. Quarter: the period alone. Cumulative: the year so far. "
                "Rolling 12: the last twelve months."
            ),
            aliases=("Type", "Reading kind", "Basis", "Counting basis"),
            choices=KIND_CHOICES,
            example="Quarter",
        ),
        Column(
            field="quarter_rule",
            header="Quarter rule",
            holds=Holds.CHOICE,
            about="How months make a quarter: the last one, their sum, their mean, or numerators over denominators.",
            aliases=("Quarterly rule", "Aggregation", "Month to quarter", "Roll-up"),
            choices=QUARTER_RULE_CHOICES,
            example="Ratio",
        ),
        Column(
            field="year_starts",
            header="Year starts",
            holds=Holds.TEXT,
            about="The month its year starts in, where it differs from the plan's: September for an academic year.",
            aliases=("Year type", "Year", "Reporting year"),
            example="September",
        ),
        Column(
            field="baseline",
            header="Baseline",
            holds=Holds.NUMBER,
            about="The value the plan started from.",
            aliases=("Baseline value", "Starting point"),
            example="81.0",
        ),
        Column(
            field="baseline_date",
            header="Baseline date",
            holds=Holds.DATE,
            about="When the baseline was taken.",
            aliases=("Date of baseline", "Baseline period"),
            example="30/09/2024",
        ),
        Column(
            field="target",
            header="Target",
            holds=Holds.TARGET,
            about="The value to reach. Words such as Fewer than 85 are understood.",
            aliases=("Target value", "Stretch target", "Stretch", "Current target", "Goal"),
            example="95",
        ),
        Column(
            field="target_date",
            header="Target date",
            holds=Holds.DATE,
            about="When it should be reached.",
            aliases=("Target by", "By when"),
            example="31/03/2026",
        ),
        Column(
            field="floor",
            header="Floor",
            holds=Holds.NUMBER,
            about="The minimum expectation: amber between floor and target.",
            aliases=("Minimum", "Minimum expectation", "Floor standard", "Minimum standard"),
            example="85",
        ),
        Column(
            field="tolerance",
            header="Tolerance",
            holds=Holds.TEXT,
            about="How far off target is still amber: 10% is a share of the target; 2 points is in the KPI's own unit.",
            aliases=("Tolerances", "Amber tolerance", "RAG tolerance"),
            example="2 points",
        ),
        Column(
            field="low",
            header="Low",
            holds=Holds.NUMBER,
            about="Lower end of the target range.",
            aliases=("Range low", "Low limit", "Lower limit", "From"),
            example="580",
        ),
        Column(
            field="high",
            header="High",
            holds=Holds.NUMBER,
            about="Upper end of the target range.",
            aliases=("Range high", "High limit", "Upper limit", "To"),
            example="630",
        ),
        Column(
            field="rule",
            header="RAG rule",
            holds=Holds.RULE,
            about="How it is rated. Blank: worked out from the other columns, see Help.",
            aliases=("RAG method", "Rule", "RAG scheme", "Rating rule"),
            choices=RULE_CHOICES,
            example="Floor and target",
        ),
        Column(
            field="lag",
            header="Lag",
            holds=Holds.COUNT,
            about="Months after a period's end before its reading can be expected.",
            aliases=("Lag (months)", "Lag months", "Arrears", "Months in arrears"),
            example="0",
        ),
        Column(
            field="owner",
            header="Owner",
            holds=Holds.TEXT,
            about="Who answers for the figure.",
            aliases=("KPI owner", "Lead", "Lead officer", "Responsible"),
            example="Head of Front Door",
        ),
        Column(
            field="data_source",
            header="Data source",
            holds=Holds.TEXT,
            about="Where the figure comes from.",
            aliases=("Source", "System", "Source of data"),
            example="Case system",
        ),
        Column(
            field="definition",
            header="Definition",
            holds=Holds.TEXT,
            about="How it is counted.",
            aliases=("Definition of indicator", "How calculated", "Calculation", "Methodology", "Notes"),
            example="Contacts with a decision within one working day, of all contacts in the month.",
        ),
    ),
)

KPI_DATA = Sheet(
    name="KPI Data",
    aliases=(
        "Data",
        "KPI readings",
        "Readings",
        "Performance data",
        "KPI values",
        "Monthly data",
        "KPI data entry",
    ),
    row_is="a reading (or an indicator, with a column for each period)",
    about="The readings. Either one row a reading, or one row an indicator with a column a period.",
    columns=(
        Column(
            field="kpi",
            header="KPI",
            holds=Holds.REF,
            about="The indicator's reference.",
            aliases=("Ref", "KPI ref", "Reference", "Indicator ref", "KPI ID", "Indicator", "PI ref", "Code"),
            required=True,
            example="K1",
        ),
        Column(
            field="period",
            header="Period",
            holds=Holds.PERIOD,
            about="The month, quarter or year: Apr-25, Q1 2025/26, 2024/25, or the last day of the period.",
            aliases=("Month", "Date", "Quarter", "Reporting period", "Period ending", "Year"),
            required=True,
            example="Oct 2025",
        ),
        Column(
            field="value",
            header="Value",
            holds=Holds.VALUE,
            about="The reading. Worked out from numerator and denominator where blank.",
            aliases=("Actual", "Result", "Performance", "Reading", "Figure", "Outturn"),
            example="91.4",
        ),
        Column(
            field="numerator",
            header="Numerator",
            holds=Holds.VALUE,
            about="Top of the fraction.",
            aliases=("Num", "Count", "Numerator value"),
            example="402",
        ),
        Column(
            field="denominator",
            header="Denominator",
            holds=Holds.VALUE,
            about="Bottom of the fraction.",
            aliases=("Den", "Denom", "Out of", "Total", "Cohort"),
            example="440",
        ),
        Column(
            field="team",
            header="Team",
            holds=Holds.TEXT,
            about="Blank for the whole authority; otherwise the team, area or service.",
            aliases=("Area", "Locality", "Service", "Breakdown"),
            example="East",
        ),
        Column(
            field="state",
            header="State",
            holds=Holds.TEXT,
            about="provisional, revised, suppressed, not applicable, awaited, or the letters p r c z : u.",
            aliases=("Data state", "Reading state", "Flag", "Data status"),
            example="provisional",
        ),
        Column(
            field="comment",
            header="Comment",
            holds=Holds.TEXT,
            about="Anything a reader of the figure must know.",
            aliases=("Comments", "Note", "Notes", "Commentary"),
            example="Restated after case-system migration.",
        ),
    ),
)

TARGETS = Sheet(
    name="Targets",
    aliases=("KPI targets", "Target trajectory", "Trajectory", "Trajectories"),
    row_is="a target in force from a period",
    about="Targets that change over time. From the period named, this row stands in place of the KPI's own target.",
    columns=(
        Column(
            field="kpi",
            header="KPI",
            holds=Holds.REF,
            about="The indicator's reference.",
            aliases=("Ref", "KPI ref", "Reference"),
            required=True,
            example="K1",
        ),
        Column(
            field="since",
            header="From",
            holds=Holds.PERIOD,
            about="The first period it is in force.",
            aliases=("In force from", "Period", "Since", "From period", "Effective from"),
            required=True,
            example="Q1 2025/26",
        ),
        Column(
            field="target",
            header="Target",
            holds=Holds.NUMBER,
            about="The value to reach.",
            aliases=("Target value", "Value"),
            example="92",
        ),
        Column(
            field="floor",
            header="Floor",
            holds=Holds.NUMBER,
            about="The minimum expectation.",
            aliases=("Minimum", "Minimum expectation", "Floor standard"),
            example="85",
        ),
        Column(field="low", header="Low", holds=Holds.NUMBER, about="Lower end of the range.", example="580"),
        Column(field="high", header="High", holds=Holds.NUMBER, about="Upper end of the range.", example="630"),
    ),
)

BENCHMARKS = Sheet(
    name="Benchmarks",
    aliases=("Benchmarking", "Comparators", "Comparator data", "Benchmark data"),
    row_is="a comparator's value",
    about="What others achieved, with the period it belongs to.",
    columns=(
        Column(
            field="kpi",
            header="KPI",
            holds=Holds.REF,
            about="The indicator's reference.",
            aliases=("Ref", "KPI ref", "Reference"),
            required=True,
            example="K4",
        ),
        Column(
            field="comparator",
            header="Comparator",
            holds=Holds.CHOICE,
            about="Who is compared with.",
            aliases=("Benchmark", "Group", "Compared with", "Area"),
            choices=COMPARATOR_CHOICES,
            required=True,
            example="England",
        ),
        Column(
            field="period",
            header="Period",
            holds=Holds.PERIOD,
            about="The period of the comparator's value.",
            aliases=("Year", "Date", "As at"),
            required=True,
            example="2024/25",
        ),
        Column(
            field="value",
            header="Value",
            holds=Holds.VALUE,
            about="The comparator's value.",
            aliases=("Figure", "Benchmark value"),
            required=True,
            example="85.7",
        ),
        Column(
            field="origin",
            header="Source",
            holds=Holds.TEXT,
            about="Where it was published.",
            aliases=("Origin", "Data source", "Publication"),
            example="DfE children in need census",
        ),
    ),
)

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

COMMITTEE_LOG = Sheet(
    name="Committee Log",
    aliases=(
        "Committee",
        "Scrutiny log",
        "Committee actions",
        "Scrutiny actions",
        "Requests",
        "Committee requests",
    ),
    row_is="a request, action or resolution",
    about="What the committee asked for, carried until it is closed.",
    columns=(
        Column(
            field="ref",
            header="Ref",
            holds=Holds.REF,
            about="A short reference, unique on this sheet.",
            aliases=("Reference", "No", "No.", "ID"),
            required=True,
            example="C1",
        ),
        Column(
            field="raised_on",
            header="Date",
            holds=Holds.DATE,
            about="The meeting at which it was raised.",
            aliases=("Meeting date", "Raised", "Date raised", "Raised on"),
            example="11/09/2025",
        ),
        Column(
            field="body",
            header="Body",
            holds=Holds.TEXT,
            about="Who asked.",
            aliases=("Committee", "Board", "Meeting"),
            example="Children's Scrutiny Committee",
        ),
        Column(
            field="request",
            header="Request",
            holds=Holds.TEXT,
            about="What was asked for or resolved.",
            aliases=("Action", "Resolution", "Item", "Request or action"),
            required=True,
            example="Caseloads by team at the next meeting.",
        ),
        Column(
            field="owner",
            header="Owner",
            holds=Holds.TEXT,
            about="Who answers it.",
            aliases=("Lead", "Who"),
            example="AD",
        ),
        Column(
            field="due",
            header="Due",
            holds=Holds.DATE,
            about="When an answer is due.",
            aliases=("Due date", "Deadline", "By when"),
            example="05/02/2026",
        ),
        Column(
            field="status",
            header="Status",
            holds=Holds.TEXT,
            about="Open, in progress or closed.",
            aliases=("State", "Progress"),
            example="Open",
        ),
        Column(
            field="response",
            header="Response",
            holds=Holds.TEXT,
            about="What was answered.",
            aliases=("Answer", "Update", "Reply"),
            example="Included in this report.",
        ),
        Column(
            field="closed_on",
            header="Closed on",
            holds=Holds.DATE,
            about="When it was closed.",
            aliases=("Closed", "Date closed", "Completed on"),
            example="",
        ),
    ),
)

FORWARD_PLAN = Sheet(
    name="Forward Plan",
    aliases=("Forward programme", "Work programme", "Scrutiny forward plan"),
    row_is="an item to come",
    about="What comes before which body, and when.",
    columns=(
        Column(
            field="on",
            header="Date",
            holds=Holds.DATE,
            about="When it is heard.",
            aliases=("Meeting date", "Meeting"),
            required=True,
            example="05/02/2026",
        ),
        Column(
            field="body",
            header="Body",
            holds=Holds.TEXT,
            about="Where it is heard.",
            aliases=("Committee", "Board"),
            example="Children's Scrutiny Committee",
        ),
        Column(
            field="item",
            header="Item",
            holds=Holds.TEXT,
            about="What it is.",
            aliases=("Report", "Subject", "Agenda item"),
            required=True,
            example="Agency staffing",
        ),
        Column(
            field="lead",
            header="Lead",
            holds=Holds.TEXT,
            about="Who brings it.",
            aliases=("Owner",),
            example="AD Workforce",
        ),
    ),
)

RISKS = Sheet(
    name="Risks",
    aliases=("Risk register", "Risks and issues", "Risk log", "Issues"),
    row_is="a risk or issue",
    about="What could stop the plan from working.",
    columns=(
        Column(
            field="ref",
            header="Ref",
            holds=Holds.REF,
            about="A short reference, unique on this sheet.",
            aliases=("Reference", "Risk ref", "No", "No.", "ID"),
            required=True,
            example="RK1",
        ),
        Column(
            field="text",
            header="Risk",
            holds=Holds.TEXT,
            about="What may happen.",
            aliases=("Risk or issue", "Description", "Risk description", "Issue"),
            required=True,
            example="Recruitment lags behind turnover.",
        ),
        Column(
            field="likelihood",
            header="Likelihood",
            holds=Holds.TEXT,
            about="1 to 5, or in words.",
            example="4",
        ),
        Column(field="impact", header="Impact", holds=Holds.TEXT, about="1 to 5, or in words.", example="5"),
        Column(
            field="mitigation",
            header="Mitigation",
            holds=Holds.TEXT,
            about="What is done about it.",
            aliases=("Mitigations", "Controls", "Response"),
            example="Retention payments; academy.",
        ),
        Column(
            field="owner",
            header="Owner",
            holds=Holds.TEXT,
            about="Who answers for it.",
            aliases=("Lead",),
            example="DCS",
        ),
        Column(
            field="recommendations",
            header="Recommendation",
            holds=Holds.REFS,
            about="The recommendations it threatens.",
            aliases=("Rec", "Recommendations", "Rec ref"),
            example="R2",
        ),
    ),
)

COMMENTARY = Sheet(
    name="Commentary",
    aliases=("Narrative", "Officer commentary", "Comments"),
    row_is="an officer's text",
    about="An officer's own words. They stand in place of drafted sentences.",
    columns=(
        Column(
            field="about",
            header="Section or KPI",
            holds=Holds.TEXT,
            about="A KPI's or action's reference, a theme, or a section such as Summary.",
            aliases=("Section", "KPI", "Item", "About", "Ref", "Section / KPI"),
            required=True,
            example="K1",
        ),
        Column(
            field="quarter",
            header="Quarter",
            holds=Holds.PERIOD,
            about="The quarter it belongs to. Blank: every quarter.",
            aliases=("Period",),
            example="Q3 2025/26",
        ),
        Column(
            field="text",
            header="Text",
            holds=Holds.TEXT,
            about="The words.",
            aliases=("Commentary", "Comment", "Narrative"),
            required=True,
            example="Two vacancies at the front door were filled in November.",
        ),
        Column(
            field="author",
            header="Author",
            holds=Holds.TEXT,
            about="Whose words.",
            aliases=("By", "Officer"),
            example="HoS",
        ),
    ),
)

DISTRIBUTION = Sheet(
    name="Distribution",
    aliases=("Distribution list", "Recipients", "Mailing list", "Circulation"),
    row_is="a recipient",
    about="Who receives the report.",
    columns=(
        Column(
            field="name",
            header="Name",
            holds=Holds.TEXT,
            about="The person.",
            aliases=("Recipient", "Full name"),
            required=True,
            example="Sam Field",
        ),
        Column(
            field="email",
            header="E-mail",
            holds=Holds.TEXT,
            about="The address.",
            aliases=("Email", "Email address", "E-mail address", "Address"),
            required=True,
            example="sam.field@northmere.example",
        ),
        Column(
            field="role",
            header="Role",
            holds=Holds.TEXT,
            about="Why they receive it.",
            aliases=("Position",),
            example="Chair",
        ),
        Column(
            field="edition",
            header="Edition",
            holds=Holds.CHOICE,
            about="Which edition they may see.",
            aliases=("Version",),
            choices=EDITION_CHOICES,
            example="Published",
        ),
        Column(
            field="report",
            header="Report",
            holds=Holds.TEXT,
            about="Which report: quarterly, monthly, exceptions.",
            aliases=("Report type",),
            example="quarterly",
        ),
        Column(
            field="active",
            header="Active",
            holds=Holds.CHOICE,
            about="No: keeps the row, sends nothing.",
            aliases=("Send", "Include"),
            choices=YES_NO,
            example="Yes",
        ),
    ),
)

STATUS_HISTORY = Sheet(
    name="Status History",
    aliases=("History", "Published statuses"),
    row_is="a status as published (written by the tool)",
    about="What was published, quarter by quarter. Written by Quarterly; please do not edit.",
    columns=(
        Column(
            field="quarter",
            header="Quarter",
            holds=Holds.PERIOD,
            about="The quarter reported.",
            aliases=("Period",),
            required=True,
            example="Q2 2025/26",
        ),
        Column(
            field="item",
            header="Item",
            holds=Holds.REF,
            about="The KPI's or action's reference.",
            aliases=("Ref",),
            required=True,
            example="K1",
        ),
        Column(
            field="kind",
            header="Kind",
            holds=Holds.TEXT,
            about="KPI or Action.",
            required=True,
            example="KPI",
        ),
        Column(
            field="status",
            header="Status",
            holds=Holds.TEXT,
            about="The status.",
            required=True,
            example="Amber",
        ),
        Column(field="value", header="Value", holds=Holds.VALUE, about="The value published.", example="88.2"),
        Column(
            field="published_on",
            header="Published on",
            holds=Holds.DATE,
            about="The day of publication.",
            aliases=("Published",),
            example="30/10/2025",
        ),
    ),
)

SHEETS: tuple[Sheet, ...] = (
    SETTINGS,
    RECOMMENDATIONS,
    ACTION_PLAN,
    KPIS,
    KPI_DATA,
    TARGETS,
    BENCHMARKS,
    AUDITS,
    INSPECTIONS,
    COMMITTEE_LOG,
    FORWARD_PLAN,
    RISKS,
    COMMENTARY,
    DISTRIBUTION,
    STATUS_HISTORY,
)
"""Every sheet of the contract, in the order in which the blank workbook shows them."""
