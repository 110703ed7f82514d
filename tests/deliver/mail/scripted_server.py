"""A mail server that misbehaves as told: it refuses, stalls, hangs up, or shows the wrong certificate."""

from __future__ import annotations

import asyncio
import datetime as clock
import ssl
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

AUTHORITY = trustme.CA()


def ca_file() -> Path:
    path = Path(tempfile.gettempdir(), f"quarterly-test-ca-{id(AUTHORITY)}.pem")
    AUTHORITY.cert_pem.write_to_path(str(path))
    return path


def context_for(*names: str, authority: trustme.CA = AUTHORITY, expired: bool = False) -> ssl.SSLContext:
    now = clock.datetime.now(clock.UTC)
    until = now - clock.timedelta(days=1) if expired else now + clock.timedelta(days=30)
    certificate = authority.issue_cert(*names, not_before=now - clock.timedelta(days=60), not_after=until)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


@dataclass
class Script:
    """What the server does with each recipient in turn, and what it got.

    ``recipients`` and ``messages`` answer RCPT and the message itself, in turn, and then take everything. "drop" hangs
    up at once, "stall" says nothing, "keep and drop" takes the message and hangs up before it says so.
    """

    recipients: dict[str, list[str]] = field(default_factory=dict)
    messages: dict[str, list[str]] = field(default_factory=dict)
    password: str = "open sesame"
    taken: list[tuple[str, bytes]] = field(default_factory=list)

    async def handle_RCPT(self, server: SMTP, _s: Session, envelope: Envelope, address: str, _o: list[str]) -> str:  # noqa: N802
        answer = _next(self.recipients, address)
        if answer in ("drop", "stall"):
            return await _vanish(server, answer)
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 fine"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        (address,) = envelope.rcpt_tos  # one recipient a message: that nobody sees another is the point
        answer = _next(self.messages, address)
        if answer == "keep and drop":
            self.taken.append((address, bytes(envelope.content or b"")))
        if answer in ("drop", "stall", "keep and drop"):
            return await _vanish(server, answer)
        if answer:
            return answer
        self.taken.append((address, bytes(envelope.content or b"")))
        return "250 taken"


def _next(script: dict[str, list[str]], address: str) -> str:
    answers = script.get(address.partition("@")[0], [])
    return answers.pop(0) if answers else ""


async def _vanish(server: SMTP, how: str) -> str:
    if how == "stall":
        await asyncio.sleep(60)  # or until the server ends: longer than anybody waits for it
    if server.transport is not None:
        server.transport.abort()
    return "421 gone"


@contextmanager
def scripted(
    script: Script,
    context: ssl.SSLContext | None = None,
    *,
    from_the_start: bool = False,
    offers_tls: bool = True,
    limit: int = 33_554_432,
) -> Iterator[int]:
    """The server, and the port that it listens on."""
    context = context or context_for("localhost")

    def login(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given: object) -> AuthResult:
        return AuthResult(success=getattr(given, "password", b"") == script.password.encode(), handled=False)

    def make() -> SMTP:
        return SMTP(
            script,
            hostname="localhost",
            tls_context=context if offers_tls and not from_the_start else None,
            require_starttls=offers_tls and not from_the_start,
            authenticator=login,
            auth_require_tls=False,
            data_size_limit=limit,
            enable_SMTPUTF8=False,
            loop=loop,
        )

    loop = asyncio.new_event_loop()
    listening = loop.create_server(make, "127.0.0.1", 0, ssl=context if from_the_start else None)
    server = loop.run_until_complete(listening)
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        asyncio.run_coroutine_threadsafe(_close(server), loop).result(60)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(60)
        loop.close()


async def _close(server: asyncio.Server) -> None:
    server.close()
    tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
