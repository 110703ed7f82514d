"""The committee's cover report, heading by heading."""

from __future__ import annotations

from functools import partial

from quarterly.compose.cells import text_cell
from quarterly.compose.material import Material
from quarterly.compose.report import Cell
from quarterly.compose.sections.cover_report import (
    HEADINGS,
    CoverHeading,
    CoverPart,
    author,
    cover_part,
    cover_parts,
    subject,
    title,
)
from quarterly.compose.vocabulary.declare import Field, Noun


def _text(heading: CoverHeading, report: Material) -> Cell:
    return Cell(cover_part(report, heading).text)


FIELDS: tuple[Field[Material], ...] = (
    Field("cover.title", "To which committee the report is made", lambda it: Cell(title(it))),
    Field("cover.subject", "Subject heading", lambda it: Cell(subject(it))),
    Field("cover.author", "Report author and contact, a line each", lambda it: text_cell(author(it))),
    *(
        Field(f"cover.{heading.key}", f"{heading.title}: officers' words, else the draft", partial(_text, heading))
        for heading in HEADINGS
    ),
)
COVER_PART: Noun[CoverPart] = Noun(
    name="cover_part",
    meaning="the headings of the committee's cover report, in order",
    members=cover_parts,
    key=lambda part: part.heading.key,
    fields=(
        Field("heading", "The heading", lambda one: Cell(one.it.heading.title)),
        Field(
            "group",
            "The heading that it stands under, such as Implications",
            lambda one: text_cell(one.it.heading.group),
        ),
        Field("text", "Officers' words, else the draft and what is to complete", lambda one: Cell(one.it.text)),
        Field("origin", "Officer's words, Draft or To complete", lambda one: Cell(one.it.origin)),
    ),
)
