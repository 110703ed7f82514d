"""Where in a report one stands while filling a template: which theme, which indicator; and what a token says there."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct, field

from quarterly.compose.report import Cell
from quarterly.compose.vocabulary import CATALOGUE
from quarterly.compose.vocabulary.words import Content, Item, Vocabulary

NOTHING = Cell("")
FAMILIES = {word.name: tuple(field.name for field in word.fields) for word in CATALOGUE.lists}
"""What can be asked of a list's items. A narrower list, such as the red indicators, has the same as the whole one."""

Path = tuple[tuple[str, str], ...]
"""The lists and the keys of the items in which one stands, from the outermost."""


class Scope(Struct, frozen=True):
    """The report, and the items in which one stands: list and item, from the outermost."""

    vocabulary: Vocabulary
    items: tuple[tuple[str, Item], ...] = ()
    _known: dict[tuple[Path, str], tuple[Item, ...]] = field(default_factory=dict)
    _keys: dict[tuple[str, str, str], frozenset[str]] = field(default_factory=dict)  # of lists inside items

    def inside(self, over: str, item: Item) -> Scope:
        """The same place, inside one more item."""
        return Scope(self.vocabulary, (*self.items, (over, item)), self._known, self._keys)

    def of(self, vocabulary: Vocabulary) -> Scope:
        """The same place in a report of which more is known."""
        return Scope(vocabulary, self.items, self._known, self._keys)

    def members(self, over: str) -> tuple[Item, ...]:
        """The items of a list that belong to every item in which one stands.

        An item belongs to another that has it in a list of its own, or that it has itself: inside a theme stand the
        theme's indicators, inside an indicator its theme. Of lists that have nothing to do with each other all stand.
        """
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
        for place in range(len(self.items) - 1, -1, -1):
            _, owner = self.items[place]
            if over in owner.lists:
                others = (*self.items[:place], *self.items[place + 1 :])
                return self._of_all(over, owner.lists[over](), others)
        found = self.vocabulary.lists.get(over)
        if found is None:
            return ()
        return self._of_all(over, self._of_report(over, found), self.items)

    def _of_report(self, over: str, found: Callable[[], tuple[Item, ...]]) -> tuple[Item, ...]:
        if ((), over) not in self._known:
            self._known[(), over] = found()
        return self._known[(), over]

    def _of_all(self, over: str, items: tuple[Item, ...], outer: tuple[tuple[str, Item], ...]) -> tuple[Item, ...]:
        return tuple(item for item in items if all(self._belongs(over, item, name, other) for name, other in outer))

    def _belongs(self, over: str, item: Item, name: str, other: Item) -> bool:
        if over in other.lists:
            return item.key in self._keys_of(name, other, over)
        if name in item.lists:
            return other.key in self._keys_of(over, item, name)
        return item.key == other.key or not _same_things(over, name)

    def _keys_of(self, name: str, item: Item, over: str) -> frozenset[str]:
        """The keys of the items of a list inside an item of the list ``name``."""
        if (name, item.key, over) not in self._keys:
            self._keys[name, item.key, over] = frozenset(each.key for each in item.lists[over]())
        return self._keys[name, item.key, over]


def _same_things(one: str, other: str) -> bool:
    return one == other or (one in FAMILIES and FAMILIES[one] == FAMILIES.get(other))
