"""Tidy tables as the bytes of files. pandas and pyarrow are imported where they are used: both are dear."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from quarterly.exchange.tidy.refusals import PYARROW_MISSING
from quarterly.exchange.tidy.schema import Kind, Row, TidyTable

if TYPE_CHECKING:
    import pandas as pd

FORMATS = ("csv", "parquet")
_TYPES = {
    Kind.TEXT: "str",
    Kind.NUMBER: "float64",
    Kind.COUNT: "Int64",
    Kind.DAY: "datetime64[s]",
    Kind.FLAG: "bool",
}
# What a spreadsheet takes for a formula when it opens a CSV file (OWASP, CSV injection), and such text marked already.
_FORMULA = re.compile(r"'*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")


def safe_text(text: str) -> str:
    """Text for a CSV file: an apostrophe stands before what a spreadsheet would take for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def plain_text(text: str) -> str:
    """Text of a CSV file as it was before :func:`safe_text`."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text


def csv_bytes(table: TidyTable, rows: Sequence[Row]) -> bytes:
    """A CSV file as Excel and Power BI read it: UTF-8 with its mark, commas, ISO dates, lines that end in CRLF.

    Missing numbers and dates are blank, flags true or false. Text that a spreadsheet would take for a formula begins
    with an apostrophe.
    """
    frame = _frame(table, rows)
    for column in table.columns:
        if column.kind is Kind.TEXT:
            frame[column.name] = frame[column.name].map(safe_text)
        elif column.kind is Kind.FLAG:
            frame[column.name] = frame[column.name].map({True: "true", False: "false"})
    out = frame.to_csv(index=False, date_format="%Y-%m-%d", lineterminator="\r\n")
    return out.encode("utf-8-sig")


def parquet_bytes(table: TidyTable, rows: Sequence[Row]) -> bytes:
    """A Parquet file with the column types of the schema; dates are dates, text is as it is in the workbook.

    Raises:
        DeliveryRefused: pyarrow is not installed.
    """
    try:
        import pyarrow as pa  # type: ignore[import-untyped]  # noqa: PLC0415  comes with an extra, dear to import
        from pyarrow import parquet as pq  # noqa: PLC0415
    except ImportError as error:
        raise PYARROW_MISSING.of() from error
    types = {
        Kind.TEXT: pa.string(),
        Kind.NUMBER: pa.float64(),
        Kind.COUNT: pa.int64(),
        Kind.DAY: pa.date32(),
        Kind.FLAG: pa.bool_(),
    }
    columns = [
        pa.array([row[place] for row in rows], type=types[column.kind]) for place, column in enumerate(table.columns)
    ]
    out = io.BytesIO()
    pq.write_table(pa.table(dict(zip((column.name for column in table.columns), columns, strict=True))), out)
    return out.getvalue()


def _frame(table: TidyTable, rows: Sequence[Row]) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415  dear to import

    return pd.DataFrame(
        {
            column.name: pd.Series([row[place] for row in rows], dtype=_TYPES[column.kind])
            for place, column in enumerate(table.columns)
        }
    )
