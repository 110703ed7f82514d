"""Where the add-in lives on a person's computer: the folders that Excel reads, and Quarterly's own record.

Everything belongs to the person and needs no administrator. On Windows the add-in goes into XLSTART: Excel opens what
lies there and trusts it, no registry is touched, and taking it away is deleting a file. (The other way, a value OPEN in
the registry, is rewritten by Excel whenever it closes, and its folder is not trusted by default.) On the Mac it is
Office's own folder for start-up files; a script beside Excel's sandbox starts Python for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from msgspec import Struct

_PACKAGE = Path(__file__).resolve().parent.parent

BUTTONS = "quarterly.xlam"
FUNCTIONS = "quarterly_functions.xlam"
SCRIPT = "quarterly.applescript"
RECORD = "addin.txt"  # read by the add-in's VBA too: see addin/ribbon/vba/Interpreter.bas
XLWINGS_RELEASE = "0.37.8"  # whose library quarterly_functions.xlam declares by its name


class System(StrEnum):
    """The operating system, as a person calls it."""

    WINDOWS = "Windows"
    MAC = "macOS"
    LINUX = "Linux"


class Machine(Struct, frozen=True, kw_only=True):
    """A person's computer as seen from the Python that installs. ``roaming`` is %APPDATA% (Windows only)."""

    system: System
    home: Path
    roaming: Path
    python: Path
    base: Path


def this_machine(
    *, platform: str, environment: Mapping[str, str], home: Path, executable: str, base_prefix: str
) -> Machine:
    """The machine that ``sys`` and ``os`` tell of."""
    systems = {"win32": System.WINDOWS, "darwin": System.MAC}
    return Machine(
        system=systems.get(platform, System.LINUX),
        home=home,
        roaming=Path(environment.get("APPDATA") or home / "AppData" / "Roaming"),
        python=Path(executable),
        base=Path(base_prefix),
    )


class Places(Struct, frozen=True, kw_only=True):
    """Where Excel opens files when it starts, where Quarterly's record is, and where Excel looks for scripts (Mac)."""

    startup: Path
    record: Path
    scripts: Path | None

    @property
    def owned(self) -> tuple[Path, ...]:
        """Every file of ours that there can be."""
        scripts = () if self.scripts is None else (self.scripts / SCRIPT,)
        return (self.startup / BUTTONS, self.startup / FUNCTIONS, *scripts, self.record / RECORD)


def places_of(machine: Machine) -> Places | None:
    """The places on this computer; ``None`` where there is no desktop Excel."""
    if machine.system is System.WINDOWS:
        return Places(
            startup=machine.roaming / "Microsoft" / "Excel" / "XLSTART",
            record=machine.roaming / "Quarterly",
            scripts=None,
        )
    if machine.system is System.MAC:
        library = machine.home / "Library"
        office = library / "Group Containers" / "UBF8T346G9.Office"
        return Places(
            # The Finder shows these as "User Content" and "Startup".
            startup=office / "User Content.localized" / "Startup.localized" / "Excel",
            record=library / "Application Support" / "Quarterly",
            scripts=library / "Application Scripts" / "com.microsoft.Excel",
        )
    return None


def packaged(name: str) -> Path:
    """Where a file of the add-in is: inside the installed package, or in the folder that builds it."""
    installed = _PACKAGE / "ribbon" / name
    return installed if installed.is_file() else _PACKAGE.parent / "ribbon" / name


def library_of_functions(python: Path) -> Path | None:
    """The library that functions for cells need, beside the interpreter or one folder up; ``None`` if not there."""
    folders = (python.parent, python.parent.parent)
    names = [f"xlwings{bits}-{XLWINGS_RELEASE}.dll" for bits in (64, 32)]
    return next((folder / name for folder in folders for name in names if (folder / name).is_file()), None)
