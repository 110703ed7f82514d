"""The guide that Help opens: each button, each worksheet function, each message, on one page that needs no network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import Protocol

from quarterly import __version__, ooxml, request
from quarterly.excel.function_catalogue import FUNCTIONS, Function
from quarterly.excel.press import refusals
from quarterly.excel.press.catalogue import BUTTONS
from quarterly.excel.startup_reasons import REASONS
from quarterly.read.refusals import REFUSALS as READING

_STYLE = (
    "body{font:16px/1.5 Arial,sans-serif;color:#0b0c0c;max-width:46rem;margin:2rem auto;padding:0 1rem}"
    "h1,h2{color:#12436d}dt{font-weight:bold;margin-top:.8rem}dd{margin:0 0 0 1rem}code{font:15px Consolas,monospace}"
    "summary{font-weight:bold;color:#12436d;font-size:1.3rem;cursor:pointer}"
)


class Message(Protocol):
    """A reason to refuse something."""

    @property
    def sentence(self) -> str:
        """What is said."""

    @property
    def cause(self) -> str:
        """Why it happens."""

    @property
    def fix(self) -> str:
        """What to do."""


def help_page() -> str:
    """The page as HTML."""
    return "\n".join(
        (
            "<!doctype html>",
            '<html lang="en-GB"><head><meta charset="utf-8"><title>Quarterly: the buttons in Excel</title>',
            f"<style>{_STYLE}</style></head><body>",
            "<h1>Quarterly: the buttons in Excel</h1>",
            "<p>The buttons are on the tab <strong>Progress report</strong>. They work with the workbook as it is on "
            "your screen; you need not save it first.</p>",
            "<h2>The buttons</h2>",
            *_list((button.label, button.does) for button in BUTTONS),
            "<h2>Good to know</h2><ul>",
            "<li>Excel cannot undo what a button put in. Until you save, closing the workbook without saving takes you "
            "back. With AutoSave, which is usual on OneDrive and SharePoint, it is saved at once: File, Info, Version "
            "History takes you back.</li>",
            "<li>Sheets that Quarterly wrote are replaced the next time, wherever you moved them and whatever you "
            "called them. A copy that you make of one is yours and stays.</li>",
            "<li>Write your own words on the sheet Commentary, not into the report: they come back every time.</li>",
            "<li>Nothing is sent from this computer unless you send it yourself.</li></ul>",
            "<h2>Functions for your own sheets (Windows)</h2>",
            *_list(map(_function, FUNCTIONS)),
            "<details><summary>What messages mean</summary>",
            *_list(map(_message, _messages())),
            f"</details><p>Quarterly {escape(__version__)}</p></body></html>",
            "",
        )
    )


def _messages() -> Iterator[Message]:
    yield from refusals.REFUSALS
    yield from REASONS
    yield from READING
    yield from (one for one in ooxml.REFUSALS if one not in READING)
    yield from request.REFUSALS


def _list(entries: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield "<dl>"
    for term, said in entries:
        yield f"<dt>{escape(term)}</dt><dd>{escape(said)}</dd>"
    yield "</dl>"


def _function(function: Function) -> tuple[str, str]:
    listed = ", ".join(argument.name if argument.required else f"[{argument.name}]" for argument in function.arguments)
    return f"={function.name}({listed})", function.help


def _message(message: Message) -> tuple[str, str]:
    return _plain(message.sentence), f"{_plain(message.cause)} {_plain(message.fix)}"


def _plain(text: str) -> str:
    """A text with dots where it names something of the reader's own."""
    said, depth = [], 0
    for letter in text:
        if letter == "{":
            depth += 1
        elif letter == "}":
            depth -= 1
            said.append("…")
        elif not depth:
            said.append(letter)
    return "".join(said)
