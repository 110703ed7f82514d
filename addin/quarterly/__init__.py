"""Quarterly: a council's improvement workbook in, the report its board and committee read out.

In a notebook:

    plan, problems = read_workbook("plan.xlsx")
    judgements = judge(plan, "Q3 2025/26", date(2026, 1, 20))
    Path("report.xlsx").write_bytes(build_report(plan, judgements, problems))
    to_frame(judgements.kpis)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from quarterly.errors import QuarterlyError
from quarterly.model.periods import ACADEMIC, CALENDAR_YEAR, FINANCIAL, Calendar, Period

__version__ = "0.1.0"

# After this, `quarterly.judge` is the function; `from quarterly.judge.rag import ...` still finds the package.
from quarterly.judge.spc import xmr
from quarterly.public import judge

if TYPE_CHECKING:
    from quarterly.exchange.frames import to_frame
    from quarterly.read import read_workbook
    from quarterly.run import build_report

__all__ = [
    "ACADEMIC",
    "CALENDAR_YEAR",
    "FINANCIAL",
    "Calendar",
    "Period",
    "QuarterlyError",
    "__version__",
    "build_report",
    "judge",
    "read_workbook",
    "to_frame",
    "xmr",
]

# What needs a large library is imported when it is first asked for.
_LATER = {
    "build_report": "quarterly.run",
    "read_workbook": "quarterly.read",
    "to_frame": "quarterly.exchange.frames",
}


def __getattr__(name: str) -> object:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_LATER[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
