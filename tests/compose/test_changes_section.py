from __future__ import annotations

from datetime import date

from msgspec.structs import replace
from plans import AS_AT, QUARTER, SOURCE, a_kpi, a_plan, months

from quarterly.compose.material import Material
from quarterly.compose.report import Cell, Heading, Look, Paragraph, Section, Table
from quarterly.compose.sections.changes import what_changed
from quarterly.compose.sections.kpi_pages import kpi_pages
from quarterly.compose.sections.new_rules import new_rules
from quarterly.judge import judge
from quarterly.judge.changes import NO_HISTORY
from quarterly.model.context import CommitteeItem, PublishedStatus
from quarterly.model.kpi import Benchmark, Comparator
from quarterly.model.periods import FINANCIAL
from quarterly.model.plan import Plan
from quarterly.model.rules import HAVERING, RagRule, RuleChange, RuleFamily

Q2 = FINANCIAL.quarter(2025, 2)
PUBLISHED = date(2025, 10, 30)


def material(plan: Plan) -> Material:
    return Material(plan=plan, judgements=judge(plan, QUARTER, AS_AT), problems=(), provenance=SOURCE)


def row(item: str, kind: str, status: str, **fields: object) -> PublishedStatus:
    return PublishedStatus(
        quarter=Q2,
        item=item,
        kind=kind,
        status=status,
        published_on=PUBLISHED,
        **fields,  # type: ignore[arg-type]
    )


def tables(section: Section) -> dict[str, Table]:
    """The tables of a section by the heading above each."""
    pairs = zip(section.blocks, section.blocks[1:], strict=False)
    return {before.text: block for before, block in pairs if isinstance(before, Heading) and isinstance(block, Table)}


def values(table: Table) -> list[list[object]]:
    return [[cell.value for cell in cells] for cells in table.rows]


HISTORY = (
    row("K1", "KPI", "amber", value=85.0),
    row("K3", "KPI", "Watch"),
    row("K9", "KPI", "Red"),
    row("A1", "Action", "Green", value=40.0, due=date(2025, 10, 31)),
    row("A2", "Action", "Green", due=date(2026, 12, 31)),
    row("A3", "Action", "Green", value=70.0, due=date(2025, 11, 30)),
)
REQUESTS = (
    CommitteeItem(
        ref="C1",
        body="Scrutiny",
        request="Caseloads by team.",
        response="Included in this report.",
        closed_on=date(2025, 11, 27),
    ),
    CommitteeItem(ref="C2", request="A visit.", closed_on=date(2025, 12, 1)),
)


def test_without_a_history_the_sheet_says_why_it_is_empty() -> None:
    section = what_changed(material(a_plan()))
    assert section.blocks == (Paragraph(text=NO_HISTORY),)


def test_every_sort_of_change_has_its_table() -> None:
    section = what_changed(material(a_plan(history=HISTORY, committee=REQUESTS)))
    (first, *_) = section.blocks
    assert first == Paragraph(
        text="Compared with the report for Q2 2025/26, published on 30 Oct 2025. "
        "1 rating worsened and 1 improved, 1 due date was put off, 1 figure is not as published and "
        "1 action was finished."
    )
    found = {title: values(table) for title, table in tables(section).items()}
    assert found == {
        "Ratings that moved": [
            [
                "▼ Worse",
                "A1",
                "Daily allocation meeting with a same-day escalation route.",
                "✔ Green",
                "✖ Red",
                40.0,
                60.0,
            ],
            ["▲ Better", "K1", "Contacts decided within 1 working day", "● Amber", "✔ Green", 85.0, 94.0],
            ["► Changed", "K3", "Children looked after", "Watch", "✖ Red", "–", 650.0],
        ],
        "Due dates that moved": [
            ["▼ Later", "A1", "Daily allocation meeting with a same-day escalation route.", *_dates(10, 12, 61)],
            ["▲ Earlier", "A2", "Retention payments.", date(2026, 12, 31), date(2026, 6, 30), -184],
        ],
        "Figures that are not as published": [
            ["Q2 2025/26", "K1", "Contacts decided within 1 working day", 85.0, 91.0, PUBLISHED]
        ],
        "New, finished and removed": [
            ["New", "K2", "Agency social workers\nNot in an earlier report.", "KPI"],
            ["New", "K4", "Early-help contacts\nNot in an earlier report.", "KPI"],
            ["Finished", "A3", "Move the office.\nComplete; evidence awaited.", "Action"],
            ["Removed", "K9", "Was Red; no longer in the workbook.", "KPI"],
        ],
        "Committee requests answered": [
            [date(2025, 11, 27), "C1", "Caseloads by team.\nAnswer: Included in this report.", "Scrutiny"],
            [date(2025, 12, 1), "C2", "A visit.", "–"],
        ],
    }


def _dates(then: int, now: int, days: int) -> list[object]:
    return [date(2025, then, 31), date(2025, now, 31), days]


def test_where_nothing_changed_each_table_says_so() -> None:
    plan = a_plan(kpis=(a_kpi(),), actions=(), history=(row("K1", "KPI", "Green", value=91.0),))
    section = what_changed(material(plan))
    assert section.blocks[0] == Paragraph(
        text="Compared with the report for Q2 2025/26, published on 30 Oct 2025. No ratings worsened and none improved."
    )
    assert [table.empty for table in tables(section).values() if not table.rows] == [
        "No rating moved.",
        "No due date moved.",
        "Every figure is as it was published.",
        "Nothing is new, finished or removed.",
        "No request was answered since then.",
    ]


