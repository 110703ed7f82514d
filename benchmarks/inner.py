"""One piece of work, timed inside its own process after everything is imported; prints seconds.

python benchmarks/inner.py read|cells|expat|report BOOK.xlsx
"""

from __future__ import annotations

import sys
import tempfile
import time
import zipfile
from datetime import date
from pathlib import Path
from xml.parsers import expat

AS_AT = date(2026, 1, 20)
QUARTER = "Q3 2025/26"


def read(book: Path):
    """Workbook to plan, every problem found: how every command begins."""
    from quarterly import read_workbook

    return lambda: read_workbook(book)


def cells(book: Path):
    """Every cell with its address, error cells and formulas never calculated: reading without understanding."""
    from quarterly.read.grid import read_grids
    from quarterly.read.package import open_package, read_file

    def work():
        package = open_package(read_file(book), book.name)
        read_grids(package, [sheet.name for sheet in package.sheets])

    return work


def bare(book: Path):
    """Unzip every part and let expat see it: the least that reading could take."""

    def work():
        with zipfile.ZipFile(book) as package:
            for name in package.namelist():
                if name.endswith(".xml"):
                    expat.ParserCreate().Parse(package.read(name), True)

    return work


def report(book: Path):
    """Workbook to report on disk."""
    import quarterly.compose
    import quarterly.render  # noqa: F401 - imported before the clock starts
    from quarterly.run import run_report

    out = Path(tempfile.mkdtemp()) / "out.xlsx"
    return lambda: run_report(book, today=AS_AT, as_at=AS_AT, quarter=QUARTER, output=out)


if __name__ == "__main__":
    work = {"read": read, "cells": cells, "expat": bare, "report": report}[sys.argv[1]](Path(sys.argv[2]))
    start = time.perf_counter()
    work()
    print(time.perf_counter() - start)
