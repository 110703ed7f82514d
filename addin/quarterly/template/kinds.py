"""What can be wrong with a template, cell by cell: every code with its meaning and what to do.

Errors keep the template from being used; warnings say what the report will not have, or what readers will miss.
"""

from __future__ import annotations

from quarterly.model.problems import ProblemKind, Severity

TOKEN_UNKNOWN = ProblemKind(
    "token-unknown",
    Severity.ERROR,
    "Quarterly does not know this token.",
    "The page on tokens lists all that there are.{hint}",
)
TOKEN_BRACES = ProblemKind(
    "token-braces",
    Severity.ERROR,
    "Two braces are opened or closed without their counterpart.",
    "Write a token with two braces on either side, as in {example}.{hint}",
)
TOKEN_OUTSIDE = ProblemKind(
    "token-outside-its-list",
    Severity.ERROR,
    "This list exists only for an item of another list.",
    "Put the row between {each} and {end}.",
)
TWO_LISTS = ProblemKind(
    "two-lists-in-a-row",
    Severity.ERROR,
    "A row can repeat for one list only, and this one has tokens of two.",
    "Put the row between {each} and {end}, or use two rows.",
)
CHART_SHARES_CELL = ProblemKind(
    "chart-shares-its-cell",
    Severity.ERROR,
    "A chart or sparkline needs its cell to itself.",
    "Move the other words to another cell.",
)
TOKEN_MISPLACED = ProblemKind(
    "token-misplaced",
    Severity.ERROR,
    "This token cannot stand here.",
    "Move or delete it.{hint}",
)
EACH_UNKNOWN = ProblemKind(
    "each-unknown",
    Severity.ERROR,
    "A block repeats over a list that Quarterly does not know.",
    "The page on tokens names the lists.{hint}",
)
EACH_SHARES_ROW = ProblemKind(
    "each-shares-its-row",
    Severity.ERROR,
    "A row with {{each ...}}, {{end}} or {{section. ...}} can hold nothing else.",
    "Put it in a row of its own; rows that open or close a block do not show in the report.",
)
EACH_WITHOUT_END = ProblemKind(
    "each-without-end",
    Severity.ERROR,
    "A block is opened and never closed on this sheet.",
    "Write {end} in a row of its own below the block's last row.",
)
END_WITHOUT_EACH = ProblemKind(
    "end-without-each",
    Severity.ERROR,
    "A block is closed that was never opened on this sheet.",
    "Delete it, or open the block in a row of its own above its first row.",
)
EACH_TWICE = ProblemKind(
    "each-inside-itself",
    Severity.ERROR,
    "A block repeats over a list that is repeated over already.",
    "Delete one of the two.",
)
LIST_APART = ProblemKind(
    "list-apart",
    Severity.WARNING,
    "This list has nothing to do with what is repeated around it, so the whole of it will stand there every time.",
    "If that is not meant, move it out of {outer}, or to a sheet whose name has no token.",
)
BLOCK_EMPTY = ProblemKind(
    "block-empty",
    Severity.WARNING,
    "There is no row between {{each ...}} and {{end}}, so nothing will be shown.",
    "Put the rows to repeat between the two.",
)
SECTION_UNKNOWN = ProblemKind(
    "section-unknown",
    Severity.ERROR,
    "Quarterly has no ready-made part of this name.",
    "The page on tokens names the parts.{hint}",
)
SECTION_REPEATS = ProblemKind(
    "section-repeats",
    Severity.ERROR,
    "A ready-made part cannot stand where rows or sheets repeat: it would be drawn again and again.",
    "Move it out of the block, or to a sheet whose name has no token.",
)
MERGE_REPEATS = ProblemKind(
    "merged-area-repeats",
    Severity.ERROR,
    "Merged cells reach over rows of which some repeat and others do not.",
    "Merge cells within one row; or put all rows of the area between {each} and {end}.",
)
SHEET_NAME = ProblemKind(
    "sheet-name-token",
    Severity.ERROR,
    "The token in this sheet's name cannot be used there.",
    "Use tokens of the report, or of one list.{hint}",
)
SHEET_NAMED_BY_VALUE = ProblemKind(
    "sheet-named-by-a-value",
    Severity.WARNING,
    "A figure, a date, a status or a reference alone, as the name of a sheet, does not say what is on it.",
    "Add a name, as in {example}.",
)
NO_SHEETS = ProblemKind(
    "template-without-sheets",
    Severity.ERROR,
    "The template has no sheet that shows anything.",
    "Add a sheet with text or tokens.",
)
IS_REPORT = ProblemKind(
    "template-is-a-report",
    Severity.ERROR,
    "This is a finished report, not a template: its figures would go out again as if they were new.",
    "Give the template that the report was made from; or begin one with quarterly template new.",
)
IS_PLAN = ProblemKind(
    "template-is-the-workbook",
    Severity.ERROR,
    "This is an improvement workbook, not a template: its sheets would be copied into the report.",
    "Give a template; quarterly template new makes one to begin with.",
)
NO_TOKENS = ProblemKind(
    "template-without-tokens",
    Severity.WARNING,
    "No cell of the template has a token, so every report made from it will say the same.",
    "Write tokens such as {example} where the report's own words and figures belong.",
)

