from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quarterly.judge.action import judge_action
from quarterly.judge.judgement import ActionJudgement, Status
from quarterly.model.plan import Action, DeclaredRag, Stage
from quarterly.model.rules import ActionRules

AS_AT = date(2025, 12, 31)
RULES = ActionRules()
START, DUE = date(2025, 10, 12), date(2026, 1, 20)  # 100 days; at 31 Dec 2025 80 have passed: 80% expected


def action(**fields: object) -> Action:
    given_fields = {"ref": "A1", "text": "Train every manager", "start": START, "due": DUE} | fields
    return Action(**given_fields)  # type: ignore[arg-type]


def judged(on: date = AS_AT, rules: ActionRules = RULES, plan_start: date | None = None, **fields) -> ActionJudgement:
    return judge_action(action(**fields), on=on, rules=rules, plan_start=plan_start)


def outcome(judgement: ActionJudgement) -> tuple[Status, str, str]:
    return judgement.status, judgement.label, judgement.why


# Progress against time


def test_progress_well_below_expected_is_off_track_and_says_what_is_missing():
    # 55 / 80 = 0.6875 < 0.70; monitor needs 0.70 x 80 = 56, one point more.
    assert outcome(judged(complete=55)) == (
        Status.RED,
        "Off track",
        "55% complete against 80% expected by 31 Dec 2025 (ratio 69%); on track from 90%, monitor from 70%. "
        "1 percentage point more would make it monitor.",
    )


def test_progress_on_the_monitor_boundary_is_amber():
    # 56 / 80 = 0.70 exactly; on track needs 72, sixteen more.
    assert outcome(judged(complete=56)) == (
        Status.AMBER,
        "Monitor",
        "56% complete against 80% expected by 31 Dec 2025 (ratio 70%); on track from 90%, monitor from 70%. "
        "16 percentage points more would make it on track.",
    )


def test_progress_on_the_on_track_boundary_is_green():
    # 72 / 80 = 0.90 exactly.
    assert outcome(judged(complete=72)) == (
        Status.GREEN,
        "On track",
        "72% complete against 80% expected by 31 Dec 2025 (ratio 90%); on track from 90%, monitor from 70%.",
    )


def test_boundaries_are_safe_from_floating_point_noise():
    # 0.56 * 100 is 56.00000000000001 and 0.1 + 0.2 is not 0.3: both must land where 56 and 72 do.
    below = [judged(complete=value).status for value in (56 - 1e-12, 72 - 1e-12)]
    assert below == [Status.AMBER, Status.GREEN]
    assert judged(complete=55.99).status is Status.RED


def test_a_ratio_just_under_a_limit_is_not_written_as_the_limit():
    # 55.9 / 80 = 69.875%, which rounds to 70% but is off track.
    assert "(ratio 69.8%)" in judged(complete=55.9).why


def test_the_ratio_can_be_checked_from_the_figures_beside_it():
    # 12 Oct to 31 Dec is 80 of the 202 days to 2 May 2026: 39.6% expected; 30 / 39.6 = 76%, but 30 / 40 would be 75%.
    assert (
        "30% complete against 39.6% expected by 31 Dec 2025 (ratio 76%)"
        in judged(due=date(2026, 5, 2), complete=30).why
    )


def test_progress_short_of_full_is_not_written_as_full():
    assert "only 99.9% complete is reported" in judged(complete=99.98, stage=Stage.COMPLETE).why
    assert "99.9% was expected" in judged(start=date(2020, 1, 1), due=date(2026, 1, 1)).why  # 2191 of 2192 days


def test_expected_progress_counts_to_the_revised_date():
    # 12 Oct 2025 to 9 Mar 2026 is 148 days; 80 / 148 = 54.05% expected; 50 / 54.05 = 0.925.
    moved = judged(complete=50, revised_due=date(2026, 3, 9))
    assert (moved.status, round(moved.expected or 0, 2), moved.slippage) == (Status.GREEN, 54.05, 48)


def test_limits_come_from_the_rules():
    strict = ActionRules(on_track=1.0, monitor=0.9)
    assert judged(complete=72, rules=strict).status is Status.AMBER


