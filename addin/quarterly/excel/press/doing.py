"""The buttons that put sheets into the workbook: Check, Build report, What changed, Publish."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress

from quarterly.errors import WorkbookLocked
from quarterly.excel.press import refusals
from quarterly.excel.press.desk import Desk
from quarterly.excel.press.placing import place
from quarterly.excel.press.sheets import CHANGES_SHEET, CHECK_SHEET, changes_report, check_report
from quarterly.excel.press.words import in_paragraphs, problem_counts, quarter_of, standing
from quarterly.excel.press.workbook import home_of, is_autosaved, is_read_only
from quarterly.ooxml import REPORT, Edited, check_open, host_facts, prepare_live
from quarterly.ooxml.refusals import SHEET_EDITED
from quarterly.publishing import HISTORY, history_explained, publication
from quarterly.request import check_reportable
from quarterly.run import Step, asked_template, assess, build_report, provenance_of

CHECK, CHANGES = "check", "changes"  # the groups of sheets that these buttons replace
INSERTING = "Putting the sheets into the workbook"


def check(desk: Desk) -> str:
    """List what is missing or cannot be understood, with a link to each cell."""
    _refuse_unfit(desk)
    if not desk.may_change():
        return ""
    found = assess(desk.copy, today=desk.today, step=desk.step)
    desk.step(Step.RENDER)
    from quarterly.render import render  # nothing is drawn for a workbook that is refused

    content = render(check_report(found), date_1904=host_facts(desk.copy).date_1904)
    put(desk, content, group=CHECK, edited=Edited.REPLACE)
    findings = found.judgements.findings
    return in_paragraphs(
        f"{desk.book.name}: {problem_counts(found.book.problems)}; {len(findings) or 'no'} "
        f"thing{'' if len(findings) == 1 else 's'} worth putting right in the plan itself.",
        f'Each is on the sheet "{CHECK_SHEET}", with a link to its cell.',
    )


def build(desk: Desk) -> str:
    """Put the report's sheets into the workbook, in place of those of an earlier report."""
    _refuse_unfit(desk)
    if not desk.may_change():
        return ""
    look = asked_template(desk.preferences.template)
    found = assess(desk.copy, today=desk.today, step=desk.step)
    book = found.book
    check_reportable(book.plan, desk.copy.name)
    content = build_report(
        book.plan,
        found.judgements,
        book.problems,
        provenance=provenance_of(found, template=look),
        template=look,
        date_1904=host_facts(desk.copy).date_1904,
        step=desk.step,
    )
    names = put_report(desk, content)
    if not names:
        return ""
    return in_paragraphs(
        f'The report for {quarter_of(found)} stands in {len(names)} sheets of this workbook, from "{names[0]}" on.',
        standing(found),
        f"Workbook: {problem_counts(book.problems)}." + (" Press Check to see each." if book.problems else ""),
        _unsaved(desk, "the report in it"),
    )


def what_changed(desk: Desk) -> str:
    """Show what is not as it was last published.

    Raises:
        ExcelRefused: nothing was published yet.
    """
    _refuse_unfit(desk)
    found = assess(desk.copy, today=desk.today, step=desk.step)
    changes = found.judgements.changes
    if changes.quarter is None:
        raise refusals.NO_HISTORY.of(statement=changes.statement)
    if not desk.may_change():
        return ""
    desk.step(Step.RENDER)
    from quarterly.render import render

    content = render(changes_report(found), date_1904=host_facts(desk.copy).date_1904)
    put(desk, content, group=CHANGES, edited=Edited.REPLACE)
    return in_paragraphs(changes.statement, f'What changed is on the sheet "{CHANGES_SHEET}".')


def publish(desk: Desk) -> str:
    """Add the quarter's statuses to Status History, after asking.

    Raises:
        RequestRefused: nothing is new, or the officer's own history would change.
        ExcelRefused: the workbook is open for reading only.
    """
    _refuse_unfit(desk)
    if is_read_only(desk.book):
        raise refusals.READ_ONLY.of(book=desk.book.name)
    new = publication(desk.copy, today=desk.today, step=desk.step)
    quarter, rows = quarter_of(new.assessment), len(new.added)
    question = (
        f"Publish {quarter}, issue {new.issue}? This adds {rows} row{'' if rows == 1 else 's'} to the sheet Status "
        "History, dated today. Rows that stand there are not changed, and published rows are never taken back."
        + (" AutoSave is on: they are saved at once." if is_autosaved(desk.book) else "")
    )
    if not (desk.may_change() and desk.dialogue.ask(question)):
        return ""
    with history_explained(new, desk.copy.name):
        put(desk, new.content, group=HISTORY, append_only=True, adopt=new.adopt)
    return in_paragraphs(
        f"{quarter}, issue {new.issue}: {rows} row{'' if rows == 1 else 's'} added to Status History.",
        _unsaved(desk, "them"),
    )


def put_report(desk: Desk, content: bytes) -> tuple[str, ...]:
    """Put a report's sheets into the workbook; no names if the officer wants to keep what was typed into them."""
    try:
        return put(desk, content, group=REPORT)
    except WorkbookLocked as locked:
        if locked.code != SHEET_EDITED.code:
            raise
        changed = locked.message.partition(" Nothing in it was changed.")[0]
    question = (
        f"{changed}\n\nReplace these sheets? To keep what was typed, answer No, copy the sheet (right-click its tab, "
        "Move or Copy, Create a copy), and press Build report again: a copy is yours and stays."
    )
    return put(desk, content, group=REPORT, edited=Edited.REPLACE) if desk.dialogue.ask(question) else ()


def put(
    desk: Desk,
    content: bytes,
    *,
    group: str,
    edited: Edited = Edited.REFUSE,
    append_only: bool = False,
    adopt: Mapping[str, str] | None = None,
) -> tuple[str, ...]:
    """Put sheets into the open workbook, in place of earlier ones of their group; their names there."""
    desk.busy(INSERTING)
    # Excel opens no two workbooks of one name, and one may be left over from a press that was stopped.
    carrier = desk.copy.parent / f"Quarterly sheets {os.getpid()}.xlsx"
    ready = prepare_live(desk.copy, content, carrier, group=group, edited=edited, append_only=append_only, adopt=adopt)
    try:
        return place(desk.app, desk.book, ready)
    finally:
        with suppress(OSError):  # held by a scanner, or by Excel for a moment more; it goes with the copy's folder
            carrier.unlink(missing_ok=True)


def _refuse_unfit(desk: Desk) -> None:
    """Refuse a workbook that sheets cannot be put into, before any work is done."""
    home_of(desk.book)
    check_open(desk.copy)


def _unsaved(desk: Desk, what: str) -> str:
    """What is left for the officer to do."""
    if is_autosaved(desk.book):
        return "AutoSave is on, so Excel saves the workbook by itself."
    if is_read_only(desk.book):
        return "This workbook is open for reading only: to keep the report, save it under another name."
    return f"Save the workbook to keep {what}."
