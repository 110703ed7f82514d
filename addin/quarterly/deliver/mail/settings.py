"""The table [mail] of a jobs file: every mistake in it named, and its values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from quarterly.deliver.mail.parcels import MailSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingProblem:
    """What is wrong with one key of the table; ``key`` is empty where one is missing. ``text`` is a sentence."""

    key: str
    text: str


def mail_settings(table: Mapping[str, object]) -> tuple[MailSettings | None, tuple[SettingProblem, ...]]:
    """The settings of the table, or every problem in it: the one or the other, never both."""
    raise NotImplementedError
