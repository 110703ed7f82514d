"""Tidy tables of a workbook and its judgements, for Power BI and other tools: CSV and Parquet with one schema."""

from quarterly.exchange.tidy.files import FORMATS, csv_bytes, parquet_bytes, plain_text, safe_text
from quarterly.exchange.tidy.refusals import REFUSALS
from quarterly.exchange.tidy.rows import Exported
from quarterly.exchange.tidy.schema import Kind, TidyColumn, TidyTable
from quarterly.exchange.tidy.tables import TABLES

__all__ = [
    "FORMATS",
    "REFUSALS",
    "TABLES",
    "Exported",
    "Kind",
    "TidyColumn",
    "TidyTable",
    "csv_bytes",
    "parquet_bytes",
    "plain_text",
    "safe_text",
]
