"""Where a press arrives from Excel: ``python -P -m quarterly.excel.startup REQUEST``, started by the ribbon's VBA.

The request is a text with a line ``name=value`` for each thing that Python must know. It comes in a file (Windows) or
as one argument after ``--text`` (macOS). What is missing is said in words, in the file that the request calls
``answer``; VBA shows it. An answer without a sentence means that all went well: a button that needs a workbook has then
said itself, through Excel, what there was to say; what the others say is in the answer too.
"""

from __future__ import annotations

import importlib.util
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Timer

from msgspec import Struct

from quarterly import __version__
from quarterly.errors import QuarterlyError
from quarterly.excel.startup_reasons import EQUALS_SIGN, EXCEL_SILENT, FAULT, NO_EXCEL_LINK, NO_REQUEST, OTHER_VERSION
from quarterly.patience import patiently

Press = Callable[[str, str, str, str], str]
Finder = Callable[[str], bool]
Leave = Callable[[int], object]

LONGEST = 30 * 60.0  # seconds; after as many minutes PressRun.bas on the Mac stops waiting too
LINE_BREAK = "\v"  # in what is said, as Messages.bas knows it: each thing in the answer is one line

LINKS = {"win32": ("xlwings", "win32com"), "darwin": ("xlwings", "appscript")}
"""What Python talks to Excel with, by platform; xlwings brings the second along."""


class Request(Struct, frozen=True, kw_only=True):
    """A press as VBA tells of it. ``window`` is the handle of Excel's window (Windows), to find the right one."""

    tag: str
    copy: str
    book: str
    addin: str
    excel: str
    window: str
    answer: Path | None


class Answer(Struct, frozen=True, kw_only=True):
    """What VBA shows: why it could not be, and where IT finds more; or what a button without a workbook has to say."""

    sentence: str = ""
    details: str = ""
    said: str = ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve one press and give the exit code: 0, whatever happened, as long as it could be answered."""
    given = sys.argv[1:] if arguments is None else arguments
    request = read_request(given)
    answer = request.answer if request else None
    if request is None or answer is None:
        print(NO_REQUEST.message(), file=sys.stderr)
        return 2
    # VBA on Windows reads every letter in UTF-16 only; on the Mac a script reads UTF-8.
    encoding = "utf-8" if given[0] == "--text" else "utf-16"
    with _given_up(answer, encoding):
        answered = serve(request)
    _put(answered, answer, encoding)
    return 0


def _put(answered: Answer, path: Path, encoding: str) -> None:
    unfinished = path.with_name(f"{path.name}.part")
    unfinished.write_text(text_of(answered), encoding=encoding)
    patiently(lambda: unfinished.replace(path))  # on the Mac VBA may look at any moment: it sees all of it or nothing


@contextmanager
def _given_up(answer: Path, encoding: str, *, after: float = LONGEST, leave: Leave = os._exit) -> Iterator[None]:
    """End this Python, with an answer, if the block takes too long.

    While a window of Excel waits for somebody, xlwings asks again and again for ever; and Excel waits for this Python.
    """

    def give_up() -> None:
        _put(Answer(sentence=EXCEL_SILENT.message()), answer, encoding)
        leave(0)

    timer = Timer(after, give_up)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def read_request(arguments: Sequence[str]) -> Request | None:
    """The request in a file or in an argument; ``None`` where there is none that can be read."""
    match list(arguments):
        case ["--text", text]:
            return request_of(text)
        case [path]:
            try:
                return request_of(Path(path).read_text(encoding="utf-16"))
            except (OSError, UnicodeError):
                return None
        case _:
            return None


def request_of(text: str) -> Request:
    """The request that a text holds; what is not said is blank. Lines that are not understood are later versions'."""
    # Names of files may hold what `splitlines` takes for the end of a line too.
    lines = dict(line.split("=", 1) for line in re.split("[\r\n]+", text) if "=" in line)
    answer = lines.get("answer", "")
    return Request(
        tag=lines.get("tag", ""),
        copy=lines.get("copy", ""),
        book=lines.get("book", ""),
        addin=lines.get("addin", ""),
        excel=lines.get("excel", ""),
        window=lines.get("window", ""),
        answer=Path(answer) if answer else None,
    )


def serve(
    request: Request, *, press: Press | None = None, platform: str = sys.platform, found: Finder | None = None
) -> Answer:
    """Check that everything is there, let the button do its work, and say what went wrong."""
    reason = reason_not_to_start(request, platform=platform, found=found or is_installed)
    if reason:
        return reason
    sys.argv = ["quarterly", *caller_arguments(request)]
    try:
        said = (press or _press())(request.tag, request.copy, request.book, request.excel)
    except QuarterlyError as error:
        return Answer(sentence=error.message)
    except Exception as error:  # the edge of the program, as in cli/app.py: nobody sees a traceback
        return _fault(request.tag, error)
    return Answer(said=said)


def reason_not_to_start(request: Request, *, platform: str, found: Finder) -> Answer | None:
    """What is missing or does not fit, in words; ``None`` if everything is there."""
    if request.addin != __version__:
        version = request.addin or "an unknown version"
        return Answer(sentence=OTHER_VERSION.message(addin=version, package=__version__))
    missing = missing_links(platform, found)
    if missing:
        listed = ", ".join(missing)
        return Answer(sentence=NO_EXCEL_LINK.message(), details=f"{listed} not found by {sys.executable}")
    if "=" in request.book:
        return Answer(sentence=EQUALS_SIGN.message(name=request.book))
    return None


def missing_links(platform: str, found: Finder) -> tuple[str, ...]:
    """The libraries for talking to Excel that this Python lacks."""
    return tuple(name for name in LINKS.get(platform, ("xlwings",)) if not found(name))


def is_installed(name: str) -> bool:
    """Whether a library is there, without loading it."""
    return importlib.util.find_spec(name) is not None


def caller_arguments(request: Request) -> tuple[str, ...]:
    """What ``xlwings.Book.caller()`` reads from the command line, as its own macros would have put it there."""
    if not request.book:
        return ()
    window = (f"--hwnd={request.window}",) if request.window else ()
    return (f"--wb={request.book}", "--from_xl=1", *window)


def text_of(answer: Answer) -> str:
    """The answer as the lines that VBA reads."""
    said = LINE_BREAK.join(answer.said.splitlines())
    return f"sentence={_one_line(answer.sentence)}\ndetails={_one_line(answer.details)}\nsaid={said}\n"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _press() -> Press:
    from quarterly.excel.buttons import press  # what is missing must be said even where this cannot be loaded

    return press


def _fault(tag: str, error: Exception) -> Answer:
    from quarterly.log import record_failure  # only what went wrong is logged

    path = record_failure(f"button {tag}", error)
    return Answer(sentence=FAULT.message(), details=str(path) if path else "no log could be written")


if __name__ == "__main__":
    sys.exit(main())