SHEET_HIDDEN = ProblemKind(
    "template-sheet-hidden",
    Severity.WARNING,
    "The sheet is hidden, so the report leaves it out.",
    "Show it if it belongs into the report, or delete it.",
)
SHEET_EMPTY = ProblemKind(
    "template-sheet-empty",
    Severity.WARNING,
    "The sheet is empty, so the report leaves it out.",
    "Delete it.",
)
ROWS_HIDDEN = ProblemKind(
    "rows-or-columns-hidden",
    Severity.WARNING,
    "Rows or columns are hidden here; the report shows them, for nothing may hide in it.",
    "Delete what the report should not have.",
)
FORMULA = ProblemKind(
    "formula-not-carried",
    Severity.WARNING,
    "Formulas are not carried into the report; the cell will be blank.",
    "Use a token, or type the text.",
)
ERROR_VALUE = ProblemKind(
    "error-value",
    Severity.WARNING,
    "The cell holds an error of Excel's, which is not carried into the report.",
    "Delete it.",
)
PARTLY_FORMATTED = ProblemKind(
    "cell-partly-formatted",
    Severity.WARNING,
    "Words inside this cell differ in font or colour; the report uses the format of the cell as a whole.",
    "Format the whole cell, or use two cells.",
)
GRADIENT = ProblemKind(
    "gradient-not-carried",
    Severity.WARNING,
    "A fill that changes from one colour to another is not carried; its first colour is used.",
    "Choose a plain fill.",
)
NOT_CARRIED = ProblemKind(
    "not-carried",
    Severity.WARNING,
    "The report will not have this part of the template.",
    "Delete it, so that nobody looks for it in the report.{hint}",
)
LINK_NOT_CARRIED = ProblemKind(
    "link-not-carried",
    Severity.WARNING,
    "Only links to web pages, to mail addresses and to sheets of the template are carried.",
    "Link to one of those, or remove the link.",
)
CONDITIONAL_NOT_CARRIED = ProblemKind(
    "conditional-format-not-carried",
    Severity.WARNING,
    "This conditional format is not carried into the report.",
    "Use one that compares the cell's own value or text, a colour scale, data bars or icons.",
)
PICTURE_NOT_CARRIED = ProblemKind(
    "picture-not-carried",
    Severity.WARNING,
    "This picture cannot be carried into the report.",
    "Save it as PNG or JPEG and insert that.",
)
EXTERNAL_LINKS = ProblemKind(
    "external-links",
    Severity.WARNING,
    "The template refers to other workbooks; nothing of that is carried, and they are never opened.",
    "In Excel: Data, Edit Links, Break Link.",
)
STYLES_MISSING = ProblemKind(
    "styles-missing",
    Severity.WARNING,
    "The template does not say how these look, so Quarterly's own look is used.",
    "Add a row for each to the sheet Styles: its name in column A, a sample in column B.",
)
STYLE_UNKNOWN = ProblemKind(
    "style-unknown",
    Severity.WARNING,
    "The sheet Styles has a sample for something that Quarterly does not draw.",
    "Correct the name, or delete the row.{hint}",
)
STYLE_TWICE = ProblemKind(
    "style-twice",
    Severity.WARNING,
    "The sheet Styles has two samples for this; the first is used.",
    "Delete one of the two.",
)

