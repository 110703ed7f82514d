"""Installing, removing and looking at the add-in, in pretended homes of Windows and of the Mac."""

from __future__ import annotations

import json
import tomllib
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

import quarterly
from quarterly.cli import addin as command
from quarterly.errors import RequestRefused
from quarterly.excel import install as installing
from quarterly.excel.install import install, status, uninstall
from quarterly.excel.install_places import (
    BUTTONS,
    FUNCTIONS,
    XLWINGS_RELEASE,
    Machine,
    System,
    packaged,
    places_of,
    this_machine,
)

LIBRARY = f"xlwings64-{XLWINGS_RELEASE}.dll"


def machine_of(system: System, home: Path) -> Machine:
    """A computer with Excel and a Python that has everything."""
    python = home / ("Zoë Łukasz" if system is System.WINDOWS else "venv") / "Scripts" / "python.exe"
    python.parent.mkdir(parents=True)
    python.touch()
    (python.parent.parent / LIBRARY).touch()
    return Machine(system=system, home=home, roaming=home / "Roaming", python=python, base=Path("/usr"))


@pytest.fixture
def windows(tmp_path: Path) -> Machine:
    return machine_of(System.WINDOWS, tmp_path)


@pytest.fixture
def mac(tmp_path: Path) -> Machine:
    return machine_of(System.MAC, tmp_path)


@pytest.fixture(params=[System.WINDOWS, System.MAC])
def machine(request, tmp_path: Path) -> Machine:
    return machine_of(request.param, tmp_path)


def everything(_name: str) -> bool:
    return True


def nothing(_name: str) -> bool:
    return False


def files_of(machine: Machine) -> dict[str, bytes]:
    """Every file in the home but the Python's own."""
    own = machine.python.parent.parent
    paths = [path for path in machine.home.rglob("*") if path.is_file() and own not in path.parents]
    return {path.relative_to(machine.home).as_posix(): path.read_bytes() for path in paths}


def test_on_windows_everything_is_where_excel_and_the_macros_look(windows: Machine) -> None:
    done = install(windows, found=everything)
    assert files_of(windows) == {
        "Roaming/Microsoft/Excel/XLSTART/quarterly.xlam": packaged(BUTTONS).read_bytes(),
        "Roaming/Microsoft/Excel/XLSTART/quarterly_functions.xlam": packaged(FUNCTIONS).read_bytes(),
        "Roaming/Quarterly/addin.txt": record_of(windows).encode("utf-16"),
    }
    assert (len(done.done), done.notes) == (3, ())


def test_on_the_mac_everything_is_where_excel_and_the_macros_look(mac: Machine) -> None:
    done = install(mac, found=everything)
    found = files_of(mac)
    script = found.pop("Library/Application Scripts/com.microsoft.Excel/quarterly.applescript").decode()
    office = "Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel"
    assert found == {
        f"{office}/quarterly.xlam": packaged(BUTTONS).read_bytes(),
        "Library/Application Support/Quarterly/addin.txt": record_of(mac).encode(),
    }
    assert f'set interpreter to "{mac.python}"' in script
    assert done.notes == (
        "Functions for cells, such as KPI_RAG, work in Excel on Windows only; the buttons work here.",
    )


def record_of(machine: Machine) -> str:
    functions = "yes" if machine.system is System.WINDOWS else "no"
    return f"interpreter={machine.python}\nversion={quarterly.__version__}\nfunctions={functions}\n"


def test_a_name_with_a_quotation_mark_stays_a_name_in_the_script(mac: Machine) -> None:
    python = mac.home / 'a"b\\c' / "python3"
    install(replace(mac, python=python), found=everything)
    places = places_of(mac)
    assert places is not None
    assert places.scripts is not None
    text = (places.scripts / "quarterly.applescript").read_text(encoding="utf-8")
    escaped = str(python).replace("\\", "\\\\").replace('"', '\\"')
    assert f'set interpreter to "{escaped}"\n' in text


def test_installing_twice_does_nothing_the_second_time(machine: Machine) -> None:
    install(machine, found=everything)
    before = files_of(machine)
    assert (install(machine, found=everything).done, files_of(machine)) == ((), before)


