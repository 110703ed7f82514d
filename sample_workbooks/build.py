"""Build the sample workbooks and the blank one. Run it after a change to a story or to the contract:

    python sample_workbooks/build.py

The same story gives the same bytes, so a rebuilt sample differs only where its story does.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))  # the story is a package beside this script, not part of Quarterly

from story.faulty import as_rows, faulty  # noqa: E402
from story.telling import tell  # noqa: E402
from story.ugly import retell  # noqa: E402

from quarterly.render.improvement_workbook import blank_workbook, write_improvement_workbook  # noqa: E402

FULL = ("full", "full_actions", "full_kpis", "full_comparisons", "full_history")
BROKEN = ("broken", "broken_wide", "broken_half", "broken_tables")


def files() -> dict[str, bytes]:
    """Every file that belongs in this folder, by name."""
    small, full = tell("small"), tell(*FULL)
    broken = {name: faulty(name) for name in BROKEN}
    planted = {f"{name}.xlsx": as_rows(made.planted) for name, made in broken.items()}
    return {
        "small.xlsx": write_improvement_workbook(small.tables, small.settings, note=small.note),
        "full.xlsx": write_improvement_workbook(full.tables, full.settings, note=full.note),
        "messy.xlsx": retell(full, wide=True),
        "messy_long.xlsx": retell(full, wide=False),
        **{f"{name}.xlsx": made.workbook for name, made in broken.items()},
        "broken.json": (json.dumps(planted, indent=2) + "\n").encode(),
    }


def main() -> None:
    for name, content in files().items():
        _write(HERE / name, content)
    _write(HERE.parent / "templates" / "improvement_workbook.xlsx", blank_workbook())


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    sys.stdout.write(f"{path.parent.name}/{path.name} written\n")


if __name__ == "__main__":
    main()
