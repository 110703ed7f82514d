"""Build the sample workbooks. Run it after a change to a story: python sample_workbooks/build.py

The same story gives the same bytes, so a rebuilt sample differs only where its story does.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))  # the story is a package beside this script, not part of Quarterly

from story.telling import tell  # noqa: E402
from story.ugly import retell  # noqa: E402

from quarterly.render.improvement_workbook import write_improvement_workbook  # noqa: E402


def _clean(*stories: str) -> bytes:
    story = tell(*stories)
    return write_improvement_workbook(story.tables, story.settings, note=story.note)


_FULL = ("full", "full_actions", "full_kpis", "full_comparisons", "full_history")

BUILDERS: dict[str, Callable[[], bytes]] = {
    "small.xlsx": lambda: _clean("small"),
    "full.xlsx": lambda: _clean(*_FULL),
    "messy.xlsx": lambda: retell(tell(*_FULL), wide=True),
    "messy_long.xlsx": lambda: retell(tell(*_FULL), wide=False),
}
"""File name to what makes its bytes."""


def main() -> None:
    for name, build in BUILDERS.items():
        (HERE / name).write_bytes(build())
        sys.stdout.write(f"{name} written\n")


if __name__ == "__main__":
    main()
