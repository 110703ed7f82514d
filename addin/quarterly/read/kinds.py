"""Every sort of problem that reading can find, in one place: what it means, and what the officer does about it.

Codes are stable; the officers' documentation has an entry for each, and a test holds the two together.
"""

from __future__ import annotations

from quarterly.model.problems import ProblemKind, Severity
from quarterly.read import table_kinds

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

# Single cells
CELL_ERROR = ProblemKind(
    "cell-error",
    _E,
    "The cell shows an Excel error instead of a value.",
    "Correct the formula in this cell, or type the value.",
)
FORMULA_NOT_CALCULATED = ProblemKind(
    "formula-not-calculated",
    _E,
    "The cell holds a formula whose result was never worked out.",
    "Open the workbook in Excel, press F9, and save it.",
)
MERGED_FILLED = ProblemKind(
    "merged-filled",
    _N,
    "Merged cells: the value was taken for every row that they cover.",
    "Nothing to do; unmerge the cells and repeat the value to be sure.",
)
DATE_NOT_UNDERSTOOD = ProblemKind(
    "date-not-understood", _E, "This is not a date.", "Enter a real date, for example 30/06/2025."
)
DATE_IMPOSSIBLE = ProblemKind(
    "date-impossible",
    _E,
    "There is no such day in the calendar.",
    "Enter a real date, day first, for example 30/06/2025.",
)
DATE_OUT_OF_RANGE = ProblemKind(
    "date-out-of-range",
    _E,
    "The date lies before 1980 or after 2099.",
    "Check the year; a digit may be wrong.",
)
DATE_MONTH_ONLY = ProblemKind(
    "date-month-only",
    _N,
    "A month, quarter or year was given where a day is expected.",
    "It was read as {day}. Enter the day if another is meant.",
)
DUE_UNDECIDED = ProblemKind(
    "due-undecided",
    _W,
    "The date has not been decided, so the action cannot be overdue.",
    "Enter a date when it is agreed.",
)
DATE_UNDECIDED = ProblemKind(
    "date-undecided",
    _W,
    "The date has not been decided, so the cell was read as blank.",
    "Enter a date when it is agreed.",
)
COMPLETE_UNDECIDED = ProblemKind(
    "complete-undecided",
    _W,
    "How much is done is not yet known, so the cell was read as blank: no progress is reported.",
    "Enter the percentage when it is known.",
)
DITTO = ProblemKind(
    "ditto",
    _E,
    "The cell only says that it is the same as the one above, so it was not read.",
    "Write it out: after sorting or filtering, another row may stand above.",
)
PERIOD_NOT_UNDERSTOOD = ProblemKind(
    "period-not-understood",
    _E,
    "This is not a month, quarter or year.",
    "Write it as Apr-25, Q1 2025/26 or 2025/26.",
)
PERIOD_QUARTER_WITHOUT_YEAR = ProblemKind(
    "period-quarter-without-year",
    _E,
    "The quarter or month does not say of which year.",
    "Write the year with it, for example Q3 2025/26 or Oct-25.",
)
PERIOD_AMBIGUOUS = ProblemKind(
    "period-ambiguous",
    _E,
    "The number could be a month or a year.",
    "Write it as Apr-25, Q1 2025/26 or 2025/26.",
)
PERIOD_BARE_YEAR = ProblemKind(
    "period-bare-year",
    _N,
    "A year alone was read as January to December of that year.",
    "If a financial or academic year is meant, write it as 2024/25.",
)
PERIOD_SUFFIX_UNKNOWN = ProblemKind(
    "period-suffix-unknown",
    _N,
    "What stands in brackets after the period was not understood, and was kept as a comment.",
    'Known are "(prov)", "(rev)" and "(final)"; anything else belongs in Comment.',
)
PERIOD_NOT_OF_FREQUENCY = ProblemKind(
    "period-not-of-frequency",
    _W,
    "The reading covers another length of time than the KPI's frequency says.",
    "Correct the period, or the Frequency of the KPI, which is taken as {frequency}.",
)
NUMBER_NOT_UNDERSTOOD = ProblemKind(
    "number-not-understood", _E, "This is not a number.", "Type the number alone, without words, £ or units."
)
NUMBER_NOT_WHOLE = ProblemKind(
    "number-not-whole",
    _E,
    "A whole number from 0 is expected here.",
    "Type a whole number, for example 12, and no percentage.",
)
VALUE_NOT_UNDERSTOOD = ProblemKind(
    "value-not-understood",
    _E,
    "This is neither a number nor known shorthand.",
    "Type the number alone, or one of c (suppressed), z (not applicable), : (not available), TBC (awaited).",
)
TARGET_NOT_UNDERSTOOD = ProblemKind(
    "target-not-understood",
    _E,
    "The target could not be read as a number.",
    "Type the number, or words such as Fewer than 85, At least 90% or 580 to 630.",
)
CHOICE_UNKNOWN = ProblemKind(
    "choice-unknown", _E, "This is not one of the words known for this column.", "{hint}Use one of: {choices}."
)
STATUS_IS_COLOUR = ProblemKind(
    "status-is-colour",
    _E,
    "Status holds a colour or a rating, which says nothing of where the action stands.",
    "If the whole column holds ratings, name it RAG; else choose Not started, In progress or Complete.",
)
TARGET_UNDECIDED = ProblemKind(
    "target-undecided",
    _W,
    "There is no target from this period on, and the one before it no longer holds: what is reported has no colour.",
    "Enter the target when it is agreed, or delete this row if the target before it still holds.",
)
TARGET_AGAINST_POLARITY = ProblemKind(
    "target-against-polarity",
    _W,
    "The words of the target say the opposite of Good is.",
    "Correct one of them; rated is by Good is, which says {polarity}.",
)
TARGET_RANGE_POLARITY = ProblemKind(
    "target-range-polarity",
    _E,
    "The target is a range, but Good is says High or Low: it is not clear whether beyond the range is good.",
    "Write Range in Good is, or give one number as the target.",
)
RULE_UNKNOWN = ProblemKind(
    "rule-unknown", _E, "This RAG rule is not known.", "{hint}Use one of the rules in the list of the Help sheet."
)
RULE_INCOMPLETE = ProblemKind(
    "rule-incomplete",
    _E,
    "The RAG rule needs numbers that are not given.",
    "Write them after its name, for example {example}, or fill in Tolerance.",
)
TOLERANCE_NOT_UNDERSTOOD = ProblemKind(
    "tolerance-not-understood",
    _E,
    "The tolerance could not be read.",
    "Write 10% for a share of the target, or 2 points for the KPI's own unit.",
)
SETTING_UNKNOWN = ProblemKind(
    "setting-unknown",
    _W,
    "This setting is not known and was left aside.",
    "{hint}Known settings are in the Help sheet.",
)
SETTING_TWICE = ProblemKind(
    "setting-twice", _W, "The setting is given twice.", "The first one is used ({used}). Remove one of the rows."
)
MONTH_UNKNOWN = ProblemKind(
    "month-unknown", _E, "This is not the name of a month.", "Write the month in which the year starts, such as April."
)
EMAIL_ODD = ProblemKind(
    "email-odd", _E, "This is not an e-mail address.", "Write it in full, for example sam.field@council.example."
)

