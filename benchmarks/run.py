"""Measure Quarterly against its goals and print the table. Ratios of medians from interleaved runs, fresh processes.

    python benchmarks/run.py [--rounds 5] [--quick]

Absolute times depend on the machine and its other work; the ratios are what the goals are about.
"""

from __future__ import annotations

import argparse
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from generate import AS_AT, GROWTH, LARGE, QUARTER, SMALL, build
from msgspec import Struct, field

HERE = Path(__file__).resolve().parent
PEAK_UNIT = 1 if sys.platform == "darwin" else 1024  # bytes in which the system counts peak memory


class Measured(Struct, frozen=True):
    """One run: seconds of the whole process, its peak memory in MB, and what it printed."""

    seconds: float
    megabytes: float
    printed: str


class Contest(Struct):
    """Things to measure side by side, each run in turn so that the machine's moods fall on all of them."""

    runs: dict[str, Callable[[], Measured]]
    results: dict[str, list[Measured]] = field(default_factory=dict)

    def hold(self, rounds: int) -> None:
        for _ in range(rounds):
            for name, run in self.runs.items():
                self.results.setdefault(name, []).append(run())
                print(".", end="", file=sys.stderr, flush=True)

    def seconds(self, name: str) -> float:
        return median(one.seconds for one in self.results[name])

    def megabytes(self, name: str) -> float:
        return median(one.megabytes for one in self.results[name])

    def inner(self, name: str) -> float:
        return median(float(one.printed) for one in self.results[name])


def measure(command: Sequence[str | Path]) -> Measured:
    """Run a command to its end; exit codes 0 and 1 (the workbook has errors) are both a finished run."""
    with tempfile.TemporaryFile() as out:
        start = time.perf_counter()
        process = subprocess.Popen([str(part) for part in command], stdout=out, cwd=HERE)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):
            raise SystemExit(f"{command} failed with exit code {process.returncode}")
        out.seek(0)
        return Measured(seconds, usage.ru_maxrss * PEAK_UNIT / 1e6, out.read().decode().strip())


def report_command(book: Path, out: Path) -> list[str | Path]:
    asked = ["--quarter", QUARTER, "--as-at", AS_AT, "--output", out, "--force"]
    return [sys.executable, "-m", "quarterly", "report", book, *asked]


def imports_command(book: Path, out: Path) -> list[str]:
    """A process that imports what a report imports, in the same order, and does nothing else."""
    listing = (
        "import sys; from quarterly.cli.app import run_command; known = set(sys.modules);"
        f"run_command({[str(part) for part in report_command(book, out)[3:]]!r});"
        "print(' '.join(name for name in sys.modules if name.startswith('quarterly') or name not in known))"
    )
    names = measure([sys.executable, "-c", listing]).printed.splitlines()[-1].split()
    names = [name for name in names if not name.startswith("_") or name.startswith("__main__")]
    code = (
        "import importlib, quarterly.cli\n"
        f"for name in {names!r}:\n"
        "    try: importlib.import_module(name)\n"
        "    except ImportError: pass\n"
    )
    return [sys.executable, "-c", code]


def report_contest(folder: Path, book: Path) -> Contest:
    out = folder / "out.xlsx"
    script = [sys.executable, HERE / "plain_script.py", book, folder / "plain.xlsx"]
    imports = imports_command(book, out)
    return Contest(
        {
            "quarterly": lambda: measure(report_command(book, out)),
            "imports": lambda: measure(imports),
            "script": lambda: measure(script),
        }
    )


def inner_contest(kinds: Sequence[str], books: Sequence[Path]) -> Contest:
    return Contest(
        {
            f"{kind} {book.stem}": lambda kind=kind, book=book: measure([sys.executable, HERE / "inner.py", kind, book])
            for book in books
            for kind in kinds
        }
    )


def growth_exponent(sizes: Sequence[float], seconds: Sequence[float]) -> float:
    """The slope of log time over log size, by least squares: 1 is linear."""
    xs, ys = [math.log(size) for size in sizes], [math.log(one) for one in seconds]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--quick", action="store_true", help="the small workbook only")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as name:
        rows = measure_goals(Path(name), options.rounds, quick=options.quick)
    print(file=sys.stderr)
    print("| Goal | Target | Measured | |\n|---|---|---|---|")
    for goal, target, measured, met in rows:
        print(f"| {goal} | {target} | {measured} | {'met' if met else 'MISSED'} |")


def measure_goals(folder: Path, rounds: int, *, quick: bool) -> list[tuple[str, str, str, bool]]:
    small = report_contest(folder, build(folder, SMALL))
    small.hold(rounds)
    rows = small_goals(small)
    if quick:
        return rows
    large_book = build(folder, LARGE)
    large, reading = report_contest(folder, large_book), inner_contest(("read", "cells", "expat"), [large_book])
    large.hold(max(3, rounds // 2))
    reading.hold(rounds)
    growth = inner_contest(("report",), [build(folder, size) for size in GROWTH])
    growth.hold(max(3, rounds // 2))
    return rows + large_goals(large) + read_goals(reading) + [growth_goal(growth)]


def small_goals(small: Contest) -> list[tuple[str, str, str, bool]]:
    own = small.seconds("quarterly") / small.seconds("imports")
    faster = small.seconds("script") / small.seconds("quarterly")
    memory = small.megabytes("quarterly") / small.megabytes("script")
    return [
        ("small report, whole process ÷ its own imports", "≤ 2.0", f"{own:.2f} ({shown(small)})", own <= 2.0),
        ("small report, times faster than the script", "≥ 5", f"{faster:.1f}", faster >= 5),
        ("small report, share of the script's memory", "≤ 40%", f"{memory:.0%}", memory <= 0.4),
    ]


def large_goals(large: Contest) -> list[tuple[str, str, str, bool]]:
    faster = large.seconds("script") / large.seconds("quarterly")
    return [("large report, times faster than the script", "≥ 3", f"{faster:.1f} ({shown(large)})", faster >= 3)]


def read_goals(reading: Contest) -> list[tuple[str, str, str, bool]]:
    """To cells is what the goal was set for; to a plan, every value understood and checked, is watched beside it."""
    bare, rows = reading.inner("expat large"), []
    for kind, target, limit in (("cells", "≤ 2.5", 2.5), ("read", "watched", math.inf)):
        ours = reading.inner(f"{kind} large")
        detail = f"{ours / bare:.2f} ({ours * 1000:.0f} ms, {bare * 1000:.0f} ms)"
        goal = "to cells" if kind == "cells" else "to a plan"
        rows.append((f"large read {goal} ÷ bare expat pass", target, detail, ours / bare <= limit))
    return rows


def growth_goal(growth: Contest) -> tuple[str, str, str, bool]:
    seconds = [growth.inner(f"report {size.name}") for size in GROWTH]
    exponent = growth_exponent([size.actions for size in GROWTH], seconds)
    detail = ", ".join(f"{one:.2f}" for one in seconds)
    return ("growth exponent, ×1 to ×32", "≤ 1.10", f"{exponent:.2f} ({detail} s)", exponent <= 1.10)


def shown(contest: Contest) -> str:
    return ", ".join(
        f"{name} {contest.seconds(name):.2f} s {contest.megabytes(name):.0f} MB" for name in contest.results
    )


if __name__ == "__main__":
    main()
