"""Why a button does not do what it stands for: every code with its sentence, cause and cure, in one place.

What Excel's macros see themselves (no workbook, Protected View, a cell being edited, no Python) is in
:mod:`quarterly.excel.startup_reasons` and in the add-in; what a workbook's file says is in :mod:`quarterly.ooxml`.
"""

from __future__ import annotations

from msgspec import Struct

from quarterly.errors import ExcelRefused


class PressRefusal(Struct, frozen=True, kw_only=True):
    """A reason to leave a button's work undone. ``sentence`` and ``fix`` may hold placeholders."""

    code: str
    sentence: str
    cause: str
    fix: str

    def of(self, **details: object) -> ExcelRefused:
        """The refusal of one press: what happened and what to do about it, ready to raise."""
        return ExcelRefused(self.code, f"{self.sentence} {self.fix}".format(**details))


NO_WORKBOOK = PressRefusal(
    code="no-workbook-open",
    sentence="No workbook is open.",
    cause="A button was pressed in an Excel window without a workbook, or the workbook is in Protected View.",
    fix="Open your improvement workbook (in Protected View: press Enable Editing), then press the button again.",
)
NEVER_SAVED = PressRefusal(
    code="workbook-never-saved",
    sentence='"{book}" has never been saved, so it has no name and no folder yet.',
    cause="The workbook is new.",
    fix="Save it once as an Excel Workbook (.xlsx), then press the button again.",
)
COPY_MISSING = PressRefusal(
    code="copy-not-made",
    sentence='Excel made no copy of "{book}" for Quarterly to read.',
    cause="The temporary folder is full or may not be written to, or a label on the workbook forbids copies.",
    fix="Save the workbook, free some space on the disk, and press the button again.",
)
UNKNOWN_BUTTON = PressRefusal(
    code="button-not-known",
    sentence='Quarterly {version} has no button "{tag}".',
    cause="The add-in in Excel is of another version than Quarterly itself.",
    fix='Close Excel, run "quarterly addin install", and open Excel again.',
)
UNDER_WAY = PressRefusal(
    code="press-under-way",
    sentence="Quarterly is still busy with a button that was pressed before.",
    cause="A button was pressed twice, or in a second window of Excel.",
    fix="Wait until the status bar at the foot of Excel's window no longer says so, then press the button again.",
)
EXCEL_BUSY = PressRefusal(
    code="excel-busy",
    sentence="Excel is busy: a cell is being edited, or a window of Excel is waiting for an answer.",
    cause="Excel takes no instructions while somebody types into a cell or a dialogue box is open.",
    fix="Finish that (Enter keeps what you typed, Esc does not), then press the button again.",
)
EXCEL_GONE = PressRefusal(
    code="excel-closed",
    sentence="Excel, or the workbook, was closed while Quarterly was at work.",
    cause="The window was closed, or Excel stopped by itself.",
    fix="Open the workbook again and look at its sheets before you save; then press the button again.",
)
EXCEL_REFUSED = PressRefusal(
    code="excel-refused",
    sentence="Excel refused to change the workbook.",
    cause="The workbook is protected in a way that its file does not show, other people are editing it at the same "
    "time, or a policy of your council forbids it.",
    fix="Save the workbook, ask others to close it, and press the button again; if it fails again, tell IT that "
    "details are in the log, {log}.",
)
WORKBOOK_GONE = PressRefusal(
    code="workbook-not-open",
    sentence='"{book}" is not open any more.',
    cause="The workbook was closed or saved under another name after the button was pressed.",
    fix="Open it and press the button again.",
)
WORKBOOK_CHANGED = PressRefusal(
    code="workbook-changed-meanwhile",
    sentence='The sheets of "{book}" were added to, renamed or deleted while Quarterly was at work, so nothing was put '
    "into it.",
    cause="Somebody went on working while the report was being made, or others edit the workbook at the same time.",
    fix="Press the button again, and wait until the status bar no longer mentions Quarterly.",
)
HALF_EXCHANGED = PressRefusal(
    code="sheets-half-exchanged",
    sentence='Excel stopped when only some sheets of the report in "{book}" had been exchanged. New are '
    "{exchanged}; the others are as they were.",
    cause="All new sheets were there, but Excel would not delete one of the earlier ones: somebody typed into a cell "
    "(on the Mac), others edit the workbook at the same time, or a policy of your council forbids it.",
    fix="Press the button again. If it fails again, close the workbook without saving to go back to what was saved "
    "last (with AutoSave: File, Info, Version History), and tell IT that details are in the log, {log}.",
)
READ_ONLY = PressRefusal(
    code="workbook-read-only",
    sentence='"{book}" is open for reading only, so what is published now could not be saved in it.',
    cause="Somebody else has it open, or it was opened as read-only.",
    fix="Close it, open it again when nobody else has it open, and press Publish again.",
)
SETTINGS_WRONG = PressRefusal(
    code="button-settings-wrong",
    sentence='Your settings of the buttons cannot be used: {reason} The file is "{path}".',
    cause="Something in the file was mistyped.",
    fix="Press Settings, put it right and save; or delete the file to go back to the usual settings.",
)
FOLDER_MISSING = PressRefusal(
    code="button-folder-missing",
    sentence='There is no folder "{folder}" to put files into.',
    cause="The folder that your settings of the buttons name was moved, or its drive is not connected.",
    fix="Connect the drive, or press Settings and name another folder.",
)
NO_HISTORY = PressRefusal(
    code="nothing-to-compare",
    sentence="{statement}",
    cause="The sheet Status History holds no earlier quarter.",
    fix="Press Publish when a quarter's report is final; from then on What changed has something to compare with.",
)

REFUSALS: tuple[PressRefusal, ...] = (
    NO_WORKBOOK,
    NEVER_SAVED,
    COPY_MISSING,
    UNKNOWN_BUTTON,
    UNDER_WAY,
    EXCEL_BUSY,
    EXCEL_GONE,
    EXCEL_REFUSED,
    WORKBOOK_GONE,
    WORKBOOK_CHANGED,
    HALF_EXCHANGED,
    READ_ONLY,
    SETTINGS_WRONG,
    FOLDER_MISSING,
    NO_HISTORY,
)
"""Every reason for which a button does nothing."""
