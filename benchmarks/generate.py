"""Build improvement workbooks of a stated size, for measuring. All of it is invented and the same at every run.

python benchmarks/generate.py FOLDER          writes small.xlsx, large.xlsx and growth-x1.xlsx ... growth-x32.xlsx
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import xlsxwriter
from msgspec import Struct

from quarterly.model import contract
from quarterly.model.periods import Period

LAST_MONTH = Period(date(2025, 12, 1), 1)  # readings end with Q3 2025/26
QUARTER = "Q3 2025/26"
AS_AT = "2026-01-20"

THEMES = ("Front door", "Assessment", "Plans", "Looked-after children", "Care leavers", "Workforce", "Leadership")
LEADS = ("Head of Service", "Assistant Director", "Director", "Principal Social Worker", "HR Business Partner")
VERBS = ("Review", "Publish", "Train staff in", "Audit", "Redesign", "Embed", "Report monthly on")
SUBJECTS = ("the threshold document", "supervision", "case recording", "pathway planning", "the audit framework")


class Size(Struct, frozen=True):
    """How much a workbook holds."""

    name: str
    actions: int
    kpis: int
    months: int


SMALL = Size("small", actions=100, kpis=60, months=36)
LARGE = Size("large", actions=2_000, kpis=500, months=120)
GROWTH = tuple(
    Size(f"growth-x{times}", actions=50 * times, kpis=20 * times, months=36) for times in (1, 2, 4, 8, 16, 32)
)

Value = str | float | date | None
Row = dict[str, Value]


def action_rows(size: Size, chance: random.Random) -> Iterator[Row]:
    """One row an action: a quarter finished, the rest in progress, some late."""
    for number in range(1, size.actions + 1):
        start = date(2024, 10, 1) + timedelta(days=chance.randrange(400))
        due = start + timedelta(days=chance.randrange(60, 500))
        complete = chance.choice((0, 10, 25, 40, 50, 60, 75, 90, 100, 100))
        yield {
            "ref": f"A{number}",
            "recommendations": f"R{number % 13 + 1}",
            "theme": THEMES[number % len(THEMES)],
            "text": f"{chance.choice(VERBS)} {chance.choice(SUBJECTS)} in every team ({number})",
            "leads": chance.choice(LEADS),
            "start": start,
            "due": due,
            "revised_due": due + timedelta(days=60) if chance.random() < 0.2 else None,
            "complete": complete,
            "stage": "Complete" if complete == 100 else "In progress",
            "declared": chance.choice(contract.RAG_CHOICES[:3]),
            "completed_on": due - timedelta(days=5) if complete == 100 else None,
            "evidenced_on": due if complete == 100 and chance.random() < 0.7 else None,
            "success_measure": "Fewer delays, shown by monthly audit",
            "kpis": f"K{number % size.kpis + 1}",
            "progress": "Work is under way with partners; the first two milestones were met this quarter.",
            "next_steps": "Agree the remaining milestones with the board.",
        }


def kpi_rows(size: Size) -> Iterator[Row]:
    """One row an indicator: percentages, half of them better when low."""
    for number in range(1, size.kpis + 1):
        high = number % 2 == 0
        yield {
            "ref": f"K{number}",
            "name": f"Share of cases meeting standard {number}",
            "theme": THEMES[number % len(THEMES)],
            "recommendations": f"R{number % 13 + 1}",
            "polarity": "High" if high else "Low",
            "unit": "%",
            "decimals": 1,
            "frequency": "Month",
            "kind": "Snapshot",
            "quarter_rule": "Last",
            "baseline": 60 if high else 40,
            "target": 90 if high else 15,
            "owner": LEADS[number % len(LEADS)],
            "definition": "Cases that met the standard as a share of all cases open at month end.",
        }


def reading_rows(size: Size, chance: random.Random) -> Iterator[Row]:
    """One row a reading, oldest first within each indicator."""
    first = LAST_MONTH.shift(1 - size.months)
    for number in range(1, size.kpis + 1):
        level = 60.0 if number % 2 == 0 else 40.0
        drift = (85.0 - level if number % 2 == 0 else 18.0 - level) / size.months
        for step in range(size.months):
            level = min(100.0, max(0.0, level + drift + chance.gauss(0, 1.5)))
            yield {"kpi": f"K{number}", "period": first.shift(step).start, "value": round(level, 1)}


def recommendation_rows() -> Iterator[Row]:
    """Thirteen recommendations, as Havering had."""
    for number in range(1, 14):
        yield {
            "ref": f"R{number}",
            "text": f"Improve the timeliness and quality of practice, part {number}.",
            "origin": "Ofsted inspection",
            "made_on": date(2024, 7, 12),
            "theme": THEMES[number % len(THEMES)],
            "lead": LEADS[number % len(LEADS)],
        }


def benchmark_rows(size: Size) -> Iterator[Row]:
    """England for the latest year, one row an indicator."""
    for number in range(1, size.kpis + 1):
        yield {"kpi": f"K{number}", "comparator": "England", "period": "2024/25", "value": 70.0, "origin": "Invented"}


def build(folder: Path, size: Size) -> Path:
    """Write the workbook of a size into a folder and say where it is."""
    chance = random.Random(20260120)
    path = folder / f"{size.name}.xlsx"
    tables: tuple[tuple[contract.Sheet, Iterator[Row]], ...] = (
        (contract.RECOMMENDATIONS, recommendation_rows()),
        (contract.ACTION_PLAN, action_rows(size, chance)),
        (contract.KPIS, kpi_rows(size)),
        (contract.KPI_DATA, reading_rows(size, chance)),
        (contract.BENCHMARKS, benchmark_rows(size)),
    )
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"created": datetime(2026, 1, 20, tzinfo=UTC)})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        settings = book.add_worksheet(contract.SETTINGS.name)
        settings.write_row(0, 0, ("Setting", "Value"))
        settings.write_row(1, 0, ("Authority", "Benchmark Council"))
        settings.write_row(2, 0, ("Programme title", f"Improvement plan, {size.name}"))
        for sheet, rows in tables:
            _write_table(book.add_worksheet(sheet.name), sheet, rows, day)
    return path


def _write_table(page: xlsxwriter.worksheet.Worksheet, sheet: contract.Sheet, rows: Iterator[Row], day: object) -> None:
    page.write_row(0, 0, [column.header for column in sheet.columns])
    places = {column.field: place for place, column in enumerate(sheet.columns)}
    for number, row in enumerate(rows, start=1):
        for field, value in row.items():
            if isinstance(value, date):
                page.write_datetime(number, places[field], value, day)
            elif value is not None:
                page.write(number, places[field], value)


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    folder.mkdir(parents=True, exist_ok=True)
    for size in (SMALL, LARGE, *GROWTH):
        print(build(folder, size))


if __name__ == "__main__":
    main()
