"""Sendings that are killed at random moments while the server misbehaves, and the count of what arrived.

Real processes, ended with SIGKILL; the mail server lives in this one and remembers every message it took. Run as a
program it is one such sending.
"""

from __future__ import annotations

import asyncio
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session
from posting_office import DOMAIN, NOW, a_parcel, a_person, by_smtp
from scripted_server import Script, ca_file, scripted

from quarterly.deliver.ledger import read_ledger
from quarterly.deliver.mail import Outcome, Parcel, State, send_parcels
from quarterly.deliver.mail.post import Seams
from quarterly.model.context import Recipient
from quarterly.model.edition import Edition

JOBS = 3
FAULTS = (  # at which step, what happens, how often
    ("RCPT", "451 try later", 0.03),
    ("RCPT", "550 no such user", 0.005),
    ("RCPT", "drop", 0.01),
    ("DATA", "452 out of room", 0.02),
    ("DATA", "554 refused", 0.005),
    ("DATA", "drop", 0.01),
    ("DATA", "keep and drop", 0.01),
)


def people_of(count: int) -> list[Recipient]:
    """So many people who are to get something, every other one the working edition, and some who must not."""
    named = [a_person(f"p{n:04}", edition=("Working", "Published")[n % 2]) for n in range(count)]
    strangers = [a_person(f"s{n}", email=f"s{n}@evil.example") for n in range(count // 50 + 1)]
    gone = [a_person(f"g{n}", active=False) for n in range(count // 50 + 1)]
    torn = [a_person("torn", edition=edition) for edition in ("Working", "Published")]
    return [*named, *strangers, *gone, *torn, named[0]]


def parcels_of(job: int) -> tuple[Parcel, ...]:
    return tuple(
        a_parcel(edition, report_key=f"job {job} | {edition}", title=f"Report of job {job}") for edition in Edition
    )


def send_all(folder: Path, port: int, count: int) -> list[tuple[Outcome, ...]]:
    settings = by_smtp(port=port, ca_file=ca_file_of(folder), timeout=60.0, waits=(1.0, 1.0))
    return [
        send_parcels(
            parcels_of(job),
            people_of(count),
            settings,
            ledger=folder / "sends.sqlite",
            now=NOW,
            seams=Seams(sleep=lambda _seconds: time.sleep(0.02)),
        )
        for job in range(JOBS)
    ]


def ca_file_of(folder: Path) -> Path:
    return folder / "ca.pem"


@dataclass
class Faulty(Script):
    """A server with faults at every step, by chance."""

    chance: random.Random = field(default_factory=lambda: random.Random(7))
    pause: float = 0.0
    faulty: bool = True

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, o: list[str]) -> str:  # noqa: N802
        self._plan("RCPT", self.recipients, address)
        return await super().handle_RCPT(server, session, envelope, address, o)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        await asyncio.sleep(self.pause)
        self._plan("DATA", self.messages, envelope.rcpt_tos[0])
        return await super().handle_DATA(server, session, envelope)

    def _plan(self, step: str, answers: dict[str, list[str]], address: str) -> None:
        drawn = self.chance.random()
        for at, answer, often in FAULTS:
            if at == step:
                drawn -= often
                if drawn < 0:
                    answers[address.partition("@")[0]] = [answer] if self.faulty else []
                    return


@dataclass(frozen=True)
class Tally:
    """What came of it all: ``wrong`` are sentences on what must never happen."""

    messages: int
    states: Counter[State]
    kills: int
    uncertain_without_message: int
    wrong: tuple[str, ...]


def kill_again_and_again(folder: Path, *, count: int, kills: int, pause: float, seed: int = 1) -> Tally:
    """Start, kill, start again; at last one run to its end."""
    chance = random.Random(seed)
    server = Faulty(chance=random.Random(seed + 1), pause=pause)
    ca_file_of(folder).write_bytes(ca_file().read_bytes())
    most = count * JOBS // kills  # messages before a kill; the last kill finds some left
    done = 0
    with scripted(server) as port:
        for _ in range(2 * kills):  # a sending that was faster than its kill counts for none
            if done < kills:
                killed = _Kill(after_messages=chance.randrange(most), after_seconds=chance.uniform(0.0, 5 * pause))
                done += killed.done(folder, port, count, server)
        server.faulty = False
        outcomes = send_all(folder, port, count)
    return _counted(server, outcomes, folder, count, done)


@dataclass(frozen=True)
class _Kill:
    """When a sending is killed: counted in messages first, so that it is in the middle on a slow machine too."""

    after_messages: int
    after_seconds: float

    def done(self, folder: Path, port: int, count: int, server: Faulty) -> bool:
        """Whether the sending was still under way when it was killed."""
        command = [sys.executable, str(Path(__file__)), str(folder), str(port), str(count)]
        enough = len(server.taken) + self.after_messages
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "begun\n"
            while len(server.taken) < enough and process.poll() is None:
                time.sleep(0.001)
            time.sleep(self.after_seconds)
            process.send_signal(signal.SIGKILL)
            return process.wait(60) == -signal.SIGKILL


def _counted(server: Faulty, outcomes: list[tuple[Outcome, ...]], folder: Path, count: int, kills: int) -> Tally:
    arrived: Counter[tuple[int, str]] = Counter()
    wrong = []
    for address, content in server.taken:
        job = next(job for job in range(JOBS) if f"Report of job {job}".encode() in content)
        arrived[job, address] += 1
        edition = "working" if b"plan Q3 2025-26 working report.xlsx" in content else "published"
        number = int(address[1:5]) if address.startswith("p") else -1
        if number < 0 or not address.endswith(f"@{DOMAIN}"):
            wrong.append(f"{address} was sent something")
        elif ("working", "published")[number % 2] != edition:
            wrong.append(f"{address} got the {edition} edition")
    wrong += [f"{address} got job {job} {times} times" for (job, address), times in arrived.items() if times > 1]
    states: Counter[State] = Counter()
    silent = 0
    for job, found in enumerate(outcomes):
        by_address = {one.address: one.state for one in found}
        for number in range(count):
            address = f"p{number:04}@{DOMAIN}"
            state = by_address.get(address)
            states[state or State.HELD] += 1
            has = arrived[job, address] == 1
            silent += state is State.UNCERTAIN and not has
            if not ((has and state in (State.SENT, State.UNCERTAIN)) or (not has and state in _NAMED)):
                wrong.append(f"{address}, job {job}: {state}, arrived: {has}")
    with read_ledger(folder / "sends.sqlite") as ledger:
        assert ledger is not None
        if any(entry.state is None for entry in ledger.everything()):
            wrong.append("an intent without outcome is left")
    return Tally(len(server.taken), states, kills, silent, tuple(wrong))


_NAMED = (State.UNSENT, State.UNCERTAIN, State.REFUSED)


if __name__ == "__main__":
    print("begun", flush=True)
    send_all(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
