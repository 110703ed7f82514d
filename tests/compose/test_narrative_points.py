"""What is drafted about a theme and about the programme: right for none, one and many."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from judged import judged_kpi
from msgspec.structs import replace
from plans import AS_AT, QUARTER, SOURCE, a_kpi, a_plan, months

from quarterly.compose.material import Material
from quarterly.compose.narrative import Narrative, Topic, narrative
from quarterly.judge import judge
from quarterly.judge.judgement import Judgements, KpiPoint, Status
from quarterly.model.context import Commentary, PublishedStatus
from quarterly.model.kpi import Kpi, Target
from quarterly.model.plan import Action, Plan, Recommendation, Stage
from quarterly.model.problems import CellRef, Source
from quarterly.model.rules import STANDARD_RULES, RagRule, RuleFamily

LEVELS = {"green": 95.0, "amber": 87.0, "red": 70.0}  # against a target of 90, green within a point, amber within four


def an_indicator(number: int, now: str, before: str = "") -> Kpi:
    values = (LEVELS.get(before), None, None, LEVELS.get(now))
    return a_kpi(
        f"K{number}",
        name=f"Indicator {number}",
        targets=(Target(value=90.0),),
        rule=RagRule(family=RuleFamily.POINTS, green=1.0, amber=4.0),
        readings=months(*values),
        source=Source("KPIs", number + 1, {"ref": 1, "name": 2, "theme": 3}),
    )


def an_action(number: int, *, late: int = 0, complete: float = 100.0, **changes: object) -> Action:
    fields: dict[str, object] = {
        "ref": f"A{number}",
        "text": "Do it.",
        "theme": "Front door",
        "start": date(2025, 1, 1),
        "due": AS_AT - timedelta(days=late),
        "complete": complete,
        "source": Source("Action Plan", number + 1, {"ref": 1, "theme": 2, "due": 7, "revised_due": 8}),
    }
    return Action(**(fields | changes))  # type: ignore[arg-type]


def drafted(kpis: tuple[Kpi, ...] = (), actions: tuple[Action, ...] = (), **changes: object) -> Narrative:
    plan: Plan = a_plan(**({"kpis": kpis, "actions": actions, "recommendations": (), "benchmarks": ()} | changes))
    judged = judge(plan, QUARTER, AS_AT)
    return narrative(Material(plan=plan, judgements=judged, problems=(), provenance=SOURCE))


def headline(*kpis: Kpi, actions: tuple[Action, ...] = ()) -> str:
    return drafted(kpis, actions).programme.sentences[0].text


def indicators(*colours: str) -> tuple[Kpi, ...]:
    return tuple(an_indicator(number, colour) for number, colour in enumerate(colours, 1))


@pytest.mark.parametrize(
    ("colours", "text"),
    [
        ((), "Nothing in the plan could be rated this quarter."),
        (("awaited",), "The only indicator has no rating this quarter."),
        (("awaited", "awaited"), "None of the 2 indicators has a rating this quarter."),
        (("green",), "The only rated indicator is green."),
        (("amber",), "The only rated indicator is amber."),
        (("green", "green"), "Both rated indicators are green."),
        (("green", "green", "green"), "All 3 rated indicators are green."),
        (("amber", "amber"), "None of the 2 rated indicators is green and none is red."),
        (("red", "amber"), "None of the 2 rated indicators is green and 1 is red."),
        (("green", "red", "red"), "1 of 3 rated indicators is green and 2 are red."),
        (("green", "green", "amber"), "2 of 3 rated indicators are green and none is red."),
        # From ten items on a percentage stands beside the count: 3 of 10 is 30%.
        (("green",) * 3 + ("red",) * 7, "3 of 10 rated indicators (30%) are green and 7 are red."),
    ],
)
def test_colours_are_counted_for_none_one_and_many(colours: tuple[str, ...], text: str) -> None:
    assert headline(*indicators(*colours)) == text


@pytest.mark.parametrize(
    ("complete", "text"),
    [
        ((100.0,), "The only rated action is on track or complete."),
        ((10.0,), "The only rated action is not on track or complete."),
        ((100.0, 100.0), "Both rated actions are on track or complete."),
        ((10.0, 10.0), "None of the 2 rated actions is on track or complete."),
        ((100.0, 10.0), "1 of 2 rated actions is on track or complete."),
    ],
)
def test_actions_are_counted_for_none_one_and_many(complete: tuple[float, ...], text: str) -> None:
    assert (
        headline(actions=tuple(an_action(number, complete=share) for number, share in enumerate(complete, 1))) == text
    )


def test_actions_without_a_rating_and_indicators_stand_side_by_side() -> None:
    put_off = an_action(1, stage=Stage.DEFERRED)
    assert headline(*indicators("green"), actions=(put_off,)) == (
        "The only rated indicator is green; the only action has no rating this quarter."
    )


def test_a_share_is_traced_to_what_was_counted() -> None:
    (_, count, of, *_rest) = (None, *drafted(indicators("green", "red", "red")).programme.sentences[0].figures)
    assert (count.value, count.sources) == (1.0, (CellRef("KPIs", 2, 1),))
    assert (of.text, of.sources) == ("3 rated indicators", tuple(CellRef("KPIs", row, 1) for row in (2, 3, 4)))


def points(*kpis: Kpi, actions: tuple[Action, ...] = (), **changes: object) -> list[str]:
    return [sentence.text for sentence in drafted(kpis, actions, **changes).programme.sentences[1:]]


def test_moves_name_three_indicators_with_both_colours_and_figures() -> None:
    fell = tuple(an_indicator(number, "red", "green") for number in range(1, 6))
    rose = an_indicator(6, "green", "amber")
    assert points(*fell, rose) == [
        "5 indicators are rated worse than last quarter: Indicator 1 (Green to Red, 95.0% to 70.0%); "
        "Indicator 2 (Green to Red, 95.0% to 70.0%); Indicator 3 (Green to Red, 95.0% to 70.0%), and 2 others.",
        "5 indicators are red: Indicator 1 (70.0%, target 90%); Indicator 2 (70.0%, target 90%); "
        "Indicator 3 (70.0%, target 90%); Indicator 4 (70.0%, target 90%), and 1 other.",
        "1 indicator is rated better than last quarter: Indicator 6 (Amber to Green, 87.0% to 95.0%).",
    ]


def test_overdue_actions_are_counted_and_the_longest_is_named() -> None:
    one = an_action(1, late=20, complete=60.0)
    moved = an_action(2, late=90, complete=60.0, revised_due=AS_AT - timedelta(days=1))
    assert points(actions=(one,)) == ["1 action is overdue: A1, by 20 days."]
    assert points(actions=(moved,)) == ["1 action is overdue: A2, by 1 day."]
    assert points(actions=(one, moved)) == ["2 actions are overdue; the longest is A1, by 20 days."]
    days = drafted((), (moved,)).programme.sentences[1].figures[-1]
    assert (days.sources, days.basis) == ((CellRef("Action Plan", 3, 8),), "days to 20 Jan 2026")


def test_complete_actions_that_await_evidence_are_named_up_to_six() -> None:
    assert points(actions=(an_action(1),)) == ["1 action is complete but not yet evidenced: A1."]
    many = tuple(an_action(number) for number in range(1, 9))
    assert points(actions=many) == [
        "8 actions are complete but not yet evidenced: A1, A2, A3, A4, A5, A6 and 2 others."
    ]


def published(number: int, due: date | None) -> PublishedStatus:
    columns = {"quarter": 1, "item": 2, "due": 7}
    return PublishedStatus(
        quarter=QUARTER.previous(),
        item=f"A{number}",
        kind="Action",
        status="Green",
        due=due,
        source=Source("Status History", number + 1, columns),
    )


def test_due_dates_that_were_put_off_since_the_last_report_are_counted() -> None:
    due = AS_AT + timedelta(days=60)
    later, much_later, sooner = (
        an_action(number, complete=90.0, due=due, revised_due=due + timedelta(days=days))
        for number, days in ((1, 30), (2, 90), (3, -5))
    )
    history = tuple(published(number, due) for number in (1, 2, 3))
    assert points(actions=(later, sooner), history=history[:1] + history[2:]) == [
        "1 action was put off since the report for Q2 2025/26: A1, by 30 days."
    ]
    assert points(actions=(later, much_later, sooner), history=history) == [
        "2 actions were put off since the report for Q2 2025/26; the longest is A2, by 90 days."
    ]
    days = drafted((), (later,), history=history[:1]).programme.sentences[1].figures[-1]
    assert days.sources == (CellRef("Status History", 2, 7), CellRef("Action Plan", 2, 8))
    first_date_moved = an_action(1, complete=90.0, due=due + timedelta(days=30))
    days = drafted((), (first_date_moved,), history=history[:1]).programme.sentences[1].figures[-1]
    assert days.sources == (CellRef("Status History", 2, 7), CellRef("Action Plan", 2, 7))


def test_the_five_most_serious_points_are_kept() -> None:
    due = AS_AT + timedelta(days=60)
    late, waiting = an_action(1, late=5, complete=10.0), an_action(2)
    later = an_action(3, complete=90.0, due=due, revised_due=due + timedelta(days=30))
    kpis = (an_indicator(1, "red", "green"), an_indicator(2, "green", "red"))
    found = drafted(kpis, (late, waiting, later), history=(published(3, due),)).programme.sentences
    assert [sentence.topic for sentence in found] == [
        Topic.STANDING,
        Topic.WORSE,
        Topic.RED,
        Topic.OVERDUE,
        Topic.POSTPONED,
        Topic.BETTER,
    ]


def test_a_theme_says_what_moved_or_that_nothing_did() -> None:
    still = drafted((an_indicator(1, "green", "green"),)).themes[0]
    assert (
        still.draft
        == "Front door: the only rated indicator is green. No indicator is rated better or worse than last quarter."
    )
    assert still.draft_beside(Topic.STANDING) == "No indicator is rated better or worse than last quarter."
    new = drafted((an_indicator(1, "green"),)).themes[0]
    assert new.draft == "Front door: the only rated indicator is green."
    mixed = drafted(
        (an_indicator(1, "green", "red"), an_indicator(2, "red", "green")), (an_action(1, late=3, complete=0.0),)
    )
    assert [sentence.topic for sentence in mixed.themes[0].sentences] == [
        Topic.STANDING,
        Topic.WORSE,
        Topic.BETTER,
        Topic.OVERDUE,
    ]


def test_a_theme_is_named_by_the_cells_that_give_it_or_by_its_recommendation() -> None:
    own = drafted((an_indicator(1, "green"),), (an_action(1),)).themes[0].sentences[0].figures[0]
    assert own.sources == (CellRef("KPIs", 2, 3), CellRef("Action Plan", 2, 2))
    asked = Recommendation(ref="R1", text="Improve.", theme="Care")
    inherited = drafted((), (an_action(1, theme="", recommendations=("R1",)),), recommendations=(asked,))
    assert (inherited.themes[0].title, inherited.themes[0].sentences[0].figures[0].basis) == (
        "Care",
        "the theme of a recommendation, or none",
    )


def test_a_theme_without_items_has_no_draft() -> None:
    asked = Recommendation(ref="R1", text="Improve.", theme="Care")
    assert [theme.draft for theme in drafted(recommendations=(asked,)).themes] == [""]


def test_a_colour_without_a_figure_is_named_without_one() -> None:
    item = judged_kpi("K1", Status.RED, name="Visits on time")
    item = replace(item, previous=KpiPoint(period=QUARTER.previous(), reading=None, status=Status.GREEN))
    judged = Judgements(quarter=QUARTER, as_at=AS_AT, rules=STANDARD_RULES, kpis=(item,))
    material = Material(plan=a_plan(), judgements=judged, problems=(), provenance=SOURCE)
    assert [sentence.text for sentence in narrative(material).programme.sentences[1:]] == [
        "1 indicator is rated worse than last quarter: Visits on time (Green to Red).",
        "1 indicator is red: Visits on time.",
    ]


def test_officers_words_on_theme_and_summary_stand_in_place_of_the_draft() -> None:
    notes = (
        Commentary(about="front door", quarter=QUARTER, text="Steady."),
        Commentary(about="Summary", quarter=None, text="A hard quarter."),
    )
    found = drafted(indicators("green"), commentary=notes)
    assert (found.themes[0].text, found.programme.text) == ("Steady.", "A hard quarter.")
    assert found.programme.draft_beside() == ""