LOW_CONTRAST = ProblemKind(
    "low-contrast",
    Severity.WARNING,
    "The text is hard to read on its background.",
    "Choose a darker text or a lighter background: the contrast is {ratio}:1 and should be at least {least}:1.",
)
NO_ALT_TEXT = ProblemKind(
    "picture-without-alt-text",
    Severity.WARNING,
    "The picture has no alternative text, so people who listen to the report miss it.",
    "In Excel: right-click it, View Alt Text; describe it, or mark it as decorative.",
)
ALT_TEXT_EMPTY = ProblemKind(
    "alt-text-says-nothing",
    Severity.WARNING,
    "The picture's alternative text is a word such as Picture, or the name of a file.",
    "In Excel: right-click it, View Alt Text; say what it shows, for example the name of the logo's council.",
)
CHART_SMALL = ProblemKind(
    "chart-small",
    Severity.WARNING,
    "This place is too small for a chart: parts of it, such as the key or the title, will be left out.",
    "Merge about 6 columns and 10 rows for it.",
)
COLUMN_NARROW = ProblemKind(
    "text-column-narrow",
    Severity.WARNING,
    "This column is narrow for its text, so rows will be very tall.",
    "Make it at least {least} characters wide, better 30.",
)
PICTURE_COVERS = ProblemKind(
    "picture-covers-text",
    Severity.WARNING,
    "The picture lies over a cell with text, which it will hide in the report too.",
    "Make the picture smaller, or move it to where no text stands.",
)
RULE_OF_SHARES = ProblemKind(
    "conditional-format-of-shares",
    Severity.WARNING,
    "A conditional format here counts from 0 to 1, but percentages in a report are numbers from 0 to 100.",
    "Multiply its limits by 100: write 50 for half.",
)
PRINT_SMALL = ProblemKind(
    "print-small",
    Severity.WARNING,
    "The sheet is so wide that little of it can be read when it is printed on one page's width.",
    "It will be printed at {scale}% of its size. Take columns away, make them narrower, or choose larger paper.",
)
SMALL_TEXT = ProblemKind(
    "text-small",
    Severity.WARNING,
    "The text is smaller than many people can read.",
    "Use at least {least} points.",
)
FONT_UNUSUAL = ProblemKind(
    "font-unusual",
    Severity.WARNING,
    "Not every computer has this font; others will show another one, and lines may break elsewhere.",
    "Arial, Calibri, Verdana and Tahoma are safe choices.",
)
NO_HEADER = ProblemKind(
    "table-without-header",
    Severity.WARNING,
    "This row repeats, and the row above it does not name all of its columns.",
    "Write a heading above every column of the repeating row.",
)
MERGED_TABLE = ProblemKind(
    "table-with-merged-cells",
    Severity.WARNING,
    "Cells are merged in this row or in its header, so Excel cannot make a table of it that screen readers know.",
    "Unmerge them, and make the column as wide as its text needs.",
)
NO_TITLE = ProblemKind(
    "sheet-without-title",
    Severity.WARNING,
    "The sheet does not begin with a title in cell A1, where screen readers begin.",
    "Write the sheet's title in A1.",
)

KINDS: tuple[ProblemKind, ...] = (
    TOKEN_UNKNOWN,
    TOKEN_BRACES,
    TOKEN_OUTSIDE,
    TWO_LISTS,
    CHART_SHARES_CELL,
    TOKEN_MISPLACED,
    EACH_UNKNOWN,
    EACH_SHARES_ROW,
    EACH_WITHOUT_END,
    END_WITHOUT_EACH,
    EACH_TWICE,
    LIST_APART,
    BLOCK_EMPTY,
    SECTION_UNKNOWN,
    SECTION_REPEATS,
    MERGE_REPEATS,
    SHEET_NAME,
    SHEET_NAMED_BY_VALUE,
    NO_SHEETS,
    IS_REPORT,
    IS_PLAN,
    NO_TOKENS,
    SHEET_HIDDEN,
    SHEET_EMPTY,
    ROWS_HIDDEN,
    FORMULA,
    ERROR_VALUE,
    PARTLY_FORMATTED,
    GRADIENT,
    NOT_CARRIED,
    LINK_NOT_CARRIED,
    CONDITIONAL_NOT_CARRIED,
    PICTURE_NOT_CARRIED,
    EXTERNAL_LINKS,
    STYLES_MISSING,
    STYLE_UNKNOWN,
    STYLE_TWICE,
    LOW_CONTRAST,
    NO_ALT_TEXT,
    ALT_TEXT_EMPTY,
    CHART_SMALL,
    COLUMN_NARROW,
    PICTURE_COVERS,
    RULE_OF_SHARES,
    PRINT_SMALL,
    SMALL_TEXT,
    FONT_UNUSUAL,
    NO_HEADER,
    MERGED_TABLE,
    NO_TITLE,
)
"""Everything that can be said about a template."""
