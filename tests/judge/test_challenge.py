from __future__ import annotations

from datetime import date
from types import MappingProxyType

import pytest

from quarterly.judge.action import judge_action
from quarterly.judge.challenge import challenges
from quarterly.judge.judgement import Challenge, Direction, KpiJudgement, Status, Travel
from quarterly.model.kpi import Kpi, Polarity
from quarterly.model.periods import Period
from quarterly.model.plan import Action, DeclaredRag, Stage
from quarterly.model.problems import CellRef, Source
from quarterly.model.rules import ActionRules

AS_AT = date(2026, 1, 9)
COLUMNS = (
    "ref",
    "recommendations",
    "theme",
    "text",
    "leads",
    "start",  # F
    "due",  # G
    "revised_due",  # H
    "complete",  # I
    "stage",  # J
    "declared",  # K
    "override_reason",  # L
    "completed_on",  # M
    "evidenced_on",  # N
    "success_measure",
    "kpis",  # P
    "depends_on",  # Q
    "progress",  # R
)
SOURCE = Source("Action Plan", 14, MappingProxyType({name: at for at, name in enumerate(COLUMNS, 1)}))


def action(ref: str = "A1", **fields: object) -> Action:
    usual = {
        "ref": ref,
        "text": "Train every manager",
        "leads": ("J Ward", "HoS"),
        "start": date(2025, 10, 1),
        "due": date(2025, 12, 31),
        "progress": "Two cohorts trained.",
        "source": SOURCE,
    }
    return Action(**(usual | fields))  # type: ignore[arg-type]


def kpi(ref: str, status: Status) -> KpiJudgement:
    none = Travel(direction=Direction.NONE, why="Nothing to compare with.")
    return KpiJudgement(
        kpi=Kpi(ref=ref, name=ref, polarity=Polarity.HIGH),
        status=status,
        why="Stated elsewhere.",
        quarter=Period(date(2025, 10, 1), 3),
        short=none,
        long=none,
    )


def asked(*actions: Action, kpis: tuple[KpiJudgement, ...] = (), rules: ActionRules | None = None):
    rules = rules or ActionRules()
    judged = tuple(judge_action(each, on=AS_AT, rules=rules, plan_start=None) for each in actions)
    return challenges(judged, kpis, on=AS_AT, rules=rules)


def questions(*actions: Action, **more) -> list[str]:
    return [challenge.question for challenge in asked(*actions, **more)]


def test_declared_green_and_overdue_is_one_question_that_names_its_cells():
    assert asked(action(complete=60, declared=DeclaredRag.GREEN)) == (
        Challenge(
            ref="A1",
            kind="Action",
            owner="J Ward / HoS",
            declared="Green",
            computed="Red",
            question=(
                "Declared Green (K14), but 9 days overdue on 9 Jan 2026: due 31 Dec 2025 (G14), 60% complete (I14). "
                "What supports Green?"
            ),
            at=CellRef("Action Plan", 14, 11),
        ),
    )


def test_declared_better_than_progress_supports():
    # 1 Oct to 9 Jan is 100 days of the 200 to 19 Apr: 50% expected; 40 / 50 = 80%: amber.
    assert questions(action(due=date(2026, 4, 19), complete=40, declared=DeclaredRag.GREEN)) == [
        "Declared Green (K14), but 40% complete (I14) against 50% expected by 9 Jan 2026. What supports Green?"
    ]


def test_declared_as_computed_or_worse_is_not_challenged():
    ahead = action(due=date(2026, 4, 19), complete=50, declared=DeclaredRag.RED)
    assert questions(ahead, action(complete=60, declared=DeclaredRag.RED), action(complete=60)) == []


def test_green_and_overdue_is_asked_about_even_where_the_rules_allow_days_of_grace():
    graced = action(complete=95, declared=DeclaredRag.GREEN)
    assert questions(graced, rules=ActionRules(red_overdue_days=14)) == [
        "Declared Green (K14), but 9 days overdue on 9 Jan 2026: due 31 Dec 2025 (G14), 95% complete (I14). "
        "What supports Green?"
    ]


def test_declared_green_and_overdue_without_any_progress():
    moved = action(revised_due=date(2026, 1, 8), declared=DeclaredRag.AMBER)
    assert questions(moved) == [
        "Declared Amber (K14), but 1 day overdue on 9 Jan 2026: due 8 Jan 2026 (G14, H14), no progress reported (I14). "
        "What supports Amber?"
    ]


@pytest.mark.parametrize(
    ("fields", "against"),
    [
        ({"due": date(2026, 4, 19)}, "no % complete is reported (I14)."),
        ({"due": None, "complete": 50}, "there are no dates (F14, G14) to judge it by."),
    ],
)
def test_a_positive_colour_with_nothing_to_judge_by_is_challenged(fields, against):
    assert questions(action(declared=DeclaredRag.GREEN, **fields)) == [
        f"Declared Green (K14), but {against} What supports Green?"
    ]
    assert questions(action(declared=DeclaredRag.AMBER, **fields)) == []


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"start": date(2026, 2, 1), "due": date(2026, 6, 1)}, "Not started"),
        ({"stage": Stage.DEFERRED}, "Deferred"),
        ({"due": None, "ongoing": True}, "Ongoing"),
    ],
)
def test_blue_is_challenged_wherever_the_work_is_not_done(fields, status):
    assert questions(action(declared=DeclaredRag.BLUE, **fields)) == [
        f'Declared Blue (K14), but by its dates and status it is "{status}", '
        "and blue needs completion and evidence. What supports Blue?"
    ]
    assert questions(action(declared=DeclaredRag.GREEN, **fields)) == []


