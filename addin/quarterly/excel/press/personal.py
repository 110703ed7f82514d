"""The buttons that need no workbook: Settings, Help, About.

They do without Excel, because they are what an officer turns to when it does not answer.
"""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from msgspec import Struct, field

from quarterly import __version__
from quarterly.excel.press.catalogue import Tag
from quarterly.excel.press.desk import Places
from quarterly.excel.press.help_page import help_page
from quarterly.excel.press.opening import open_file, shown
from quarterly.excel.press.preferences import write_usual
from quarterly.log import log_file
from quarterly.model.rules import STANDARD_RULES


class HelpDesk(Struct, frozen=True, kw_only=True):
    """Where an officer is helped. ``excel`` is Excel's version."""

    excel: str
    places: Places = field(default_factory=Places)
    open_file: Callable[[Path], None] = open_file

    def serve(self, tag: Tag) -> str:
        """Do what a button stands for, and give what there is to say."""
        return {Tag.SETTINGS: self.settings, Tag.HELP: self.help, Tag.ABOUT: self.about}[tag]()

    def settings(self) -> str:
        """Open the officer's own settings in a plain editor."""
        path = self.places.preferences
        write_usual(path)
        return shown(path, self.open_file)

    def help(self) -> str:
        """Open the guide, which is on this computer: nothing is fetched."""
        page = self.places.state / "help.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(help_page(), encoding="utf-8")
        return shown(page, self.open_file)

    def about(self) -> str:
        """Say what is in use, for IT."""
        return "\n".join(
            (
                f"Quarterly {__version__}, rules version {STANDARD_RULES.version}",
                f"Python {platform.python_version()} ({sys.executable})",
                f"xlwings {version('xlwings')}, Excel {self.excel}, {platform.system()} {platform.release()}",
                f"Settings of the buttons: {self.places.preferences}",
                f"Log: {log_file()}",
                "",
                "Nothing leaves this computer unless you send it. Free software under the MIT licence.",
            )
        )
