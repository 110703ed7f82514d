"""What was done to the officer's workbook, for people and for programs."""

from __future__ import annotations

from rich.console import Console

from quarterly import __version__
from quarterly.cli.record_shapes import Json
from quarterly.cli.shapes import heading_shape
from quarterly.cli.tables import show_heading
from quarterly.cli.terminal import say
from quarterly.compose.words import counted
from quarterly.in_place import InPlaceRun
from quarterly.ooxml import Doing, InsertResult


def in_place_shape(done: InPlaceRun) -> Json:
    """The result of ``quarterly report --in-place``."""
    return {**heading_shape(done.assessment), **_result_shape(done.result)}


def removal_shape(result: InsertResult) -> Json:
    """The result of ``quarterly remove``."""
    return {"version": __version__, **_result_shape(result)}


def _result_shape(result: InsertResult) -> dict[str, Json]:
    return {
        "path": str(result.path),
        "written": result.written,
        "changes": result.changes,
        "backup": str(result.backup) if result.backup else None,
        "sheets": [{"name": each.name, "doing": each.doing, "place": each.position} for each in result.sheets],
        "parts": [
            {"part": each.part, "doing": each.doing, "bytes_before": each.before, "bytes_after": each.after}
            for each in result.parts
        ],
        "parts_untouched": result.untouched,
        "warnings": [warned.text for warned in result.warnings],
    }


def show_in_place(console: Console, done: InPlaceRun, *, dry_run: bool) -> None:
    """Which sheets were written, what it found, and where the workbook as it was before is kept."""
    if not dry_run:
        verb = "Report written into" if done.result.changes else "The same report already stands in"
        console.print(f"{verb} {done.result.path}: {_sheets_in_words(done.result)}.", soft_wrap=True)
    show_heading(console, done.assessment)
    _show_result(console, done.result, dry_run=dry_run)


def _sheets_in_words(result: InsertResult) -> str:
    """How many sheets the report has in the workbook, and how many of an earlier one it no longer has."""
    gone = sum(each.doing is Doing.REMOVED for each in result.sheets)
    taken_out = f"; {counted(gone, 'earlier sheet')} taken out" if gone else ""
    return f"{counted(len(result.sheets) - gone, 'sheet')}{taken_out}"


def show_removal(console: Console, result: InsertResult, *, dry_run: bool) -> None:
    """Which sheets were taken out."""
    if not dry_run:
        console.print(f"Taken out of {result.path}: {counted(len(result.sheets), 'sheet')}.", soft_wrap=True)
    _show_result(console, result, dry_run=dry_run)


def _show_result(console: Console, result: InsertResult, *, dry_run: bool) -> None:
    if dry_run:
        say(console, "Nothing was written. This is what would change:")
        for line in result.lines():
            say(console, f"  {line}")
        return
    for warned in result.warnings:
        say(console, f"Please note: {warned.text}")
    if result.backup:
        console.print(f"The workbook as it was before: {result.backup}", soft_wrap=True)
