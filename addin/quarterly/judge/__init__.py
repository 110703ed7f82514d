"""From a plan to statuses with reasons. Pure: the day is passed in, no file is opened."""

from __future__ import annotations

from quarterly.judge.whole import judge

__all__ = ["judge"]