# Rows and references
KEY_MISSING = ProblemKind(
    "key-missing",
    _E,
    "The row has content but no key, so it was not read.",
    "Fill in {column}, or move the note out of the table.",
)
REQUIRED_EMPTY = ProblemKind("required-empty", _E, "A cell that every row needs is empty.", "Fill in {column}.")
REF_DUPLICATED = ProblemKind(
    "ref-duplicated",
    _E,
    "The reference is used twice; this second row was not judged.",
    "The first is in {first}. Give this row a reference of its own. Excel makes 1.1 of 1.10 unless it is text.",
)
LINK_UNKNOWN = ProblemKind(
    "link-unknown",
    _E,
    "The reference points to something that is not in the workbook.",
    "{hint}Correct it, or add a row to {sheet}.",
)
COMMENTARY_UNPLACED = ProblemKind(
    "commentary-unplaced",
    _W,
    "The commentary is on nothing that is in the workbook or the report, so no part of the report shows it.",
    "{hint}Write a KPI's or an action's reference, a theme, or a section such as Summary.",
)
ROWS_STRUCK = ProblemKind(
    "rows-struck",
    _W,
    "Rows are struck through, and were read like all others: nobody sees the line in the report.",
    "Rows: {rows}. If they no longer count, remove them, or choose Superseded in Status.",
)
RECIPIENT_STRUCK = ProblemKind(
    "recipient-struck",
    _W,
    "The row is struck through, so nothing is sent to this person.",
    "Remove the row or write No in Active; to send all the same, take the line off the address.",
)
RECIPIENT_HIDDEN = ProblemKind(
    "recipient-hidden",
    _W,
    "The row is hidden, by hand or by a filter, and the person is sent the report all the same.",
    "Show the row; if nothing is to be sent, write No in Active.",
)
REF_AS_NUMBER = ProblemKind(
    "ref-as-number",
    _E,
    "The reference was typed as a number, and Excel drops the last zeros of a number, so it could mean another one.",
    "Type it as text, with an apostrophe before it: '{other} or '{found}.",
)
CHANGE_REPEATED = ProblemKind(
    "change-repeated",
    _E,
    "A row above is for the same KPI and the same period; this one was not used.",
    "Remove one of the two. The other is in {other}.",
)
LINK_TO_ITSELF = ProblemKind(
    "link-to-itself", _E, "The action depends on itself.", "Remove the reference, or name another action."
)

