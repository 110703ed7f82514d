"""One run at a time: a lock that the operating system lets go of when its holder ends, however it ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from quarterly.jobs import refusals
from quarterly.outputs import make_private_folder

FILE_NAME = "run-jobs.lock"


@contextmanager
def run_lock(folder: Path) -> Iterator[bool]:
    """Whether these records are ours alone until the block ends; ``False`` where another run holds them.

    Raises:
        DeliveryRefused: the folder cannot be used.
    """
    from filelock import FileLock, Timeout

    try:
        make_private_folder(folder)
        lock = FileLock(folder / FILE_NAME, timeout=0)
        lock.acquire()
    except Timeout:
        yield False
        return
    except (OSError, NotImplementedError) as error:
        reason = getattr(error, "strerror", None) or "its drive cannot lock files"
        raise refusals.RECORDS_UNUSABLE.of(folder=folder, reason=reason) from error
    try:
        yield True
    finally:
        lock.release()
