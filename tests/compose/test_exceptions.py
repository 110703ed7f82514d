"""Which actions stand among the exceptions."""

from datetime import date

from plans import AS_AT, QUARTER, SOURCE, a_plan

from quarterly.compose.material import Material
from quarterly.compose.report import Table
from quarterly.compose.sections.exceptions import exceptions
from quarterly.judge import judge
from quarterly.model.plan import Action


def an_action(ref: str, due: date, unread: str = "") -> Action:
    return Action(ref=ref, text="Agree it", start=date(2025, 1, 1), due=due, complete=100.0 / 3, unread=unread)


def test_an_action_past_its_date_that_cannot_be_judged_is_an_exception_and_counts_no_days():
    late, to_come = date(2025, 9, 30), date(2026, 9, 30)
    odd = 'Status "Carried forward"'
    plan = a_plan(kpis=(), actions=(an_action("A1", late, odd), an_action("A2", to_come, odd), an_action("A3", late)))
    judged = judge(plan, QUARTER, AS_AT, None)
    section = exceptions(Material(plan=plan, judgements=judged, problems=(), provenance=SOURCE))
    table = [block for block in section.blocks if isinstance(block, Table)][1]
    days = (AS_AT - late).days
    assert [(row[0].value, row[4].value, row[5].value) for row in table.rows] == [
        ("A1", "–", "Cannot be judged"),
        ("A3", days, "✖ Red"),
    ]
