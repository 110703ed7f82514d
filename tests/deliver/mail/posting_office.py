"""What tests of mail start from: parcels, people, settings and a carrier that does as told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from functools import cache

from quarterly.compose.mail_summary import MailSummary, StatusCount
from quarterly.deliver.mail import Attachment, MailSettings, Parcel, Way
from quarterly.deliver.mail.carrier import Closed, Delivery, Verdict
from quarterly.deliver.mail.message import Letter
from quarterly.deliver.mail.post import Seams
from quarterly.judge.judgement import Status
from quarterly.model.context import Recipient
from quarterly.model.edition import Edition

NOW = datetime(2026, 1, 20, 6, 0, tzinfo=UTC)
DOMAIN = "northmere.example"


@cache
def a_workbook() -> bytes:
    """The bytes of a small workbook that hides nothing."""
    from io import BytesIO

    from xlsxwriter import Workbook

    target = BytesIO()
    with Workbook(target, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(2026, 1, 20)})
        book.add_worksheet("Summary").write("A1", "Nothing of note")
    return target.getvalue()


def a_summary(edition: Edition = Edition.WORKING, **changes: object) -> MailSummary:
    fields: dict[str, object] = {
        "authority": "Northmere Council",
        "programme": "Children's services improvement plan",
        "quarter": "Q3 2025/26",
        "as_at": date(2026, 1, 20),
        "edition": edition,
        "headline": "12 of 30 rated indicators (40%) are green and 6 are red.",
        "counts": (
            StatusCount(status=Status.RED, kpis=6, kpis_before=5, actions=2),
            StatusCount(status=Status.AMBER, kpis=12, kpis_before=14, actions=9),
            StatusCount(status=Status.GREEN, kpis=12, kpis_before=11, actions=30),
            StatusCount(status=None, kpis=5, kpis_before=5, actions=3),
        ),
        "movements": ("1 indicator is rated worse than last quarter: Agency staff (Amber to Red, 29% to 33%).",),
        "attention": ("2 actions are overdue: A2 and A7.",),
        "author": "Performance team",
        "contact": "performance@northmere.example",
    }
    return MailSummary(**(fields | changes))  # type: ignore[arg-type]


def a_parcel(edition: Edition = Edition.WORKING, **changes: object) -> Parcel:
    fields: dict[str, object] = {
        "report_key": "northmere/plan/Q3 2025-26",
        "issue": 1,
        "edition": edition,
        "title": "Children's services improvement plan: progress report, Q3 2025/26",
        "quarter": "Q3 2025/26",
        "marking": "OFFICIAL-SENSITIVE" if edition is Edition.WORKING else "",
        "summary": a_summary(edition),
        "attachments": (Attachment(name=f"plan Q3 2025-26 {edition} report.xlsx", content=a_workbook()),),
    }
    return Parcel(**(fields | changes))  # type: ignore[arg-type]


def both() -> tuple[Parcel, Parcel]:
    return a_parcel(Edition.WORKING), a_parcel(Edition.PUBLISHED)


def a_person(local: str = "sam.field", **changes: object) -> Recipient:
    fields: dict[str, object] = {"name": "Sam Field", "email": f"{local}@{DOMAIN}", "edition": "Working"}
    return Recipient(**(fields | changes))  # type: ignore[arg-type]


def by_smtp(**changes: object) -> MailSettings:
    fields: dict[str, object] = {
        "way": Way.SMTP,
        "sender": f"Performance team <performance@{DOMAIN}>",
        "domains": (DOMAIN,),
        "server": "localhost",
        "timeout": 60.0,
        "waits": (1.0, 2.0),
    }
    return MailSettings(**(fields | changes))  # type: ignore[arg-type]


class Told:
    """A carrier that answers each message with what it is told, in turn, and then takes everything."""

    def __init__(self, answers: Iterable[Delivery | BaseException] = (), closed: Iterable[Closed | None] = ()) -> None:
        self.answers, self.closed = list(answers), list(closed)
        self.taken: list[Letter] = []
        self.asked: list[str] = []

    def ready(self) -> Closed | None:
        return self.closed.pop(0) if self.closed else None

    def deliver(self, letter: Letter) -> Delivery:
        self.asked.append(str(letter.to))
        answer = self.answers.pop(0) if self.answers else Delivery(verdict=Verdict.TAKEN)
        if isinstance(answer, BaseException):
            raise answer
        if answer.verdict is Verdict.TAKEN:
            self.taken.append(letter)
        return answer

    def close(self) -> None:
        self.asked.append("closed")


def with_carrier(carrier: Told, slept: list[float] | None = None) -> Seams:
    sleep: Callable[[float], None] = (slept if slept is not None else []).append
    return Seams(carrier=lambda _settings: carrier, sleep=sleep)
