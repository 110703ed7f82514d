"""Why a file is refused: every code with its sentence, its cause and what to do, in one place.

The command line, the message box and the officers' documentation all use these texts.
"""

from __future__ import annotations

from msgspec import Struct

from quarterly.errors import WorkbookRefused


class Refusal(Struct, frozen=True, kw_only=True):
    """A reason to refuse a file. ``sentence`` names the file as ``{name}`` and may hold other placeholders."""

    code: str
    sentence: str
    cause: str
    fix: str

    def of(self, name: str, **details: object) -> WorkbookRefused:
        """The refusal of one file: what happened and what to do about it, ready to raise."""
        message = f"{self.sentence.format(name=name, **details)} {self.fix.format(name=name, **details)}"
        return WorkbookRefused(self.code, message)


FILE_MISSING = Refusal(
    code="file-missing",
    sentence="There is no file {name}.",
    cause="The name or the folder is mistyped, or the file was moved.",
    fix="Check the name and the folder.",
)
IS_A_FOLDER = Refusal(
    code="is-a-folder",
    sentence="{name} is a folder, not a workbook.",
    cause="A folder was named where a file was meant.",
    fix="Name the workbook inside it.",
)
NO_ORDINARY_FILE = Refusal(
    code="no-ordinary-file",
    sentence="{name} is a pipe, a device or something else that is no ordinary file.",
    cause="Its name was given in place of a workbook's.",
    fix="Save the workbook as a file, and name that.",
)
NOT_READABLE = Refusal(
    code="not-readable",
    sentence="{name} cannot be opened: {reason}.",
    cause="You have no permission to read it, or the drive it stands on is not available.",
    fix="Ask for permission to read it, or copy it to a folder of your own.",
)
FILE_EMPTY = Refusal(
    code="file-empty",
    sentence="{name} is empty: it holds nothing at all.",
    cause="A copy or a download did not finish.",
    fix="Copy it again from where it came.",
)
FILE_TOO_LARGE = Refusal(
    code="file-too-large",
    sentence="{name} is larger than {limit} MB.",
    cause="Pictures or attachments inside the workbook, or a file that is not an improvement workbook.",
    fix="Take out pictures and attachments, or copy plan and KPI sheets to a new workbook.",
)
OWNER_FILE = Refusal(
    code="owner-file",
    sentence="{name} is the marker that Excel keeps beside a workbook while somebody has it open.",
    cause="Its name starts with ~$; it holds no sheets.",
    fix="Name the workbook itself, without ~$.",
)
ENCRYPTED = Refusal(
    code="encrypted",
    sentence="{name} is protected with a password to open it.",
    cause="The workbook was encrypted in Excel, or by a sensitivity label.",
    fix="Save a copy without the password: File, Info, Protect Workbook, Encrypt with Password, and clear it.",
)
OLD_XLS = Refusal(
    code="old-xls",
    sentence="{name} is in the old Excel format (.xls).",
    cause="The workbook was saved by Excel 2003, or for it.",
    fix="Open it in Excel and save it as Excel Workbook (.xlsx).",
)
XLSB = Refusal(
    code="xlsb",
    sentence="{name} is in the binary Excel format (.xlsb).",
    cause="The workbook was saved as Excel Binary Workbook.",
    fix="Open it in Excel and save it as Excel Workbook (.xlsx).",
)
OTHER_FORMAT = Refusal(
    code="other-format",
    sentence="{name} is {format}, not an Excel workbook.",
    cause="The file was made by another program, or renamed to .xlsx.",
    fix="Open it in the program that made it and save it as Excel Workbook (.xlsx).",
)
TEXT_FILE = Refusal(
    code="text-file",
    sentence="{name} is a text file, such as a CSV, and not an Excel workbook, whatever its name says.",
    cause="A CSV or web page was renamed, or a system exports text under the name of a workbook.",
    fix="Open it in Excel and save it as Excel Workbook (.xlsx).",
)
NOT_A_WORKBOOK = Refusal(
    code="not-a-workbook",
    sentence="{name} is not an Excel workbook.",
    cause="The file is something else under the name of a workbook.",
    fix="Name an Excel Workbook (.xlsx or .xlsm).",
)
DAMAGED = Refusal(
    code="damaged",
    sentence="{name} is damaged and cannot be read: {reason}.",
    cause="A copy or download was cut short, or a program wrote the file wrongly.",
    fix="Open it in Excel, which may repair it, and save it again; or go back to the last good copy.",
)
UNPACKS_TOO_LARGE = Refusal(
    code="unpacks-too-large",
    sentence="{name} unpacks to more than {limit} MB ({part}), which no improvement workbook needs.",
    cause="A file made to fill a computer's memory, or a workbook with enormous contents.",
    fix="If the file is yours, copy plan and KPI sheets to a new workbook; if not, do not open it.",
)
UNSAFE_XML = Refusal(
    code="unsafe-xml",
    sentence="{name} holds a document type declaration ({part}), which Excel never writes.",
    cause="A file made to attack the program that reads it.",
    fix="Do not use this file; ask whoever sent it.",
)
TOO_MANY_ROWS = Refusal(
    code="too-many-rows",
    sentence='Sheet "{sheet}" of {name} has more than {limit} rows, most likely blank rows that were formatted.',
    cause="Formatting was applied to whole columns, so Excel stores every blank row.",
    fix=(
        "Select the first blank row under the table, press Ctrl+Shift+Down, delete the rows "
        "(Home, Delete, Delete Sheet Rows), and save."
    ),
)
STRAY_CELL = Refusal(
    code="stray-cell",
    sentence='Sheet "{sheet}" of {name} has something in cell {cell}, too far away from its table.',
    cause="Something was typed or pasted far down or far to the right.",
    fix="Press Ctrl+End to go there, delete those rows and columns, and save.",
)
NO_PLAN_NO_KPIS = Refusal(
    code="no-plan-no-kpis",
    sentence='{name} has neither a sheet "Action Plan" nor sheets "KPIs" and "KPI Data". Found: {found}.{suggestion}',
    cause="The sheets have other names, or this is another workbook.",
    fix="Rename the sheet that holds your actions to Action Plan, or add the one that is missing.",
)
NEVER_CALCULATED = Refusal(
    code="never-calculated",
    sentence="{name} holds formulas whose results were never worked out, and no action or KPI without them.",
    cause="A program wrote the workbook, and Excel has not opened it since.",
    fix="Open it in Excel, press F9, and save it.",
)

REFUSALS: tuple[Refusal, ...] = (
    FILE_MISSING,
    IS_A_FOLDER,
    NO_ORDINARY_FILE,
    NOT_READABLE,
    FILE_EMPTY,
    FILE_TOO_LARGE,
    OWNER_FILE,
    ENCRYPTED,
    OLD_XLS,
    XLSB,
    OTHER_FORMAT,
    TEXT_FILE,
    NOT_A_WORKBOOK,
    DAMAGED,
    UNPACKS_TOO_LARGE,
    UNSAFE_XML,
    TOO_MANY_ROWS,
    STRAY_CELL,
    NO_PLAN_NO_KPIS,
    NEVER_CALCULATED,
)
"""Every reason to refuse a file."""
