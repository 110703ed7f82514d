"""The words that columns of choices understand, folded for comparing."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from quarterly.model.kpi import Comparator, Frequency, Kind, Polarity, QuarterRule
from quarterly.model.periods import MONTHS
from quarterly.model.plan import DeclaredRag, Stage
from quarterly.read.date_text import MONTH_NUMBERS
from quarterly.read.values import folded

Word = TypeVar("Word", bound=StrEnum)


def _words(table: Mapping[Word, str]) -> Mapping[str, Word]:
    """Each choice with its other words, separated by bars."""
    words = {folded(word): choice for choice, others in table.items() for word in others.split("|") if word}
    words.update({folded(choice.value): choice for choice in table if choice.value})
    return words


POLARITIES = _words(
    {
        Polarity.HIGH: "H|Higher|Higher is better|High is good|Bigger|Bigger is better|More|More is better|Up|Increase"
        "|Higher the better|Maximise|High is better",
        Polarity.LOW: "L|Lower|Lower is better|Low is good|Smaller|Smaller is better|Less|Less is better|Down|Decrease"
        "|Fewer|Lower the better|Minimise|Low is better",
        Polarity.RANGE: "T|R|Within range|In range|Target range|Plan is best|Within a range|Between|Range is good",
        Polarity.INFORMATION: "I|Info|Information only|Monitor|Monitor only|None|Neutral|Contextual|Context|N/A"
        "|For information|Not applicable|Neither",
    }
)
FREQUENCIES = _words(
    {
        Frequency.MONTH: "M|Monthly|Every month|Each month",
        Frequency.QUARTER: "Q|Quarterly|Every quarter|Qtr|Qtrly|Each quarter",
        Frequency.YEAR: "Y|A|Yearly|Annual|Annually|Every year|Each year",
    }
)
KINDS = _words(
    {
        Kind.SNAPSHOT: "As at|Point in time|Snap shot|At period end|Position",
        Kind.PERIOD: "Period|In period|In month|In quarter|Month|Monthly|Quarterly|Discrete|The period alone",
        Kind.CUMULATIVE: "Year to date|YTD|Cumulative year to date|Year so far|Running total",
        Kind.ROLLING: "Rolling|Rolling 12 months|Rolling twelve|Rolling year|12 month rolling|Rolling 12 month|R12",
    }
)
QUARTER_RULES = _words(
    {
        QuarterRule.LAST: "Latest|Last month|Month end|Quarter end|End of quarter|Final month",
        QuarterRule.SUM: "Total|Add|Add up|Sum of months",
        QuarterRule.MEAN: "Average|Avg|Mean of months",
        QuarterRule.RATIO: "Rate|Numerator over denominator|Weighted|Recalculate|Numerators over denominators",
    }
)
STAGES = _words(
    {
        Stage.NOT_STARTED: "Not begun|To start|Planned|Not yet started|To do|Pending|Yet to start",
        Stage.IN_PROGRESS: "Started|Ongoing|On going|Underway|Under way|Open|Active|In hand|Live|On track|Behind"
        "|On schedule|Behind schedule|May fall behind|In train|Progressing|Current|Delayed|Overdue|WIP"
        "|Work in progress",
        Stage.COMPLETE: "Completed|Done|Closed|Finished|Achieved|Delivered|C|Complete and evidenced|Embedded"
        "|Completed and evidenced|Complete - evidenced|Completed - evidenced|Complete, evidence awaited"
        "|Completed, evidence awaited|Complete - evidence awaited",
        Stage.DEFERRED: "On hold|Paused|Postponed|Suspended|Hold|Deferred to later|Parked",
        Stage.SUPERSEDED: "Withdrawn|No longer applicable|Not applicable|N/A|Cancelled|Canceled|Merged|Replaced|Removed"
        "|No longer required|Stopped|Abandoned|Obsolete",
    }
)
DECLARED = _words(
    {
        DeclaredRag.RED: "R|Off track|Behind schedule|Behind",
        DeclaredRag.AMBER: "A|Yellow|Orange|Monitor|At risk|May fall behind",
        DeclaredRag.GREEN: "G|On track|On schedule|On target",
        DeclaredRag.BLUE: "B|Complete|Completed|Complete and evidenced|Completed and evidenced",
    }
)
NO_DECLARATION = frozenset(folded(word) for word in ("Grey", "Gray", "White", "None", "N/A", "Not rated", "TBC"))
"""Words in a RAG column that declare no colour."""

COMPARATORS = _words(
    {
        Comparator.ENGLAND: "National|England average|National average|Eng|England mean|All England",
        Comparator.REGION: "Regional|Regional average|Region average|Region mean",
        Comparator.NEIGHBOURS: "Statistical neighbour|SN|SNs|Stat neighbours|Statistical neighbour average|Neighbours"
        "|Statistical neighbours average|Statistical neighbours mean|Statistical neighbour mean|Stat neighbour"
        "|SN average",
        Comparator.BEST_NEIGHBOUR: "Best statistical neighbour|Best SN|Best of neighbours|Best stat neighbour",
        Comparator.TOP_QUARTILE: "Top quartile threshold|Upper quartile|Best quartile|Quartile A|Top 25%",
        Comparator.RANK: "Ranking|National rank|Rank in England",
        Comparator.AUTHORITIES: "Authorities|Ranked|Number of authorities|Rank of|Rank among",
        Comparator.QUARTILE: "Quartile|National quartile|Band",
    }
)
REGIONS = frozenset(
    folded(name)
    for name in (
        *("North East", "North West", "Yorkshire and the Humber", "Yorkshire & the Humber", "East Midlands"),
        *("West Midlands", "East of England", "London", "Inner London", "Outer London", "South East", "South West"),
        *("London (Inner)", "London (Outer)"),
    )
)
"""England's regions, each of which is the comparator Region."""

FIRST_MONTHS: Mapping[str, int] = {
    **{name: number for name, number in MONTH_NUMBERS.items() if name[:3].title() in MONTHS},
    "financial": 4,
    "financialyear": 4,
    "academic": 9,
    "academicyear": 9,
    "schoolyear": 9,
    "calendar": 1,
    "calendaryear": 1,
}
"""The month in which a year starts, by its name or the year's."""

YES = frozenset(("yes", "y", "true", "1", "x", "active"))
NO = frozenset(("no", "n", "false", "0", "inactive"))

EVERYDAY: Mapping[str, frozenset[str]] = {"type": frozenset(KINDS), "state": frozenset((*STAGES, *DECLARED))}
"""Other names of columns that may as well head a column of the officer's own, with the words of the column."""

LEVELS = frozenset(
    ("high", "medium", "low", "h", "m", "l", "critical", "urgent", "normal", "veryhigh", "verylow", "med")
)
"""Words of a column Priority that ranks its rows, and names no theme."""
