"""The log of what went wrong on our side: which step failed where in the program, and never a figure or a name.

A traceback's last line often quotes the value that broke something, and a workbook's values may be confidential; so
the log holds types and places of errors, not their texts.
"""

from __future__ import annotations

import logging
import platform
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path

from platformdirs import user_log_path

from quarterly import __version__

MAX_BYTES = 500_000  # of one log file; one older file is kept


def log_file() -> Path:
    """Where the log is: the place that the operating system has for logs of a user's programs."""
    return user_log_path("quarterly", appauthor=False) / "quarterly.log"


def record_failure(command: str, error: BaseException) -> Path | None:
    """Write an unexpected error to the log and say where that is; ``None`` if no log can be written."""
    path = log_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=MAX_BYTES, backupCount=1, encoding="utf-8")
    except OSError:
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger = logging.getLogger("quarterly")
    logger.addHandler(handler)
    try:
        logger.error("%s", describe(command, error))
    finally:
        logger.removeHandler(handler)
        handler.close()
    return path


def describe(command: str, error: BaseException) -> str:
    """The error without its text: its type, the types of its causes, and the lines of the program it passed through."""
    system = f"Quarterly {__version__}, Python {platform.python_version()}, {platform.system()} {platform.release()}"
    lines = [f"{command} failed. {system}"]
    cause: BaseException | None = error
    while cause is not None:
        lines.append(f"{type(cause).__module__}.{type(cause).__qualname__}")
        lines += [
            f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(cause.__traceback__)
        ]
        cause = cause.__cause__ or cause.__context__
    return "\n".join(lines)
