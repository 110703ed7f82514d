"""Put the add-in where Excel finds it, take it away again, and say how things stand.

Every path comes in with the :class:`Machine`, so that both systems can be tried anywhere.
"""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from quarterly import __version__
from quarterly.excel.install_places import (
    BUTTONS,
    FUNCTIONS,
    RECORD,
    SCRIPT,
    XLWINGS_RELEASE,
    Machine,
    Places,
    System,
    library_of_functions,
    packaged,
    places_of,
)
from quarterly.excel.startup import Finder, is_installed, missing_links
from quarterly.excel.startup_reasons import (
    ADDIN_CHANGED,
    ADDIN_FILE_MISSING,
    ADDIN_NAME_TAKEN,
    ADDIN_OPEN,
    NO_EXCEL_HERE,
    NO_EXCEL_LINK,
    OTHER_VERSION,
    STORE_PYTHON,
)
from quarterly.patience import patiently

PLATFORMS = {System.WINDOWS: "win32", System.MAC: "darwin"}


class Outcome(Struct, frozen=True, kw_only=True):
    """What was done, a sentence each; none: nothing had to be done. ``notes`` is what a person should know besides."""

    done: tuple[str, ...]
    notes: tuple[str, ...] = ()


class AddInStatus(Struct, frozen=True, kw_only=True):
    """How things stand. ``problems`` are sentences; without any, the buttons are ready. ``notes``: what may hinder."""

    system: System
    installed: bool
    functions: bool
    addin: Path
    addin_version: str
    interpreter: str
    problems: tuple[str, ...]
    notes: tuple[str, ...] = ()


def install(machine: Machine, *, functions: bool = True, found: Finder = is_installed) -> Outcome:
    """Install or bring up to date; what is as it should be is left alone.

    ``functions`` asks for the functions in cells too, which only Excel on Windows has.

    Raises:
        RequestRefused: no Excel on this system, the wrong sort of Python, or a file that cannot be written.
    """
    places = _places(machine)
    if machine.system is System.WINDOWS and "WindowsApps" in machine.base.parts:
        raise STORE_PYTHON.of()
    notes = tuple(_notes(machine, functions=functions, found=found))
    done = [_put(_content(BUTTONS), places.startup / BUTTONS, places, "The buttons")]
    if _wants_functions(machine, functions=functions):
        done.append(_put(_content(FUNCTIONS), places.startup / FUNCTIONS, places, "The functions for cells"))
    else:
        done.append(_take_away(places.startup / FUNCTIONS))
    if places.scripts is not None:
        script = _script(machine.python)
        done.append(_put(script, places.scripts / SCRIPT, places, "The script that starts Python"))
    done.append(
        _put(_record(machine, functions=functions), places.record / RECORD, places, "The record of this Python")
    )
    return Outcome(done=tuple(sentence for sentence in done if sentence), notes=notes)


def uninstall(machine: Machine) -> Outcome:
    """Take away every file of ours, and our folder if nothing else is in it.

    Raises:
        RequestRefused: no Excel on this system, or Excel has the add-in open.
    """
    places = _places(machine)
    done = [_take_away(path) for path in places.owned]
    if places.record.is_dir() and not any(places.record.iterdir()):
        places.record.rmdir()
    return Outcome(done=tuple(sentence for sentence in done if sentence))


def status(machine: Machine, *, found: Finder = is_installed) -> AddInStatus:
    """How things stand, without changing anything.

    Raises:
        RequestRefused: no Excel on this system.
    """
    places = _places(machine)
    buttons = places.startup / BUTTONS
    record = _record_in(places.record / RECORD, machine.system)
    return AddInStatus(
        system=machine.system,
        installed=buttons.is_file(),
        functions=(places.startup / FUNCTIONS).is_file(),
        addin=buttons,
        addin_version=record.get("version", ""),
        interpreter=record.get("interpreter", ""),
        problems=tuple(_problems(machine, places, record, found)),
        notes=(_ON_NETWORK,) if _is_on_network(machine) else (),
    )


def _problems(machine: Machine, places: Places, record: dict[str, str], found: Finder) -> Iterator[str]:
    buttons = places.startup / BUTTONS
    if not buttons.is_file():
        yield 'The buttons are not installed. Run "quarterly addin install".'
        return
    interpreter, version = record.get("interpreter", ""), record.get("version", "")
    if version != __version__:
        yield OTHER_VERSION.message(addin=version or "an unknown version", package=__version__)
    elif buttons.read_bytes() != _content(BUTTONS):
        yield ADDIN_CHANGED.message()
    if not interpreter or not Path(interpreter).is_file():
        yield f"The Python of the buttons ({interpreter or 'not recorded'}) is not there. {_AGAIN}"
    elif Path(interpreter) != machine.python:
        yield f"The buttons use another Python ({interpreter}) than this one. {_AGAIN}"
    if missing_links(PLATFORMS[machine.system], found):
        yield NO_EXCEL_LINK.message()
    elif record.get("functions") == "yes" and library_of_functions(machine.python) is None:
        yield _NO_LIBRARY


