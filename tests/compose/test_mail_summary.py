"""What an e-mail says of a report: counts, movements, what needs attention, and no figure of any indicator."""

from datetime import date

from msgspec.structs import replace
from plans import AS_AT, QUARTER, SOURCE, a_kpi, a_plan, months

from quarterly.compose.mail_summary import StatusCount, mail_summary
from quarterly.compose.material import Material
from quarterly.judge import judge
from quarterly.judge.judgement import Status
from quarterly.model.context import Commentary, Settings
from quarterly.model.edition import Edition
from quarterly.model.plan import Action, Plan


def summary_of(plan, **source):
    judged = judge(plan, QUARTER, AS_AT, None)
    return mail_summary(Material(plan=plan, judgements=judged, problems=(), provenance=replace(SOURCE, **source)))


def a_fall(ref: str, name: str, values: tuple[float, ...]):
    return a_kpi(ref, name=name, readings=months(*values))


FALLING = (95.0, 95.0, 95.0, 95.0, 95.0, 70.0)
RISING = (70.0, 70.0, 70.0, 95.0, 95.0, 95.0)


def test_movements_name_indicators_and_colours_and_no_figures():
    plan = a_plan(kpis=(a_fall("K1", "Visits on time", FALLING), a_fall("K2", "Reviews on time", RISING)), actions=())
    found = summary_of(plan)
    assert found.movements == (
        "1 indicator is rated worse than last quarter: Visits on time (Green to Red).",
        "1 indicator is rated better than last quarter: Reviews on time (Red to Green).",
    )
    assert found.attention == ("1 indicator is red: Visits on time.",)


def test_overdue_actions_are_named_by_reference():
    late = tuple(
        Action(ref=ref, text="Agree it", start=date(2025, 1, 1), due=date(2025, 12, 31), complete=50.0)
        for ref in ("A1", "A2")
    )
    found = summary_of(a_plan(kpis=(), actions=late))
    assert found.attention == ("2 actions are overdue: A1 and A2.",)


def test_more_than_six_are_counted():
    plan = a_plan(kpis=tuple(a_fall(f"K{n}", f"Indicator {n}", FALLING) for n in range(1, 9)), actions=())
    assert summary_of(plan).attention == (
        "8 indicators are red: Indicator 1, Indicator 2, Indicator 3, Indicator 4, Indicator 5, Indicator 6 "
        "and 2 others.",
    )


def test_counts_are_worst_first_with_plain_colours_always_and_the_unrated_last():
    plan = a_plan(kpis=(a_fall("K1", "Visits on time", FALLING), a_kpi("K2", readings=())), actions=())
    assert summary_of(plan).counts == (
        StatusCount(status=Status.RED, kpis=1, kpis_before=0, actions=0),
        StatusCount(status=Status.AMBER, kpis=0, kpis_before=0, actions=0),
        StatusCount(status=Status.GREEN, kpis=0, kpis_before=1, actions=0),
        StatusCount(status=None, kpis=1, kpis_before=1, actions=0),
    )


def test_it_says_whose_report_of_which_edition_it_is_and_in_the_officers_words():
    words = Commentary(about="Summary", quarter=None, text="Steady progress.")
    plan = a_plan(commentary=(words,))
    found = summary_of(plan)
    assert (found.authority, found.programme, found.quarter, found.edition, found.as_at, found.author) == (
        "Northmere Council",
        "Children's services improvement plan",
        "Q3 2025/26",
        Edition.WORKING,
        AS_AT,
        "Performance team",
    )
    assert found.words == ("Steady progress.",)


def test_the_published_mail_carries_no_words_of_officers_because_nobody_checks_them():
    words = Commentary(about="Summary", quarter=None, text="Children missing fell to 3 in December.")
    assert summary_of(a_plan(commentary=(words,)), edition=Edition.PUBLISHED).words == ()


def test_an_empty_plan_has_a_summary_too():
    found = summary_of(Plan(settings=Settings()))
    assert (found.headline, found.movements, found.attention, found.words) == (
        "Nothing in the plan could be rated this quarter.",
        (),
        (),
        (),
    )
