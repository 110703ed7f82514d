"""A real mail server, Exim, started on loopback for a test and stopped after it."""

from __future__ import annotations

import contextlib
import grp
import os
import pwd
import random
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

import trustme
from msgspec import Struct

EXIM = next((found for name in ("exim4", "/usr/sbin/exim4", "exim") if (found := shutil.which(name))), "")
ACCOUNT, PASSWORD = "quarterly", "open sesame"
_OWNER = "Debian-exim"


class RealServer(Struct, frozen=True, dict=True):
    folder: Path
    port: int
    tls_port: int

    @property
    def ca_file(self) -> Path:
        return self.folder / "ca.pem"

    def mailbox(self, count: int, patience: float = 120.0) -> list[EmailMessage]:
        """The messages that were delivered, once there are ``count`` of them, in the order of their recipients."""
        ends = time.monotonic() + patience
        while len(files := list(self.folder.glob("mail/new/*"))) < count and time.monotonic() < ends:
            time.sleep(0.05)
        parser = BytesParser(policy=policy.default)
        return sorted((parser.parsebytes(file.read_bytes()) for file in files), key=lambda one: one["Envelope-to"])


def reason_to_skip() -> str:
    if not EXIM:
        return "no Exim on this machine (apt-get install exim4-daemon-light)"
    try:
        pwd.getpwnam(_OWNER)
    except KeyError:
        return "Exim has no account of its own here"
    return ""


@contextmanager
def real_server() -> Iterator[RealServer]:
    folder = Path(tempfile.mkdtemp(prefix="quarterly-exim-"))
    server = RealServer(folder, *_free_ports())
    process = None
    try:
        user, group = _account()
        _write(server, user, group)
        process = subprocess.Popen([EXIM, "-C", folder / "exim.conf", "-bdf", "-q1m"], stderr=subprocess.DEVNULL)
        _wait(server.port)
        yield server
    finally:
        if process is not None:
            process.terminate()
            process.wait(60)
        shutil.rmtree(folder, ignore_errors=True)


def _account() -> tuple[str, str]:
    """Root may not own mailboxes: Exim then runs as its own account, else as whoever runs the tests."""
    if os.getuid() == 0:
        return _OWNER, _OWNER
    return pwd.getpwuid(os.getuid()).pw_name, grp.getgrgid(os.getgid()).gr_name


def _write(server: RealServer, user: str, group: str) -> None:
    folder = server.folder
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(server.ca_file))
    authority.issue_cert("localhost").private_key_and_cert_chain_pem.write_to_path(str(folder / "server.pem"))
    for name in ("spool", "log", "mail"):
        (folder / name).mkdir()
    text = Path(__file__).with_name("exim.conf").read_text()
    filled = {"TLS_PORT": server.tls_port, "PORT": server.port, "FOLDER": folder, "USER": user, "GROUP": group}
    for name, value in filled.items():
        text = text.replace(name, str(value))
    (folder / "exim.conf").write_text(text)
    folder.chmod(0o755)
    if os.getuid() == 0:
        for path in (folder, *folder.rglob("*")):
            shutil.chown(path, user, group)
        shutil.chown(folder / "exim.conf", "root", "root")  # Exim takes no configuration that others may write


def _free_ports() -> tuple[int, int]:
    """Two below those that the system gives to clients: one of them could be taken again before Exim listens."""
    free: list[int] = []
    while len(free) < 2:
        port = random.randrange(10_000, 32_000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            free.append(port)
    return free[0], free[1]


def _wait(port: int) -> None:
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("Exim did not start")
