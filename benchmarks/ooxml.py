"""Insert a report into a workbook of about 10 MB: Quarterly against openpyxl and LibreOffice, in ratios.

Run ``python benchmarks/ooxml.py [--megabytes 10] [--runs 3] [--rows 100000]``. Every program does the same job on the
same file, in turns within one run, so that a busy machine slows all of them alike; medians are compared. openpyxl and
LibreOffice only load and save: that is the least they would need. Linux only, for the way memory is measured.
"""

from __future__ import annotations

import argparse
import io
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import xlsxwriter

GOAL = 5.0  # times faster than openpyxl load and save
MEMORY_GOAL = 3.0  # times the size of the report
# The peak is the system's own high-water mark: resource.getrusage would count the parent's memory as well.
_CHILD = """
import re, sys, time
{imports}
start = time.perf_counter()
{work}
seconds = time.perf_counter() - start
print(seconds, int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) / 1000)
"""
_QUARTERLY = (
    "import pathlib\nfrom quarterly.ooxml import insert_sheets",
    "insert_sheets(sys.argv[1], pathlib.Path(sys.argv[2]).read_bytes(), backup=False)",
)
_OPENPYXL = ("import openpyxl", "book = openpyxl.load_workbook(sys.argv[1]); book.save(sys.argv[1])")
_IMPORTS_ONLY = (_QUARTERLY[0], "pathlib.Path(sys.argv[2]).read_bytes()")


def make_host(path: Path, megabytes: float) -> None:
    """An officer's large workbook: case lists with text, figures and formulas, until it has the size."""
    rows = 6_000
    while True:
        figures = random.Random(1)
        with xlsxwriter.Workbook(str(path), {"constant_memory": False}) as book:
            for number in range(4):
                sheet = book.add_worksheet(f"Cases {number + 1}")
                for row in range(rows):
                    sheet.write_row(row, 0, [f"Case {figures.randrange(10**6)}", "Assessment", "Team North"])
                    sheet.write_row(row, 3, [figures.random() * 1000 for _ in range(6)])
                    sheet.write_formula(row, 9, f"=SUM(D{row + 1}:I{row + 1})", None, 1.0)
        size = path.stat().st_size / 1e6
        if size >= megabytes * 0.95:
            return
        rows = int(rows * megabytes / size) + 1


def make_report(rows: int) -> bytes:
    """A report with a long tidy sheet beside a summary with a chart."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        number = book.add_format({"num_format": "0.0"})
        summary = book.add_worksheet("Summary")
        summary.write_column(0, 0, range(12))
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Summary!$A$1:$A$12"})
        summary.insert_chart("C2", chart)
        tidy = book.add_worksheet("Tidy data")
        for row in range(rows):
            tidy.write_row(row, 0, [f"K{row % 200}", f"Reading {row}", "England"])
            tidy.write_row(row, 3, [row / 7, row / 3, row * 1.5, row, row + 1], number)
    return target.getvalue()


def measured(code: tuple[str, str], host: Path, report: Path) -> tuple[float, float]:
    """Seconds and megabytes at the peak, in a process of its own, without its imports."""
    script = _CHILD.format(imports=code[0], work=code[1])
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script, str(host), str(report)],
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, peak = run.stdout.split()
    return float(seconds), float(peak)


def convert(host: Path, folder: Path) -> tuple[float, float]:
    """LibreOffice loading and saving, less its start with an empty file."""
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "xlsx"]
    start = time.perf_counter()
    subprocess.run([*command, "--outdir", str(folder / "out"), str(host)], check=True, capture_output=True)
    return time.perf_counter() - start, float("nan")


def _line(name: str, seconds: float, peak: float, ours: float) -> str:
    return f"| {name:32} | {seconds:8.2f} | {peak:8.0f} | {seconds / ours:10.1f} |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=float, default=10)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--rows", type=int, default=100_000, help="rows of the large report")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        host, small, large = folder / "host.xlsx", folder / "small.bin", folder / "large.bin"
        make_host(host, options.megabytes)
        small.write_bytes(make_report(200))
        large.write_bytes(make_report(options.rows))
        programs: dict[str, Callable[[Path], tuple[float, float]]] = {
            "Quarterly inserts": lambda book: measured(_QUARTERLY, book, small),
            "openpyxl loads and saves": lambda book: measured(_OPENPYXL, book, small),
        }
        if shutil.which("soffice"):
            programs["LibreOffice loads and saves"] = lambda book: convert(book, folder)
        results = _interleaved(programs, host, folder, options.runs)
        _print_comparison(results, host)
        _print_large(host, large, folder, options.rows)


def _interleaved(
    programs: dict[str, Callable[[Path], tuple[float, float]]], host: Path, folder: Path, runs: int
) -> dict[str, tuple[float, float]]:
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in programs}
    for _ in range(runs):
        for name, program in programs.items():
            book = folder / "copy.xlsx"
            shutil.copyfile(host, book)
            taken[name].append(program(book))
    return {
        name: (statistics.median(one for one, _ in each), statistics.median(two for _, two in each))
        for name, each in taken.items()
    }


def _print_comparison(results: dict[str, tuple[float, float]], host: Path) -> None:
    ours = results["Quarterly inserts"][0]
    with zipfile.ZipFile(host) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist()) / 1e6
    print(f"Host of {host.stat().st_size / 1e6:.1f} MB, {unpacked:.0f} MB unpacked\n")
    print(f"| {'Program':32} | {'s':>8} | {'MB peak':>8} | {'x Quarterly':>10} |")
    print(f"|{'-' * 34}|{'-' * 10}|{'-' * 10}|{'-' * 13}|")
    for name, (seconds, peak) in results.items():
        print(_line(name, seconds, peak, ours))
    ratio = results["openpyxl loads and saves"][0] / ours
    verdict = "met" if ratio >= GOAL else "MISSED"
    print(f"\nGoal: at least {GOAL:.0f}x faster than openpyxl. Seen: {ratio:.0f}x. {verdict}")


def _print_large(host: Path, report: Path, folder: Path, rows: int) -> None:
    book = folder / "large.xlsx"
    shutil.copyfile(host, book)
    _, idle = measured(_IMPORTS_ONLY, book, report)
    seconds, peak = measured(_QUARTERLY, book, report)
    size = report.stat().st_size / 1e6
    more = peak - idle + size  # the report itself is held in both
    print(
        f"\nReport of {rows:,} rows, {size:.1f} MB, into the same host: {seconds:.1f} s; memory for it {more:.0f} MB, "
        f"{more / size:.1f}x the report (goal: under {MEMORY_GOAL:.0f}x, whatever the host)."
    )


if __name__ == "__main__":
    main()
