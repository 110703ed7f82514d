"""A quarter of schedule, by a clock that tests move: a computer that is off at night, and all that goes wrong."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from job_files import DRAFTS, PEOPLE, job, office

from quarterly.jobs.working_days import is_working_day

JOBS = (
    'owner = "owner@northmere.example"\n'
    + DRAFTS
    + job("Board report", "send = true", 'editions = ["working", "published"]')
    + job("Tracking group", 'quarter = "current"', 'folder = "tracking"', due="last Friday")
    + job("Weekly check", 'quarter = "current"', 'folder = "weekly/{date}"', due="every Monday at 09:00")
)
USUAL = ((8, 0), (9, 0), (14, 0))
OFTEN = ((8, 0), (8, 30), (9, 0), (9, 30), (10, 30), (11, 0), (11, 30), (12, 30), (14, 0))
BUSY = (date(2026, 10, 5), date(2026, 11, 27), date(2026, 11, 30))  # on which something goes wrong or is put right
CLOSED = (date(2026, 12, 18), date(2027, 1, 3))  # the computer is off over Christmas


def working_hours():
    """Times of every working day on which the computer is on: as often as anything happens here."""
    day = date(2026, 9, 28)
    while day <= date(2027, 1, 12):
        if is_working_day(day) and not CLOSED[0] <= day <= CLOSED[1]:
            for hour, minute in OFTEN if day in BUSY else USUAL:
                yield day, hour, minute
        day += timedelta(days=1)


@pytest.mark.slow
def test_a_quarter_of_schedule(tmp_path: Path) -> None:
    place = office(tmp_path, 2026, 9, 28, 7, 0)
    place.book(Distribution=PEOPLE)
    place.write(JOBS)
    mark = tmp_path / "~$plan.xlsx"
    happens = {
        (date(2026, 10, 5), 8, 0): lambda: mark.write_bytes(b"\x07Jo Hill"),  # left open over the weekend
        (date(2026, 10, 5), 11, 0): mark.unlink,
        (date(2026, 11, 27), 8, 0): lambda: place.book(faulty=True, Distribution=PEOPLE),
        (date(2026, 11, 30), 14, 0): lambda: place.book(Distribution=PEOPLE),
    }
    for day, hour, minute in working_hours():
        happens.get((day, hour, minute), lambda: None)()
        place.clock.set(day.year, day.month, day.day, hour, minute)
        place.run()
    lines = (tmp_path / "jobs records" / "log" / "run-jobs.jsonl").read_text().splitlines()
    events = [json.loads(line) for line in lines]
    ends = [
        (each["at"][:16], each["job"], each["event"], each["due"][:10])
        for each in events
        if each["event"] in ("done", "held", "failed", "cut off")
    ]
    weekly = [end for end in ends if end[1] == "Weekly check"]
    others = [end for end in ends if end[1] != "Weekly check"]
    assert others == [
        ("2026-10-05T08:00", "Board report", "failed", "2026-10-05"),
        ("2026-10-05T08:30", "Board report", "failed", "2026-10-05"),
        ("2026-10-05T09:30", "Board report", "failed", "2026-10-05"),
        ("2026-10-05T11:30", "Board report", "done", "2026-10-05"),
        ("2026-10-30T08:00", "Tracking group", "done", "2026-10-30"),
        ("2026-11-27T08:00", "Tracking group", "held", "2026-11-27"),
        ("2026-11-30T14:00", "Tracking group", "done", "2026-11-27"),
        ("2027-01-04T08:00", "Tracking group", "done", "2026-12-29"),  # Christmas Day's, moved, then missed
        ("2027-01-06T08:00", "Board report", "done", "2027-01-06"),
    ]
    done = [(at, due) for at, _, event, due in weekly if event == "done"]
    assert len(done) == len({due for _, due in done}) == 15  # of sixteen Mondays
    assert "2026-12-21" not in {due for _, due in done}  # two were missed, and the later one was made up for
    assert {("2027-01-04T08:00", "2026-12-29"), ("2027-01-04T09:00", "2027-01-04")} < set(done)
    assert [event for _, _, event, _ in weekly].count("held") == 1
    assert place.reports() == [
        "plan Q2 2026-27 published report.xlsx",
        "plan Q2 2026-27 working report.xlsx",
        "plan Q3 2026-27 published report.xlsx",
        "plan Q3 2026-27 working report.xlsx",
    ]