# Plan
END_BEFORE_START = ProblemKind(
    "end-before-start", _E, "The end comes before the start.", "Correct one of the two dates; the start is {start}."
)
REVISED_BEFORE_DUE = ProblemKind(
    "revised-before-due",
    _W,
    "The revised date is earlier than the first one.",
    "Check both; the first is {due}. An earlier date is used as it stands.",
)
COMPLETED_BEFORE_START = ProblemKind(
    "completed-before-start", _E, "The action was completed before it started.", "Correct a date; the start is {start}."
)
EVIDENCED_BEFORE_COMPLETED = ProblemKind(
    "evidenced-before-completed",
    _W,
    "The evidence was accepted before the action was completed.",
    "Check both dates; completed is {completed}.",
)
COMPLETE_WITHOUT_DATE = ProblemKind(
    "complete-without-date",
    _W,
    "The action is complete, but Completed on is empty.",
    "Enter the day on which it was completed.",
)
COMPLETE_DISAGREES = ProblemKind(
    "complete-disagrees",
    _W,
    "Status and % complete do not agree.",
    "Correct one of them; the status is {status}.",
)
COMPLETE_OUT_OF_RANGE = ProblemKind(
    "complete-out-of-range", _E, "% complete lies outside 0 to 100.", "Enter a percentage from 0% to 100%."
)
OVERRIDE_WITHOUT_RAG = ProblemKind(
    "override-without-rag",
    _W,
    "There is an override reason but no declared colour.",
    "Declare a colour in RAG (declared), or remove the reason.",
)

# Percentages
PERCENT_SCALE_MIXED = ProblemKind(
    "percent-scale-mixed",
    _E,
    "The figure is on another scale than the others: 0.87 beside 87, for example.",
    "Write all of them the same way, best as 87%; the others are around {others}.",
)
PERCENT_READ_AS_FRACTION = ProblemKind(
    "percent-read-as-fraction",
    _W,
    "Percentages are written as fractions, such as 0.87; they were read as 87%.",
    "Format the cells as percentages to make it plain.",
)
PERCENT_SCALE_UNCLEAR = ProblemKind(
    "percent-scale-unclear",
    _W,
    "Nothing shows whether these are fractions or percentages; they were read as percentages.",
    "Write them with a percent sign.",
)
PERCENT_ABOVE_ALL = ProblemKind(
    "percent-above-all",
    _W,
    "The percentage is above 100 and far above the figures or the target beside it.",
    "Check its decimal point, and the KPI's Unit. The value given is used.",
)
PERCENT_IMPOSSIBLE = ProblemKind(
    "percent-impossible",
    _E,
    "A percentage above 1,000 was not used: it can hardly be right.",
    "Check its decimal point, and whether a number such as 85 was put into a cell that shows percentages.",
)
PERCENT_IN_OTHER_UNIT = ProblemKind(
    "percent-in-other-unit",
    _W,
    "The figure is written as a percentage, but the KPI has another unit.",
    'Correct the figure, or the KPI\'s Unit, which is "{unit}".',
)
UNIT_TAKEN_AS_PERCENT = ProblemKind(
    "unit-taken-as-percent",
    _N,
    "The KPI has no unit, and its readings or its target are percentages, so its unit was taken as %.",
    "Enter % in Unit.",
)

