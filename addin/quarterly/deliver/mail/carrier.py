"""What every way out does: take one message, and say for certain or not what became of it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from quarterly.deliver.mail.message import Letter


class Verdict(StrEnum):
    """What became of a message that was handed over."""

    TAKEN = "taken"
    TEMPORARY = "temporary"  # not taken, and certainly so; a later try may go well
    PERMANENT = "permanent"  # not taken, and never will be
    UNCERTAIN = "uncertain"  # nobody can say: handed over, and no answer came


class Delivery(Struct, frozen=True, kw_only=True):
    """The verdict on one message. ``wait`` is how many seconds the server asks to wait; ``draft`` the file written."""

    verdict: Verdict
    reason: str = ""
    wait: float = 0.0
    draft: Path | None = None


class Closed(Struct, frozen=True, kw_only=True):
    """The way is shut for everybody: no server, no log-in, no trust. ``temporary`` where a later try may go well."""

    reason: str
    temporary: bool
    wait: float = 0.0


def too_large(size: int, limit: int) -> str:
    """The sentence on a message that is larger than what is taken; sizes in bytes."""
    return f"The message has {size / 1e6:.1f} MB; at most {limit / 1e6:.1f} MB are taken."


class Carrier(Protocol):
    """A way out."""

    def ready(self) -> Closed | None:
        """Connect and log in where that is not done yet; nothing is handed over, so this may be tried again."""

    def deliver(self, letter: Letter) -> Delivery:
        """Hand over one message. Called only after :meth:`ready` gave nothing."""

    def close(self) -> None:
        """Leave the server."""