def test_a_scanner_that_holds_new_macros_for_a_moment_is_waited_for(windows: Machine, monkeypatch) -> None:
    replace_file, slept = Path.replace, []

    def held_at_first(path: Path, target: Path) -> Path:
        if not slept:
            error = PermissionError(13, "The process cannot access the file")
            error.winerror = 32
            raise error
        return replace_file(path, target)

    monkeypatch.setattr(Path, "replace", held_at_first)
    monkeypatch.setattr("time.sleep", slept.append)
    assert len(install(windows, found=everything).done) == 3
    assert slept == [0.05]


def test_uninstalling_leaves_nothing_of_ours_and_all_of_theirs(machine: Machine) -> None:
    places = places_of(machine)
    assert places is not None
    places.startup.mkdir(parents=True)
    (places.startup / "PERSONAL.XLSB").write_bytes(b"theirs")
    install(machine, found=everything)
    assert len(uninstall(machine).done) == 3
    assert list(files_of(machine).values()) == [b"theirs"]
    assert not places.record.exists()
    assert uninstall(machine).done == ()


def test_a_settings_file_of_the_buttons_keeps_its_folder(windows: Machine) -> None:
    install(windows, found=everything)
    (windows.roaming / "Quarterly" / "buttons.toml").write_text("mine", encoding="utf-8")
    uninstall(windows)
    assert list(files_of(windows)) == ["Roaming/Quarterly/buttons.toml"]


def test_an_older_add_in_is_brought_up_to_date(windows: Machine) -> None:
    install(windows, found=everything)
    target = windows.roaming / "Microsoft/Excel/XLSTART/quarterly.xlam"
    with zipfile.ZipFile(target, "a") as package:
        package.writestr("older", b"")
    (sentence,) = install(windows, found=everything).done
    assert (sentence, target.read_bytes()) == (
        f"The buttons: brought up to date in {target}.",
        packaged(BUTTONS).read_bytes(),
    )


def test_somebody_elses_add_in_of_that_name_is_never_touched(windows: Machine) -> None:
    target = windows.roaming / "Microsoft/Excel/XLSTART/quarterly.xlam"
    target.parent.mkdir(parents=True)
    target.write_bytes(b"another add-in")
    with pytest.raises(RequestRefused) as refused:
        install(windows, found=everything)
    assert (refused.value.code, target.read_bytes()) == ("addin-name-taken", b"another add-in")
    assert (uninstall(windows).done, target.read_bytes()) == ((), b"another add-in")


