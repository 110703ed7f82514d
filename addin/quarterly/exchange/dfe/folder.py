"""Read the tables of a folder and tell by their columns which of the Department's they are."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from msgspec import Struct, field
from python_calamine import CalamineError, CalamineWorkbook

from quarterly.errors import DataSetRefused
from quarterly.exchange.dfe.text import key

if TYPE_CHECKING:
    import pandas as pd

_HEADER_WITHIN = 15  # rows of a sheet in which its header is looked for
_PARQUET, _ZIP = b"PAR1", b"PK\x03\x04"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_SNIFFED = 65_536  # bytes read to see what a file is


class Shape(Struct, frozen=True, kw_only=True):
    """A kind of table: the columns that make it one, in plain words, and those that are used if there."""

    name: str
    columns: tuple[str, ...]
    optional: tuple[str, ...] = ()

    @property
    def keys(self) -> frozenset[str]:
        """The columns as they are compared."""
        return frozenset(key(column) for column in self.columns)


NEIGHBOURS = Shape(
    name="the statistical neighbours",
    columns=("LA num", "LA Name", "SN1"),
    optional=("GOReg", *(f"SN{place}" for place in range(2, 21))),
)
VALUES = Shape(
    name="the values, one row a measure, year and authority",
    columns=("Short Desc", "Years", "LA and Regions", "Values"),
    optional=("LA Number",),
)
DICTIONARY = Shape(
    name="the data dictionary",
    columns=("Measure_short", "Measure", "Topic", "Polarity"),
    optional=(
        "Chart_title",
        "y_axis_name",
        "Table_status",
        "Description",
        "Last Update",
        "Hyperlink(s)",
        "dps",
        "Year_Type",
        "No_Quartile",
    ),
)
AUTHORITIES = Shape(name="the list of local authorities", columns=("LA Number", "LA Name", "Region"))
SHAPES = (NEIGHBOURS, VALUES, DICTIONARY, AUTHORITIES)


class Found(Struct):
    """The tables of a folder by kind, all cells as text, and sentences on the files that were of no use."""

    tables: dict[str, list[pd.DataFrame]] = field(default_factory=lambda: {shape.name: [] for shape in SHAPES})
    notes: list[str] = field(default_factory=list)
    unread_parquet: list[str] = field(default_factory=list)

    def one(self, shape: Shape) -> pd.DataFrame:
        """All tables of a kind as one."""
        import pandas as pd  # noqa: PLC0415  dear to import

        return pd.concat(self.tables[shape.name], ignore_index=True)


def read_folder(folder: Path) -> Found:
    """Every table of the folder that is one of the Department's.

    Raises:
        DataSetRefused: the folder or one of the four kinds of table is missing, or a Parquet file needs the extra.
    """
    if not folder.is_dir():
        raise DataSetRefused("dfe-folder-missing", f'There is no folder "{folder}". Give the folder with the data set.')
    found = Found()
    for path in sorted(folder.iterdir()):
        if path.is_file() and not path.name.startswith((".", "~$")):
            _take(path, found)
    _refuse_incomplete(folder, found)
    return found


def _take(path: Path, found: Found) -> None:
    used = False
    for shape, table in _tables_of(path, found):
        found.tables[shape.name].append(table)
        used = True
    if not used and path.name not in found.unread_parquet:
        found.notes.append(f"{path.name} is none of the Department's tables and was left out.")


def _tables_of(path: Path, found: Found) -> Iterator[tuple[Shape, pd.DataFrame]]:
    kind = _kind(path)
    if kind == "parquet":
        yield from _parquet(path, found)
    elif kind == "workbook":
        yield from _workbook(path)
    elif kind == "text":
        yield from _csv(path)


def _kind(path: Path) -> Literal["parquet", "workbook", "text", ""]:
    with path.open("rb") as file:
        start = file.read(_SNIFFED)
    if start.startswith(_PARQUET):
        return "parquet"
    if start.startswith(_ZIP):
        return "workbook"
    return "" if b"\0" in start and not start.startswith(_UTF16) else "text"


def _shape_of(headers: list[str]) -> Shape | None:
    keys = {key(header) for header in headers}
    return next((shape for shape in SHAPES if shape.keys <= keys), None)


def _named(shape: Shape, headers: list[str]) -> dict[str, int]:
    """The position of each column that is used, under the Department's spelling of its name."""
    spelled = {key(column): column for column in (*shape.columns, *shape.optional)}
    places: dict[str, int] = {}
    for place, header in enumerate(headers):
        if key(header) in spelled:
            places.setdefault(spelled[key(header)], place)
    return places


