"""Why a button, or the add-in itself, cannot be served: every code with its sentence, cause and cure, in one place."""

from __future__ import annotations

from msgspec import Struct

from quarterly.errors import RequestRefused
from quarterly.excel.install_places import XLWINGS_RELEASE


class Reason(Struct, frozen=True, kw_only=True):
    """A reason. ``sentence`` and ``fix`` may hold placeholders."""

    code: str
    sentence: str
    cause: str
    fix: str

    def message(self, **details: object) -> str:
        """What is said: what happened and what to do about it."""
        return f"{self.sentence} {self.fix}".format(**details)

    def of(self, **details: object) -> RequestRefused:
        """The refusal, ready to raise."""
        return RequestRefused(self.code, self.message(**details))


OTHER_VERSION = Reason(
    code="addin-other-version",
    sentence="The buttons in Excel belong to Quarterly {addin}, but {package} is installed.",
    cause="Quarterly was brought up to date and its buttons in Excel were not, or the other way round.",
    fix='Close Excel, run "quarterly addin install", and open Excel again.',
)
NO_EXCEL_LINK = Reason(
    code="addin-no-link",
    sentence="Quarterly is installed without the part that talks to Excel.",
    cause="Quarterly was installed without its extra for Excel, so xlwings is missing from its Python.",
    fix=f"Ask IT to add it: python -m pip install xlwings=={XLWINGS_RELEASE}.",
)
EQUALS_SIGN = Reason(
    code="addin-equals-sign",
    sentence='The buttons cannot work in "{name}", because its name holds an equals sign.',
    cause="xlwings, which finds the open workbook by its name, cuts the name at the sign.",
    fix="Save the workbook under a name without it, then press the button again.",
)
FAULT = Reason(
    code="addin-fault",
    sentence="Something went wrong inside Quarterly.",
    cause="A fault of Quarterly's own. The log says where in the program, and holds no figure and no name.",
    fix="Look at the report's sheets before you save the workbook, and send the log to whoever looks after Quarterly.",
)
EXCEL_SILENT = Reason(
    code="addin-excel-silent",
    sentence="Excel did not answer Quarterly for half an hour, so Quarterly stopped.",
    cause="A window of Excel, or of another add-in, was waiting for an answer all the time.",
    fix="Answer that window, look at the workbook's sheets before you save, and press the button again.",
)
NO_REQUEST = Reason(
    code="addin-no-request",
    sentence="This part of Quarterly is started by the buttons in Excel and needs the request that they write.",
    cause="Somebody ran quarterly.excel.startup by hand, or the temporary folder was emptied at that moment.",
    fix="Press a button on the tab Progress report instead.",
)
NO_EXCEL_HERE = Reason(
    code="addin-no-excel-here",
    sentence="There is no desktop Excel on {system}, so there is nothing to install the buttons into.",
    cause="The add-in works in Excel on Windows and on the Mac.",
    fix='The add-in lies at {path}, for a computer that has Excel. Every button has a command: "quarterly --help".',
)
STORE_PYTHON = Reason(
    code="addin-store-python",
    sentence="This Python comes from the Microsoft Store, and Windows keeps what such a program installs where Excel "
    "does not look.",
    cause="Windows gives programs from its Store private copies of the folders that Excel reads.",
    fix="Install Python from python.org (for yourself, no administrator is needed), and Quarterly with it.",
)
ADDIN_CHANGED = Reason(
    code="addin-changed",
    sentence="The buttons in Excel are not those that this Quarterly installs, though of the same version.",
    cause="The file in Excel's folder was changed or damaged, or this installation was signed or repaired since.",
    fix='Close Excel, run "quarterly addin install", and open Excel again.',
)
ADDIN_OPEN = Reason(
    code="addin-open",
    sentence='"{path}" cannot be replaced or removed.',
    cause="Excel has the add-in open and locks it; or the folder may not be written to.",
    fix="Close every window of Excel and try again; if it still fails, ask IT whether you may write to that folder.",
)
ADDIN_NAME_TAKEN = Reason(
    code="addin-name-taken",
    sentence='"{path}" is there already and is not Quarterly\'s.',
    cause="Another add-in of the same name is in Excel's folder for add-ins.",
    fix="Move it elsewhere or give it another name first; Quarterly does not touch it.",
)
ADDIN_FILE_MISSING = Reason(
    code="addin-file-missing",
    sentence="The add-in is missing from this installation of Quarterly ({path}).",
    cause="A security program has taken the file away, or the installation is damaged.",
    fix="Ask IT whether a security program has quarantined it, then install Quarterly again.",
)

REASONS: tuple[Reason, ...] = (
    OTHER_VERSION,
    NO_EXCEL_LINK,
    EQUALS_SIGN,
    FAULT,
    EXCEL_SILENT,
    NO_REQUEST,
    NO_EXCEL_HERE,
    STORE_PYTHON,
    ADDIN_CHANGED,
    ADDIN_OPEN,
    ADDIN_NAME_TAKEN,
    ADDIN_FILE_MISSING,
)
"""Every reason, for the documentation."""
