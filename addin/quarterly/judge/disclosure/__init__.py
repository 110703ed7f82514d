"""Disclosure control: which figures may be published, so that nobody can be recognised in them."""

from __future__ import annotations

from quarterly.judge.disclosure.facts import Cell, Change, Count, Published, Ratio, Relation, Sum
from quarterly.judge.disclosure.figures import LETTERS, Cause, Exposed, Figure, FigureKind, Hidden, Protected
from quarterly.judge.disclosure.protect import THRESHOLD, protect
from quarterly.judge.disclosure.rounding import national_total, rate, to_nearest

__all__ = [
    "LETTERS",
    "THRESHOLD",
    "Cause",
    "Cell",
    "Change",
    "Count",
    "Exposed",
    "Figure",
    "FigureKind",
    "Hidden",
    "Protected",
    "Published",
    "Ratio",
    "Relation",
    "Sum",
    "national_total",
    "protect",
    "rate",
    "to_nearest",
]
