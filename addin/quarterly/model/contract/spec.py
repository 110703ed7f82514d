"""The words in which the contract is written: sheets, columns, settings and what cells hold."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Holds(StrEnum):
    """What a column's cells hold."""

    TEXT = "text"
    REF = "a reference"
    REFS = "references, separated by commas or semicolons"
    PEOPLE = "names, separated by a slash, comma or semicolon"
    DATE = "a date"
    PERIOD = "a month, quarter or year"
    NUMBER = "a number"
    COUNT = "a whole number"
    PERCENT = "a percentage"
    VALUE = "a number, or shorthand such as c, z, n/a"
    TARGET = "a number, or a target in words"
    CHOICE = "one of the choices"
    RULE = "a RAG rule"


class Column(Struct, frozen=True, kw_only=True):
    """A column: the record's ``field``, the ``header`` officers see, and other headers it is known by."""

    field: str
    header: str
    holds: Holds
    about: str
    aliases: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    required: bool = False
    example: str = ""


class Sheet(Struct, frozen=True, kw_only=True):
    """A sheet of the contract; the first column is the key of its rows.

    ``ambiguous`` are headers that officers use for one field as often as for another, with those fields.
    """

    name: str
    row_is: str
    about: str
    columns: tuple[Column, ...]
    aliases: tuple[str, ...] = ()
    ambiguous: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def column(self, field: str) -> Column:
        """The column of a field.

        Raises:
            KeyError: the sheet has no such field.
        """
        for column in self.columns:
            if column.field == field:
                return column
        raise KeyError(field)


class Setting(Struct, frozen=True, kw_only=True):
    """One row of the Settings sheet."""

    field: str
    name: str
    holds: Holds
    about: str
    aliases: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    example: str = ""
