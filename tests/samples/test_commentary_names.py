"""The contract lists every name by which Commentary can call a part of the report."""

from __future__ import annotations

from plans import SOURCE
from sample_books import book, judged

from quarterly.compose import compose_report
from quarterly.compose.sections.commentary import SELF_SERVED
from quarterly.compose.sections.cover_report import HEADINGS
from quarterly.model.contract import REPORT_SECTIONS

LISTED = {name.casefold() for name in REPORT_SECTIONS}


def test_every_section_of_a_full_report_can_be_written_on() -> None:
    report = compose_report(book("full")[0], judged("full"), (), SOURCE)
    parts = [part for part in report.sections if part.key not in SELF_SERVED and ":" not in part.key]
    assert {name.casefold() for part in parts for name in (part.name, part.key)} - LISTED == set()


def test_every_heading_of_a_cover_report_can_be_written_on() -> None:
    assert {name.casefold() for heading in HEADINGS for name in heading.called or (heading.title,)} - LISTED == set()
