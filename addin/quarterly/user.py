"""Who is at work, as the system knows them."""

from __future__ import annotations

import getpass


def user_name() -> str:
    """The name of the account; "unknown" where there is none, as in some containers and services."""
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):  # Windows without USERNAME: before 3.13 Python looks for POSIX accounts
        return "unknown"
