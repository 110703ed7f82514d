"""Running LibreOffice for tests of what it makes of our files."""

from __future__ import annotations

import subprocess
from pathlib import Path

RUNS = 4  # at most, of what LibreOffice crashed in each time before


def converted(kind: str, folder: Path, *books: Path) -> Path:
    """The folder with the workbooks as LibreOffice saves them. It crashes now and then, which says nothing of ours."""
    made = folder / "converted"
    for run in range(RUNS):
        profile = f"-env:UserInstallation={(folder / f'profile {run}').as_uri()}"
        command = ["soffice", "--headless", profile, "--convert-to", kind, "--outdir", str(made), *map(str, books)]
        done = subprocess.run(command, check=False, timeout=280, capture_output=True)
        if all((made / f"{book.stem}.{kind}").exists() for book in books):
            return made
    raise AssertionError(done.stderr.decode())
