"""Where in a report one stands while filling a template: which theme, which indicator; and what a token says there."""

from __future__ import annotations

from dataclasses import dataclass, field

from quarterly.compose.report import Cell
from quarterly.compose.vocabulary.words import Content, Item, Vocabulary

NOTHING = Cell("")

Path = tuple[tuple[str, str], ...]
"""The lists and the keys of the items in which one stands, from the outermost."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The report, and the items in which one stands: list and item, from the outermost."""

    vocabulary: Vocabulary
    items: tuple[tuple[str, Item], ...] = ()
    _known: dict[tuple[Path, str], tuple[Item, ...]] = field(default_factory=dict)

    def inside(self, over: str, item: Item) -> Scope:
        """The same place, inside one more item."""
        return Scope(self.vocabulary, (*self.items, (over, item)), self._known)

    def of(self, vocabulary: Vocabulary) -> Scope:
        """The same place in a report of which more is known."""
        return Scope(vocabulary, self.items, self._known)

    def members(self, over: str) -> tuple[Item, ...]:
        """The items of a list: those of the innermost item that has such a list, else those of the report."""
        path = tuple((name, item.key) for name, item in self.items)
        if (path, over) not in self._known:
            self._known[path, over] = self._members(over)
        return self._known[path, over]

    def content(self, token: str) -> Content:
        """What a token stands for here; nothing where it stands outside of its list."""
        if token in self.vocabulary.fields:
            return self.vocabulary.fields[token]()
        for over, item in reversed(self.items):
            name = token.removeprefix(f"{over}.")
            if name != token and name in item.fields:
                return item.fields[name]()
        return NOTHING

    @property
    def label(self) -> str:
        """What names the innermost item beside its figures: an indicator's reference."""
        return self.items[-1][1].key if self.items else ""

    def _members(self, over: str) -> tuple[Item, ...]:
        for _, item in reversed(self.items):
            if over in item.lists:
                return item.lists[over]()
        found = self.vocabulary.lists.get(over)
        return found() if found is not None else ()
