"""The catalogue of tokens: what exists, whatever the report. Docs, checks and suggestions are made from it."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Kind(StrEnum):
    """What a token puts in its place."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    STATUS = "status"
    SPARKLINE = "sparkline"
    CHART = "chart"


class FieldWord(Struct, frozen=True, kw_only=True):
    """A field: ``name`` without its list's, and what it stands for in an officer's words."""

    name: str
    meaning: str
    kind: Kind = Kind.TEXT


class ListWord(Struct, frozen=True, kw_only=True):
    """A list that rows, blocks or sheets repeat over.

    ``inside`` names the lists that an item has of its own; ``empty`` is the sentence shown where there is no item.
    ``at_top`` is false for a list that only items of another list have, such as the readings of an indicator.
    """

    name: str
    meaning: str
    fields: tuple[FieldWord, ...]
    inside: tuple[str, ...] = ()
    empty: str = "Nothing to show."
    at_top: bool = True


class SectionWord(Struct, frozen=True, kw_only=True):
    """A ready-made part of the pack: ``{{section.<key>}}``."""

    key: str
    meaning: str


class Catalogue(Struct, frozen=True, kw_only=True):
    """All tokens: the report's own fields (with their dots, as "quarter.label"), the lists, the ready-made parts."""

    fields: tuple[FieldWord, ...]
    lists: tuple[ListWord, ...]
    sections: tuple[SectionWord, ...]
