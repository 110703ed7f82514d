"""What a cell of a template says: plain text with tokens, a block's opening or end, or a ready-made part."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from quarterly.template.layout import Part, Token

_TOKEN = re.compile(r"\{\{([^{}]*)\}\}")
_EACH = re.compile(r"each\s+(\S.*)")
_SIDE = re.compile(r"(?<!&)(?:&&)*&([LCR])")
_SIDES = {"L": "left", "C": "centre", "R": "right"}
END = "end"
SECTION = "section."


class Each(Struct, frozen=True):
    """``{{each kpi}}``: the rows below, up to ``{{end}}``, repeat."""

    over: str


class End(Struct, frozen=True):
    """``{{end}}``."""


class Ready(Struct, frozen=True):
    """``{{section.audits}}``."""

    key: str


Statement = Each | End | Ready


def parts_of(text: str) -> tuple[Part, ...]:
    """The text as plain pieces and tokens, in order; empty for no text."""
    return tuple(_parts(text))


def _parts(text: str) -> Iterator[Part]:
    at = 0
    for found in _TOKEN.finditer(text):
        if found.start() > at:
            yield text[at : found.start()]
        yield Token(" ".join(found[1].split()))
        at = found.end()
    if at < len(text):
        yield text[at:]


def statements_in(parts: tuple[Part, ...]) -> tuple[Statement, ...]:
    """What among the parts is no value: blocks opened and closed, ready-made parts."""
    named = (statement_of(part.name) for part in parts if isinstance(part, Token))
    return tuple(statement for statement in named if statement is not None)


def statement_of(name: str) -> Statement | None:
    """The statement that a token's name is; ``None`` for one that stands for a value."""
    if name == END:
        return End()
    if name == "each":
        return Each("")
    if (found := _EACH.fullmatch(name)) is not None:
        return Each(found[1])
    return Ready(name.removeprefix(SECTION)) if name.startswith(SECTION) else None


def is_alone(parts: tuple[Part, ...]) -> bool:
    """Whether one token is all that the text says."""
    said = [part for part in parts if isinstance(part, Token) or part.strip()]
    return len(said) == 1


def tokens_in(parts: tuple[Part, ...]) -> tuple[str, ...]:
    """The names of the tokens."""
    return tuple(part.name for part in parts if isinstance(part, Token))


def sides_of(text: str) -> tuple[tuple[str, str], ...]:
    """A header or footer as "left", "centre" and "right", each with what it says, its codes included."""
    pieces = _SIDE.split(text)
    sides = [
        ("centre", pieces[0]),
        *((_SIDES[code], said) for code, said in zip(pieces[1::2], pieces[2::2], strict=True)),
    ]
    return tuple((side, said) for side, said in sides if said)


def has_stray_braces(parts: tuple[Part, ...]) -> bool:
    """Whether two braces stand in the plain text: a token that was not closed, or not opened."""
    return any(isinstance(part, str) and ("{{" in part or "}}" in part) for part in parts)
