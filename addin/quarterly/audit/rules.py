"""What a published edition must keep to: every rule with its reason and its cure, in one place.

The refusal of a report, ``quarterly audit`` and the officers' documentation all use these texts.
Source: Government Analysis Function, "Releasing statistics in spreadsheets"; WCAG 2.2, 1.4.3 and 1.4.11.
"""

from __future__ import annotations

from msgspec import Struct


class Rule(Struct, frozen=True, kw_only=True):
    """A rule: ``sentence`` says what must be, ``cause`` how it comes to be broken, ``fix`` what to do."""

    code: str
    sentence: str
    cause: str
    fix: str

    def broken(self, found: str, *, sheet: str = "", at: str = "") -> Violation:
        """This rule broken somewhere: ``at`` is a cell, a range, or what part of the file it is."""
        return Violation(rule=self, sheet=sheet, at=at, found=found)


class Violation(Struct, frozen=True, kw_only=True):
    """A rule broken at one place. ``sheet`` is empty for what belongs to the whole file."""

    rule: Rule
    sheet: str
    at: str
    found: str

    @property
    def code(self) -> str:
        """The rule's stable code."""
        return self.rule.code

    @property
    def where(self) -> str:
        """The place in words: "'Summary'!B4", or the part of the file."""
        if not self.sheet:
            return self.at or "the file"
        quoted = "'" + self.sheet.replace("'", "''") + "'"
        return f"{quoted}!{self.at}" if self.at else quoted

    def __str__(self) -> str:
        return f"{self.where}: {self.found} {self.rule.sentence} {self.rule.fix}"


