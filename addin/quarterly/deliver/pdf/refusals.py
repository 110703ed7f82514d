"""Why a PDF is not made: every code with its sentence, cause and cure."""

from __future__ import annotations

from quarterly.errors import DeliveryRefusal

OFFICE_MISSING = DeliveryRefusal(
    code="pdf-no-libreoffice",
    sentence="A PDF needs LibreOffice, which was not found on this computer.",
    cause="Quarterly leaves the drawing of pages to LibreOffice, which is free, and it is not installed or not where "
    "it usually is.",
    fix="Make the report without --pdf and save it as PDF from Excel (File, Export); or ask IT to install LibreOffice, "
    "or to name its soffice program in the environment as QUARTERLY_SOFFICE.",
)
OFFICE_WRONG = DeliveryRefusal(
    code="pdf-libreoffice-not-there",
    sentence="QUARTERLY_SOFFICE names {path}, and there is no such program.",
    cause="The setting in the environment is mistyped, or LibreOffice was moved or removed.",
    fix="Correct it, or remove it so that LibreOffice is looked for where it usually is.",
)
TIMED_OUT = DeliveryRefusal(
    code="pdf-timed-out",
    sentence="LibreOffice did not finish the PDF of {names} within {seconds:.0f} seconds, and was stopped.",
    cause="The computer is very busy, or LibreOffice waits for something that nobody sees.",
    fix="Try again; if it happens twice, save the report as PDF from Excel (File, Export).",
)
FAILED = DeliveryRefusal(
    code="pdf-failed",
    sentence="LibreOffice made no PDF of {names}.",
    cause="The file is damaged or no workbook, or LibreOffice itself has a fault.",
    fix="Open the file to see whether it is whole, and save it as PDF from Excel (File, Export) if it is.",
)
SAME_NAME = DeliveryRefusal(
    code="pdf-same-name",
    sentence='Two of the files would both become "{name}".',
    cause="Files of the same name from different folders were to become PDFs in one folder.",
    fix="Convert them into different folders.",
)
EXISTS = DeliveryRefusal(
    code="pdf-exists",
    sentence='"{name}" is there already, and would be lost.',
    cause="A PDF of that name exists that Quarterly did not make, or that somebody changed since.",
    fix="Choose another name for the report, or add --force to replace it.",
)
REFUSALS: tuple[DeliveryRefusal, ...] = (
    OFFICE_MISSING,
    OFFICE_WRONG,
    TIMED_OUT,
    FAILED,
    SAME_NAME,
    EXISTS,
)
"""Every reason."""
