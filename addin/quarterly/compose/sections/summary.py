"""The one-page summary: where are we, what moved, what needs attention."""

from __future__ import annotations

from collections import Counter

from quarterly.compose.cells import status_cell
from quarterly.compose.material import Material
from quarterly.compose.narrative import Passage, about_programme
from quarterly.compose.report import Block, Cell, Column, Facts, Heading, Look, Paragraph, Section, Table
from quarterly.compose.tally import Tally
from quarterly.compose.words import counted, listed
from quarterly.judge.judgement import RollUp, Status
from quarterly.model.periods import date_label

QUIET = "No rating worsened, nothing is red and no action is overdue."
UNRATED = "Nothing was rated this quarter, so there is nothing to compare."


def summary(material: Material) -> Section:
    """Headline, five things to know, counts by status, and the themes: on one page."""
    drafted = about_programme(material)
    headline = drafted.sentences[0].text
    blocks: list[Block] = [Paragraph(text=headline, look=Look.STRONG), _facts(material)]
    blocks += [Heading(text="What to know this quarter"), *_points(material, drafted)]
    blocks += [Heading(text="Status of indicators and actions"), _counts(material)]
    if unrated := unrated_words(material):
        blocks.append(Paragraph(text=unrated, look=Look.SMALL))
    if material.judgements.themes:
        blocks += [Heading(text="Themes"), _themes(material.judgements.themes)]
    return Section(key="summary", name="Summary", title="Summary", blocks=tuple(blocks), one_page=True)


def _facts(material: Material) -> Facts:
    progress = f", {material.progress} of the plan" if material.progress else ""
    position = f"{date_label(material.judgements.as_at)}{progress}"
    pairs: list[tuple[str, Cell]] = [("Position as at", Cell(position))]
    if material.journey:
        pairs.append(("Judgement and ambition", Cell(material.journey)))
    if (changes := material.judgements.changes).statement and changes.quarter is None:
        pairs.append(("Last report", Cell(changes.statement)))
    pairs.append(("Coverage", Cell(material.judgements.coverage.statement)))
    if note := errors_note(material):
        pairs.append(("Data quality", Cell(note, link="quality", look=Look.LINK)))
    return Facts(pairs=tuple(pairs))


def errors_note(material: Material) -> str:
    """ "1 error in the workbook: ...", or empty."""
    errors = sum(problem.severity == "error" for problem in material.problems)
    return (
        f"{counted(errors, 'error')} in the workbook: see Data quality. Items with errors are not judged."
        if errors
        else ""
    )


def _counts(material: Material) -> Table:
    tally = Tally.of(material)
    rows = tuple(
        (
            status_cell(count.status),
            Cell(count.kpis),
            Cell(f"{tally.share_of_kpis(count)}%"),
            Cell(count.kpis_before),
            Cell(count.actions),
            Cell(f"{tally.share_of_actions(count)}%"),
        )
        for count in tally.rows
    )
    total = (
        Cell("All", Look.STRONG),
        Cell(tally.now.total(), Look.STRONG),
        Cell("", Look.STRONG),
        Cell(tally.before.total(), Look.STRONG),
        Cell(tally.actions.total(), Look.STRONG),
        Cell("", Look.STRONG),
    )
    columns = (
        Column(header="Status", width=30),
        Column(header="Indicators", width=14, align="right"),
        Column(header="% of indicators", width=14, align="right"),
        Column(header="Indicators last quarter", width=16, align="right"),
        Column(header="Actions", width=13, align="right"),
        Column(header="% of actions", width=13, align="right"),
    )
    return Table(columns=columns, rows=(*rows, total))


def _not_rated(counts: Counter[Status]) -> dict[Status, int]:
    return {status: counts[status] for status in Status if counts[status] and not status.is_rated}


def unrated_words(material: Material) -> str:
    """What "not rated" stands for: "Not rated: 1 indicator awaited; 2 actions ongoing and 1 deferred."."""
    judged = material.judgements
    parts = []
    for items, noun in ((judged.kpis, "Indicators"), (judged.actions, "Actions")):
        counts = _not_rated(Counter(item.status for item in items))
        if counts:
            parts.append(
                f"{noun} not rated: {listed([f'{number} {str(name).lower()}' for name, number in counts.items()])}."
            )
    return " ".join(parts)


def _points(material: Material, drafted: Passage) -> list[Paragraph]:
    """Officers' words where there are any, else the things to know, numbered."""
    if drafted.commentary:
        return [Paragraph(text=note.text) for note in drafted.commentary]
    return [Paragraph(text=f"{number}.  {text}") for number, text in enumerate(points(material, drafted), 1)]


def points(material: Material, drafted: Passage) -> tuple[str, ...]:
    """Officers' words where there are any, else the things to know, most serious first; never none."""
    if drafted.commentary:
        return tuple(note.text for note in drafted.commentary)
    if found := tuple(sentence.text for sentence in drafted.sentences[1:]):
        return found
    judged = material.judgements
    statuses = [*(item.status for item in judged.kpis), *(item.status for item in judged.actions)]
    return (QUIET if any(status.is_rated for status in statuses) else UNRATED,)


def _themes(themes: tuple[RollUp, ...]) -> Table:
    columns = (
        Column(header="Theme", width=30),
        Column(header="Overall", width=14),
        Column(header="By actions", width=14),
        Column(header="By indicators", width=16),
        Column(header="Actions", width=13, align="right"),
        Column(header="Indicators", width=13, align="right"),
        Column(header="Why", width=80),
    )
    rows = tuple(
        (
            Cell(theme.title, Look.STRONG),
            status_cell(theme.status),
            status_cell(theme.action_status),
            status_cell(theme.kpi_status),
            Cell(len(theme.actions)),
            Cell(len(theme.kpis)),
            Cell(theme.reason, Look.SMALL),
        )
        for theme in themes
    )
    return Table(columns=columns, rows=rows)