MACROS = Rule(
    code="audit-macros",
    sentence="A published workbook holds no macros and nothing else that runs.",
    cause="The file is a macro workbook, or controls were put onto a sheet.",
    fix="Save it as an Excel Workbook (.xlsx) without them.",
)
HIDDEN = Rule(
    code="audit-hidden",
    sentence="Nothing in a published workbook is hidden: no sheet, row, column or name.",
    cause="Something was hidden, or made so small that nobody sees it; whoever has the file can show it again.",
    fix="Delete it if readers may not see it; else unhide it.",
)
OUTSIDE = Rule(
    code="audit-outside",
    sentence="A published workbook leads to no other workbook, database or file.",
    cause="A formula, query or connection draws on something outside, whose values and paths travel in the file.",
    fix="Paste the values, then break the link (Data, Edit Links).",
)
LEFTOVERS = Rule(
    code="audit-leftovers",
    sentence="A published workbook holds no comments, pivot tables, tracked changes, embedded files or custom XML.",
    cause="Such parts carry names, or data that the sheets do not show.",
    fix="Remove them (File, Info, Inspect Document).",
)
PERSONAL = Rule(
    code="audit-personal",
    sentence="The properties of a published workbook name no person, only the organisation.",
    cause="Excel writes the name of whoever saves a file into its properties, and people write more there.",
    fix="Clear author, last author, manager, comments and tags (File, Info), or give the organisation as author and "
    "company.",
)
TITLE = Rule(
    code="audit-title",
    sentence="A published workbook has a title in its properties.",
    cause="Screen readers and PDF viewers read the title out in place of the file's name.",
    fix="Give it a title (File, Info, Title).",
)
LANGUAGE = Rule(
    code="audit-language",
    sentence="A published workbook says in its properties which language it is written in.",
    cause="Without it a screen reader may read English with a foreign voice.",
    fix='Set Language to "en-GB" (File, Info, Properties, Advanced Properties).',
)
OPENING = Rule(
    code="audit-opening",
    sentence="A published workbook opens on its first sheet, with the cursor in A1.",
    cause="It was saved while another sheet or cell was selected.",
    fix="Go to the first sheet, select A1, and save.",
)
COVER = Rule(
    code="audit-cover",
    sentence="The first sheet is a cover: the report's title and what it is, without tables.",
    cause="The cover was removed or stands further back, or it does not give the title.",
    fix="Put a sheet with the title, as in the file's properties, in front.",
)
CONTENTS = Rule(
    code="audit-contents",
    sentence="A contents sheet stands near the front, with a link to every sheet after it.",
    cause="The contents were removed, or a sheet was added that they do not list.",
    fix="List every sheet there, each with a link.",
)
SHEET_NAME = Rule(
    code="audit-sheet-name",
    sentence="The name of a sheet says what is on it.",
    cause='The sheet has a name such as "Sheet1", or only a reference such as "K1".',
    fix="Give it a name that tells it from the others; in a template, for example {{kpi.ref}} {{kpi.name}}.",
)
LINK_TEXT = Rule(
    code="audit-link-text",
    sentence="The text of a link says where it leads.",
    cause='The link reads "here" or shows a bare address, which tells nothing when it is read out alone.',
    fix="Write the name of what it leads to.",
)
NOT_MARKED = Rule(
    code="audit-table-not-marked",
    sentence="Figures stand in marked-up tables.",
    cause="Rows of figures stand on the sheet without being a table, and a screen reader cannot name columns.",
    fix="Make a table of them (Insert, Table).",
)
HEADER = Rule(
    code="audit-table-header",
    sentence="A table has one header row, and every column a name of its own.",
    cause="The header row is missing, blank or doubled, or two columns have the same name.",
    fix="Give the table one header row with a different name over each column.",
)
MERGED = Rule(
    code="audit-table-merged",
    sentence="No cell of a table is merged.",
    cause="Cells were merged for their looks; a screen reader then reads values under the wrong header.",
    fix="Unmerge them, and write the value into each row.",
)
GAP = Rule(
    code="audit-table-gap",
    sentence="A table has no blank row or column.",
    cause="A row or column was left empty to make room; a screen reader takes it for the table's end.",
    fix="Delete it; use row height and column width to make room.",
)
BLANKS = Rule(
    code="audit-blanks",
    sentence="Where cells of a table are blank, its sheet says what a blank means.",
    cause="A reader cannot tell nought, nothing and not known apart.",
    fix='Write above the table what blank cells mean, with the word "blank" in it, or fill them in.',
)
CROWDED = Rule(
    code="audit-table-crowded",
    sentence="A sheet holds one table, or each of its tables stands under a heading of its own.",
    cause="Tables stand below or beside each other without a heading between them.",
    fix="Write a heading above each table, or move it to a sheet of its own.",
)
NOT_WRAPPED = Rule(
    code="audit-not-wrapped",
    sentence="Text that is wider than its cell is wrapped.",
    cause="The cell is not set to wrap text, so that the end is cut off or hidden by the next cell.",
    fix="Switch on Wrap Text (Home) for the cell.",
)
SUPERSCRIPT = Rule(
    code="audit-superscript",
    sentence='Notes are marked as "[note 1]", never by superscript or a symbol.',
    cause="Screen readers leave superscript out or read it as part of the number.",
    fix='Write "[note 1]" after the word.',
)
FOOTER_ONLY = Rule(
    code="audit-footer-only",
    sentence="What a header or footer says stands in a cell too.",
    cause="Screen readers do not read headers and footers.",
    fix="Write it into a cell as well, or leave it out of the footer.",
)
FLOATING = Rule(
    code="audit-floating",
    sentence="No text stands in a text box or shape.",
    cause="Screen readers do not reach floating boxes as they go through the cells.",
    fix="Write the text into a cell, and delete the box.",
)
COLOUR_ALONE = Rule(
    code="audit-colour-alone",
    sentence="Colour never says anything that words do not.",
    cause="A cell is coloured and holds no word, so that it tells nothing to whoever cannot see the colour.",
    fix="Write the status into the cell.",
)
TEXT_CONTRAST = Rule(
    code="audit-text-contrast",
    sentence="Text has a contrast of at least 4.5 to 1 with what is behind it.",
    cause="The colours of text and fill are too close.",
    fix="Choose a darker colour for the one and a lighter for the other.",
)
GRAPHIC_CONTRAST = Rule(
    code="audit-graphic-contrast",
    sentence="Lines, columns and points of charts have a contrast of at least 3 to 1 with their background.",
    cause="The colour of a line or column is too light.",
    fix="Choose a darker colour, or give the columns a dark edge.",
)
ALT_TEXT = Rule(
    code="audit-alt-text",
    sentence="Every chart and picture has a text that says what it shows.",
    cause="No alternative text was given, or only a file's name.",
    fix="Right-click it, View Alt Text, and say what it shows.",
)
CHART_CACHE = Rule(
    code="audit-chart-cache",
    sentence="A chart holds no other figures than its cells do.",
    cause="A chart keeps a copy of its figures, and this one was not brought up to date with the cells.",
    fix="Open the workbook in Excel and save it again, or build the report again.",
)
MORE_DIGITS = Rule(
    code="audit-more-digits",
    sentence="A cell holds no more of a figure than it shows.",
    cause="The cell holds more decimals than its format shows, and from them a hidden count can be worked out.",
    fix="Round the figure itself, not only how it is shown.",
)
SUPPRESSED = Rule(
    code="audit-suppressed",
    sentence="No figure that is hidden to protect people stands anywhere in the published edition.",
    cause="A figure that disclosure control hid was written all the same: a fault of Quarterly's or a template's.",
    fix="Do not publish this report; send this message to whoever looks after Quarterly.",
)

RULES: tuple[Rule, ...] = (
    MACROS,
    HIDDEN,
    OUTSIDE,
    LEFTOVERS,
    PERSONAL,
    TITLE,
    LANGUAGE,
    OPENING,
    COVER,
    CONTENTS,
    SHEET_NAME,
    LINK_TEXT,
    NOT_MARKED,
    HEADER,
    MERGED,
    GAP,
    BLANKS,
    CROWDED,
    NOT_WRAPPED,
    SUPERSCRIPT,
    FOOTER_ONLY,
    FLOATING,
    COLOUR_ALONE,
    TEXT_CONTRAST,
    GRAPHIC_CONTRAST,
    ALT_TEXT,
    CHART_CACHE,
    MORE_DIGITS,
    SUPPRESSED,
)
"""Every rule, in the order in which they are reported."""
