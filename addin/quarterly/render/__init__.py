"""From a report to the bytes of a workbook. The only home of XlsxWriter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quarterly.render.workbook import render

if TYPE_CHECKING:
    from quarterly.compose.report import Report
    from quarterly.compose.vocabulary.words import Vocabulary
    from quarterly.template.layout import Template

__all__ = ["render", "render_template"]


def render_template(template: Template, vocabulary: Vocabulary, report: Report, *, date_1904: bool = False) -> bytes:
    """The bytes of the workbook that a template makes of a report; the same three always give the same bytes.

    Of ``report`` its title, author, marking and day are used, and not its sections. ``date_1904`` counts days from
    1904, for insertion into a workbook that does.
    """
    from quarterly.render.fill.workbook import fill

    return fill(template, vocabulary, report, date_1904=date_1904)
