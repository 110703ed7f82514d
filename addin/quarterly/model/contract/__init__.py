"""The improvement workbook's contract: its sheets and columns, the names they go by, and what may stand in them.

Reading, the blank workbook, its Help sheet, the samples and the officers' documentation are all made from this
one description.
"""

from __future__ import annotations

from quarterly.model.contract.choices import (
    COMPARATOR_CHOICES,
    EDITION_CHOICES,
    FREQUENCY_CHOICES,
    GRADE_CHOICES,
    KIND_CHOICES,
    MARKING_CHOICES,
    POLARITY_CHOICES,
    QUARTER_RULE_CHOICES,
    RAG_CHOICES,
    RULE_CHOICES,
    STATUS_CHOICES,
    YES_NO,
)
from quarterly.model.contract.evidence import AUDITS, INSPECTIONS
from quarterly.model.contract.governance import (
    COMMENTARY,
    COMMITTEE_LOG,
    DISTRIBUTION,
    FORWARD_PLAN,
    REPORT_SECTIONS,
    RISKS,
    STATUS_HISTORY,
)
from quarterly.model.contract.indicators import BENCHMARKS, KPI_DATA, KPIS, TARGETS
from quarterly.model.contract.plan import ACTION_PLAN, RECOMMENDATIONS
from quarterly.model.contract.settings import SETTING_ROWS, SETTINGS
from quarterly.model.contract.spec import Column, Holds, Setting, Sheet
from quarterly.model.contract.versions import REBASES, RULE_CHANGES

__all__ = [
    "ACTION_PLAN",
    "AUDITS",
    "BENCHMARKS",
    "COMMENTARY",
    "COMMITTEE_LOG",
    "COMPARATOR_CHOICES",
    "DISTRIBUTION",
    "EDITION_CHOICES",
    "FORWARD_PLAN",
    "FREQUENCY_CHOICES",
    "GRADE_CHOICES",
    "INSPECTIONS",
    "KIND_CHOICES",
    "KPIS",
    "KPI_DATA",
    "MARKING_CHOICES",
    "POLARITY_CHOICES",
    "QUARTER_RULE_CHOICES",
    "RAG_CHOICES",
    "REBASES",
    "RECOMMENDATIONS",
    "REPORT_SECTIONS",
    "RISKS",
    "RULE_CHANGES",
    "RULE_CHOICES",
    "SETTINGS",
    "SETTING_ROWS",
    "SHEETS",
    "STATUS_CHOICES",
    "STATUS_HISTORY",
    "TARGETS",
    "YES_NO",
    "Column",
    "Holds",
    "Setting",
    "Sheet",
]

SHEETS: tuple[Sheet, ...] = (
    SETTINGS,
    RECOMMENDATIONS,
    ACTION_PLAN,
    KPIS,
    KPI_DATA,
    TARGETS,
    RULE_CHANGES,
    REBASES,
    BENCHMARKS,
    AUDITS,
    INSPECTIONS,
    COMMITTEE_LOG,
    FORWARD_PLAN,
    RISKS,
    COMMENTARY,
    DISTRIBUTION,
    STATUS_HISTORY,
)
"""Every sheet of the contract, in the order in which the blank workbook shows them."""
