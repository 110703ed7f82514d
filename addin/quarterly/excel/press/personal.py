"""The buttons that need no workbook: Settings, Help, About."""

from __future__ import annotations

import platform
import sys

from quarterly import __version__
from quarterly.excel.press.desk import Desk
from quarterly.excel.press.help_page import help_page
from quarterly.excel.press.link import load_xlwings
from quarterly.excel.press.preferences import write_usual
from quarterly.log import log_file
from quarterly.model.rules import STANDARD_RULES


def settings(desk: Desk) -> str:
    """Open the officer's own settings in a plain editor."""
    path = desk.places.preferences
    write_usual(path)
    desk.open_file(path)
    return ""


def help_(desk: Desk) -> str:
    """Open the guide, which is on this computer: nothing is fetched."""
    page = desk.places.state / "help.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(help_page(), encoding="utf-8")
    desk.open_file(page)
    return ""


def about(desk: Desk) -> str:
    """Say what is in use, for IT."""
    return "\n".join(
        (
            f"Quarterly {__version__}, rules version {STANDARD_RULES.version}",
            f"Python {platform.python_version()} ({sys.executable})",
            f"xlwings {load_xlwings().__version__}, Excel {desk.app.version}, {platform.system()} {platform.release()}",
            f"Settings of the buttons: {desk.places.preferences}",
            f"Log: {log_file()}",
            "",
            "Nothing leaves this computer unless you send it. Free software under the MIT licence.",
        )
    )
