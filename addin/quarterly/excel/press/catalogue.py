"""The buttons: the tag that reaches Python, what the ribbon calls each, and what it does, for screen tips and pages.

``addin/ribbon/ribbon.xml`` has a button for each; a test holds the two together.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Tag(StrEnum):
    """What the ribbon's VBA passes on as the button's name."""

    CHECK = "check"
    BUILD_REPORT = "build_report"
    WHAT_CHANGED = "what_changed"
    PUBLISH = "publish"
    EMAIL_DRAFT = "email_draft"
    PDF = "pdf"
    SETTINGS = "settings"
    HELP = "help"
    ABOUT = "about"


class Button(Struct, frozen=True, kw_only=True):
    """A button. ``needs_workbook`` says whether a saved copy of the open workbook must come with it."""

    tag: Tag
    label: str
    does: str
    needs_workbook: bool = True


BUTTONS: tuple[Button, ...] = (
    Button(
        tag=Tag.CHECK,
        label="Check",
        does="Lists what is missing or cannot be understood on the sheet Quarterly check, with a link to each cell and "
        "how to put it right. Your own sheets stay as they are.",
    ),
    Button(
        tag=Tag.BUILD_REPORT,
        label="Build report",
        does="Works out every status and puts the report's sheets into this workbook. Those of an earlier report are "
        "replaced; your own sheets stay as they are.",
    ),
    Button(
        tag=Tag.WHAT_CHANGED,
        label="What changed",
        does="Shows on the sheet Quarterly changes what is not as it was last published: ratings, dates and figures.",
    ),
    Button(
        tag=Tag.PUBLISH,
        label="Publish",
        does="Adds the quarter's statuses to the sheet Status History, from which the next report tells what changed. "
        "Rows that stand there are never changed. Quarterly does not save the workbook.",
    ),
    Button(
        tag=Tag.EMAIL_DRAFT,
        label="E-mail draft",
        does="Makes the report and opens an e-mail with it, addressed to the people on the Distribution sheet. Nothing "
        "is sent until you send it.",
    ),
    Button(
        tag=Tag.PDF,
        label="PDF",
        does="Saves the report as a PDF file beside the workbook, or in the folder named under Settings.",
    ),
    Button(
        tag=Tag.SETTINGS,
        label="Settings",
        does="Opens your own settings of these buttons: the template, the edition for PDF, and where files go.",
        needs_workbook=False,
    ),
    Button(
        tag=Tag.HELP,
        label="Help",
        does="Opens the guide to these buttons.",
        needs_workbook=False,
    ),
    Button(
        tag=Tag.ABOUT,
        label="About",
        does="Says which versions are in use and where the log is. Tell IT this when something does not work.",
        needs_workbook=False,
    ),
)
"""Every button, in the ribbon's order."""
