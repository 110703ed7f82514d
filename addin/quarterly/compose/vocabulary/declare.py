"""How a token is declared: once, with its meaning for the catalogue and the function that gives its value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from quarterly.compose.material import Material
from quarterly.compose.vocabulary.catalogue import FieldWord, Kind, ListWord
from quarterly.compose.vocabulary.words import Content, Fields, Item

T = TypeVar("T")
U = TypeVar("U")


class Told(Struct, Generic[T], frozen=True):
    """A member of a list, with the report that tells of it."""

    it: T
    report: Material


class Field(Struct, Generic[T], frozen=True):
    """A token: its name without its list's, its meaning in officers' words, and how its content is found."""

    name: str
    meaning: str
    content: Callable[[T], Content]
    kind: Kind = Kind.TEXT

    @property
    def word(self) -> FieldWord:
        """Its entry in the catalogue."""
        return FieldWord(name=self.name, meaning=self.meaning, kind=self.kind)


class Inside(Struct, Generic[T], frozen=True):
    """A list that each member has of its own, such as a theme's indicators."""

    name: str
    items: Callable[[Told[T]], tuple[Item, ...]]


class Noun(Struct, Generic[T], frozen=True, kw_only=True):
    """A list: what it is called, who its members are, and what can be asked of each.

    ``keep`` narrows a list of everything to those that matter for a page: templates have no logic of their own.
    """

    name: str
    meaning: str
    members: Callable[[Material], Iterable[T]]
    key: Callable[[T], str]
    fields: tuple[Field[Told[T]], ...]
    inside: tuple[Inside[T], ...] = ()
    empty: str = "Nothing to show."
    keep: Callable[[Told[T]], bool] = lambda _: True

    @property
    def word(self) -> ListWord:
        """Its entry in the catalogue."""
        return ListWord(
            name=self.name,
            meaning=self.meaning,
            fields=tuple(field.word for field in self.fields),
            inside=tuple(one.name for one in self.inside),
            empty=self.empty,
        )

    def narrowed(self, name: str, meaning: str, empty: str, keep: Callable[[Told[T]], bool]) -> Noun[T]:
        """The same list with those members only that ``keep`` says."""
        return replace(self, name=name, meaning=meaning, empty=empty, keep=keep)

    def all(self, report: Material) -> tuple[Item, ...]:
        """Every member in the report."""
        return self.items(self.members(report), report)

    def items(self, members: Iterable[T], report: Material) -> tuple[Item, ...]:
        """These members, as far as they belong to the list. A second member of one key is told apart by a number."""
        makers = {field.name: field.content for field in self.fields}
        seen: Counter[str] = Counter()
        items = []
        for member in members:
            told, key = Told(member, report), self.key(member)
            if not self.keep(told):
                continue
            seen[key] += 1
            items.append(
                Item(
                    key=f"{key} ({seen[key]})" if seen[key] > 1 else key,
                    fields=Thunks(makers, told),
                    lists={one.name: partial(one.items, told) for one in self.inside},
                )
            )
        return tuple(items)


def inside(noun: Noun[U], of: Callable[[Told[T]], Iterable[U]]) -> Inside[T]:
    """The members of ``noun`` that belong to a member of another list."""
    return Inside(noun.name, lambda told: noun.items(of(told), told.report))


class Thunks(Mapping[str, Callable[[], Content]], Generic[T]):
    """The fields of one subject, each found when a template asks for it and not before."""

    __slots__ = ("_makers", "_subject")

    def __init__(self, makers: Mapping[str, Callable[[T], Content]], subject: T) -> None:
        self._makers, self._subject = makers, subject

    def __getitem__(self, name: str) -> Callable[[], Content]:
        return partial(self._makers[name], self._subject)

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


def thunks(fields: Iterable[Field[T]], subject: T) -> Fields:
    """The fields by name, for one subject."""
    return Thunks({field.name: field.content for field in fields}, subject)