_AGAIN = 'To have them use this one, run "quarterly addin install".'
_NO_LIBRARY = (
    f"The functions for cells need xlwings {XLWINGS_RELEASE} exactly, which this Python does not have; the buttons "
    f'work without. To have the functions, run "python -m pip install xlwings=={XLWINGS_RELEASE}", then '
    '"quarterly addin install".'
)


_ON_NETWORK = (
    "Your folder for programs' settings (AppData) is on a network drive. Excel does not trust macros there unless a "
    "policy allows it: if the tab Progress report does not appear, ask IT to sign the add-in, or to make that folder a "
    "trusted location."
)


def _is_on_network(machine: Machine) -> bool:
    # On Windows this gives the share behind a drive letter too.
    return machine.system is System.WINDOWS and os.path.realpath(machine.roaming).startswith("\\\\")


def _notes(machine: Machine, *, functions: bool, found: Finder) -> Iterator[str]:
    if _is_on_network(machine):
        yield _ON_NETWORK
    if machine.system is System.MAC and functions:
        yield "Functions for cells, such as KPI_RAG, work in Excel on Windows only; the buttons work here."
    if missing_links(PLATFORMS[machine.system], found):
        yield NO_EXCEL_LINK.message()
    elif machine.system is System.WINDOWS and functions and library_of_functions(machine.python) is None:
        yield _NO_LIBRARY


def _wants_functions(machine: Machine, *, functions: bool) -> bool:
    return functions and machine.system is System.WINDOWS and library_of_functions(machine.python) is not None


def _places(machine: Machine) -> Places:
    places = places_of(machine)
    if places is None:
        raise NO_EXCEL_HERE.of(system=machine.system, path=packaged(BUTTONS))
    return places


def _content(name: str) -> bytes:
    path = packaged(name)
    try:
        return path.read_bytes()
    except OSError as error:
        raise ADDIN_FILE_MISSING.of(path=path) from error


def _script(python: Path) -> bytes:
    """The script with the interpreter written into it, so that nothing that Excel says can change which it is."""
    literal = str(python).replace("\\", "\\\\").replace('"', '\\"')
    return _content(SCRIPT).replace(b"INTERPRETER", literal.encode())


def _record(machine: Machine, *, functions: bool) -> bytes:
    wanted = "yes" if functions and machine.system is System.WINDOWS else "no"
    text = f"interpreter={machine.python}\nversion={__version__}\nfunctions={wanted}\n"
    return text.encode(_encoding(machine.system))


def _encoding(system: System) -> str:
    return "utf-16" if system is System.WINDOWS else "utf-8"  # what VBA on Windows reads whole


def _record_in(path: Path, system: System) -> dict[str, str]:
    try:
        text = path.read_bytes().decode(_encoding(system))
    except (OSError, UnicodeError):
        return {}
    return dict(line.split("=", 1) for line in text.splitlines() if "=" in line)


def _put(content: bytes, target: Path, places: Places, what: str) -> str:
    """Write a file whole and say so; nothing where it holds this already.

    The draft lies in our own folder: whatever lies in Excel's, Excel would open.
    """
    before = target.read_bytes() if target.is_file() else None
    if before == content:
        return ""
    if before is not None and not _is_ours(target):
        raise ADDIN_NAME_TAKEN.of(path=target)
    draft = places.record / f"{target.name}.draft"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        places.record.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(content)
        patiently(lambda: draft.replace(target))  # scanners look at macros that are new
    except OSError as error:
        raise ADDIN_OPEN.of(path=target) from error
    finally:
        draft.unlink(missing_ok=True)
    return f"{what}: {'put into' if before is None else 'brought up to date in'} {target}."


def _take_away(target: Path) -> str:
    if not target.is_file() or not _is_ours(target):
        return ""
    try:
        target.unlink()
    except OSError as error:
        raise ADDIN_OPEN.of(path=target) from error
    return f"Removed {target}."


def _is_ours(path: Path) -> bool:
    """Whether a file is one that we put there: an add-in says so in its properties, other files have our name alone."""
    if path.suffix != ".xlam":
        return True
    try:
        with zipfile.ZipFile(path) as package:
            return b"<dc:creator>Quarterly</dc:creator>" in package.read("docProps/core.xml")
    except (OSError, KeyError, zipfile.BadZipFile):
        return False
