"""What the published edition adds for readers who hear a report rather than see it: every blank cell is explained."""

from __future__ import annotations

from msgspec.structs import replace

from quarterly.compose.report import Block, Cell, Look, Paragraph, Report, Section, Table

BLANK_MEANS = "A blank cell: there is nothing to show."


def accessible(report: Report) -> Report:
    """The report without blank columns in its tables, and with a sentence where cells are blank."""
    return replace(report, sections=tuple(accessible_section(section) for section in report.sections))


def accessible_section(section: Section) -> Section:
    """The same for one section."""
    blocks: list[Block] = []
    explained = False
    for block in section.blocks:
        table = _without_blank_columns(block) if isinstance(block, Table) else None
        if table is not None and not explained and any(_is_blank(cell) for row in table.rows for cell in row):
            blocks.append(Paragraph(text=BLANK_MEANS, look=Look.SMALL))
            explained = True
        blocks.append(block if table is None else table)
    return replace(section, blocks=tuple(blocks))


def _without_blank_columns(table: Table) -> Table:
    kept = [place for place in range(len(table.columns)) if not all(_is_blank(row[place]) for row in table.rows)]
    if not table.rows or len(kept) == len(table.columns):
        return table
    return replace(
        table,
        columns=tuple(table.columns[place] for place in kept),
        rows=tuple(tuple(row[place] for place in kept) for row in table.rows),
    )


def _is_blank(cell: Cell) -> bool:
    return cell.value in (None, "") and cell.spark is None
