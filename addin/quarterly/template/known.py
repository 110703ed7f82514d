"""Which tokens there are where: the catalogue, asked as a template asks it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property

from msgspec import Struct

from quarterly.compose.vocabulary.catalogue import Catalogue, FieldWord, ListWord
from quarterly.read.values import closest

SHEETS = ListWord(
    name="sheet",
    meaning="the report's own sheets, for its list of contents",
    fields=(
        FieldWord(name="name", meaning="The sheet's name, as a link to it"),
        FieldWord(name="title", meaning="The sheet's title"),
        FieldWord(name="about", meaning="What the sheet shows, in a line"),
    ),
)
"""The one list that the template itself gives rise to."""
PER_ITEM = {"kpis": "theme"}  # ready-made parts of which each item of a list has its own


class Named(Struct, frozen=True):
    """What a token is: its field, and the list that it belongs to ("" for the report's own)."""

    field: FieldWord
    over: str = ""


class Known(Struct, frozen=True, dict=True):
    """The words of a catalogue by name."""

    catalogue: Catalogue

    @cached_property
    def lists(self) -> dict[str, ListWord]:
        """The lists by name, the report's own sheets among them."""
        found = {word.name: word for word in self.catalogue.lists}
        return {SHEETS.name: SHEETS, **found}

    @cached_property
    def tokens(self) -> dict[str, Named]:
        """Every token that stands for a value."""
        own = {word.name: Named(word) for word in self.catalogue.fields}
        listed = {
            f"{name}.{field.name}": Named(field, name) for name, word in self.lists.items() for field in word.fields
        }
        return {**listed, **own}

    @cached_property
    def sections(self) -> frozenset[str]:
        """The keys of the ready-made parts."""
        return frozenset(word.key for word in self.catalogue.sections)

    def is_reached(self, name: str, scope: Sequence[str]) -> bool:
        """Whether a list can be asked for within these others."""
        word = self.lists[name]
        return word.at_top or name in scope or any(name in self.lists[outer].inside for outer in scope)

    def holders(self, name: str) -> tuple[str, ...]:
        """The lists whose items have this one."""
        return tuple(word.name for word in self.lists.values() if name in word.inside)

    def is_apart(self, name: str, scope: Sequence[str]) -> bool:
        """Whether a list has nothing to do with any of those around it, so that all of it stands in each item."""
        return bool(scope) and name != SHEETS.name and not any(self._are_kin(name, outer) for outer in scope)

    def _are_kin(self, one: str, other: str) -> bool:
        """Whether the items of one have the other, or both are of one sort, as red indicators are indicators."""
        first, second = self.lists[one], self.lists[other]
        return one in second.inside or other in first.inside or _names(first) == _names(second)

    def naming(self, name: str) -> str:
        """Tokens that together name an item: "{{kpi.ref}} {{kpi.name}}"."""
        fields = {field.name for field in self.lists[name].fields}
        called = [field for field in ("ref", "name", "text", "title", "item") if field in fields][:2]
        return " ".join(f"{{{{{name}.{field}}}}}" for field in called) or f"{name} {{{{{name}. ...}}}}"

    def like_token(self, text: str) -> str:
        """The hint of a mistyped token: " Did you mean {{kpi.name}}?", or nothing."""
        if text.split()[:1] == ["end"]:
            return " Did you mean {{end}}?"
        near = _near(text, [*self.tokens, *(f"section.{key}" for key in self.sections), "end"])
        if not near and text in self.lists:
            near = f"{text}.{self.lists[text].fields[0].name}"
        return f" Did you mean {{{{{near}}}}}?" if near else ""

    def like_list(self, text: str) -> str:
        """The hint of a mistyped list."""
        near = _near(text, list(self.lists)) or _near(text.removesuffix("s"), list(self.lists))
        return f" Did you mean {{{{each {near}}}}}?" if near else ""

    def like_section(self, text: str) -> str:
        """The hint of a mistyped ready-made part."""
        near = _near(text, sorted(self.sections))
        return f" Did you mean {{{{section.{near}}}}}?" if near else ""

    @cached_property
    def fingerprint(self) -> str:
        """Changes whenever a word is added, renamed or taken away."""
        lists = sorted(f"{word.name}<{','.join(word.inside)}>{word.at_top}" for word in self.lists.values())
        tokens = sorted(f"{name}:{named.field.kind}" for name, named in self.tokens.items())
        return hashlib.sha256("\n".join([*tokens, *lists, *sorted(self.sections)]).encode()).hexdigest()[:12]


def _names(word: ListWord) -> tuple[str, ...]:
    return tuple(field.name for field in word.fields)


def _near(text: str, choices: list[str]) -> str:
    return closest(text, sorted(choices))
