"""Why a jobs file or a schedule cannot be used: every code with its sentence, cause and cure, in one place."""

from __future__ import annotations

from quarterly.errors import DeliveryRefusal

JOBS_FILE_MISSING = DeliveryRefusal(
    code="jobs-file-missing",
    sentence='The jobs file "{name}" cannot be opened: {reason}.',
    cause="Its name is mistyped, it was moved, or the account that runs the jobs may not read it.",
    fix="Check the name, the folder and who may read it.",
)
JOBS_FILE_TOO_LARGE = DeliveryRefusal(
    code="jobs-file-too-large",
    sentence='"{name}" is larger than {limit} KB, which no jobs file needs.',
    cause="Another file was named.",
    fix="Name the jobs file, a text file that ends in .toml.",
)
JOBS_FILE_NOT_TEXT = DeliveryRefusal(
    code="jobs-file-not-text",
    sentence='"{name}" is not a text file in UTF-8.',
    cause="It was saved with another encoding, or is a workbook or document.",
    fix="Save it with Notepad, encoding UTF-8.",
)
JOBS_FILE_NOT_TOML = DeliveryRefusal(
    code="jobs-file-not-toml",
    sentence='"{name}" cannot be read: {reason}. No job was run.',
    cause="A quotation mark, a bracket or an equals sign is missing or too many; or a key stands there twice. In texts "
    'in double quotes a backslash has to be written twice; "C:/plans" works as it is.',
    fix="Look at that line and the one above it.",
)
NO_JOBS = DeliveryRefusal(
    code="no-jobs",
    sentence='"{name}" holds no job.',
    cause="Every job begins with a line [[job]], in double brackets, and there is none.",
    fix="Add one; the sample jobs.toml shows how.",
)
JOB_UNKNOWN = DeliveryRefusal(
    code="job-unknown",
    sentence='There is no job called "{job}" in {name} that can be run.{suggestion}',
    cause="The name is mistyped, or the job has a mistake in the file.",
    fix="There are: {known}.",
)
JOB_HAS_MISTAKES = DeliveryRefusal(
    code="job-has-mistakes",
    sentence='Job "{job}" was not run: the jobs file has a mistake in it, or in the table [mail] that it needs.',
    cause="A key is misspelt, or its value cannot be: the report might go out otherwise than was meant.",
    fix="Correct: {mistakes}",
)
NO_WORKBOOK_MATCHES = DeliveryRefusal(
    code="no-workbook-matches",
    sentence='No workbook matches "{pattern}".',
    cause="The folder was moved or its drive is not connected, or the pattern is mistyped.",
    fix="Check that the folder is there for the account that runs the jobs, and the pattern.",
)
SAME_FILE_TWICE = DeliveryRefusal(
    code="same-file-twice",
    sentence='Two reports of this job would have the same name, "{name}".',
    cause="Two workbooks are of the same authority, or have the same name.",
    fix="Add {placeholder} to folder or file in the jobs file.",
)
OTHER_JOBS_FILE = DeliveryRefusal(
    code="other-jobs-report",
    sentence='The report would replace "{name}", which the job "{job}" saved of {workbook}.',
    cause="Folder and file of both jobs come to the same name.",
    fix="Give one of them another folder or file in the jobs file.",
)
OTHER_REPORT_THERE = DeliveryRefusal(
    code="other-report-there",
    sentence='"{name}" is there already and is another report: {what}.',
    cause="The name says neither edition nor authority, or somebody put another report where this job saves its own.",
    fix="Move that file away, or add {{edition}} or {{authority}} to folder or file in the jobs file.",
)
WORKBOOK_IN_RECORDS = DeliveryRefusal(
    code="workbook-in-records",
    sentence='"{workbook}" lies in the records or the archive, whose copies are no workbooks to report on.',
    cause="The job names a kept copy, whose distribution list may be an old one.",
    fix="Name the workbook that is worked on.",
)
RECORDS_OF_ANOTHER = DeliveryRefusal(
    code="records-of-another",
    sentence='The records in "{folder}" belong to another jobs file, "{owner}". No job was run.',
    cause="Two jobs files name one folder of records: each would take the other's jobs for done.",
    fix="Give this one a folder of its own with records, at the top of the jobs file.",
)
FOLDER_GONE = DeliveryRefusal(
    code="output-folder-gone",
    sentence='The folder "{folder}", in which the report was to be saved, is not there.',
    cause="The drive is not connected, the folder was moved, or its name is mistyped in the jobs file.",
    fix="Connect the drive, or correct folder in the jobs file.",
)
RECORDS_UNUSABLE = DeliveryRefusal(
    code="records-unusable",
    sentence='The records in "{folder}" cannot be used: {reason}. No job was run.',
    cause="The disk is full or read-only, or the database was damaged.",
    fix="Free some space or ask for permission; move a damaged runs.sqlite away and it is begun anew, in which case "
    "nothing that was due before is made up for.",
)
SCHEDULER_MISSING = DeliveryRefusal(
    code="scheduler-missing",
    sentence='There is no "{program}" on this computer.',
    cause="The computer starts programs on a schedule in another way, or the program is not installed.",
    fix="Choose another way with --as, or hand what quarterly schedule show prints to IT.",
)
SCHEDULER_REFUSED = DeliveryRefusal(
    code="scheduler-refused",
    sentence='"{program}" did not take the schedule: {reason}.',
    cause="The account may not have schedules of its own, or the service is not running.",
    fix="Ask IT to allow it, or to enter what quarterly schedule show prints.",
)
SYSTEMD_NOT_RUNNING = DeliveryRefusal(
    code="systemd-not-running",
    sentence="systemd is not running for this account: {reason}. Nothing was changed.",
    cause="The account is not signed in itself, as after sudo or su, so that no systemd of its own is running.",
    fix="Ask IT for: sudo loginctl enable-linger ACCOUNT. Then, as that account, export "
    "XDG_RUNTIME_DIR=/run/user/$(id -u) and install again; or install with --as cron.",
)
SCHEDULE_IMPOSSIBLE = DeliveryRefusal(
    code="schedule-impossible",
    sentence='No scheduler can start something "{every}".',
    cause="The scheduler counts in whole parts of an hour, or of a day.",
    fix="Use a number of minutes that divides an hour, such as 15min, or hours that divide a day, such as 2h.",
)
PATH_UNPRINTABLE = DeliveryRefusal(
    code="schedule-path",
    sentence="The path {path} holds a line break or another sign that no schedule can hold.",
    cause="A folder or the jobs file has such a sign in its name.",
    fix="Rename it.",
)

REFUSALS: tuple[DeliveryRefusal, ...] = (
    JOBS_FILE_MISSING,
    JOBS_FILE_TOO_LARGE,
    JOBS_FILE_NOT_TEXT,
    JOBS_FILE_NOT_TOML,
    NO_JOBS,
    JOB_UNKNOWN,
    JOB_HAS_MISTAKES,
    NO_WORKBOOK_MATCHES,
    SAME_FILE_TWICE,
    OTHER_JOBS_FILE,
    OTHER_REPORT_THERE,
    WORKBOOK_IN_RECORDS,
    RECORDS_OF_ANOTHER,
    FOLDER_GONE,
    RECORDS_UNUSABLE,
    SCHEDULER_MISSING,
    SCHEDULER_REFUSED,
    SYSTEMD_NOT_RUNNING,
    SCHEDULE_IMPOSSIBLE,
    PATH_UNPRINTABLE,
)
"""Every reason."""
