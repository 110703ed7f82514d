"""XlsxWriter's workbook with what it leaves out: the report's language, and cells that hold what they show."""

from __future__ import annotations

import re
from functools import lru_cache
from io import StringIO
from math import isfinite
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.chart import Chart
from xlsxwriter.core import Core
from xlsxwriter.format import Format
from xlsxwriter.packager import Packager
from xlsxwriter.worksheet import Worksheet

from quarterly.model.figures import rounded
from quarterly.render.quick import QUICK_CHARTS, QuickSheet

LANGUAGE = "en-GB"
MOST_SHOWN = 4  # decimals that a figure without a number format keeps
_NUMBER = re.compile(r"[#0?]+(?:[,#0?]*)(?:\.([0?#]+))?")
_WORDS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')  # what a format says in words, conditions and colours


class ReportBook(Workbook):  # type: ignore[misc]  # XlsxWriter is untyped
    """A workbook whose properties say its language, as screen readers and PDF viewers want to know.

    With ``as_shown``, set before its sheets are added, numbers are rounded to what their cells show.
    """

    as_shown: bool = False

    def add_worksheet(self, name: str | None = None, worksheet_class: type[Worksheet] | None = None) -> Worksheet:
        """A new sheet, of the sort that the book needs."""
        return super().add_worksheet(name, worksheet_class or (_AsShown if self.as_shown else QuickSheet))

    def add_chart(self, options: dict[str, Any]) -> Chart:
        """A new chart."""
        chart = super().add_chart(options)
        # The workbook makes charts of its own classes; ours differ in how they write and in nothing that they hold.
        chart.__class__ = QUICK_CHARTS.get(type(chart), type(chart))
        return chart

    def _get_packager(self) -> Packager:
        return _ReportPackager()


class _AsShown(QuickSheet):
    """A sheet whose cells hold no more of a number than they show."""

    def write_number(self, row: int, column: int, number: float, cell_format: Format | None = None) -> int:
        """Write a number as its format shows it."""
        if isfinite(number) and number != int(number):
            places = decimals_shown(str(cell_format.num_format) if cell_format else "")
            number = float(rounded(number, MOST_SHOWN if places is None else places))
        return super().write_number(row, column, number, cell_format)


@lru_cache(maxsize=256)
def decimals_shown(code: str) -> int | None:
    """How many decimals a number format shows, two more for a percentage; ``None`` where it does not say.

    Formats of dates have no digits and so do not say.
    """
    plain = _WORDS.sub("", code.split(";", maxsplit=1)[0])
    found = _NUMBER.search(plain)
    if found is None:
        return None
    return len(found[1] or "") + (2 if "%" in plain else 0)


class _Part(StringIO):
    """A part being written. A ``StringIO`` takes four bytes a letter, and a report has millions; pieces take one."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[str] = []
        self.write = self._pieces.append  # type: ignore[method-assign,assignment]  # straight, as it is called so often

    def getvalue(self) -> str:
        """What was written; the pieces become one."""
        self._pieces[:] = ["".join(self._pieces)]
        return self._pieces[0]


class _ReportPackager(Packager):  # type: ignore[misc]  # XlsxWriter is untyped
    def _filename(self, name: str) -> StringIO:
        if self.filenames:
            self.filenames[-1][0].getvalue()  # that part is finished
        part = _Part()
        self.filenames.append((part, name, False))
        return part

    def _write_core_file(self) -> None:
        core = _LanguageCore()
        core._set_properties(self.workbook.doc_properties)
        core._set_xml_writer(self._filename("docProps/core.xml"))
        core._assemble_xml_file()


class _LanguageCore(Core):  # type: ignore[misc]  # XlsxWriter is untyped
    def _write_dc_title(self) -> None:
        super()._write_dc_title()
        self._xml_data_element("dc:language", LANGUAGE)  # Excel: File, Info, Properties, Advanced Properties
