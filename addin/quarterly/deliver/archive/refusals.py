"""Why something cannot be kept in the archive, or got from it: every code with its sentence, cause and cure."""

from __future__ import annotations

from dataclasses import dataclass

from quarterly.errors import DeliveryRefused


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveRefusal:
    """A reason to refuse. ``sentence`` and ``fix`` may hold placeholders that :meth:`of` fills in."""

    code: str
    sentence: str
    cause: str
    fix: str

    def of(self, **details: object) -> DeliveryRefused:
        """The refusal, ready to raise: what happened and what to do about it."""
        return DeliveryRefused(self.code, f"{self.sentence} {self.fix}".format(**details))


NOT_WRITABLE = ArchiveRefusal(
    code="archive-not-writable",
    sentence='The report cannot be kept in the archive "{folder}": {reason}. A report that cannot be kept is not sent.',
    cause="The disk is full, the drive is not connected, or the account may not write there.",
    fix="Free some space, connect the drive, or ask for permission.",
)
DAMAGED = ArchiveRefusal(
    code="archive-damaged",
    sentence='"{name}" in the archive is not as it was written: {reason}.',
    cause="Somebody changed or deleted a file in the archive, or the disk is failing.",
    fix="Restore that file from a backup of the archive.",
)
ISSUE_TAKEN = ArchiveRefusal(
    code="archive-issue-taken",
    sentence="Another report was kept as issue {issue} of {report} in the same moment.",
    cause="Two runs made the same report at once, from different workbooks.",
    fix="Run it again: it will become the next issue.",
)
NOT_FOUND = ArchiveRefusal(
    code="archive-not-found",
    sentence='No report in the archive begins with "{id}".',
    cause="The number is mistyped, or the report is kept in another archive.",
    fix="quarterly history lists them; name the archive with --archive, or the jobs file with --jobs.",
)
AMBIGUOUS = ArchiveRefusal(
    code="archive-id-ambiguous",
    sentence='Several reports in the archive begin with "{id}".',
    cause="Too few characters of the number were given.",
    fix="Give more of them.",
)
NO_ARCHIVE = ArchiveRefusal(
    code="archive-missing",
    sentence='There is no archive in "{folder}".',
    cause="The folder is mistyped or its drive is not connected; or nothing was kept yet.",
    fix="Check the folder.",
)

REFUSALS: tuple[ArchiveRefusal, ...] = (NOT_WRITABLE, DAMAGED, ISSUE_TAKEN, NOT_FOUND, AMBIGUOUS, NO_ARCHIVE)
"""Every reason."""