def _parquet(path: Path, found: Found) -> Iterator[tuple[Shape, pd.DataFrame]]:
    try:
        import pyarrow as arrow  # type: ignore[import-untyped]  # noqa: PLC0415  comes with an extra
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError:
        found.unread_parquet.append(path.name)
        return
    try:
        headers = [str(name) for name in parquet.read_schema(path).names]
        shape = _shape_of(headers)
        if shape is not None:
            places = _named(shape, headers)
            frame = parquet.read_table(path, columns=[headers[at] for at in places.values()]).to_pandas()
            frame.columns = list(places)
            yield shape, frame.astype(object).where(frame.notna(), "").astype(str)
    except (arrow.ArrowException, OSError) as error:
        raise _unreadable(path, "a Parquet file") from error


def _csv(path: Path) -> Iterator[tuple[Shape, pd.DataFrame]]:
    encoding = _encoding(path)
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        headers = next(csv.reader(file), [])
    shape = _shape_of(headers)
    if shape is None:
        return
    import pandas as pd  # noqa: PLC0415  dear to import

    places = _named(shape, headers)
    try:
        frame = pd.read_csv(
            path,
            encoding=encoding,
            encoding_errors="replace",
            dtype=str,
            keep_default_na=False,
            header=0,
            names=list(range(len(headers))),
            usecols=list(places.values()),
        )
    except pd.errors.ParserError as error:
        raise _unreadable(path, "a CSV file") from error
    yield shape, frame.rename(columns={at: name for name, at in places.items()}).fillna("").astype(str)


def _encoding(path: Path) -> str:
    """How the file's letters are written: UTF-8 or UTF-16 by their marks, UTF-8 where it fits, else Windows."""
    octets = path.read_bytes()
    if octets.startswith(_UTF16):
        return "utf-16"
    try:
        octets.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _workbook(path: Path) -> Iterator[tuple[Shape, pd.DataFrame]]:
    import pandas as pd  # noqa: PLC0415  dear to import

    try:
        with CalamineWorkbook.from_path(path) as book:
            sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    except (CalamineError, OSError):
        return  # another kind of zip, or a workbook that nobody can read: not one of the tables
    for sheet in sheets:
        rows = [[_cell(cell) for cell in row] for row in sheet]
        for at, headers in enumerate(rows[:_HEADER_WITHIN]):
            if shape := _shape_of(headers):
                places = _named(shape, headers)
                body = [[row[place] for place in places.values()] for row in rows[at + 1 :]]
                yield shape, pd.DataFrame(body, columns=list(places), dtype=str)
                break


def _cell(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _unreadable(path: Path, what: str) -> DataSetRefused:
    return DataSetRefused(
        "dfe-unreadable", f"{path.name} cannot be read as {what}: it is damaged or cut short. Download it again."
    )


def _refuse_incomplete(folder: Path, found: Found) -> None:
    missing = [shape for shape in SHAPES if not found.tables[shape.name]]
    if missing and found.unread_parquet:
        raise DataSetRefused(
            "dfe-parquet",
            f"{' and '.join(found.unread_parquet)} cannot be read: reading Parquet needs pyarrow. "
            "Ask IT to install it (python -m pip install pyarrow), or save the file as CSV.",
        )
    if missing:
        wanted = "; ".join(f"{shape.name} (columns {', '.join(shape.columns)})" for shape in missing)
        raise DataSetRefused("dfe-incomplete", f'The folder "{folder}" does not hold {wanted}. Add it and try again.')