def test_nothing_is_held_against_an_action_on_its_first_day():
    assert outcome(judged(on=START, complete=0)) == (
        Status.GREEN,
        "On track",
        "0% complete; nothing was expected by 12 Oct 2025.",
    )


def test_nothing_is_held_against_an_action_while_less_than_a_percent_is_expected():
    # One day of 200: 0.5% expected.
    early = judged(on=START + timedelta(days=1), due=START + timedelta(days=200), complete=0)
    assert (early.status, early.why) == (
        Status.GREEN,
        "0% complete; less than 1% was expected by 13 Oct 2025.",
    )


def test_not_started_after_its_start_date_is_judged_as_nothing_done():
    late = judged(stage=Stage.NOT_STARTED)
    assert (late.status, late.reported) == (Status.RED, 0.0)
    assert late.why.startswith("0% complete against 80% expected by 31 Dec 2025 (ratio 0%)")


# Overdue


def test_overdue_is_red_however_much_is_done():
    late = judged(on=date(2026, 1, 9), due=date(2025, 12, 31), complete=60)
    assert outcome(late) == (Status.RED, "Off track", "9 days overdue: due 31 Dec 2025, 60% complete.")
    assert (late.overdue, late.slippage, late.expected) == (9, 9, 100.0)
    assert judged(on=date(2026, 1, 1), due=date(2025, 12, 31), complete=99).why.startswith("1 day overdue")


def test_action_due_today_is_not_overdue():
    today = judged(due=AS_AT, complete=95)
    assert (today.status, today.overdue, today.slippage) == (Status.GREEN, 0, 0)
    assert judged(due=AS_AT, complete=95, rules=ActionRules(red_overdue_days=0)).status is Status.GREEN


def test_overdue_without_progress_is_red_not_unreported():
    assert outcome(judged(due=date(2025, 12, 30))) == (
        Status.RED,
        "Off track",
        "1 day overdue: due 30 Dec 2025, no progress reported.",
    )


def test_overdue_against_a_moved_date_counts_from_it_and_slips_from_the_first():
    # In force 21 Dec: 10 days overdue. First due 1 Dec: 30 days slipped so far.
    late = judged(due=date(2025, 12, 1), revised_due=date(2025, 12, 21), complete=80)
    assert late.why == "10 days overdue: due 21 Dec 2025 (first due 1 Dec 2025), 80% complete."
    assert (late.overdue, late.slippage) == (10, 30)


def test_days_of_grace_leave_the_ratio_to_decide():
    graced = judged(due=date(2025, 12, 28), complete=95, rules=ActionRules(red_overdue_days=14))
    assert (graced.status, graced.overdue) == (Status.GREEN, 3)
    assert graced.why.endswith("monitor from 70%. 3 days overdue; off track from 14 days.")


# Complete and evidenced


def test_complete_and_evidenced_is_blue():
    done = judged(complete=100, completed_on=date(2025, 12, 12), evidenced_on=date(2025, 12, 20))
    assert outcome(done) == (
        Status.BLUE,
        "Complete and evidenced",
        "Completed on 12 Dec 2025, and evidenced on 20 Dec 2025.",
    )
    assert (done.reported, done.slippage, done.overdue) == (100.0, 0, 0)


def test_complete_without_evidence_is_green_and_says_so():
    done = judged(completed_on=date(2025, 12, 12))
    assert outcome(done) == (
        Status.GREEN,
        "Complete, evidence awaited",
        "Completed on 12 Dec 2025; evidence is awaited, and blue needs evidence.",
    )


def test_completion_after_the_first_due_date_is_slippage_even_where_the_date_was_moved():
    # First due 1 Dec, finished 12 Dec: 11 days, though the date in force was 31 Dec.
    done = judged(due=date(2025, 12, 1), revised_due=AS_AT, completed_on=date(2025, 12, 12))
    assert done.why.startswith("Completed on 12 Dec 2025, 11 days after it was first due (1 Dec 2025)")
    assert done.slippage == 11


def test_finished_is_never_overdue():
    assert judged(due=date(2025, 6, 30), complete=100).overdue == 0
    assert judged(complete=100).why.startswith("100% complete; evidence is awaited")
    assert judged(stage=Stage.COMPLETE).why.startswith("Status says complete; evidence is awaited")