def test_complete_but_not_evidenced_is_asked_once_even_where_declared_blue():
    plain = action(completed_on=date(2025, 12, 20))
    blue = action(complete=100, declared=DeclaredRag.BLUE)
    assert questions(plain, blue) == [
        "Complete since 20 Dec 2025 (M14), but not evidenced (N14). "
        "What shows that it made the difference, and who has seen it?",
        "Complete (M14) and declared Blue, but not evidenced (N14). "
        "What shows that it made the difference, and who has seen it?",
    ]


def test_evidence_may_take_the_days_that_the_rules_allow():
    done = action(completed_on=date(2025, 12, 20))  # 20 days before the as-at date
    assert questions(done, rules=ActionRules(stale_evidence_days=21)) == []
    assert len(questions(done, rules=ActionRules(stale_evidence_days=20))) == 1
    assert questions(action(complete=100, evidenced_on=AS_AT)) == []


def test_complete_at_less_than_full_is_asked_about():
    assert questions(action(due=date(2026, 1, 31), stage=Stage.COMPLETE, complete=90)) == [
        "Status says complete, but only 90% complete is reported: it counts as not complete. "
        "Which is right (J14, I14, M14)?"
    ]


def test_a_deferred_action_reported_complete_is_asked_which_is_right_not_for_evidence():
    assert questions(action(stage=Stage.DEFERRED, complete=100)) == [
        "100% complete is reported, but Status says deferred: it counts as deferred. Which is right (J14, I14, M14)?"
    ]


def test_an_override_that_improves_the_colour_is_listed_with_its_reason():
    eased = action(complete=60, declared=DeclaredRag.AMBER, override_reason="Training is  booked")
    assert questions(eased) == [
        'Reported as Amber for the reason "Training is booked" (L14); by its dates it is Red. '
        "Does the reason still hold?"
    ]
    unreported = action(due=date(2026, 4, 19), declared=DeclaredRag.GREEN, override_reason="Verbal update")
    assert questions(unreported) == [
        'Reported as Green for the reason "Verbal update" (L14); by its dates it is "Not yet updated". '
        "Does the reason still hold?"
    ]


def test_an_override_that_worsens_the_colour_is_not_challenged():
    harsh = action(due=date(2026, 4, 19), complete=50, declared=DeclaredRag.RED, override_reason="Funding withdrawn")
    assert questions(harsh) == []


def test_a_green_action_redated_by_more_than_a_month_is_asked_about():
    # 31 Dec to 31 Jan is 31 days, to 30 Jan 30 days: the limit itself is allowed.
    assert questions(action(complete=99, revised_due=date(2026, 1, 31))) == [
        "Green after its date moved by 31 days, from 31 Dec 2025 to 31 Jan 2026 (G14, H14). "
        "Why did it move, and who agreed?"
    ]
    assert questions(action(complete=99, revised_due=date(2026, 1, 30))) == []
    assert questions(action(complete=60, revised_due=date(2026, 1, 31))) == []  # amber: the colour says it


def test_a_green_action_with_a_red_indicator_is_asked_about():
    linked = action(due=date(2026, 4, 19), complete=50, kpis=("K1", "K2", "K3", "K9"))
    reds = (kpi("K1", Status.RED), kpi("K2", Status.GREEN), kpi("K3", Status.RED))
    assert questions(linked, kpis=reds) == [
        "Green, but K1 and K3, KPIs that it should move (P14), are red. Is the action having an effect?"
    ]
    assert questions(linked, kpis=reds[:2]) == [
        "Green, but K1, a KPI that it should move (P14), is red. Is the action having an effect?"
    ]
    assert questions(linked, kpis=reds[1:2]) == []
    assert questions(action(due=date(2026, 4, 19), complete=40, kpis=("K1",)), kpis=reds) == []


def test_finished_before_its_dependency_is_asked_about():
    done = action(complete=100, evidenced_on=AS_AT, depends_on=("A2", "A3", "A4", "A5", "A2", "A99"))
    rest = (
        action("A2", due=date(2026, 4, 19), complete=50),
        action("A3", stage=Stage.SUPERSEDED),
        action("A4", complete=100, evidenced_on=AS_AT),
    )
    assert questions(done, *rest) == [
        "Complete, but A2, which it depends on (Q14), is not. Is it really complete, or is the dependency out of date?"
    ]
    assert questions(done, *rest, action("A5", stage=Stage.DEFERRED)) == [
        "Complete, but A2 and A5, which it depends on (Q14), are not. "
        "Is it really complete, or is the dependency out of date?"
    ]


def test_an_active_action_without_words_is_asked_about():
    silent = action(due=date(2026, 4, 19), complete=50, progress=" ")
    assert questions(silent) == ["No progress is described (R14). What has been done since the last report?"]
    quiet = {"progress": ""}
    assert questions(action(start=date(2026, 2, 1), due=date(2026, 6, 1), **quiet)) == []
    assert questions(action(stage=Stage.DEFERRED, **quiet)) == []
    assert questions(action(complete=100, evidenced_on=AS_AT, **quiet)) == []


def test_an_action_without_owner_or_sheet_is_still_asked_about():
    (challenge,) = asked(action(leads=(), source=Source(), complete=60, declared=DeclaredRag.GREEN))
    assert (challenge.owner, challenge.at) == ("No owner named", CellRef(""))
    assert challenge.question.startswith("Declared Green, but 9 days overdue on 9 Jan 2026: due 31 Dec 2025, 60%")


def test_questions_follow_the_order_of_the_plan():
    silent = {"complete": 60, "progress": "", "declared": DeclaredRag.GREEN}
    found = asked(action("A2", **silent), action("A1", **silent))
    assert [challenge.ref for challenge in found] == ["A2", "A2", "A1", "A1"]
