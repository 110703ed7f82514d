"""The Styles sheet: a row a look, its name in column A, a sample of it in column B."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from quarterly.compose.report import Look
from quarterly.model.problems import CellRef, Problem
from quarterly.read.values import closest, folded
from quarterly.template import kinds
from quarterly.template.drawn import DrawnCell
from quarterly.template.layout import Format, StyleSheet

SHEET = "Styles"
NAME, SAMPLE = 0, 1  # columns

STATUSES: dict[str, Look] = {
    "Complete and evidenced": Look.BLUE,
    "Green": Look.GREEN,
    "Green-amber": Look.GREEN_AMBER,
    "Amber": Look.AMBER,
    "Red-amber": Look.RED_AMBER,
    "Red": Look.RED,
    "Not rated": Look.UNRATED,
}
"""The looks of statuses, by the word that officers know them by."""
WORDS: dict[str, Look] = {
    "Bold text": Look.STRONG,
    "Small text": Look.SMALL,
    "Link": Look.LINK,
    "No value": Look.MISSING,
}
"""The looks of words that are no status."""
ROLES: dict[str, str] = {
    "Title": "title",
    "Subtitle": "subtitle",
    "Heading": "heading",
    "Body text": "body",
    "Small text": "small",
    "Table header": "table header",
}
"""What ready-made parts are made of."""
LINES: dict[str, str] = {
    "Chart: actual": "actual",
    "Chart: target": "target",
    "Chart: lowest allowed": "floor",
    "Chart: highest allowed": "high",
    "Chart: control limits": "limit",
    "Chart: England": "england",
    "Chart: region": "region",
    "Chart: statistical neighbours": "neighbours",
}
"""The lines of charts; a sample's fill is the line's colour, or else the colour of its text."""
ALIASES = {
    "Blue": "Complete and evidenced",
    "Bold": "Bold text",
    "Strong": "Bold text",
    "Missing value": "No value",
    "Missing": "No value",
    "Chart: floor": "Chart: lowest allowed",
    "Chart: neighbours": "Chart: statistical neighbours",
}
NAMES: tuple[str, ...] = tuple(dict.fromkeys((*STATUSES, *WORDS, *ROLES, *LINES)))
"""Every name that column A may hold, in the order in which the built-in templates show them."""
_EXPECTED = tuple(STATUSES)  # a template without one of these is told so
_HEADERS = {"name", "look", "style", "what", "whatitis"}
_BY_FOLD = {folded(name): name for name in NAMES} | {folded(name): ALIASES[name] for name in ALIASES}

# A status is laid over the cell that it stands in, whose size and place stay as they are.
_LAID_OVER = (
    "bg_color", "fg_color", "pattern", "font_color", "bold", "italic", "underline", "font_strikeout", "left", "right",
    "top", "bottom", "left_color", "right_color", "top_color", "bottom_color",
)  # fmt: skip


class _Samples(Struct):
    """What the sheet's rows say."""

    sheet: str
    formats: dict[str, Format] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)

    def take(self, name: DrawnCell, sample: DrawnCell | None) -> None:
        """Take one row; headings and explanations have no sample, and are passed over."""
        text = str(name.value).strip()
        known = _BY_FOLD.get(folded(text), "")
        at = CellRef(self.sheet, name.row + 1, name.column + 1)
        if not known and sample is not None and folded(text) not in _HEADERS:
            near = closest(text, NAMES)
            hint = f' Did you mean "{near}"?' if near else ""
            self.problems.append(kinds.STYLE_UNKNOWN.at(at, text, hint=hint))
        elif known and known in self.formats:
            self.problems.append(kinds.STYLE_TWICE.at(at, text))
        elif known and sample is not None:
            self.formats[known], self.rows[known] = sample.format, at.row


def style_sheet(cells: Sequence[DrawnCell], sheet: str = SHEET) -> tuple[StyleSheet, tuple[Problem, ...]]:
    """The looks that a Styles sheet gives, and what is amiss with it."""
    at = {(cell.row, cell.column): cell for cell in cells}
    samples = _Samples(sheet)
    for (row, column), cell in sorted(at.items()):
        if column == NAME and isinstance(cell.value, str):
            samples.take(cell, at.get((row, SAMPLE)) if cell.columns == 1 else None)
    formats = samples.formats
    missing = [name for name in _EXPECTED if name not in formats]
    if missing:
        samples.problems.append(kinds.STYLES_MISSING.at(CellRef(sheet), ", ".join(missing)))
    return replace(_styles(formats), rows=tuple(samples.rows.items())), tuple(samples.problems)


def no_style_sheet() -> tuple[StyleSheet, tuple[Problem, ...]]:
    """What a template without a Styles sheet looks like, and the warning."""
    return StyleSheet(), (kinds.STYLES_MISSING.at(CellRef(SHEET), ", ".join(_EXPECTED)),)


def _styles(formats: dict[str, Format]) -> StyleSheet:
    looks = {**STATUSES, **WORDS}
    return StyleSheet(
        statuses=tuple((looks[name], _laid_over(formats[name])) for name in looks if name in formats),
        roles=tuple((role, formats[name]) for name, role in ROLES.items() if name in formats),
        lines=tuple((role, colour) for name, role in LINES.items() if (colour := _colour(formats.get(name, ())))),
    )


def _laid_over(style: Format) -> Format:
    return tuple(pair for pair in style if pair[0] in _LAID_OVER)


def _colour(style: Format) -> str:
    said = dict(style)
    return str(said.get("bg_color", said.get("font_color", "")))
