"""Insert a report's sheets into an existing workbook, every other part untouched.

``insert_sheets`` writes, ``plan_insert`` says what it would do, ``remove_sheets`` takes the sheets out again,
``host_facts`` is what a report asks before it is rendered, and ``prepare_live`` readies sheets that a spreadsheet
program copies into the workbook while it is open.
"""

from quarterly.ooxml.facts import HostFacts, ReportSheet, host_facts
from quarterly.ooxml.live import LiveInsert, check_open, prepare_live
from quarterly.ooxml.preflight import Warned
from quarterly.ooxml.refusals import REFUSALS
from quarterly.ooxml.results import Doing, Edited, InsertResult, PartChange, SheetChange
from quarterly.ooxml.write_back import REPORT, content_digest, insert_sheets, plan_insert, plan_remove, remove_sheets

__all__ = [
    "REFUSALS",
    "REPORT",
    "Doing",
    "Edited",
    "HostFacts",
    "InsertResult",
    "LiveInsert",
    "PartChange",
    "ReportSheet",
    "SheetChange",
    "Warned",
    "check_open",
    "content_digest",
    "host_facts",
    "insert_sheets",
    "plan_insert",
    "plan_remove",
    "prepare_live",
    "remove_sheets",
]