def test_an_add_in_that_excel_holds_open_is_said(windows: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    install(windows, found=everything)
    target = windows.roaming / "Microsoft/Excel/XLSTART/quarterly.xlam"
    with zipfile.ZipFile(target, "a") as package:
        package.writestr("older", b"")

    def locked(*_arguments: object, **_named: object) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(Path, "replace", locked)
    with pytest.raises(RequestRefused, match="Close every window of Excel") as refused:
        install(windows, found=everything)
    assert refused.value.code == "addin-open"
    assert [name for name in files_of(windows) if name.endswith(".draft")] == []
    monkeypatch.setattr(Path, "unlink", locked)
    with pytest.raises(RequestRefused, match="Close every window of Excel"):
        uninstall(windows)


def test_a_python_of_the_microsoft_store_is_refused(windows: Machine) -> None:
    store = replace(windows, base=Path("/Program Files/WindowsApps/PythonSoftwareFoundation.Python.3.12"))
    with pytest.raises(RequestRefused) as refused:
        install(store, found=everything)
    assert (refused.value.code, files_of(windows)) == ("addin-store-python", {})


@pytest.mark.parametrize("do", [install, uninstall, status])
def test_without_excel_for_the_system_it_says_where_the_file_is(do, tmp_path: Path) -> None:
    linux = Machine(system=System.LINUX, home=tmp_path, roaming=tmp_path, python=tmp_path, base=tmp_path)
    with pytest.raises(RequestRefused) as refused:
        do(linux)
    assert refused.value.code == "addin-no-excel-here"
    assert str(packaged(BUTTONS)) in refused.value.message


def test_an_add_in_that_a_scanner_took_away_is_said(windows: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installing, "packaged", lambda name: windows.home / name)
    with pytest.raises(RequestRefused) as refused:
        install(windows, found=everything)
    assert refused.value.code == "addin-file-missing"


def test_functions_are_left_out_on_request_and_taken_out_again(windows: Machine) -> None:
    install(windows, found=everything)
    removed, record = install(windows, functions=False, found=everything).done
    assert record.startswith("The record of this Python: brought up to date")
    assert removed == f"Removed {windows.roaming / 'Microsoft/Excel/XLSTART' / FUNCTIONS}."
    assert status(windows, found=everything).functions is False


def test_functions_without_their_library_are_left_out_and_the_buttons_work(windows: Machine) -> None:
    (windows.python.parent.parent / LIBRARY).unlink()
    done = install(windows, found=everything)
    assert [note.startswith(f"The functions for cells need xlwings {XLWINGS_RELEASE}") for note in done.notes] == [True]
    assert FUNCTIONS not in {path.rpartition("/")[2] for path in files_of(windows)}
    assert status(windows, found=everything).problems == done.notes
    install(windows, functions=False, found=everything)
    assert status(windows, found=everything).problems == ()


def test_a_later_xlwings_takes_the_functions_away_and_status_says_so(windows: Machine) -> None:
    install(windows, found=everything)
    library = windows.python.parent.parent / LIBRARY
    library.rename(library.with_name("xlwings64-99.0.0.dll"))
    (removed,) = install(windows, found=everything).done
    (problem,) = status(windows, found=everything).problems
    assert removed.startswith("Removed ")
    assert problem.startswith(f"The functions for cells need xlwings {XLWINGS_RELEASE} exactly, which this Python")


def test_the_excel_extra_brings_the_release_whose_library_the_functions_name() -> None:
    project = tomllib.loads((Path(quarterly.__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["optional-dependencies"]["excel"] == [f"xlwings=={XLWINGS_RELEASE}"]


@pytest.mark.parametrize(("real", "notes"), [("\\\\server\\home$\\zoe\\AppData", 1), ("C:\\Users\\zoe\\AppData", 0)])
def test_excel_may_not_trust_a_folder_on_the_network_and_it_is_said(real, notes, windows, monkeypatch) -> None:
    monkeypatch.setattr(installing.os.path, "realpath", lambda path: real)
    done = install(windows, found=everything)
    found = status(windows, found=everything)
    assert (len(done.notes), found.notes, found.problems) == (notes, done.notes, ())
    assert all("on a network drive" in note for note in done.notes)


def test_without_what_talks_to_excel_the_note_says_what_to_install(machine: Machine) -> None:
    notes = install(machine, functions=False, found=nothing).notes
    assert notes == status(machine, found=nothing).problems
    assert f"python -m pip install xlwings=={XLWINGS_RELEASE}." in notes[0]


def test_status_of_a_good_installation(machine: Machine) -> None:
    install(machine, found=everything)
    found = status(machine, found=everything)
    assert (found.installed, found.addin_version, found.interpreter, found.problems) == (
        True,
        quarterly.__version__,
        str(machine.python),
        (),
    )


def test_status_before_installing_says_what_to_do(machine: Machine) -> None:
    found = status(machine, found=everything)
    assert (found.installed, found.problems) == (
        False,
        ('The buttons are not installed. Run "quarterly addin install".',),
    )


def other_version(machine: Machine) -> None:
    path = machine.roaming / "Quarterly" / "addin.txt"
    path.write_text(record_of(machine).replace(quarterly.__version__, "0.0.9"), encoding="utf-16")


def changed(machine: Machine) -> None:
    with zipfile.ZipFile(machine.roaming / "Microsoft/Excel/XLSTART" / BUTTONS, "a") as package:
        package.writestr("more", b"")


def record_gone(machine: Machine) -> None:
    (machine.roaming / "Quarterly" / "addin.txt").unlink()


def python_gone(machine: Machine) -> None:
    machine.python.unlink()


def other_python(machine: Machine) -> None:
    other = machine.home / "other.exe"
    other.touch()
    path = machine.roaming / "Quarterly" / "addin.txt"
    path.write_text(f"interpreter={other}\nversion={quarterly.__version__}\n", encoding="utf-16")


def library_gone(machine: Machine) -> None:
    (machine.python.parent.parent / LIBRARY).unlink()


@pytest.mark.parametrize(
    ("happens", "begins"),
    [
        (other_version, ["The buttons in Excel belong to Quarterly 0.0.9"]),
        (
            record_gone,
            ["The buttons in Excel belong to Quarterly an unknown version", "The Python of the buttons (not recorded)"],
        ),
        (changed, ["The buttons in Excel are not those that this Quarterly installs"]),
        (python_gone, ["The Python of the buttons ("]),
        (other_python, ["The buttons use another Python ("]),
        (library_gone, ["The functions for cells need xlwings"]),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_status_says_what_is_wrong(windows: Machine, happens, begins: list[str]) -> None:
    install(windows, found=everything)
    happens(windows)
    problems = status(windows, found=everything).problems
    assert [problem.startswith(begin) for problem, begin in zip(problems, begins, strict=True)] == [True] * len(begins)


@pytest.mark.parametrize(("platform", "system"), [("win32", "Windows"), ("darwin", "macOS"), ("linux", "Linux")])
def test_the_machine_is_told_by_the_interpreter(platform: str, system: str) -> None:
    made = this_machine(
        platform=platform,
        environment={"APPDATA": "R:/roaming"} if platform == "win32" else {},
        home=Path("/home/a"),
        executable="/usr/bin/python3",
        base_prefix="/usr",
    )
    assert (made.system, made.python) == (system, Path("/usr/bin/python3"))
    assert made.roaming == (Path("R:/roaming") if platform == "win32" else Path("/home/a/AppData/Roaming"))


@pytest.fixture
def commanded(windows: Machine, monkeypatch: pytest.MonkeyPatch) -> Machine:
    monkeypatch.setattr(command, "_machine", lambda: windows)
    monkeypatch.setattr(installing, "missing_links", lambda _platform, _found: ())
    return windows


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(command.addin, list(arguments), standalone_mode=False)
    assert done.exception is None
    return done.return_value, done.output


def test_the_command_says_what_was_done(commanded: Machine) -> None:
    target = commanded.roaming / "Microsoft/Excel/XLSTART"
    code, said = run("install")
    assert (code, said.splitlines()[0]) == (0, f"The buttons: put into {target / BUTTONS}.")
    assert said.endswith("Close Excel, if it is open, and open it again.\n")
    assert run("install") == (0, "Everything was in place already.\n")
    code, said = run("status")
    assert (code, said.splitlines()) == (
        0,
        [
            f"Buttons with functions for cells: {target / BUTTONS}",
            f"Version {quarterly.__version__}, Python {commanded.python}",
            "Everything is in place.",
        ],
    )
    code, said = run("uninstall")
    assert (code, said.splitlines()[0]) == (0, f"Removed {target / BUTTONS}.")
    assert run("uninstall") == (0, "Nothing was installed.\n")
    assert run("status") == (1, 'The buttons are not installed. Run "quarterly addin install".\n')


def test_the_command_says_it_to_programs_too(commanded: Machine) -> None:
    before = json.loads(run("status", "--json")[1])
    done = json.loads(run("install", "--without-functions", "--json")[1])
    after = json.loads(run("status", "--json")[1])
    target = commanded.roaming / "Microsoft/Excel/XLSTART" / BUTTONS
    assert (before["addin_version"], before["interpreter"], len(done["done"]), done["notes"]) == (None, None, 2, [])
    assert after == {
        "version": quarterly.__version__,
        "system": "Windows",
        "installed": True,
        "functions": False,
        "addin": str(target),
        "addin_version": quarterly.__version__,
        "interpreter": str(commanded.python),
        "problems": [],
        "notes": [],
    }


def test_the_command_sees_this_computer() -> None:
    assert command._machine().home == Path.home()
