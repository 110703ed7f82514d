"""Writing to a terminal, a pipe or an old Windows console: nothing that cannot be shown stops a run."""

from __future__ import annotations

import codecs
import io
import json
import os
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

if TYPE_CHECKING:
    from rich.console import Console

    from quarterly.run import OnStep, Step

# Western code pages of Windows have no such signs. The word beside each says the same.
_PLAIN = str.maketrans(
    {"✔": "+", "✖": "x", "●": "o", "★": "*", "◕": "+", "◔": "x", "▲": "^", "▼": "v", "►": "=", "–": "-", "−": "-"}
)


def _plain_instead(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end].translate(_PLAIN)
    return "".join(sign if sign.isascii() else "?" for sign in text), error.end


def prepare_streams() -> None:
    """Let standard output and error replace what their encoding cannot hold, and be there at all."""
    codecs.register_error("quarterly-plain", _plain_instead)
    # Windows' Python without a window has neither.
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="quarterly-plain")


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


def discard_output() -> None:
    """Send what is left to nowhere, so that Python does not complain about a closed pipe when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def console() -> Console:
    """A console for tables: colours on a terminal, plain text of 80 columns elsewhere."""
    from rich.console import Console

    wide = sys.stdout.isatty() or "COLUMNS" in os.environ
    return Console(width=None if wide else 80, highlight=False, soft_wrap=False, emoji=False, markup=False)


def say(console: Console, text: str, style: str = "") -> None:
    """Print a sentence over as many lines as it needs; rich itself would leave a space at the end of each."""
    console.print(textwrap.fill(text, console.width, break_long_words=False, break_on_hyphens=False), style=style)


def show_json(value: object) -> None:
    """Print a value for a program to read; in ASCII, so that no console's encoding can change it."""
    click.echo(json.dumps(value, indent=2, allow_nan=False))


@contextmanager
def progress(steps: int) -> Iterator[OnStep]:
    """A progress bar on standard error while work goes on, if a person is watching."""
    if not sys.stderr.isatty():
        from quarterly.run import unwatched

        yield unwatched
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Starting", total=steps)
        begun = 0

        def on_step(step: Step) -> None:
            nonlocal begun
            bar.update(task, description=str(step), completed=begun)
            begun += 1

        yield on_step