# Indicators and readings
RANGE_INCOMPLETE = ProblemKind(
    "range-incomplete", _E, "Good is Range, but Low or High is not given.", "Fill in both Low and High."
)
RANGE_REVERSED = ProblemKind("range-reversed", _E, "Low is greater than High.", "Exchange the two, or correct one.")
FLOOR_BEYOND_TARGET = ProblemKind(
    "floor-beyond-target",
    _W,
    "The floor is better than the target, so nothing can be amber.",
    "Check both; the target is {target}.",
)
QUARTER_RULE_ASSUMED = ProblemKind(
    "quarter-rule-assumed",
    _N,
    "There is no Quarter rule, so the last month stands for the quarter.",
    "Choose Last, Sum, Mean or Ratio in Quarter rule.",
)
RATIO_WITHOUT_FRACTION = ProblemKind(
    "ratio-without-fraction",
    _W,
    "The Quarter rule is Ratio, but no reading has a numerator and a denominator.",
    "Fill in Numerator and Denominator in KPI Data, or choose another rule.",
)
KPI_UNKNOWN = ProblemKind(
    "kpi-unknown", _E, "There is no KPI with this reference.", "{hint}Correct it, or add the KPI to the sheet KPIs."
)
TEAMS_ONLY = ProblemKind(
    "teams-only",
    _W,
    "There are figures for teams, but none for the whole at that time or later, so the KPI is not judged by them.",
    "In the row for the whole, leave Team blank or write Whole authority.",
)
READING_DUPLICATED = ProblemKind(
    "reading-duplicated",
    _E,
    "There are two readings for the same KPI, period and team; neither was used.",
    "Remove one, or write revised in the State of the new one. If they are months of one quarter or year, write Month "
    "in the KPI's Frequency. The other is in {other}.",
)
READING_REPEATED = ProblemKind(
    "reading-repeated",
    _W,
    "The same reading stands twice; it was used once.",
    "Remove this row; the other is in {other}.",
)
READING_RESTATED = ProblemKind(
    "reading-restated",
    _N,
    "The reading replaces an earlier one for the same period.",
    "Nothing to do; the earlier figure in {other} is reported as restated.",
)
VALUE_DISAGREES = ProblemKind(
    "value-disagrees",
    _W,
    "The value is not the numerator divided by the denominator.",
    "Correct one of the three; the fraction gives {worked_out}. The value given is used.",
)
RATIO_ABOVE_ONE = ProblemKind(
    "ratio-above-one",
    _W,
    "The numerator is greater than the denominator.",
    "Check whether the two were exchanged; the fraction gives {worked_out}.",
)
DENOMINATOR_ZERO = ProblemKind(
    "denominator-zero",
    _W,
    "The denominator is zero, so there is no rate for this period.",
    "Nothing to do if there were no cases; it is shown as not applicable.",
)
STATE_CONTRADICTS_VALUE = ProblemKind(
    "state-contradicts-value",
    _W,
    "The State, or the letter beside the figure, says that there is no figure; it stands, and the figure is not used.",
    "Clear one of the two.",
)
STATE_UNKNOWN = ProblemKind(
    "state-unknown",
    _E,
    "The State is not known, so the reading was not used.",
    "{hint}Use provisional, revised, suppressed, not applicable, not available or awaited.",
)
DENOMINATOR_NEGATIVE = ProblemKind(
    "denominator-negative", _E, "A numerator or denominator cannot be negative.", "Correct the figure."
)

ALL_KINDS: tuple[ProblemKind, ...] = (
    *table_kinds.ALL_KINDS,
    *(kind for kind in list(globals().values()) if isinstance(kind, ProblemKind)),
)
"""Every sort of problem: first of sheets and tables, then in the order above."""
