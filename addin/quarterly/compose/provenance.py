"""Where a report comes from: what anyone needs to make the same one again."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from quarterly.model.edition import Edition

REPORT_CATEGORY = "Quarterly progress report"
"""The document property by which a report is known again, so that only reports are replaced without asking."""


class Provenance(Struct, frozen=True, kw_only=True):
    """``input_sha256`` is the hash of the workbook's bytes as read, in hexadecimal.

    In the published edition counts from 1 to ``threshold`` are hidden, and what would give them away. ``issue`` counts
    the changes of a report that was sent or published, from 1. ``quality_first`` is for a report on a workbook with
    errors that is sent all the same: the page on data quality then stands before all others. ``template`` is the
    name of the template that the report was drawn by, and ``template_sha256`` the hash of its file; blank without one.
    """

    input_name: str
    input_sha256: str
    without_report: bool = False  # whether the hash is of the workbook's parts without the report's own sheets
    version: str
    rules_version: str
    as_at: date
    issue: int = 1
    edition: Edition = Edition.WORKING
    threshold: int = 0
    quality_first: bool = False
    template: str = ""
    template_sha256: str = ""
