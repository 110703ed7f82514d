"""What a press costs beside the command line: from the saved copy to the sheets in the open workbook.

    python benchmarks/press.py [--rounds 3] [--sample full]

LibreOffice stands in for Excel. Both sides start as they do for an officer: a new Python. Of the press, the time in
which the application opens the carrier and copies and deletes sheets is taken off, because Excel's differs.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
ENGINE = HERE.parent / "tests" / "excel"
SAMPLES = HERE.parent / "sample_workbooks"
AS_AT = "2026-01-20"

IMPORTS = {
    "command line": "import quarterly.cli.app, quarterly.run, quarterly.compose, quarterly.render",
    "press": "from quarterly.excel.press.link import load_xlwings; load_xlwings(); import quarterly.excel.press.doing,"
    " quarterly.compose, quarterly.render",
    "xlwings as it comes": "import xlwings",
    "xlwings for a press": "from quarterly.excel.press.link import load_xlwings; load_xlwings()",
}


def timed(code: str, *arguments: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code, *arguments], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def command_line(book: Path, output: Path) -> float:
    command = [
        sys.executable,
        "-m",
        "quarterly",
        "report",
        str(book),
        "--as-at",
        AS_AT,
        "--output",
        str(output),
        "--force",
    ]
    start = time.perf_counter()
    code = subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
    if code not in (0, 1):
        raise SystemExit(f"quarterly report ended with {code}")
    return time.perf_counter() - start


def presses(book: Path, rounds: int) -> list[dict[str, float]]:
    """Press Build report several times in one LibreOffice; a new Python only once, so its start is measured apart."""
    done = subprocess.run(
        [sys.executable, str(Path(__file__).resolve()), "--press", str(book), "--rounds", str(rounds)],
        check=True,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ENGINE)},
    )
    return json.loads(done.stdout.splitlines()[-1])


def press_here(book: Path, rounds: int) -> None:
    from live_book import LiveBook, open_office

    from quarterly.excel.press import doing

    inside = [0.0]
    place = doing.place

    def watched(*arguments):
        start = time.perf_counter()
        try:
            return place(*arguments)
        finally:
            inside[0] += time.perf_counter() - start

    doing.place = watched
    office = open_office(shutil.which("soffice") or "soffice")
    try:
        import xlwings

        app = next(iter(xlwings.apps))
        with tempfile.TemporaryDirectory() as folder:
            own = Path(folder, "council")
            own.mkdir()
            shutil.copy(book, own)
            live = LiveBook(app=app, book=app.books.open(own / book.name), folder=Path(folder))
            saved = live.saved_copy
            waited = [0.0]

            def save_copy() -> Path:  # VBA does this, not the press
                start = time.perf_counter()
                path = saved()
                waited[0] += time.perf_counter() - start
                return path

            live.saved_copy = save_copy
            figures = []
            for _ in range(rounds):
                inside[0] = waited[0] = 0.0
                start = time.perf_counter()
                live.press("build_report")
                whole = time.perf_counter() - start - waited[0]
                figures.append({"whole": whole, "application": inside[0]})
            print(json.dumps(figures))
    finally:
        office.stop()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--sample", default="full")
    asked.add_argument("--press", type=Path, help=argparse.SUPPRESS)
    options = asked.parse_args()
    if options.press:
        press_here(options.press, options.rounds)
        return
    book = SAMPLES / f"{options.sample}.xlsx"
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder, "report.xlsx")
        lines = [command_line(book, output) for _ in range(options.rounds)]
        imports = {name: median(timed(code) for _ in range(options.rounds)) for name, code in IMPORTS.items()}
    figures = presses(book, options.rounds + 1)
    first, again = figures[0], figures[1:]
    line = median(lines)
    own = first["whole"] - first["application"] + imports["press"]
    print(f"{book.name}, medians of {options.rounds}; seconds")
    print(f"  quarterly report, whole process          {line:6.2f}")
    print(f"  first press, from copy to sheets         {first['whole']:6.2f}")
    print(f"    of that inside the application         {first['application']:6.2f}")
    print(f"    our own part, with starting Python     {own:6.2f}   {own / line:.2f} x the command line")
    replaced = median(one["whole"] - one["application"] for one in again) + imports["press"]
    print(f"  pressed again, our own part              {replaced:6.2f}   {replaced / line:.2f} x the command line")
    for name, seconds in imports.items():
        print(f"  starting Python: {name:24}{seconds:6.2f}")


if __name__ == "__main__":
    main()
