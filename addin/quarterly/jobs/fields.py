"""What a jobs file can hold: the declarations that it is checked against, and that its documentation is made from."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Holds(StrEnum):
    """What a key holds, in words for a message."""

    TEXT = 'text in quotes, such as "reports"'
    TEXTS = 'a list of texts, such as ["working", "published"]'
    YES_NO = "true or false, without quotes"
    NUMBER = "a whole number, without quotes"
    DATE = "a date without quotes, such as 2026-01-31"


class Field(Struct, frozen=True, kw_only=True):
    """One key. ``default`` is what holds where it is left out, in words; ``choices`` are all that a text may be."""

    key: str
    holds: Holds
    about: str
    example: str
    default: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()
    least: int = 0
    most: int = 0


MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
EDITIONS = ("working", "published")
PLACEHOLDERS = ("authority", "quarter", "edition", "workbook", "job", "date", "programme")
"""The words in braces that a folder or a file name may hold."""

FILE_FIELDS: tuple[Field, ...] = (
    Field(
        key="owner",
        holds=Holds.TEXT,
        about="The address of the person who is told when a job was held or failed, when somebody on a distribution "
        "list got nothing, and what has to be read of a published edition. It is at one of the domains of [mail]; no "
        "report is ever sent to it.",
        example='"performance@northmere.example"',
        default="nobody is written to; the summary and the log say it",
    ),
    Field(
        key="records",
        holds=Holds.TEXT,
        about="The folder for what was run and sent, the log, the lock and unsent drafts. It belongs to this jobs file "
        "alone. Keep it on a disk of the machine itself: databases on a network share can be damaged.",
        example='"C:/ProgramData/Quarterly"',
        default='"jobs records" beside a file called jobs.toml',
    ),
    Field(
        key="archive",
        holds=Holds.TEXT,
        about="The folder in which every report that a job makes is kept with the workbook that it was made from.",
        example='"//server/performance/archive"',
        default='"archive" in the folder of the records',
    ),
    Field(
        key="time_zone",
        holds=Holds.TEXT,
        about="The clock that times of day are read from.",
        example='"Europe/London"',
        default='"Europe/London"',
    ),
)

JOB_FIELDS: tuple[Field, ...] = (
    Field(
        key="name",
        holds=Holds.TEXT,
        required=True,
        about="What the job is called. Each job has its own name; a job that is renamed counts as a new one.",
        example='"Board report"',
    ),
    Field(
        key="workbook",
        holds=Holds.TEXT,
        required=True,
        about="The improvement workbook, or a pattern for several: * stands for any characters, ** for any folders. "
        "Each workbook gets its own report, and one that fails does not stop the others. Reports, backups and what is "
        "kept in the records and in archives are never taken for workbooks.",
        example='"plans/*.xlsx"',
    ),
    Field(
        key="due",
        holds=Holds.TEXT,
        required=True,
        about="When the job is due: a rule, and a time of day after the word at.",
        example='"3rd working day after quarter end at 06:00"',
    ),
    Field(
        key="when_closed",
        holds=Holds.TEXT,
        choices=("next working day", "previous working day", "same day"),
        about="What becomes of a day that falls on a weekend or a bank holiday in England. Not asked for every day.",
        example='"previous working day"',
        default='"next working day"',
    ),
    Field(
        key="starts",
        holds=Holds.DATE,
        about="The first day on which the job can be due. Of what was due since then and not run, the latest is "
        "made up for.",
        example="2026-04-01",
        default="the moment when Quarterly first sees the job, so that a new job never begins with an old report",
    ),
    Field(
        key="enabled",
        holds=Holds.YES_NO,
        about="Whether the job runs at all.",
        example="false",
        default="true",
    ),
    Field(
        key="quarter",
        holds=Holds.TEXT,
        about='The quarter to report: "last complete" or "current" on the as-at day; or one quarter by name.',
        example='"Q3 2025/26"',
        default='"last complete"',
    ),
    Field(
        key="year_starts",
        holds=Holds.TEXT,
        choices=MONTHS,
        about="The month in which the year starts whose quarters the due rule counts; reports follow the workbook's "
        "own setting.",
        example='"September"',
        default='"April"',
    ),
    Field(
        key="as_at",
        holds=Holds.DATE,
        about="The day from which due dates of actions are looked at.",
        example="2026-01-20",
        default="the day on which the job was due, so that a late or second try makes the same report; a report that "
        "was sent keeps its day while nothing in it is rated otherwise",
    ),
    Field(
        key="editions",
        holds=Holds.TEXTS,
        choices=EDITIONS,
        about="Which editions are made. Everybody on the distribution list gets the one named there; whoever is named "
        "for one that is not made gets nothing, and you are told so every time.",
        example='["working", "published"]',
        default='["working"]',
    ),
    Field(
        key="threshold",
        holds=Holds.NUMBER,
        most=1000,
        about="In the published edition counts of people from 1 to this number are hidden. 0 hides none; 1 is refused.",
        example="5",
        default="5",
    ),
    Field(
        key="template",
        holds=Holds.TEXT,
        about="The name of a built-in template, or a template workbook of your own.",
        example='"our template.xlsx"',
        default="the plain report",
    ),
    Field(
        key="template_published",
        holds=Holds.TEXT,
        about="The same for the published edition, where it has a template of its own.",
        example='"published"',
        default="the same as template",
    ),
    Field(
        key="folder",
        holds=Holds.TEXT,
        about="Where the files go; words in braces are filled in. Folders named by such words are made when they are "
        "missing, and one more; whatever lies above must be there, so that a drive that is not connected is noticed.",
        example='"reports/{authority}"',
        default='"reports"',
    ),
    Field(
        key="file",
        holds=Holds.TEXT,
        about="The name of the report; words in braces are filled in. It ends in .xlsx. Two jobs never save under one "
        "name, and no report takes the place of another edition, authority or programme.",
        example='"{authority} {quarter} {edition}.xlsx"',
        default='"{workbook} {quarter} {edition} report.xlsx"',
    ),
    Field(
        key="in_place",
        holds=Holds.YES_NO,
        about="Whether the working edition is also written into the workbook itself.",
        example="true",
        default="false",
    ),
    Field(
        key="pdf",
        holds=Holds.YES_NO,
        about="Whether each report is also saved as PDF, by LibreOffice; and, where it is sent, goes along.",
        example="true",
        default="false",
    ),
    Field(
        key="tidy",
        holds=Holds.TEXT,
        choices=("none", "csv", "parquet"),
        about="Whether the tidy tables for Power BI are exported too, into a folder beside the report that is "
        "named after it. They are never sent.",
        example='"csv"',
        default='"none"',
    ),
    Field(
        key="send",
        holds=Holds.YES_NO,
        about="Whether the report goes to the people on the workbook's Distribution sheet. Needs the table [mail].",
        example="true",
        default="false",
    ),
    Field(
        key="link_to",
        holds=Holds.TEXT,
        about="The folder of the reports as its readers open it: an https address, or a path on a file share; words in "
        "braces are filled in. The message then holds the address of the report in that folder, and nothing is "
        "attached. Who may open it is decided where it lies: Quarterly does not look. Needs send.",
        example='"https://northmere.example/reports/{authority}"',
        default="the report is attached",
    ),
    Field(
        key="when_errors",
        holds=Holds.TEXT,
        choices=("hold", "send"),
        about='What happens when the workbook has errors. "hold": nothing is made, the owner is told which cells to '
        'look at, and the job runs once the workbook has been put right. "send": the report is made and sent all the '
        "same, with the page on data quality first in the working edition.",
        example='"send"',
        default='"hold"',
    ),
    Field(
        key="tries",
        holds=Holds.NUMBER,
        least=1,
        most=20,
        about="How often a job is tried before it is given up until it is next due.",
        example="3",
        default="6",
    ),
    Field(
        key="wait_minutes",
        holds=Holds.NUMBER,
        least=1,
        most=1440,
        about="How long to wait before the second try; before every further one twice as long, up to a day.",
        example="15",
        default="30",
    ),
)
