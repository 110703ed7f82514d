"""From a report to the bytes of a workbook. The only home of XlsxWriter."""

from quarterly.render.workbook import render

__all__ = ["render"]
