"""The worksheet functions as a plain list: name, arguments and help, for Excel's function wizard and for documents.

Names, order and which arguments are needed come from the functions themselves; a test holds the help against them.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable

from msgspec import Struct

from quarterly.excel import functions
from quarterly.excel.spill import Answer

CATEGORY = "Quarterly"
"""Where Excel's function wizard lists them."""

ARGUMENT_HELP = {
    "as_at": "The day from which it is looked at, for example TODAY().",
    "as_table": "TRUE for a row for each value: mean, limits and special causes.",
    "before": "The earlier value.",
    "complete": "How much is done: a percentage cell, a share (0.6) or a number from 0 to 100.",
    "completed_on": "The date on which it was completed, if it was.",
    "day": "A date.",
    "due": "The date on which it is due.",
    "evidenced_on": "The date on which the evidence was seen, if it was.",
    "floor": "The least that is acceptable; between floor and target is amber.",
    "frequency": "Month (if left out), Quarter or Year: how far the values lie apart.",
    "good_is": "High (if left out), Low, Range or Information.",
    "last_year": "The value of the same period a year ago, for rules that look at it.",
    "now": "The later value.",
    "periods": "How many periods ahead to look; 12 if left out, 60 at most.",
    "revised_due": "The date to which it was put off, if it was.",
    "rule": 'A published scheme by its name, as in the column "RAG rule" of the sheet KPIs.',
    "start": "The date on which it starts.",
    "status": "The status that the owner gives, if any, for example Deferred.",
    "target": 'A number, words such as "Fewer than 85", or a range such as "580 to 630".',
    "tolerance": "How far off the target is still amber: 5% or 2 points.",
    "unit": "% or a word, for the sentence.",
    "value": "The value to rate: a cell or a range.",
    "values": "The values from the oldest to the newest; blank cells are gaps.",
    "year_starts": "The month in which the year starts; April if left out.",
}


class FunctionArgument(Struct, frozen=True, kw_only=True):
    """An argument as the function wizard shows it. ``ranges`` says whether it is a range by its nature."""

    name: str
    help: str
    required: bool
    ranges: bool = False


class Function(Struct, frozen=True, kw_only=True):
    """A worksheet function. ``python`` is the plain function behind it."""

    name: str
    help: str
    arguments: tuple[FunctionArgument, ...]
    python: Callable[..., Answer]


def _function(name: str) -> Function:
    python: Callable[..., Answer] = getattr(functions, name)
    arguments = tuple(
        FunctionArgument(
            name=argument.name,
            help=ARGUMENT_HELP[argument.name],
            required=argument.default is inspect.Parameter.empty,
            ranges=argument.name == "values",
        )
        for argument in inspect.signature(python).parameters.values()
    )
    return Function(name=name, help=_first_paragraph(python), arguments=arguments, python=python)


def _first_paragraph(python: Callable[..., Answer]) -> str:
    return " ".join((inspect.getdoc(python) or "").partition("\n\n")[0].split())


FUNCTIONS: tuple[Function, ...] = tuple(map(_function, functions.__all__))
"""Every worksheet function, in alphabetical order."""
