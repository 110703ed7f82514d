"""Every sort of problem with sheets, tables and headers: what it means, and what the officer does about it."""

from __future__ import annotations

from quarterly.model.problems import ProblemKind, Severity

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

# Sheets
SHEET_TWICE = ProblemKind(
    "sheet-twice",
    _E,
    "Two sheets go by the same name of the contract.",
    "Only {used} was read. Rename the other sheet.",
)
SHEET_NAME_CLOSE = ProblemKind(
    "sheet-name-close",
    _W,
    "The sheet was not read, but its name is close to one that would be, and there is no such sheet.",
    'Did you mean "{hint}"? If so, rename the sheet; if it is your own, leave it.',
)
SHEET_ALSO = ProblemKind(
    "sheet-also",
    _W,
    "The sheet was not read, but its name begins or ends like that of a sheet that was.",
    "Only {used} was read. If rows of it stand here, bring them there; if the sheet is your own, leave it.",
)
SHEET_COPY = ProblemKind(
    "sheet-copy",
    _N,
    "The sheet looks like a copy or an earlier year's of a sheet that was read, and was not read itself.",
    "Only {used} was read. Nothing to do if that is right.",
)
SHEET_OWN = ProblemKind(
    "sheet-own",
    _N,
    "The sheet's name is another name of a sheet that was read; without its headers it was taken for your own.",
    "Only {used} was read. Nothing to do if that is right.",
)
SHEET_HIDDEN = ProblemKind(
    "sheet-hidden", _N, "The sheet is hidden; it was read like any other.", "Unhide it if others should see it."
)
SHEET_NOT_FOUND = ProblemKind(
    "sheet-not-found",
    _E,
    "KPIs and their readings belong together, and one of the two sheets is missing.",
    'Add a sheet "{missing}", or rename the sheet that holds it.',
)

# Tables and headers
TABLE_NOT_FOUND = ProblemKind(
    "table-not-found",
    _E,
    "No table was found on this sheet.",
    "Give the table a header row with these columns: {columns}.",
)
COLUMN_MISSING = ProblemKind(
    "column-missing", _E, "A column that this sheet needs is missing.", 'Add a column with the header "{column}".'
)
COLUMN_TWICE = ProblemKind(
    "column-twice",
    _E,
    "Two columns have headers that mean the same.",
    'Only column {used} was read as "{column}". Rename or remove the other.{hint}',
)
COLUMN_ALSO = ProblemKind(
    "column-also",
    _N,
    "The header is another name for a column that is there under its own name, so this one was not read.",
    'Column {used} was read as "{column}". Nothing to do if that is right.',
)
COLUMN_UNDECIDED = ProblemKind(
    "column-undecided",
    _E,
    "Several columns have this header with different remarks, and nothing says which is meant; none was read.",
    'Name the one that counts now "{column}", without a remark.',
)
COLUMN_AMBIGUOUS = ProblemKind(
    "column-ambiguous",
    _E,
    "The header could mean two things, so the column was not read.",
    "Name it {meanings}.",
)
COLUMN_OTHER = ProblemKind(
    "column-other",
    _W,
    "The header is another name for a column of this sheet, but none of its cells holds a word for that column.",
    'It was taken for a column of your own. If it is "{column}", use one of: {choices}.',
)
COLUMN_LEVELS = ProblemKind(
    "column-levels",
    _N,
    "The column ranks its rows as high, medium or low, so it was not taken for themes.",
    'Nothing to do; a column "{column}" holds the themes.',
)
COLUMN_APART = ProblemKind(
    "column-apart",
    _E,
    "A blank column parts this one from the table: it may be the table's or a list beside it, and was not read.",
    "If it belongs to the table, delete the blank column; if not, move it to another sheet.",
)
LIST_BESIDE = ProblemKind(
    "list-beside",
    _W,
    "A list beside the table, behind a blank column, has a header of this sheet; it was not read as a column.",
    "Nothing to do if it is a list. If it belongs to the table, delete the blank column between them.",
)
TABLE_BESIDE = ProblemKind(
    "table-beside",
    _E,
    "A second table stands beside the first, and was not read.",
    "Bring its rows under the first table's headers, or move it to another sheet if it is your own.",
)
TABLE_ABOVE = ProblemKind(
    "table-above",
    _E,
    "A smaller table with headers of this sheet stands above the one that was read, and was not read.",
    "The headers that were read stand in row {row}. Bring these rows there; move a summary to another sheet.",
)
HEADER_OVER_COLUMNS = ProblemKind(
    "header-over-columns",
    _E,
    "Headers stand in two rows or over several columns, so these columns cannot be told apart; they were not read.",
    "Write one header above each column, all in row {row}, without merged cells.",
)
HEADER_OF_OTHER_TIME = ProblemKind(
    "header-of-other-time",
    _W,
    "The header is that of a column of this sheet, but of an earlier time by its remark; it was not read.",
    'If it is today\'s, name it "{column}".',
)
HEADER_CLOSE = ProblemKind(
    "header-close",
    _N,
    "The column was not read, but its header is close to one that would be.",
    'Did you mean "{hint}"? If so, rename it; if the column is your own, leave it.',
)
PERIOD_COLUMN_UNREAD = ProblemKind(
    "period-column-unread",
    _W,
    "A column among the periods has no header, or one that is not a period.",
    "Write the header as a month, quarter or year, for example Apr-25 or Q1 2025/26.",
)


# Rows of a table
SECOND_TABLE = ProblemKind(
    "second-table",
    _E,
    "A second table begins here with other columns; from here on the sheet was not read.",
    "Bring its rows under the first table's headers, and remove this header row.",
)
BAND_ROW = ProblemKind(
    "band-row",
    _N,
    "A row merged across the table, a total or words in place of a reference, was taken for a heading and not read.",
    "Nothing to do; a column such as Theme says the same for every row.",
)
ROW_APART = ProblemKind(
    "row-apart",
    _W,
    "The row stands apart under the table with a reference unlike the others; it was taken for a key or a summary.",
    "Nothing to do if it is one. If not, move it up among the others, and give it a reference like theirs.",
)
KEY_OVER_ROWS = ProblemKind(
    "key-over-rows",
    _E,
    "One reference stands over several rows, so it is not clear which of them is meant.",
    "Of these rows {read} was read. Unmerge the cells, and {remedy}.",
)
MERGED_READING = ProblemKind(
    "merged-reading",
    _E,
    "One figure stands over several periods or KPIs, so it is not clear whose it is; it was not used.",
    "Unmerge the cells, and write each figure in the cell that it belongs to.",
)
PERIOD_NOT_ACTUAL = ProblemKind(
    "period-not-actual",
    _W,
    "What stands beside the period or the figures says that they are not your own, or not reached yet.",
    "They were not read. Targets belong in Targets, comparators in Benchmarks; if they are yours, take the words out.",
)

ALL_KINDS: tuple[ProblemKind, ...] = tuple(kind for kind in list(globals().values()) if isinstance(kind, ProblemKind))
"""Every sort of problem with sheets, tables and headers, in the order above."""