def test_complete_at_sixty_percent_is_not_complete():
    doubtful = judged(stage=Stage.COMPLETE, complete=60, due=date(2025, 12, 1))
    assert doubtful.status is Status.RED
    assert doubtful.why == (
        "30 days overdue: due 1 Dec 2025, 60% complete. "
        "Status says complete, but only 60% complete is reported: it counts as not complete."
    )


def test_full_progress_outweighs_a_status_that_lags_behind():
    done = judged(stage=Stage.IN_PROGRESS, complete=100)
    assert (done.status, done.label) == (Status.GREEN, "Complete, evidence awaited")
    assert done.why.endswith("100% complete is reported, but Status says in progress: it counts as complete.")


def test_evidence_without_completion_is_not_blue():
    odd = judged(complete=60, evidenced_on=date(2025, 12, 1), declared=DeclaredRag.BLUE, override_reason="Seen")
    assert odd.status is Status.AMBER
    assert odd.why.endswith(
        "Declared Blue, but blue needs completion and evidence, so Amber stands. "
        "Evidenced on says 1 Dec 2025, but only 60% complete is reported: it counts as not complete."
    )


def test_completion_after_the_as_at_date_does_not_count_yet():
    later = judged(complete=100, due=date(2025, 12, 1), completed_on=date(2026, 1, 5), evidenced_on=date(2026, 1, 6))
    assert later.status is Status.RED
    assert later.why == (
        "30 days overdue: due 1 Dec 2025, 100% complete. "
        "Completed on 5 Jan 2026 and Evidenced on 6 Jan 2026 lie after 31 Dec 2025, so not counted yet."
    )


def test_evidence_after_the_as_at_date_does_not_make_blue_yet():
    done = judged(completed_on=date(2025, 12, 12), evidenced_on=date(2026, 1, 6))
    assert done.status is Status.GREEN
    assert done.why.endswith("Evidenced on 6 Jan 2026 lies after 31 Dec 2025, so not counted yet.")
    assert judged(completed_on=AS_AT, evidenced_on=AS_AT).status is Status.BLUE


# Statuses without a colour


def test_an_action_before_its_start_date_is_not_due_to_start():
    early = judged(on=date(2025, 10, 11))
    assert outcome(early) == (Status.NOT_STARTED, "Not due to start", "Not due to start until 12 Oct 2025.")


def test_work_begun_before_its_start_date_is_on_track():
    assert judged(on=date(2025, 10, 1), complete=10).status is Status.GREEN
    assert judged(on=date(2025, 10, 1), stage=Stage.IN_PROGRESS).status is Status.NOT_UPDATED


def test_no_progress_reported_is_not_yet_updated():
    assert outcome(judged(stage=Stage.IN_PROGRESS)) == (
        Status.NOT_UPDATED,
        "Not yet updated",
        "No % complete is reported; 80% was expected by 31 Dec 2025.",
    )


@pytest.mark.parametrize(
    ("stage", "status", "label"),
    [
        (Stage.DEFERRED, Status.DEFERRED, "Deferred"),
        (Stage.SUPERSEDED, Status.SUPERSEDED, "No longer applicable"),
    ],
)
def test_set_aside_is_never_red_nor_overdue_nor_overridden(stage, status, label):
    aside = judged(
        stage=stage, due=date(2025, 6, 30), complete=10, declared=DeclaredRag.RED, override_reason="Still wanted"
    )
    assert (aside.status, aside.label, aside.overdue, aside.expected) == (status, label, 0, None)
    assert aside.why.endswith("Declared Red.")
    assert (aside.overridden, aside.slippage) == (False, 0)


def test_deferred_stands_against_full_progress_and_says_so():
    aside = judged(stage=Stage.DEFERRED, complete=100)
    assert aside.status is Status.DEFERRED
    assert aside.why.endswith("100% complete is reported, but Status says deferred: it counts as deferred.")


def test_ongoing_shows_the_declared_colour_beside():
    going = judged(due=None, ongoing=True, declared=DeclaredRag.GREEN)
    assert outcome(going) == (
        Status.ONGOING,
        "Ongoing",
        "Ongoing, with no due date to be judged by. Declared Green.",
    )
    assert (going.declared, going.expected, going.slippage) == (DeclaredRag.GREEN, None, 0)


