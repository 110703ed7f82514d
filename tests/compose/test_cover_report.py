"""The committee's cover report: drafted where the workbook can say it, else officers' words or a prompt for them."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType

import pytest
from msgspec.structs import replace
from narrative_laws import NUMBER, check_figure, plain_words
from plans import AS_AT, QUARTER, SOURCE, a_kpi, a_plan, months

from quarterly.compose.material import Material
from quarterly.compose.report import Facts, Heading, Look, Paragraph, Section
from quarterly.compose.sections.cover_report import AWAITED, DRAFTED, CoverPart, cover_part, cover_parts, cover_report
from quarterly.compose.sections.cover_report import HEADINGS as COVER_HEADINGS
from quarterly.judge import judge
from quarterly.model.context import (
    AuditMonth,
    Commentary,
    CommitteeItem,
    ForwardItem,
    Inspection,
    PublishedStatus,
    Risk,
    Settings,
)
from quarterly.model.edition import Edition
from quarterly.model.kpi import Polarity, Target
from quarterly.model.plan import Plan, Recommendation
from quarterly.model.problems import Source
from quarterly.read.workbook import read_workbook
from quarterly.resources import sample

BY_KEY = {heading.key: heading for heading in COVER_HEADINGS}
EMPTY = Plan(settings=Settings())


def material_of(plan: Plan, edition: Edition = Edition.WORKING) -> Material:
    source = replace(SOURCE, edition=edition)
    return Material(plan=plan, judgements=judge(plan, QUARTER, AS_AT), problems=(), provenance=source)


def part(plan: Plan, key: str, edition: Edition = Edition.WORKING) -> CoverPart:
    return cover_part(material_of(plan, edition), BY_KEY[key])


def lines(plan: Plan, key: str) -> list[str]:
    """What stands under a heading but the prompt."""
    return [line for line in part(plan, key).lines if not line.startswith("[")]


def texts(section: Section, kind: type[Heading | Paragraph]) -> list[str]:
    return [block.text for block in section.blocks if isinstance(block, kind)]


def test_it_has_the_headings_of_a_committee_paper_in_their_order() -> None:
    section = cover_report(material_of(a_plan()))
    assert section.title == "Report to the Children's Scrutiny Committee"
    assert texts(section, Heading) == [
        "Policy context",
        "Financial summary",
        "Summary",
        "Recommendations",
        "Report detail",
        "Reasons for the recommendations",
        "Other options considered",
        "Implications and risks",
        "Financial implications and risks",
        "Legal implications and risks",
        "Human resources implications and risks",
        "Equalities implications and risks",
        "Background papers",
        "Appendices",
    ]


def test_it_opens_with_subject_meeting_lead_author_and_contact() -> None:
    settings = replace(
        a_plan().settings,
        meeting_date=date(2026, 2, 5),
        lead_officer="Director",
        contact="team@northmere.example",
    )
    (facts, *_) = cover_report(material_of(a_plan(settings=settings))).blocks
    assert isinstance(facts, Facts)
    assert [(label, cell.value) for label, cell in facts.pairs] == [
        ("Subject heading", "Children's services improvement plan: progress report, Q3 2025/26"),
        ("Meeting", "5 Feb 2026"),
        ("SLT lead", "Director"),
        ("Report author and contact", "Performance team\nteam@northmere.example"),
    ]


@pytest.mark.parametrize(
    ("committee", "title"),
    [
        ("", "Report to the committee"),
        ("The Improvement Board", "Report to The Improvement Board"),
        ("Scrutiny Committee", "Report to the Scrutiny Committee"),
    ],
)
def test_it_is_addressed_to_the_committee(committee: str, title: str) -> None:
    assert cover_report(material_of(a_plan(settings=Settings(committee=committee)))).title == title


def test_officers_words_stand_in_place_of_draft_and_prompt() -> None:
    words = (
        Commentary(about="legal implications", quarter=None, text="None arise. Head of Legal, 20 Jan 2026."),
        Commentary(about="Recommendations to the committee", quarter=QUARTER, text="That members endorse the plan."),
        Commentary(about="Recommendations", quarter=QUARTER, text="On the recommendations of the inspection."),
        Commentary(about="Financial implications", quarter=QUARTER.previous(), text="Last quarter's words."),
    )
    plan = a_plan(commentary=words)
    found = part(plan, "legal")
    assert (found.lines, found.origin) == (("None arise. Head of Legal, 20 Jan 2026.",), "Officer's words")
    assert part(plan, "recommendations").lines == ("That members endorse the plan.",)
    assert part(plan, "financial").origin == "To complete"


def test_what_only_an_officer_can_write_is_asked_for_and_never_made_up() -> None:
    found = part(a_plan(), "legal")
    assert found.lines == ("[Officer to complete: duties and legal risks, with the name of the legal officer.]",)
    assert (found.origin, found.passage.sentences) == ("To complete", ())
    asked = [one.heading.key for one in cover_parts(material_of(a_plan())) if one.origin == "To complete"]
    assert asked == ["financial_summary", "options", "financial", "legal", "equalities"]


def test_the_published_edition_carries_no_prompt() -> None:
    section = cover_report(material_of(a_plan(), Edition.PUBLISHED))
    assert not any("[" in text for text in texts(section, Paragraph))
    assert part(a_plan(), "legal", Edition.PUBLISHED).lines == (AWAITED,)
    assert DRAFTED not in texts(section, Paragraph)


def test_the_working_edition_says_that_it_is_a_draft() -> None:
    last = cover_report(material_of(a_plan())).blocks[-1]
    assert last == Paragraph(text=DRAFTED, look=Look.SMALL)


def test_the_policy_context_names_who_asked_and_the_way_to_go() -> None:
    settings = Settings(previous_judgement="Inadequate", ambition="Good")
    asked = (
        Recommendation(ref="R1", text="Improve.", origin="Ofsted inspection"),
        Recommendation(ref="R2", text="Keep on.", origin="Peer review"),
        Recommendation(ref="R3", text="More.", origin="Ofsted inspection"),
    )
    assert lines(Plan(settings=settings, recommendations=asked), "policy_context") == [
        "The plan answers 3 recommendations from Ofsted inspection and Peer review. "
        "The previous judgement was Inadequate and the ambition is Good."
    ]
    assert lines(Plan(settings=Settings(ambition="Good")), "policy_context") == ["The ambition is Good."]
    unsaid = Plan(settings=Settings(), recommendations=(Recommendation(ref="R1", text="Improve."),))
    assert lines(unsaid, "policy_context") == ["The plan answers 1 recommendation."]
    assert lines(EMPTY, "policy_context") == []


def test_the_committee_is_asked_to_note_and_to_consider_what_the_report_shows() -> None:
    """A1 is overdue; K2 is red, K3 red and worse; R1 and R2 have measures, R3 none."""
    plan = a_plan(
        recommendations=(*a_plan().recommendations, Recommendation(ref="R3", text="Listen to children.")),
        committee=(
            CommitteeItem(ref="C1", raised_on=date(2025, 9, 1), closed_on=date(2025, 11, 1)),
            CommitteeItem(ref="C2", raised_on=date(2025, 9, 1)),
        ),
        forward=(ForwardItem(on=date(2026, 3, 1), item="Progress"),),
    )
    assert lines(plan, "recommendations") == [
        "1.  That the committee notes the progress reported for Q3 2025/26.",
        "2.  That the committee considers 2 indicators and 1 action reported as exceptions, and says where it needs "
        "more assurance.",
        "3.  That the committee notes the answers to its requests: 1 request closed since the quarter began and 1 "
        "request still open.",
        "4.  That the committee notes the forward plan, with 1 item to come.",
        "5.  That the committee notes that R3 has no measure yet.",
    ]
    assert lines(EMPTY, "recommendations") == ["1.  That the committee notes the progress reported for Q3 2025/26."]


def test_several_recommendations_without_a_measure_are_named_together() -> None:
    plan = Plan(settings=Settings(), recommendations=tuple(Recommendation(ref=f"R{n}", text="Do.") for n in (1, 2)))
    assert lines(plan, "recommendations")[-1] == "2.  That the committee notes that R1 and R2 have no measure yet."


def test_only_indicators_or_only_actions_may_be_exceptions() -> None:
    assert "considers 2 indicators reported" in "".join(lines(a_plan(actions=()), "recommendations"))
    assert "considers 1 action reported" in "".join(lines(a_plan(kpis=(), benchmarks=()), "recommendations"))


def test_the_detail_follows_the_report_from_the_plan_to_its_coverage() -> None:
    plan = a_plan(
        audits=(AuditMonth(month=QUARTER.last_month, outstanding=1, good=1, requires_improvement=1, inadequate=1),),
        inspections=(Inspection(start=date(2025, 11, 18), type="Monitoring visit, visit 1 of 4"),),
        committee=(CommitteeItem(ref="C2", raised_on=date(2025, 9, 1)),),
        risks=(
            Risk(ref="RK1", text="Leavers.", likelihood="4", impact="5"),
            Risk(ref="RK2", text="Costs.", likelihood="2", impact="2"),
        ),
        history=(PublishedStatus(quarter=QUARTER.previous(), item="K1", kind="KPI", status="Amber", value=85.0),),
    )
    found = lines(plan, "detail")
    assert found[0] == "Q3 2025/26 ends in month 15 of 24 of the plan."
    assert [text.partition(":")[0] for text in found[1:3]] == ["Front door", "Workforce"]
    assert [text.partition(" ")[0] for text in found[-5:]] == ["2", "Visit", "1", "The", "Both"]
    assert "The highest of 2 risks is RK1, Leavers (score 20)." in found
    assert any(text.startswith("Compared with the report for Q2 2025/26. ") for text in found)


def test_a_single_risk_is_not_the_highest_and_one_in_words_has_no_score() -> None:
    single = (Risk(ref="RK1", text="Leavers", likelihood="4", impact="5"),)
    worded = (Risk(ref="RK1", text="Leavers", likelihood="High", impact="5"),)
    assert "The only risk is RK1, Leavers (score 20)." in lines(a_plan(risks=single), "detail")
    assert not any("risk" in text for text in lines(a_plan(risks=worded), "detail"))


def test_nothing_is_said_of_what_the_workbook_does_not_hold() -> None:
    assert part(EMPTY, "detail").lines == (AWAITED,)


def test_the_things_to_know_move_to_the_detail_where_officers_wrote_the_summary() -> None:
    plan = a_plan()
    written = replace(plan, commentary=(Commentary(about="Summary", quarter=None, text="A hard quarter."),))
    drafted = lines(plan, "summary")
    assert len(drafted) > 1
    assert lines(written, "summary") == ["A hard quarter."]
    assert not set(drafted) & set(lines(plan, "detail"))
    assert set(drafted) <= set(lines(written, "detail"))


def test_indicators_of_the_workforce_stand_under_human_resources_and_those_in_pounds_under_finance() -> None:
    plan = a_plan(
        kpis=(
            a_kpi("K1"),
            a_kpi("K2", name="Agency social workers", theme="Staffing"),
            a_kpi("K3", name="Morale", theme="Our workforce"),
            a_kpi(
                "K4",
                name="Placement costs",
                unit="£",
                polarity=Polarity.LOW,
                targets=(Target(value=90.0),),
                rule=None,
                readings=months(80.0, 84.0),
            ),
        )
    )
    assert [text.partition(" stood")[0] for text in lines(plan, "hr")] == ["Agency social workers", "Morale"]
    assert [text.partition(" stood")[0] for text in lines(plan, "financial")] == ["Placement costs"]


def test_letters_published_by_the_day_are_background_papers_and_the_workbook_is_one() -> None:
    plan = a_plan(
        inspections=(
            Inspection(start=date(2025, 7, 1), end=date(2025, 7, 12), letter_published=date(2025, 8, 30)),
            Inspection(start=date(2025, 11, 18), type="Monitoring visit", letter_published=date(2025, 12, 17)),
            Inspection(start=date(2026, 1, 13), type="Monitoring visit", letter_published=date(2026, 2, 10)),
            Inspection(start=date(2026, 4, 1), type="Monitoring visit"),
        )
    )
    assert lines(plan, "background") == [
        "Monitoring visit, 18 Nov 2025: letter published on 17 Dec 2025.",
        "Inspection, 1 to 12 Jul 2025: letter published on 30 Aug 2025.",
        "The improvement workbook, plan.xlsx.",
    ]
    nameless = replace(material_of(EMPTY), provenance=replace(SOURCE, input_name=""))
    assert [line for line in cover_part(nameless, BY_KEY["background"]).lines if "[" not in line] == []


@pytest.mark.parametrize("name", ["small", "full", "messy", "broken"])
def test_every_number_is_a_figure_and_every_figure_is_traced(name: str) -> None:
    material = material_of(read_workbook(sample(name))[0])
    for found in cover_parts(material):
        assert found.passage.untraced == ()
        for sentence in found.passage.sentences:
            assert not NUMBER.search(plain_words(sentence)), sentence.text
            for figure in sentence.figures:
                check_figure(figure)


def test_counts_name_the_cells_of_what_was_counted() -> None:
    columns = MappingProxyType({"ref": 1, "origin": 3})
    asked = (Recommendation(ref="R1", text="Improve.", origin="Ofsted", source=Source("Recommendations", 4, columns)),)
    (sentence, *_) = part(Plan(settings=Settings(), recommendations=asked), "policy_context").passage.sentences
    count, origin = sentence.figures
    assert [str(ref) for ref in count.sources] == ["'Recommendations'!A4"]
    assert [str(ref) for ref in origin.sources] == ["'Recommendations'!C4"]
