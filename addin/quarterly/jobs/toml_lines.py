"""On which line of a TOML file each key stands.

tomllib gives values without places, and tomlkit, which keeps every blank, does not give them either. But a file is a
run of statements that are each a TOML document of their own, so tomllib itself says where one ends and which keys it
sets: nothing of the language is parsed here.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping

from msgspec import Struct

MOST_LINES = 200  # of one value

Place = tuple[str | int, ...]
"""A key with the tables that it is in: ``("job", 0, "due")``; arrays of tables are counted from 0."""


class Lines(Struct, frozen=True):
    """The lines of a file's keys, from 1."""

    numbers: Mapping[Place, int]

    def of(self, *place: str | int) -> int:
        """The line of a key, or of the nearest table that it would be in; 1 where there is none."""
        while place and place not in self.numbers:
            place = place[:-1]
        return self.numbers.get(place, 1)


class TooLong(ValueError):
    """A statement goes on for more lines than any jobs file needs; reading it again for each would take for ever."""

    def __init__(self, line: int) -> None:
        super().__init__(f"what begins on line {line} goes on for more than {MOST_LINES} lines")


def lines_of(text: str) -> Lines:
    """Where every key of a TOML file is, for a text that tomllib reads.

    Raises:
        TooLong: a value takes more than :data:`MOST_LINES` lines.
    """
    numbers: dict[Place, int] = {}
    tables: Counter[str] = Counter()
    within: Place = ()
    for number, statement in _statements(text):
        keys = tomllib.loads(statement)
        if statement.lstrip().startswith("["):
            within = _header(keys, tables, is_array=statement.lstrip().startswith("[["))
            numbers.setdefault(within, number)
        else:
            for place in _leaves(keys):
                numbers.setdefault((*within, *place), number)
    return Lines(numbers)


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Every statement with the number of its first line; blank lines and comments are none."""
    begun, first = "", 1
    for number, line in enumerate(text.split("\n"), start=1):
        if not begun:
            first = number
        begun += line + "\n"
        if number - first >= MOST_LINES:
            raise TooLong(first)
        try:
            keys = tomllib.loads(begun)
        except tomllib.TOMLDecodeError:
            continue  # it goes on: an array or a long text over several lines
        if keys:
            yield first, begun
        begun = ""


def _header(keys: dict[str, object], tables: Counter[str], *, is_array: bool) -> Place:
    """The table that a header opens. Only the last of its names can be an array here."""
    place: list[str | int] = []
    inner: object = keys
    while isinstance(inner, dict) and inner:
        name, inner = next(iter(inner.items()))
        place.append(name)
    if is_array:
        tables[".".join(map(str, place))] += 1
    counted = tables[".".join(map(str, place[:1]))]
    if counted:
        place.insert(1, counted - 1)
    return tuple(place)


def _leaves(keys: dict[str, object]) -> Iterator[Place]:
    """The key of a statement, with the names before it in a dotted one, and what it sets inside an inline table."""
    for name, value in keys.items():
        yield (name,)
        if isinstance(value, dict):
            yield from ((name, *place) for place in _leaves(value))