def test_an_action_without_due_date_cannot_be_judged():
    assert outcome(judged(due=None, complete=50)) == (
        Status.CANNOT_JUDGE,
        "Cannot be judged",
        "No due date is given, so progress has nothing to be judged against.",
    )


def test_the_plans_start_stands_in_for_a_missing_start():
    counted = judged(start=None, plan_start=START, complete=72)
    assert counted.status is Status.GREEN
    assert counted.why.endswith("Counted from the plan's start, 12 Oct 2025, because the action has no start date.")
    early = judged(on=date(2025, 10, 1), start=None, plan_start=START)
    assert early.why == "Not due to start until 12 Oct 2025, when the plan starts."


def test_without_any_start_only_overdue_and_finished_can_be_judged():
    assert outcome(judged(start=None, complete=50)) == (
        Status.CANNOT_JUDGE,
        "Cannot be judged",
        "Neither the action nor the plan has a start date, so expected progress cannot be worked out.",
    )
    assert judged(start=None, due=date(2025, 12, 1), complete=50).status is Status.RED
    assert judged(start=None, complete=100).status is Status.GREEN


def test_dates_that_leave_no_time_in_between_are_defined():
    one_day = {"start": AS_AT, "due": AS_AT, "complete": 80}
    assert judged(**one_day).status is Status.AMBER  # due today: 100% expected, 80 / 100
    assert judged(on=date(2025, 12, 30), **one_day).status is Status.GREEN  # nothing expected the day before
    backwards = {"start": date(2026, 3, 1), "due": date(2025, 12, 1)}
    assert judged(**backwards).why == "30 days overdue: due 1 Dec 2025, no progress reported."
    assert judged(on=date(2025, 11, 30), **backwards).status is Status.NOT_STARTED
    assert judged(on=date(2025, 12, 1), complete=0, **backwards).status is Status.RED  # due, with nothing done


def test_slippage_without_a_first_date_counts_from_the_revised_one():
    late = judged(due=None, revised_due=date(2025, 12, 21), complete=50)
    assert (late.slippage, late.why) == (10, "10 days overdue: due 21 Dec 2025, 50% complete.")


# Declared colours


def test_a_declared_colour_without_reason_stands_beside():
    claimed = judged(complete=55, declared=DeclaredRag.GREEN)
    assert (claimed.status, claimed.computed, claimed.overridden) == (Status.RED, Status.RED, False)
    assert claimed.why.endswith("Declared Green without an override reason, so Red stands.")
    assert judged(complete=55, declared=DeclaredRag.RED).why == judged(complete=55).why


def test_a_declared_colour_with_reason_is_reported_with_the_computed_one_in_the_why():
    ruled = judged(complete=55, declared=DeclaredRag.AMBER, override_reason="Training  booked for January")
    assert (ruled.status, ruled.computed, ruled.overridden) == (Status.AMBER, Status.RED, True)
    assert ruled.label == "Monitor, as declared"
    assert ruled.why.startswith(
        "Declared Amber: Training booked for January. From its dates it is Red: "
        "55% complete against 80% expected by 31 Dec 2025"
    )


def test_a_declared_colour_can_be_worse_than_the_dates():
    assert judged(complete=90, declared=DeclaredRag.RED, override_reason="Funding withdrawn.").status is Status.RED


def test_blue_cannot_be_had_by_override():
    claimed = judged(complete=100, declared=DeclaredRag.BLUE, override_reason="Board agreed")
    assert (claimed.status, claimed.overridden) == (Status.GREEN, False)
    assert claimed.why.endswith("Declared Blue, but blue needs completion and evidence, so Green stands.")


def test_a_colour_declared_where_nothing_was_reported_is_named():
    assert judged(declared=DeclaredRag.GREEN).why.endswith(
        'Declared Green without an override reason, so "Not yet updated" stands.'
    )


def test_a_reason_without_a_colour_overrides_nothing():
    empty = judged(complete=72, override_reason="Agreed")
    assert (empty.status, empty.overridden) == (Status.GREEN, False)
    assert empty.why.endswith("An override reason is given but no colour is declared, so nothing is overridden.")


