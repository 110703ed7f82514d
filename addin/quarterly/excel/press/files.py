"""The buttons that make files: PDF, and the e-mail draft."""

from __future__ import annotations

import os
from pathlib import Path

from quarterly.compose.words import counted
from quarterly.deliver.ledger import LEDGER_FILE
from quarterly.deliver.mail import MailSettings, State
from quarterly.excel.press.desk import Desk
from quarterly.excel.press.words import in_paragraphs, quarter_of, standing
from quarterly.excel.press.workbook import folder_for_files, undisturbed
from quarterly.model.edition import Edition
from quarterly.outputs import write_whole
from quarterly.run import run_report
from quarterly.sending import Errand, SendRun, run_send
from quarterly.user import user_name

MOST_OPENED = 3  # drafts that are opened at once; of more, the folder is
MAKING_PDF = "Making the PDF"


def pdf(desk: Desk) -> str:
    """Make the report and let Excel save it as PDF.

    Excel's own export is used, not LibreOffice's: wherever this button is, Excel is, and it draws the charts as the
    officer knows them.
    """
    preferences = desk.preferences
    folder = folder_for_files(desk.book, preferences.folder)
    done = run_report(
        desk.copy,
        today=desk.today,
        output=_scratch(desk),
        edition=preferences.edition,
        template=preferences.template,
        step=desk.step,
    )
    target = folder / done.output.with_suffix(".pdf").name
    if target.exists() and not desk.dialogue.ask(f'"{target.name}" is in {folder} already. Replace it?'):
        return ""
    desk.busy(MAKING_PDF)
    write_whole(_printed(desk, done.output).read_bytes(), target)
    unopened = desk.show(target)
    shown = (
        "Every figure is in it; do not pass it on outside the council."
        if done.assessment.edition is Edition.WORKING
        else "Small counts are hidden in it; read the officers' own words before it goes out."
    )
    return in_paragraphs(
        f"The report for {quarter_of(done.assessment)} was saved as {target}. {shown}",
        unopened,
        standing(done.assessment),
    )


def _printed(desk: Desk, report: Path) -> Path:
    """The PDF that Excel makes of a report, beside it.

    Not straight into the officer's folder: a reader of PDF files locks what it shows, of which Excel says only that it
    cannot save.
    """
    if report.name.casefold() in {book.name.casefold() for book in desk.app.books}:
        # Excel opens no two workbooks of one name. Otherwise the name stays: a template may print it.
        report = report.replace(report.with_name(f"Quarterly PDF {os.getpid()}.xlsx"))
    pages = report.with_suffix(".pdf")
    with undisturbed(desk.app, desk.book):
        book = desk.app.books.open(report, update_links=False, read_only=True, add_to_mru=False)
        try:
            book.to_pdf(pages)
        finally:
            book.close()
    return pages


def email_draft(desk: Desk) -> str:
    """Make the report and write unsent messages with it, one for each person on the Distribution sheet."""
    preferences = desk.preferences
    folder = folder_for_files(desk.book, preferences.folder)
    done = run_send(
        Errand(
            book=desk.copy,
            settings=MailSettings(drafts=folder / f"{desk.copy.stem} drafts"),
            ledger=desk.places.records / LEDGER_FILE,
            archive=desk.places.records / "archive",
            template=preferences.template,
        ),
        today=desk.today,
        now=desk.now,
        sent_by=user_name(),
        step=desk.step,
    )
    drafts = [outcome.draft for outcome in done.outcomes if outcome.draft is not None]
    unopened = _show_drafts(desk, drafts)
    return in_paragraphs(
        f"{counted(len(drafts), 'draft').capitalize()} for {done.made[0].quarter} in {folder / desk.copy.stem} drafts. "
        "Nothing was sent: read each, and send it yourself.",
        unopened,
        "\n".join(_not_drafted(done)),
    )


def _show_drafts(desk: Desk, drafts: list[Path]) -> str:
    """Open the drafts; what could not be opened, in sentences."""
    shown = [drafts[0].parent] if len(drafts) > MOST_OPENED else drafts
    return "\n".join(filter(None, map(desk.show, shown)))


def _not_drafted(done: SendRun) -> list[str]:
    """Who on the list gets no draft, and why."""
    left = [f"{one.address}: {one.reason}" for one in done.outcomes if one.state is not State.DRAFTED]
    return left + [str(problem) for problem in done.unread]


def _scratch(desk: Desk) -> Path:
    """A folder beside the copy, which goes when the copy goes; Excel may open what is in it."""
    folder = desk.copy.parent / "report"
    folder.mkdir(exist_ok=True)
    return folder
