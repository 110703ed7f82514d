"""The committee's cover report, with the headings that a committee's papers have.

What the workbook says is drafted; officers' Commentary on a heading stands in place of the draft; and where only an
officer can write, the working edition says what is asked for. The published edition carries no such prompts.
"""

from __future__ import annotations

from itertools import chain

from msgspec import Struct

from quarterly.compose.material import Material
from quarterly.compose.narrative import Passage
from quarterly.compose.report import Block, Cell, Facts, Heading, Look, Paragraph, Section
from quarterly.compose.sections import cover_draft
from quarterly.compose.sections.cover_draft import Draft
from quarterly.model.periods import date_label

DRAFTED = (
    "Drafted from the figures of this report. What officers write under Commentary, by these headings, stands in "
    "place of the draft."
)
AWAITED = "Officers' words under this heading are awaited."


class CoverHeading(Struct, frozen=True, kw_only=True):
    """A heading: its token's name, its draft, and what only an officer can add.

    ``called`` is how Commentary calls it, where that is not its title alone. ``group`` is the heading that it stands
    under. Sentences stand each by itself, unless they are ``numbered`` or make one ``running`` paragraph.
    """

    key: str
    title: str
    draft: Draft = cover_draft.nothing
    prompt: str = ""
    called: tuple[str, ...] = ()
    group: str = ""
    numbered: bool = False
    running: bool = False


IMPLICATIONS = "Implications and risks"
HEADINGS = (
    CoverHeading(
        key="policy_context",
        title="Policy context",
        draft=cover_draft.policy_context,
        prompt="which of the council's objectives and policies this report serves",
        running=True,
    ),
    CoverHeading(
        key="financial_summary",
        title="Financial summary",
        prompt="what it costs, and from which budget",
    ),
    CoverHeading(
        key="summary",
        title="Summary",
        draft=cover_draft.summary_sentences,
        called=("Cover report summary", "Summary"),
    ),
    CoverHeading(
        key="recommendations",
        title="Recommendations",
        draft=cover_draft.recommendations,
        prompt="any decision that the committee is asked to take",
        called=("Recommendations to the committee",),  # not those that the plan answers
        numbered=True,
    ),
    CoverHeading(key="detail", title="Report detail", draft=cover_draft.report_detail),
    CoverHeading(
        key="reasons",
        title="Reasons for the recommendations",
        draft=cover_draft.reasons,
        called=("Reasons for the recommendations", "Reasons for the decision"),
    ),
    CoverHeading(key="options", title="Other options considered", prompt="which other options there were, if any"),
    CoverHeading(
        key="financial",
        title="Financial implications and risks",
        draft=cover_draft.financial,
        prompt="costs, savings and risks to the budget, with the name of the finance officer",
        called=("Financial implications and risks", "Financial implications"),
        group=IMPLICATIONS,
    ),
    CoverHeading(
        key="legal",
        title="Legal implications and risks",
        prompt="duties and legal risks, with the name of the legal officer",
        called=("Legal implications and risks", "Legal implications"),
        group=IMPLICATIONS,
    ),
    CoverHeading(
        key="hr",
        title="Human resources implications and risks",
        draft=cover_draft.human_resources,
        prompt="what the plan asks of staff, with the name of the human resources officer",
        called=(
            "Human resources implications and risks",
            "Human resources implications",
            "HR implications and risks",
            "HR implications",
        ),
        group=IMPLICATIONS,
    ),
    CoverHeading(
        key="equalities",
        title="Equalities implications and risks",
        prompt="whom the plan affects and how, and whether that has been assessed",
        called=("Equalities implications and risks", "Equalities implications", "Equality implications"),
        group=IMPLICATIONS,
    ),
    CoverHeading(
        key="background",
        title="Background papers",
        draft=cover_draft.background_papers,
        prompt="any other paper that this report rests on",
    ),
    CoverHeading(key="appendices", title="Appendices", draft=cover_draft.appendices, called=("Appendices", "Appendix")),
)
"""As in the committee reports of Havering (2017), from subject to appendices."""


class CoverPart(Struct, frozen=True, kw_only=True):
    """What stands under a heading in one report; ``origin`` says whose words they are."""

    heading: CoverHeading
    passage: Passage
    lines: tuple[str, ...]
    origin: str  # "Officer's words", "Draft", "To complete"

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines)


def cover_parts(material: Material) -> tuple[CoverPart, ...]:
    """Every heading with what stands under it."""
    return tuple(cover_part(material, heading) for heading in HEADINGS)


def cover_part(material: Material, heading: CoverHeading) -> CoverPart:
    """Officers' words under a heading where there are any, else the draft and what is still to complete."""
    names = heading.called or (heading.title,)
    passage = Passage(
        kind="Cover report",
        about=heading.title,
        title=heading.title,
        sentences=tuple(heading.draft(material)),
        commentary=tuple(chain.from_iterable(material.commentary(name) for name in names)),
    )
    if passage.commentary:
        origin, lines = "Officer's words", tuple(note.text for note in passage.commentary)
    else:
        origin = "Draft" if passage.sentences else "To complete"
        lines = _drafted(material, heading, passage)
    return CoverPart(heading=heading, passage=passage, lines=lines, origin=origin)


def _drafted(material: Material, heading: CoverHeading, passage: Passage) -> tuple[str, ...]:
    drafted = [sentence.text for sentence in passage.sentences]
    if heading.numbered:
        drafted = [f"{place}.  {text}" for place, text in enumerate(drafted, 1)]
    if heading.running and drafted:
        drafted = [passage.draft]
    if heading.prompt and not material.is_published:
        drafted.append(f"[Officer to complete: {heading.prompt}.]")
    return tuple(drafted) or (AWAITED,)


def subject(material: Material) -> str:
    """The subject heading."""
    return f"{material.programme}: progress report, {material.quarter_label}"


def cover_report(material: Material) -> Section:
    """The report to the committee on one or two pages, before the pack."""
    blocks: list[Block] = [_facts(material)]
    group = ""
    for part in cover_parts(material):
        if part.heading.group != group and part.heading.group:
            blocks.append(Heading(text=part.heading.group))
        group = part.heading.group
        blocks.append(Heading(text=part.heading.title))
        blocks += [Paragraph(text=line) for line in part.lines]
    if not material.is_published:
        blocks.append(Paragraph(text=DRAFTED, look=Look.SMALL))
    return Section(key="cover_report", name="Cover report", title=title(material), blocks=tuple(blocks))


def title(material: Material) -> str:
    """ "Report to the Children's Scrutiny Committee"."""
    committee = material.plan.settings.committee
    if not committee:
        return "Report to the committee"
    return f"Report to {committee if committee.lower().startswith('the ') else f'the {committee}'}"


def _facts(material: Material) -> Facts:
    settings = material.plan.settings
    pairs = (
        ("Subject heading", subject(material)),
        ("Meeting", date_label(settings.meeting_date) if settings.meeting_date else ""),
        ("SLT lead", settings.lead_officer),
        ("Report author and contact", author(material)),
    )
    return Facts(pairs=tuple((label, Cell(text)) for label, text in pairs if text))


def author(material: Material) -> str:
    """The report's author, and where to reach the author."""
    settings = material.plan.settings
    return "\n".join(part for part in (settings.author, settings.contact) if part)
