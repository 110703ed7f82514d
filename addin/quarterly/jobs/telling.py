"""Telling the owner of a jobs file what went wrong: one message a run, without a figure of any workbook."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from msgspec import Struct

from quarterly.deliver.mail import MailSettings, Way
from quarterly.deliver.mail.addresses import Address, parse_address
from quarterly.deliver.mail.carrier import Carrier, Verdict
from quarterly.deliver.mail.message import NO_DOMAIN, Letter
from quarterly.deliver.mail.settings import may_go_to, sender_of
from quarterly.deliver.mail.ways import carrier_for
from quarterly.errors import QuarterlyError
from quarterly.jobs.job import FileProblem
from quarterly.jobs.ledger import Result, Try
from quarterly.jobs.outcome import Ran, row_in_words
from quarterly.model.periods import date_label


class News(Struct, frozen=True, kw_only=True):
    """What the owner does not know yet."""

    ran: tuple[Ran, ...] = ()
    cut_off: tuple[Try, ...] = ()
    problems: tuple[FileProblem, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.ran or self.cut_off or self.problems)

    def subject(self, jobs_file: str) -> str:
        """What the message is about."""
        names = list(dict.fromkeys([*(one.job for one in self.ran), *(one.job for one in self.cut_off)]))
        return f"Quarterly: {', '.join(names) or jobs_file} needs a look"

    def text(self, jobs_file: str, records: str) -> str:
        """The message: a paragraph for each thing, most urgent first."""
        parts = [
            f"The scheduled reports of {jobs_file} ran, and this needs somebody to look at it.",
            *(_about(one) for one in self.ran),
            *(_about_cut_off(one) for one in self.cut_off),
            *_about_problems(self.problems, jobs_file),
            f"The log is in {records}. You get this message because the jobs file names you as its owner.",
        ]
        return "\n\n".join(parts) + "\n"


def _about(ran: Ran) -> str:
    heading = {
        Result.HELD: "was held",
        Result.FAILED: "could not be finished",
    }.get(ran.result or Result.DONE, "is done, but needs a look")
    lines = [f"{ran.job}, {ran.workbook}: {heading}." if ran.workbook else f"{ran.job}: {heading}."]
    if ran.said:
        lines.append(ran.said)
    lines += [f"- {one.address}: {one.state}. {one.reason}".rstrip() for one in ran.unsettled]
    lines += [f"- {row_in_words(row)}" for row in ran.unread]
    lines += [f"- Please note: {caution}" for caution in ran.cautions]
    if ran.result is Result.FAILED:
        lines.append(_about_next(ran))
    return "\n".join(lines)


def _about_next(ran: Ran) -> str:
    if ran.next_try is None:
        return f'It is not tried again by itself. Once the cause is gone: quarterly run-jobs ... --now "{ran.job}"'
    return f"It is tried again on {date_label(ran.next_try.date())} at {ran.next_try:%H:%M}, or at the run after that."


def _about_cut_off(one: Try) -> str:
    return (
        f"{one.job}, {one.workbook}: a run that began on {date_label(one.started.date())} at "
        f"{one.started:%H:%M} UTC was cut off, perhaps because the computer was switched off. It is made up for now."
    )


def _about_problems(problems: Sequence[FileProblem], jobs_file: str) -> Iterator[str]:
    if problems:
        heading = f"Mistakes in {jobs_file}; jobs that have one are not run:"
        yield "\n".join([heading, *(f"- {one}" for one in problems)])


_NO_MAIL = "the jobs file has no usable table [mail]"


def tell(
    news: News,
    owner: str,
    settings: MailSettings | None,
    *,
    jobs_file: str,
    records: str,
    now: datetime,
    carrier: Callable[[MailSettings], Carrier] = carrier_for,
) -> tuple[bool, str]:
    """Send the owner a message, or leave a draft of it; whether that went well, and a sentence on it."""
    if not owner:
        return False, "Nobody was told: the jobs file names no owner."
    if settings is None or not may_go_to(owner, settings):
        why = "the address is not at one of the domains that mail may go to" if settings else _NO_MAIL
        return False, f"{owner} was not told: {why}."
    try:
        way = carrier(settings)
        letter = _letter(news.subject(jobs_file), news.text(jobs_file, records), owner, settings, now)
        closed = way.ready()
        delivery = None if closed else way.deliver(letter)
        way.close()
    except (QuarterlyError, OSError, ValueError) as error:
        return False, f"{owner} could not be told: {error}"
    if closed:
        return False, f"{owner} could not be told: {closed.reason}"
    if delivery is None or delivery.verdict is not Verdict.TAKEN:
        return False, f"{owner} could not be told: {delivery.reason if delivery else ''}".rstrip()
    return True, f"A draft to tell {owner} is in {delivery.draft}." if delivery.draft else f"{owner} was told."


def _letter(subject: str, text: str, owner: str, settings: MailSettings, now: datetime) -> Letter:
    to: Address = parse_address(owner)
    sender = sender_of(settings)
    is_draft = settings.way is Way.EML
    number = hashlib.sha256(f"{now.isoformat()} {text}".encode()).hexdigest()[:40]
    domain = sender.address.domain if sender else NO_DOMAIN
    message = EmailMessage(policy=SMTP)
    message["Subject"] = " ".join(subject.split())
    message["To"] = str(to)
    if sender:
        message["From"] = str(sender.address)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: keeps out-of-office replies away
    if is_draft:
        message["X-Unsent"] = "1"  # Outlook opens it ready to send
    else:
        message["Date"] = format_datetime(now)
        message["Message-ID"] = f"<{number}@{domain}>"
    message.set_content(text, charset="utf-8", cte="quoted-printable")
    content = message.as_bytes()
    return Letter(
        to=to,
        sender=sender.address if sender else None,
        message_id=f"<{number}@{domain}>",
        content=content,
        frame=content,
        attachments=(),
        draft_name=f"{now:%Y-%m-%d %H%M} for the owner.eml",
    )
