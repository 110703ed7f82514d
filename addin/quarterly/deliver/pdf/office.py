"""LibreOffice: where it is, and one run of it with a profile of its own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from quarterly.deliver.pdf import refusals

VARIABLE = "QUARTERLY_SOFFICE"
NAMES = ("soffice", "libreoffice")
USUAL = (
    Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
    Path("/usr/lib/libreoffice/program/soffice"),
    Path("/opt/libreoffice/program/soffice"),
    Path("/snap/bin/libreoffice"),
)
ON_WINDOWS = ("ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA")  # folders that programs are installed under

# The profile of a run: British English, as the reports are; no macro runs, and nothing is fetched from outside.
_SETTINGS = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>en-GB</value></prop></item>
<item oor:path="/org.openoffice.Office.Linguistic/General"><prop oor:name="DefaultLocale" oor:op="fuse"><value>en-GB</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
</oor:items>
"""  # noqa: E501  one setting a line


def find_office(environment: Mapping[str, str] | None = None) -> Path:
    """LibreOffice's program: what the environment names, else on the path, else where it usually is.

    Raises:
        DeliveryRefused: it is not there.
    """
    known = os.environ if environment is None else environment
    if named := known.get(VARIABLE, "").strip():
        if found := shutil.which(named):
            return Path(found)
        raise refusals.OFFICE_WRONG.of(path=named)
    for name in NAMES:
        if found := shutil.which(name, path=known.get("PATH", "")):
            return Path(found)
    installed = [
        Path(known[folder]) / "LibreOffice" / "program" / "soffice.exe" for folder in ON_WINDOWS if folder in known
    ]
    for place in (*USUAL, *installed):
        if place.is_file():
            return place
    raise refusals.OFFICE_MISSING.of()


def run_office(program: Path, arguments: Sequence[str], profile: Path, *, seconds: float) -> bool:
    """Run LibreOffice once, unseen; whether it ended by itself within the time. Its children end with it."""
    settings = profile / "user"
    settings.mkdir(parents=True, exist_ok=True)
    (settings / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    command = [str(program), "--headless", "--norestore", "--nolockcheck", f"-env:UserInstallation={profile.as_uri()}"]
    with subprocess.Popen(  # noqa: S603  the program that the officer's own computer names, and paths made here
        [*command, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=sys.platform != "win32",
    ) as process:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            _end(process)
            return False
    return True


def _end(process: subprocess.Popen[bytes]) -> None:
    """End LibreOffice and what it started: ``soffice`` itself is only a starter."""
    if sys.platform == "win32":
        end = ["taskkill", "/T", "/F", "/PID", str(process.pid)]
        subprocess.run(end, capture_output=True, check=False)  # noqa: S603  Windows' own program, and a number
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