def test_what_cannot_be_told_is_said() -> None:
    plan = a_plan(kpis=(), history=(row("A2", "Action", "Green"),))
    section = what_changed(material(plan))
    assert section.blocks[1] == Paragraph(
        text="Due dates as they were then are not in Status History, so dates that slipped cannot be told.",
        look=Look.SMALL,
    )
    assert tables(section)["Due dates that moved"].empty == "Not known."


def test_several_changes_are_counted_in_the_plural_and_a_lost_date_is_named() -> None:
    plan = a_plan()
    a1, a2, a3 = plan.actions
    actions = (replace(a1, complete=100.0), replace(a2, due=None), a3)
    history = (
        row("A1", "Action", "Red", value=40.0, due=date(2025, 6, 30)),
        row("A2", "Action", "Green", due=date(2026, 6, 30)),
        row("A3", "Action", "Red", value=40.0, due=date(2025, 11, 30)),
        row("K1", "KPI", "Green", value=80.0),
        replace(row("K1", "KPI", "Green", value=80.0), quarter=Q2.previous()),
    )
    section = what_changed(material(replace(plan, actions=actions, history=history)))
    assert isinstance(section.blocks[0], Paragraph)
    assert section.blocks[0].text.endswith(
        "No ratings worsened and 2 improved, 2 figures are not as published and 2 actions were finished."
    )
    assert values(tables(section)["Due dates that moved"]) == [
        ["No date now", "A2", "Retention payments.", date(2026, 6, 30), "–", "–"]
    ]


POINTS = RagRule(family=RuleFamily.POINTS, green=0.0, amber=2.0, relative=False)


def test_in_most_quarters_no_rule_is_new() -> None:
    assert new_rules(material(a_plan())) == ()


def test_a_new_rule_is_stated_with_its_reason_and_what_it_would_have_changed() -> None:
    """K1 stands at 94 of 90; in September at 91. A floor of 95 for green makes both amber."""
    stricter = RagRule(family=RuleFamily.ABSOLUTE, green=95.0, amber=80.0)
    changes = (
        RuleChange(since=QUARTER, rule=stricter, kpis=("K1",), reason="agreed by the Board"),
        RuleChange(since=QUARTER, rule=HAVERING),
    )
    plan = a_plan(kpis=(a_kpi(),), rule_changes=changes, history=(row("K1", "KPI", "Green", value=91.0),))
    heading, first, second, rest, table = new_rules(material(plan))
    assert heading == Heading(text="Rules that are new this quarter")
    assert first == Paragraph(
        text="From Q3 2025/26, K1: Absolute. Green: 95 or better. Amber: 80 or better. Red: worse. Agreed by the Board."
    )
    assert isinstance(second, Paragraph)
    assert second.text.startswith("From Q3 2025/26, indicators without a rule of their own: Havering 2013. Green:")
    assert isinstance(rest, Paragraph)
    assert isinstance(table, Table)
    assert [[cell.value for cell in cells if cell.value] for cells in table.rows] == [
        [
            "K1, Q3 2025/26",
            "Contacts decided within 1 working day: 94.0% against a target of 90%: 4.0 points better than target. "
            "Amber is 80.0% or more; 1.0 points more would make it green.",
            "–",
            "✔ Green",
            "● Amber",
        ],
        [
            "K1, Q2 2025/26",
            "Contacts decided within 1 working day: 91.0% against a target of 90%: 1.0 points better than target. "
            "Amber is 80.0% or more; 4.0 points more would make it green.",
            "Green",
            "✔ Green",
            "● Amber",
        ],
    ]


def test_a_move_by_a_new_rule_carries_the_note() -> None:
    stricter = RagRule(family=RuleFamily.ABSOLUTE, green=95.0, amber=80.0)
    plan = a_plan(
        kpis=(a_kpi(),),
        rule_changes=(RuleChange(since=QUARTER, rule=stricter, kpis=("K1",)),),
        history=(row("K1", "KPI", "Green", value=91.0),),
    )
    (cells,) = tables(what_changed(material(plan)))["Ratings that moved"].rows
    assert cells[2] == Cell(
        "Contacts decided within 1 working day\nThe RAG rule is new this quarter; by the one before it would be Green."
    )


def test_a_card_says_how_the_indicator_stands_beside_others() -> None:
    england = Benchmark(kpi="K1", comparator=Comparator.ENGLAND, period=FINANCIAL.year(2024), value=85.7)
    rank = replace(england, comparator=Comparator.RANK, value=12)
    plan = a_plan(kpis=(a_kpi(readings=months(94.0)),), benchmarks=(england, rank))
    (section,) = kpi_pages(material(plan))
    assert (
        "Compared: 8.3 points better than England (85.7%, 2024/25). Ranked 12th (2024/25), 1st being best."
        in section.blocks[0].notes  # type: ignore[union-attr]
    )


def test_a_card_warns_once_of_figures_that_are_old() -> None:
    england = Benchmark(kpi="K1", comparator=Comparator.ENGLAND, period=FINANCIAL.year(2023), value=85.7)
    others = (england, replace(england, comparator=Comparator.REGION, value=86.0))
    (section,) = kpi_pages(material(a_plan(kpis=(a_kpi(readings=months(94.0)),), benchmarks=others)))
    assert (
        "Compared: 8.3 points better than England (85.7%, 2023/24). "
        "8.0 points better than the region (86.0%, 2023/24). "
        "Figures of 2023/24 are more than a year older than the authority's own (Q3 2025/26)."
        in section.blocks[0].notes  # type: ignore[union-attr]
    )
