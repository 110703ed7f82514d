"""Reports as PDF, made by LibreOffice where it is installed."""

from quarterly.deliver.pdf.convert import to_pdf
from quarterly.deliver.pdf.finish import is_untouched_pdf
from quarterly.deliver.pdf.office import find_office
from quarterly.deliver.pdf.refusals import REFUSALS

__all__ = ["REFUSALS", "find_office", "is_untouched_pdf", "to_pdf"]