def test_theme_is_the_actions_own_before_the_one_passed_in():
    own, passed = (
        judge_action(action(theme=theme), on=AS_AT, rules=RULES, plan_start=None, theme="Practice").theme
        for theme in ("Workforce", "")
    )
    assert (own, passed) == ("Workforce", "Practice")


# Laws

DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))
PERCENTS = st.integers(0, 100)
SEVERITY = {
    Status.NOT_STARTED: 0,  # nothing is held against it, as with green
    Status.BLUE: 0,
    Status.GREEN: 0,
    Status.AMBER: 1,
    Status.RED: 2,
}


@given(start=DAYS, due=DAYS, days=st.tuples(DAYS, DAYS), complete=PERCENTS)
def test_status_never_improves_as_days_pass(start, due, days, complete):
    first, second = (judged(on=day, start=start, due=due, complete=complete) for day in sorted(days))
    assert SEVERITY[first.status] <= SEVERITY[second.status]


@given(start=DAYS, due=DAYS, on=DAYS, percents=st.tuples(PERCENTS, PERCENTS))
def test_status_never_worsens_with_more_done(start, due, on, percents):
    less, more = (judged(on=on, start=start, due=due, complete=value) for value in sorted(percents))
    assert SEVERITY[more.status] <= SEVERITY[less.status]


@given(
    on=DAYS,
    due=st.none() | DAYS,
    revised_due=st.none() | DAYS,
    completed_on=st.none() | DAYS,
    evidenced_on=st.none() | DAYS,
    start=st.none() | DAYS,
    complete=st.none() | PERCENTS,
    stage=st.sampled_from(Stage),
    declared=st.none() | st.sampled_from(DeclaredRag),
    override_reason=st.sampled_from(["", "Agreed at board"]),
    ongoing=st.booleans(),
)
def test_every_action_has_a_reason_and_blue_has_evidence(on, **fields):
    judgement = judged(on=on, **fields)
    assert judgement.slippage >= 0
    assert judgement.overdue >= 0
    assert judgement.why.endswith(".")
    assert judgement.label
    if judgement.status is Status.BLUE:
        assert fields["evidenced_on"] <= on
    if fields["stage"] in (Stage.DEFERRED, Stage.SUPERSEDED):
        assert not judgement.status.is_rated


# Cells that are not understood


def test_what_is_not_understood_is_not_judged_by_the_rest():
    found = judged(due=date(2025, 11, 30), complete=10, unread='Revised due "✓"')
    why = 'Revised due "✓" cannot be used, so where the action stands is not known.'
    assert outcome(found) == (Status.CANNOT_JUDGE, "Cannot be judged", why)
    assert (found.overdue, found.slippage) == (0, 0)


def test_an_overdue_action_is_red_whatever_its_start():
    # Due 30 Nov 2025, so 31 days overdue on 31 Dec 2025.
    found = judged(start=None, due=date(2025, 11, 30), complete=10, unread_start='Start "soon"')
    assert outcome(found) == (Status.RED, "Off track", "31 days overdue: due 30 Nov 2025, 10% complete.")
    assert (found.overdue, found.past_due) == (31, False)


def test_a_start_that_is_not_understood_decides_before_the_due_date_only():
    unread = {"start": None, "complete": 80, "unread_start": 'Start "soon"'}
    why = 'Start "soon" cannot be used, so where the action stands is not known.'
    assert outcome(judged(plan_start=START, **unread)) == (Status.CANNOT_JUDGE, "Cannot be judged", why)
    # On the due date all of it was expected, whatever the start: 80 / 100 is to be monitored.
    assert judged(DUE, **unread).status is Status.AMBER
    assert judged(due=None, ongoing=True, **unread).status is Status.ONGOING


def test_what_cannot_be_judged_is_known_to_be_past_its_date():
    unread = {"complete": None, "unread": '% complete "most"'}
    assert judged(due=date(2025, 12, 30), **unread).past_due
    assert not judged(due=AS_AT, **unread).past_due
    assert not judged(due=date(2025, 12, 30), stage=Stage.DEFERRED, **unread).past_due


def test_what_is_finished_or_set_aside_needs_no_other_cell():
    assert judged(stage=Stage.DEFERRED, unread='Due "soon"').status is Status.DEFERRED
    assert judged(stage=Stage.COMPLETE, unread='Due "soon"').status is Status.GREEN
