"""What travels in a file unseen: macros, hidden sheets and names, connections, comments, names of people."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quarterly.audit import rules
from quarterly.audit.book import APP, CORE, Book
from quarterly.audit.numbers import whole
from quarterly.audit.rules import Violation
from quarterly.audit.sheet import Sheet, address
from quarterly.audit.unseen import WORDS, are_columns_unseen, are_rows_unseen, is_column_unseen, is_row_unseen

RUNS = re.compile(r"(vbaproject\w*\.bin|/activex/|/ctrlprops/|/macrosheets/|/dialogsheets/|^customui/)", re.IGNORECASE)
MACRO_TYPES = (b"macroEnabled", b"ms-office.vbaProject")
OUTSIDE = re.compile(r"/(externallinks|querytables)/|/connections\.xml|/model/", re.IGNORECASE)
LEFT_OVER = re.compile(
    r"/(pivotcache|pivottables|comments|threadedcomments|persons|revisions|slicers?|slicercaches|timelines?|"
    r"embeddings|printersettings|customproperty)|^customxml/|/comments\d*\.xml|/users?names\.xml|docprops/custom\.xml|"
    r"docprops/thumbnail|docmetadata/",
    re.IGNORECASE,
)
BUILT_IN = "_xlnm."  # print areas and titles
PEOPLE = ((CORE, "creator"), (CORE, "lastModifiedBy"), (APP, "Manager"))


def macros(book: Book) -> Iterator[Violation]:
    """Parts that run, and a file that says it may hold some."""
    for name in book.parts.names:
        if RUNS.search(name):
            yield rules.MACROS.broken("A part that can run.", at=name)
    types = book.parts.package.part("[Content_Types].xml")
    if any(kind in types for kind in MACRO_TYPES):
        yield rules.MACROS.broken("The file is of a type for macros.", at="the file")


def sheets(book: Book) -> Iterator[Violation]:
    """Sheets, rows, columns and names that nobody sees."""
    for sheet in book.sheets:
        if sheet.state != "visible":
            yield rules.HIDDEN.broken("A hidden sheet.", sheet=sheet.name)
        yield from _lines(sheet)
        yield from _unseen(sheet)
    for name in book.root.iterfind("{*}definedNames/{*}definedName"):
        said = name.get("name", "")
        if name.get("hidden") in ("1", "true") and not said.startswith(BUILT_IN):
            yield rules.HIDDEN.broken(f'A hidden name, "{said}".', at="the workbook's names")


def _lines(sheet: Sheet) -> Iterator[Violation]:
    for each in sheet.root.iterfind("{*}cols/{*}col"):
        if is_column_unseen(each.get):
            at = address((1, whole(each.get("min"), 1)))[:-1]
            yield rules.HIDDEN.broken("A hidden column.", sheet=sheet.name, at=f"column {at}")
    for row in sheet.root.iterfind("{*}sheetData/{*}row"):
        if is_row_unseen(row.get):
            yield rules.HIDDEN.broken("A hidden row.", sheet=sheet.name, at=f"row {row.get('r', '')}")
    form = sheet.root.find("{*}sheetFormatPr")
    if form is not None and are_rows_unseen(form.get):
        yield rules.HIDDEN.broken("Rows are hidden unless they say otherwise.", sheet=sheet.name)
    if form is not None and are_columns_unseen(form.get):
        yield rules.HIDDEN.broken("Columns are hidden unless they say otherwise.", sheet=sheet.name)


def _unseen(sheet: Sheet) -> Iterator[Violation]:
    """Values that their number format does not show."""
    for place, seen in sheet.filled():
        if sheet.style(seen).invisible:
            yield rules.HIDDEN.broken("A value whose format shows nothing.", sheet=sheet.name, at=address(place))


def outside(book: Book) -> Iterator[Violation]:
    """Ways to other workbooks, databases and files; links that a reader clicks are none."""
    for name in book.parts.names:
        if OUTSIDE.search(name) and not name.endswith(".rels"):
            yield rules.OUTSIDE.broken("A connection to something outside.", at=name)
    for sheet in book.sheets:
        for relation in sheet.relations.values():
            if relation.outside and (
                relation.kind != "hyperlink" or relation.target.startswith(("file:", "\\\\", "/"))
            ):
                yield rules.OUTSIDE.broken(f"It leads to {relation.target}.", sheet=sheet.name)
        for formula in sheet.root.iterfind("{*}sheetData/{*}row/{*}c/{*}f"):
            if "[" in (formula.text or "") and "!" in (formula.text or ""):
                cell = formula.getparent()
                at = "" if cell is None else cell.get("r", "")
                yield rules.OUTSIDE.broken("A formula that draws on another workbook.", sheet=sheet.name, at=at)


def leftovers(book: Book) -> Iterator[Violation]:
    """Comments, pivot caches, embedded files and the like."""
    for name in book.parts.names:
        if LEFT_OVER.search(name) and not name.endswith(".rels"):
            yield rules.LEFTOVERS.broken("A part that readers do not see.", at=name)


def personal(book: Book) -> Iterator[Violation]:
    """Names in the properties that are not the organisation's, which stands there as the company; words of people."""
    company = book.said(APP, "Company")
    for part, name in PEOPLE:
        said = book.said(part, name)
        if said and said != company:
            yield rules.PERSONAL.broken(f'{name} is "{said}".', at="the file's properties")
    for name in WORDS:
        if said := book.said(CORE, name):
            yield rules.PERSONAL.broken(f'{name} is "{said}".', at="the file's properties")
