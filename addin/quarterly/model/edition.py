"""For whom a report is made: the officers and their board, or everybody."""

from __future__ import annotations

from enum import StrEnum


class Edition(StrEnum):
    """The working edition shows every figure; the published one none that could give a person away."""

    WORKING = "working"
    PUBLISHED = "published"
