"""Why something cannot be kept in the archive, or got from it: every code with its sentence, cause and cure."""

from __future__ import annotations

from quarterly.errors import DeliveryRefusal

NOT_WRITABLE = DeliveryRefusal(
    code="archive-not-writable",
    sentence='The report cannot be kept in the archive "{folder}": {reason}. A report that cannot be kept is not sent.',
    cause="The disk is full, the drive is not connected, or the account may not write there.",
    fix="Free some space, connect the drive, or ask for permission.",
)
DAMAGED = DeliveryRefusal(
    code="archive-damaged",
    sentence='"{name}" in the archive is not as it was written: {reason}.',
    cause="Somebody changed or deleted a file in the archive, or the disk is failing.",
    fix="Restore that file from a backup of the archive.",
)
ISSUE_TAKEN = DeliveryRefusal(
    code="archive-issue-taken",
    sentence="Another report was kept as issue {issue} of {report} in the same moment.",
    cause="Two runs made the same report at once, from different workbooks.",
    fix="Run it again: it will become the next issue.",
)
NOT_FOUND = DeliveryRefusal(
    code="archive-not-found",
    sentence='No report in the archive begins with "{id}".',
    cause="The number is mistyped, or the report is kept in another archive.",
    fix="quarterly history lists them; name the archive with --archive, or the jobs file with --jobs.",
)
AMBIGUOUS = DeliveryRefusal(
    code="archive-id-ambiguous",
    sentence='Several reports in the archive begin with "{id}".',
    cause="Too few characters of the number were given.",
    fix="Give more of them.",
)
NO_ARCHIVE = DeliveryRefusal(
    code="archive-missing",
    sentence='There is no archive in "{folder}".',
    cause="The folder is mistyped or its drive is not connected; or nothing was kept yet.",
    fix="Check the folder.",
)

REFUSALS: tuple[DeliveryRefusal, ...] = (NOT_WRITABLE, DAMAGED, ISSUE_TAKEN, NOT_FOUND, AMBIGUOUS, NO_ARCHIVE)
"""Every reason."""
