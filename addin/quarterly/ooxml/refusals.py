"""Why a workbook cannot be written into: every code with its sentence, cause and cure, in one place.

Files that cannot even be read are refused with the codes of :mod:`quarterly.read.refusals`; here stand the codes of
workbooks that read well and must not be changed, or not now.
"""

from __future__ import annotations

from msgspec import Struct

from quarterly.errors import RequestRefused, WorkbookLocked
from quarterly.read import refusals as reading
from quarterly.read.refusals import Refusal


class Lock(Struct, frozen=True, kw_only=True):
    """A reason to leave a workbook as it is. ``sentence`` and ``fix`` name the file as ``{name}``."""

    code: str
    sentence: str
    cause: str
    fix: str

    def of(self, name: str, **details: object) -> WorkbookLocked:
        """The refusal of one file, ready to raise. Every message says that the workbook was left as it was."""
        what = self.sentence.format(name=name, **details)
        return WorkbookLocked(self.code, f"{what} Nothing in it was changed. {self.fix.format(name=name, **details)}")


class Unfit(Struct, frozen=True, kw_only=True):
    """A reason why what was asked for does not fit the workbook."""

    code: str
    sentence: str
    cause: str
    fix: str

    def of(self, name: str, **details: object) -> RequestRefused:
        """The refusal of one request, ready to raise."""
        what = self.sentence.format(name=name, **details)
        return RequestRefused(self.code, f"{what} {self.fix.format(name=name, **details)}")


STRICT = Refusal(
    code="strict",
    sentence="{name} is saved as Strict Open XML Spreadsheet, a variant that report sheets cannot be mixed into.",
    cause="The workbook was saved with the file type Strict Open XML Spreadsheet.",
    fix="Open it in Excel and save it as Excel Workbook (.xlsx).",
)
DUPLICATE_PARTS = Refusal(
    code="duplicate-parts",
    sentence="{name} holds two parts named {part}, and programs differ about which one counts.",
    cause="A program wrote the file wrongly, or somebody hid one part behind another.",
    fix="Open it in Excel, check that everything is there, and save it again.",
)
TOO_MANY_STYLES = Refusal(
    code="too-many-styles",
    sentence="{name} has so many cell formats that the report's do not fit ({count:,} of 65,490 are taken).",
    cause="Years of pasting from other workbooks; each brought its formats along.",
    fix="Copy plan and KPI sheets to a new workbook, pasting values.",
)

