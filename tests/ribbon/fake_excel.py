"""An Excel of pretence for the add-in's macros: pyopenvba runs them, and what they ask Excel and Windows for is here.

File names of Windows are taken as names of this system, so that the macros write and read real files.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from pyopenvba.interpreter import NOTHING, HostBridge, Interpreter, VBAObject, VBARuntimeError, member, method, setter
from pyopenvba.interpreter._runtime import UNRESOLVED

VBA = Path(__file__).resolve().parents[2] / "addin" / "ribbon" / "vba"
RELEASE = 'Attribute VB_Name = "Release"\nPublic Const ADDIN_VERSION As String = "{version}"\n'
Run = Callable[[str], int]
"""What starting a program does: takes the command line, gives the exit code."""


def here(path: object) -> Path:
    return Path(str(path).replace("\\", "/"))


class Control(VBAObject):
    def __init__(self, tag: str) -> None:
        self.tag = tag

    @member(name="Tag")
    def tag_(self) -> str:
        return self.tag


class Workbook(VBAObject):
    def __init__(self, name: str, folder: str = "C:\\plans", *, content: bytes = b"plan") -> None:
        self.name, self.folder, self.content = name, folder, content

    @member(name="Name")
    def name_(self) -> str:
        return self.name

    @member(name="Path")
    def path_(self) -> str:
        return self.folder

    @member(name="FullName")
    def full_name_(self) -> str:
        return f"{self.folder}\\{self.name}" if self.folder else self.name

    @method(name="SaveCopyAs")
    def save_copy_as_(self, Filename: object) -> None:  # noqa: N803  # Excel's name
        here(Filename).write_bytes(self.content)


class Application(VBAObject):
    def __init__(self) -> None:
        self.ready = self.interactive = True
        self.alerts = self.events = self.screen_updating = True
        self.protected_view: object = NOTHING
        self.status: list[object] = []
        self.later: list[str] = []

    @member(name="Ready")
    def ready_(self) -> bool:
        return self.ready

    @member(name="Interactive")
    def interactive_(self) -> bool:
        return self.interactive

    @member(name="ActiveProtectedViewWindow")
    def protected_view_(self) -> object:
        return self.protected_view

    @member(name="PathSeparator")
    def separator_(self) -> str:
        return "/"

    @member(name="Version")
    def version_(self) -> str:
        return "16.0"

    @member(name="Hwnd")
    def window_(self) -> int:
        return 4711

    @member(name="StatusBar")
    def status_bar_(self) -> object:
        return self.status[-1] if self.status else False

    @setter("StatusBar")
    def set_status_bar(self, value: object) -> None:
        self.status.append(value)

    @member(name="DisplayAlerts")
    def alerts_(self) -> bool:
        return self.alerts

    @setter("DisplayAlerts")
    def set_alerts(self, value: object) -> None:
        self.alerts = bool(value)

    @member(name="EnableEvents")
    def events_(self) -> bool:
        return self.events

    @setter("EnableEvents")
    def set_events(self, value: object) -> None:
        self.events = bool(value)

    @member(name="ScreenUpdating")
    def screen_updating_(self) -> bool:
        return self.screen_updating

    @setter("ScreenUpdating")
    def set_screen_updating(self, value: object) -> None:
        self.screen_updating = bool(value)

    @method(name="OnTime")
    def on_time_(self, EarliestTime: object, Procedure: object) -> None:  # noqa: N803  # Excel's names
        self.later.append(str(Procedure))


class TextStream(VBAObject):
    def __init__(self, path: Path, unicode: object, *, writing: bool) -> None:
        self.path, self.writing = path, writing
        self.encoding = "utf-16" if unicode is True else "cp1252"
        self.text = "" if writing else path.read_text(encoding=self.encoding)

    @member(name="AtEndOfStream")
    def at_end_(self) -> bool:
        return not self.text

    @method(name="ReadAll")
    def read_all_(self) -> str:
        return self.text

    @method(name="Write")
    def write_(self, Text: object) -> None:  # noqa: N803  # Windows' name
        self.text += str(Text)

    @method(name="Close")
    def close_(self) -> None:
        if self.writing:
            self.path.write_text(self.text, encoding=self.encoding)


class Folder(VBAObject):
    def __init__(self, path: Path) -> None:
        self.path = path

    @member(name="Path")
    def path_(self) -> str:
        return str(self.path)


class FileSystem(VBAObject):
    def __init__(self, temporary: Path) -> None:
        self.temporary = temporary

    @method(name="FileExists")
    def file_exists_(self, FileSpec: object) -> bool:  # noqa: N803
        return here(FileSpec).is_file()

    @method(name="CreateFolder")
    def create_folder_(self, Path: object) -> None:  # noqa: N803
        here(Path).mkdir()

    @method(name="DeleteFolder")
    def delete_folder_(self, FolderSpec: object, Force: object) -> None:  # noqa: N803
        shutil.rmtree(here(FolderSpec))

    @method(name="GetSpecialFolder")
    def special_folder_(self, FolderSpec: object) -> Folder:  # noqa: N803
        return Folder(self.temporary)

    @method(name="OpenTextFile")
    def open_(self, FileName: object, IOMode: object, Create: object, Format: object) -> TextStream:  # noqa: N803
        return TextStream(here(FileName), Format, writing=False)

    @method(name="CreateTextFile")
    def create_(self, FileName: object, Overwrite: object, Unicode: object) -> TextStream:  # noqa: N803
        return TextStream(here(FileName), Unicode, writing=True)


class ScriptHost(VBAObject):
    def __init__(self, roaming: Path, run: Run) -> None:
        self.roaming, self.started = roaming, run

    @method(name="ExpandEnvironmentStrings")
    def expand_(self, Text: object) -> str:  # noqa: N803
        return str(Text).replace("%APPDATA%", str(self.roaming))

    @method(name="Run")
    def run_(self, Command: object, WindowStyle: object, WaitOnReturn: object) -> int:  # noqa: N803
        assert (int(str(WindowStyle)), WaitOnReturn) == (0, True), "no window, and Excel waits"
        return self.started(str(Command))


class Module(VBAObject):
    """A module by its name, as in ``Guards.ReasonNotToRun``, which the interpreter itself does not know."""

    def __init__(self, vba: Interpreter, name: str) -> None:
        self.vba, self.name = vba, name

    def vba_get(self, name: str, args: Sequence[object] = (), named: dict[str, object] | None = None) -> object:
        module = self.vba.module(self.name)
        module.initialise()
        if name.lower() in module.constants:
            return module.constants[name.lower()]
        procedure = module.procedure(name)
        if procedure is None or procedure.scope == "private":
            raise AssertionError(f"{self.name} has no public {name}")
        return self.vba.call(procedure, module, list(args), named or {})


class Excel(HostBridge):
    """What the macros see: Excel, its workbooks, and the two objects of Windows that they use."""

    def __init__(self, folder: Path, run: Run) -> None:
        self.application = Application()
        self.addin = Workbook("quarterly.xlam", "C:\\XLSTART")
        self.active: object = Workbook("plan.xlsx")
        self.temporary, self.roaming = folder / "temp", folder / "roaming"
        for path in (self.temporary, self.roaming):
            path.mkdir()
        self.script_host = ScriptHost(self.roaming, run)
        self.scripts: Callable[[str, str, str], str] | None = None  # AppleScriptTask, on the Mac
        self.modules: dict[str, Module] = {}

    def global_object(self, name: str) -> object:
        if name in self.modules:
            return self.modules[name]
        known: dict[str, object] = {
            "application": self.application,
            "activeworkbook": self.active,
            "thisworkbook": self.addin,
        }
        return known.get(name, UNRESOLVED)

    def has_global_member(self, name: str) -> bool:
        return name.lower() == "applescripttask"

    def call_global(self, name: str, args: list[object], named: dict[str, object]) -> object:
        if self.scripts is None:
            raise VBARuntimeError(5, "there is no such script")
        return self.scripts(*map(str, args))

    def create(self, type_name_: str) -> object:
        if type_name_ == "Scripting.FileSystemObject":
            return FileSystem(self.temporary)
        return self.script_host if type_name_ == "WScript.Shell" else UNRESOLVED

    def record(self, interpreter: Path | str, version: str) -> None:
        """Write what "quarterly addin install" writes."""
        folder = self.roaming / "Quarterly"
        folder.mkdir()
        text = f"interpreter={interpreter}\nversion={version}\n"
        (folder / "addin.txt").write_text(text, encoding="utf-16")


def loaded(excel: Excel, version: str, *, mac: bool = False, instead: dict[str, str] | None = None) -> Interpreter:
    """The add-in's macros in an interpreter; ``instead`` are modules that take the place of the add-in's own."""
    vba = Interpreter(excel)
    folders = (VBA, VBA.parent / "shared")
    sources = {path.stem: path.read_text(encoding="ascii") for one in folders for path in sorted(one.glob("*.bas"))}
    sources["Release"] = RELEASE.format(version=version)
    for name, source in (sources | (instead or {})).items():
        vba.add_module(f"#Const Mac = True\n{source}" if mac else source, name=name)
        excel.modules[name.lower()] = Module(vba, name)
    return vba
