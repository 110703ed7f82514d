"""What can be wrong in a jobs file: every code with its sentence, cause and cure; and the list of what was found."""

from __future__ import annotations

from msgspec import Struct

from quarterly.jobs.job import FileProblem
from quarterly.toml_reason import PATHS_HINT


class Mistake(Struct, frozen=True, kw_only=True):
    """A sort of mistake in a jobs file. ``sentence`` and ``fix`` may hold placeholders."""

    code: str
    sentence: str
    cause: str
    fix: str

    def at(self, line: int, job: str = "", **details: object) -> FileProblem:
        """One mistake, with its line."""
        said = f"{self.sentence} {self.fix}".format(**details).strip()
        return FileProblem(line=line, code=self.code, text=said, job=job)


KEY_UNKNOWN = Mistake(
    code="jobs-key-unknown",
    sentence='There is no key "{key}" {where}.',
    cause="A key is misspelt, or stands under another table than it belongs to.",
    fix="{suggestion}",
)
KEY_MISSING = Mistake(
    code="jobs-key-missing",
    sentence='"{key}" is missing {where}.',
    cause="Something that is needed was left out.",
    fix="Add a line such as: {key} = {example}",
)
WRONG_TYPE = Mistake(
    code="jobs-wrong-type",
    sentence='"{key}" should be {holds}, and is {found}.',
    cause="Quotation marks are missing or too many, or a list is not in square brackets.",
    fix="For example: {key} = {example}",
)
NOT_A_CHOICE = Mistake(
    code="jobs-not-a-choice",
    sentence='"{key}" cannot be "{found}".',
    cause="A word is misspelt, or is not among those that can be chosen.",
    fix="{suggestion}Choose from: {choices}.",
)
OUT_OF_RANGE = Mistake(
    code="jobs-out-of-range",
    sentence='"{key}" cannot be {found}.',
    cause="A number is too small or too large to make sense.",
    fix="Give a number from {least} to {most}.",
)
BLANK = Mistake(
    code="jobs-blank",
    sentence='"{key}" is blank.',
    cause="Nothing stands between the quotation marks or brackets.",
    fix="Fill it in, or leave the line out.",
)
DUE_UNKNOWN = Mistake(
    code="jobs-due-unknown",
    sentence="{said}",
    cause="The due rule is written in another way than those that are understood.",
    fix="",
)
NAME_TWICE = Mistake(
    code="jobs-name-twice",
    sentence='Another job is called "{name}" too.',
    cause="A job was copied and its name left as it was.",
    fix="Give each job a name of its own.",
)
PLACEHOLDER_UNKNOWN = Mistake(
    code="jobs-placeholder-unknown",
    sentence='"{key}" holds {{{found}}}, which stands for nothing.',
    cause="A word in braces is misspelt, or a brace is missing.",
    fix="{suggestion}Choose from: {choices}.",
)
FILE_NAME = Mistake(
    code="jobs-file-name",
    sentence='"{name}" cannot be the name of a report.',
    cause="It does not end in .xlsx, or holds a sign that Windows does not allow in names, or a folder.",
    fix='Give a name such as "{{authority}} {{quarter}} {{edition}}.xlsx"; folders belong in folder.',
)
NOT_DISTINCT = Mistake(
    code="jobs-names-not-distinct",
    sentence="Several reports of this job would have one name: {why}.",
    cause="A job makes more than one report, and nothing in folder or file tells them apart.",
    fix="Add {placeholder} to folder or file.",
)
SAME_PATH = Mistake(
    code="jobs-same-file",
    sentence='This job and "{other}" can save a report under one name, and one would replace the other.',
    cause="Two jobs have the same folder and file, as where both leave them out and read one workbook.",
    fix="Give one of them another folder or file, or add {{job}} or {{edition}} to it. Until then the first is run.",
)
DATE_FAR = Mistake(
    code="jobs-date-far",
    sentence='"{key}" cannot be {found}.',
    cause="A digit of the year is wrong.",
    fix="Give a day from {least} to {most}.",
)
NAME_WRONG = Mistake(
    code="jobs-name-wrong",
    sentence="The name of the job holds a line break or another sign that cannot be printed.",
    cause='A backslash in double quotes makes such signs: "\\n" is a line break.',
    fix="Write the name in letters, numbers and signs of one line.",
)
QUARTER_UNKNOWN = Mistake(
    code="jobs-quarter-unknown",
    sentence='"{found}" is not a quarter.',
    cause="The quarter has no year, or is written in another way.",
    fix='Write "last complete", "current", or a quarter such as "Q3 2025/26".',
)
NO_MAIL = Mistake(
    code="jobs-no-mail",
    sentence="This job sends its report, and the file has no table [mail] that says how.",
    cause="send = true needs to know by which way mail leaves and to which domains.",
    fix='Add [mail] with way = "eml" for drafts, or leave out send.',
)
MAIL_WRONG = Mistake(
    code="jobs-mail-wrong",
    sentence="{said}",
    cause="A key of the table [mail] is misspelt, missing, or does not go together with another.",
    fix="",
)
NOT_A_TABLE = Mistake(
    code="jobs-not-a-table",
    sentence="{found} is not written as a table.",
    cause="Jobs begin with [[job]] in double brackets, and mail with [mail] in single ones.",
    fix="Write {example} on a line of its own and its keys below it.",
)
PUBLISHED_ONLY = Mistake(
    code="jobs-published-only",
    sentence='"{key}" goes with the {needed} edition, which this job does not make.',
    cause="threshold and template_published go with the published edition, in_place with the working one.",
    fix='Add "{needed}" to editions, or leave the line out.',
)
THRESHOLD_ONE = Mistake(
    code="jobs-threshold-one",
    sentence="With a threshold of 1, whoever sees [c] would know the count.",
    cause="Hiding only counts of 1 hides nothing.",
    fix="Give 0 to hide nothing, or at least 2.",
)
LINK_WRONG = Mistake(
    code="jobs-link-wrong",
    sentence='"{link}" is neither an https address nor a path on a file share.',
    cause="Links in mail must lead to a place of your own over an encrypted connection, without a log-in, a question "
    "mark or a # in the address.",
    fix='Give the folder in which readers find the reports, such as "https://northmere.example/reports" or '
    '"//server/performance/reports".',
)
LINK_ALONE = Mistake(
    code="jobs-link-alone",
    sentence="link_to goes with send = true.",
    cause="The address stands in the message, and this job sends none.",
    fix="Add send = true, or leave out link_to.",
)
LINK_NOT_DISTINCT = Mistake(
    code="jobs-link-not-distinct",
    sentence="Several reports of this job would be sent as one address: {why}.",
    cause="A job makes more than one report, and nothing in file or link_to tells their addresses apart, so that "
    "somebody could be led to an edition that is not for them.",
    fix="Add {placeholder} to file, or to both folder and link_to.",
)
ZONE_UNKNOWN = Mistake(
    code="jobs-time-zone-unknown",
    sentence='"{found}" is not a time zone.',
    cause="The name is misspelt.",
    fix='Write "Europe/London".',
)
OWNER_WRONG = Mistake(
    code="jobs-owner-wrong",
    sentence='"{found}" is not an e-mail address.',
    cause="The address is mistyped, or holds a name as well.",
    fix="Write the address alone, such as performance@northmere.example.",
)
OWNER_ELSEWHERE = Mistake(
    code="jobs-owner-elsewhere",
    sentence='The owner "{found}" is not at one of the domains that mail may go to, and is told nothing.',
    cause="What the owner is told names people and cells of the workbook, so a mistyped domain must not get it.",
    fix="Correct the address, or add its domain to domains in [mail].",
)
PATH_WRONG = Mistake(
    code="jobs-path-wrong",
    sentence='"{key}" holds a sign that no path can hold.',
    cause='A single backslash in double quotes makes such signs: "\\t" is a tab.',
    fix=PATHS_HINT,
)

MISTAKES: tuple[Mistake, ...] = (
    KEY_UNKNOWN,
    KEY_MISSING,
    WRONG_TYPE,
    NOT_A_CHOICE,
    OUT_OF_RANGE,
    BLANK,
    DUE_UNKNOWN,
    NAME_TWICE,
    PLACEHOLDER_UNKNOWN,
    FILE_NAME,
    NOT_DISTINCT,
    SAME_PATH,
    DATE_FAR,
    NAME_WRONG,
    QUARTER_UNKNOWN,
    NO_MAIL,
    MAIL_WRONG,
    NOT_A_TABLE,
    PUBLISHED_ONLY,
    THRESHOLD_ONE,
    LINK_WRONG,
    LINK_ALONE,
    LINK_NOT_DISTINCT,
    ZONE_UNKNOWN,
    OWNER_WRONG,
    OWNER_ELSEWHERE,
    PATH_WRONG,
)
"""Every sort of mistake."""