STRUCTURE_LOCKED = Lock(
    code="structure-locked",
    sentence="The structure of {name} is protected with a password, so no sheet may be added.",
    cause="Review, Protect Workbook was used with a password.",
    fix="Unprotect it (Review, Protect Workbook), or write the report to a file of its own.",
)
STRUCTURE_LOCKED_OPEN = Lock(
    code="structure-locked-open",
    sentence="The structure of {name} is protected, so Excel adds no sheet to it while it is open.",
    cause="Review, Protect Workbook is switched on, with or without a password.",
    fix="Switch it off (Review, Protect Workbook), press the button again, and switch it on again afterwards.",
)
SHEET_PROTECTED = Lock(
    code="sheet-protected",
    sentence='Sheet "{sheet}" of {name} is protected, and a newer one would take its place.',
    cause="Somebody protected a sheet that Quarterly writes (Review, Protect Sheet).",
    fix="Unprotect that sheet (Review, Unprotect Sheet), and press the button again.",
)
SHARED_WORKBOOK = Lock(
    code="shared-workbook",
    sentence="{name} is a shared workbook that keeps a history of changes, to which new sheets cannot be added safely.",
    cause="Review, Share Workbook (Legacy) is switched on.",
    fix="Stop sharing it (Review, Unshare Workbook), or write the report to a file of its own.",
)
SIGNED = Lock(
    code="signed",
    sentence="{name} is digitally signed, and any change would break the signature.",
    cause="File, Info shows that somebody signed this workbook.",
    fix="Ask the signer to remove the signature, or write the report to a file of its own.",
)
WRITE_RESERVED = Lock(
    code="write-reserved",
    sentence="{name} may only be changed by people who know its password to modify{owner}.",
    cause="It was saved with a password to modify (Save As, Tools, General Options).",
    fix="Ask for a copy without that password, or write the report to a file of its own.",
)
OPEN_IN_EXCEL = Lock(
    code="open-in-excel",
    sentence="{name} is open in {program}{owner}.",
    cause="Excel and LibreOffice keep a small file, {marker}, beside a workbook while it is open.",
    fix="Close it and try again; if nobody has it open, delete the left-over file {marker}.",
)
READ_ONLY = Lock(
    code="read-only",
    sentence="{name} is read-only.",
    cause="The file, or your permission for it, allows reading and not writing.",
    fix="Clear Read-only in its properties, ask for permission, or write the report to a file of its own.",
)
FOLDER_READ_ONLY = Lock(
    code="folder-read-only",
    sentence="No file may be written to the folder of {name}.",
    cause="Your permission for the folder, or for the drive, allows reading and not writing.",
    fix="Ask for permission, or copy the workbook to a folder of your own.",
)
DISK_FULL = Lock(
    code="disk-full",
    sentence="There is no room left on the disk to write {name} safely.",
    cause="A safe write needs room for a second copy of the workbook for a moment; the disk or your quota is full.",
    fix="Free some space and try again.",
)
WRITE_FAILED = Lock(
    code="write-failed",
    sentence="{name} could not be written: {reason}.",
    cause="The drive or the network refused the write.",
    fix="Check that the drive is available and try again.",
)
CHANGED_MEANWHILE = Lock(
    code="changed-meanwhile",
    sentence="{name} was changed by somebody else while the report was being made.",
    cause="The workbook was saved, moved or synchronised in those seconds.",
    fix="Try again: the report will then see the new figures.",
)
LINK_BROKEN = Lock(
    code="link-broken",
    sentence="{name} is a link that leads to no file.",
    cause="The workbook that the link or shortcut points to was moved or deleted, or links point at each other.",
    fix="Name the workbook itself.",
)
SHEET_EDITED = Lock(
    code="sheet-edited",
    sentence="Sheets that Quarterly wrote into {name} were changed by hand since, and that would be lost: {edits}.",
    cause="Somebody typed into a report sheet, or added a comment, picture, table or pivot to it.",
    fix="Move what you want to keep to a sheet of your own; or choose to keep the changed sheets beside the new ones; "
    "or choose to replace them.",
)
HISTORY_REWRITTEN = Lock(
    code="history-rewritten",
    sentence='Sheet "{sheet}" of {name} only ever grows, and the new version would change what was published: {rows}.',
    cause="Rows written earlier were edited or deleted, or the new rows are not a continuation of them.",
    fix="Put the earlier rows back as they were published, or delete the sheet to start a new history.",
)
SHEET_IN_USE = Lock(
    code="sheet-in-use",
    sentence="{name} has formulas, charts or names of yours that use a report sheet, and they would break: {uses}.",
    cause="A sheet of yours refers to a sheet that would be taken out.",
    fix="Change those references first.",
)
LAST_SHEET = Lock(
    code="last-sheet",
    sentence="{name} would be left without a visible sheet.",
    cause="All sheets but the report's were deleted or hidden, and Excel cannot open a workbook without one.",
    fix="Add or unhide a sheet first, or delete the file.",
)
CHECK_FAILED = Lock(
    code="check-failed",
    sentence="{name} was not written, because the check before replacing it found a fault: {reason}.",
    cause="A fault in Quarterly, or a workbook of a kind not met before.",
    fix="Write the report to a file of its own, and send this message to whoever looks after Quarterly.",
)

REPORT_UNFIT = Unfit(
    code="report-unfit",
    sentence="The report cannot be put into {name}: {reason}.",
    cause="The report was not made by this version of Quarterly.",
    fix="Build the report again.",
)
DATE_SYSTEM = Unfit(
    code="date-system",
    sentence="{name} counts days from {host}, and the report from {report}, so every date would be four years off.",
    cause="Old Macintosh workbooks count from 1904; the report was rendered without asking the workbook.",
    fix="Render the report with date_1904={wanted}.",
)
NOTHING_TO_REMOVE = Unfit(
    code="nothing-to-remove",
    sentence="{name} holds no sheets that Quarterly wrote.",
    cause="No report was ever written into this workbook, or its sheets were deleted.",
    fix="There is nothing to do.",
)

REFUSALS: tuple[Refusal | Lock | Unfit, ...] = (
    reading.FILE_MISSING,
    reading.IS_A_FOLDER,
    reading.NOT_READABLE,
    reading.FILE_EMPTY,
    reading.OWNER_FILE,
    reading.ENCRYPTED,
    reading.OLD_XLS,
    reading.XLSB,
    reading.OTHER_FORMAT,
    reading.TEXT_FILE,
    reading.NOT_A_WORKBOOK,
    reading.DAMAGED,
    reading.UNPACKS_TOO_LARGE,
    reading.UNSAFE_XML,
    STRICT,
    DUPLICATE_PARTS,
    TOO_MANY_STYLES,
    STRUCTURE_LOCKED,
    STRUCTURE_LOCKED_OPEN,
    SHEET_PROTECTED,
    SHARED_WORKBOOK,
    SIGNED,
    WRITE_RESERVED,
    OPEN_IN_EXCEL,
    READ_ONLY,
    FOLDER_READ_ONLY,
    DISK_FULL,
    WRITE_FAILED,
    CHANGED_MEANWHILE,
    LINK_BROKEN,
    SHEET_EDITED,
    HISTORY_REWRITTEN,
    SHEET_IN_USE,
    LAST_SHEET,
    CHECK_FAILED,
    REPORT_UNFIT,
    DATE_SYSTEM,
    NOTHING_TO_REMOVE,
)
"""Every reason for which a workbook is left as it is."""
