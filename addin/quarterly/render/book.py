"""XlsxWriter's workbook with what it leaves out: the language that the report is written in."""

from __future__ import annotations

from xlsxwriter import Workbook
from xlsxwriter.core import Core
from xlsxwriter.packager import Packager

LANGUAGE = "en-GB"


class ReportBook(Workbook):  # type: ignore[misc]  # XlsxWriter is untyped
    """A workbook whose properties say its language, as screen readers and PDF viewers want to know."""

    def _get_packager(self) -> Packager:
        return _ReportPackager()


class _ReportPackager(Packager):  # type: ignore[misc]  # XlsxWriter is untyped
    def _write_core_file(self) -> None:
        core = _LanguageCore()
        core._set_properties(self.workbook.doc_properties)
        core._set_xml_writer(self._filename("docProps/core.xml"))
        core._assemble_xml_file()


class _LanguageCore(Core):  # type: ignore[misc]  # XlsxWriter is untyped
    def _write_dc_title(self) -> None:
        super()._write_dc_title()
        self._xml_data_element("dc:language", LANGUAGE)  # Excel: File, Info, Properties, Advanced Properties
