"""Which sheet of a workbook is which of the contract: by name or alias, never by resemblance."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from quarterly.model.contract import SHEETS
from quarterly.model.problems import CellRef, Problem
from quarterly.read import table_kinds
from quarterly.read.values import closest, folded


class SheetsFound(Struct, frozen=True, kw_only=True):
    """``matches`` maps contract names to the workbook's; ``rivals`` are sheets that answer to the same name.

    A rival is the workbook's sheet and the contract's name; whether it is one depends on what stands on it.
    """

    matches: Mapping[str, str]
    rivals: tuple[tuple[str, str], ...]
    problems: tuple[Problem, ...]


def match_sheets(names: Sequence[str]) -> SheetsFound:
    """Find the contract's sheets among a workbook's, and what only looks like one."""
    by_name = {folded(sheet.name): sheet.name for sheet in SHEETS}
    by_alias = {folded(alias): sheet.name for sheet in SHEETS for alias in sheet.aliases}
    matches: dict[str, str] = {}
    rivals: list[tuple[str, str]] = []
    # A sheet with the contract's own name goes before one with an alias, wherever it stands.
    for known in (by_name, by_alias):
        for name in names:
            wanted = known.get(folded(name))
            if not wanted or name in matches.values():
                continue
            if wanted in matches:
                rivals.append((name, wanted))
            else:
                matches[wanted] = name
    known_names = set(by_name) | set(by_alias)
    leftover = [name for name in names if folded(name) not in known_names]
    return SheetsFound(matches=matches, rivals=tuple(rivals), problems=tuple(_close(leftover, matches)))


def meant(name: str) -> tuple[str, str] | None:
    """The contract's sheet with whose name this one begins or ends, and what else the name says.

    Of a name of one short word only where nothing but a date or a number goes with it; and never where the rest says
    that the sheet is something else, such as a summary.
    """
    text = " ".join(name.split())
    for known, wanted, is_long in _FULL_NAMES:
        for pattern in (rf"{known}\b(.*)", rf"(.*)\b{known}"):
            found = re.fullmatch(pattern, text, re.IGNORECASE)
            if found and found[1].strip() and (is_long or _EARLIER.fullmatch(found[1])):
                return None if _OWN.search(found[1]) else (wanted, found[1])
    return None


def _close(names: Sequence[str], matches: Mapping[str, str]) -> Iterator[Problem]:
    free = {name: sheet.name for sheet in SHEETS if sheet.name not in matches for name in (sheet.name, *sheet.aliases)}
    for name in names:
        begun = meant(name)
        if begun and begun[0] in matches:
            kind = table_kinds.SHEET_COPY if _EARLIER.fullmatch(begun[1]) else table_kinds.SHEET_ALSO
            yield kind.at(CellRef(name), name, used=f'"{matches[begun[0]]}"')
            continue
        hint = begun[0] if begun else free.get(closest(name, free), "")
        if hint:
            yield table_kinds.SHEET_NAME_CLOSE.at(CellRef(name), name, hint=hint)


_LONG = 8  # letters of a name of one word that no other sheet's name holds by chance
_EARLIER = re.compile(
    r"(?:[\d\W_]|q[1-4]|h[12]|fy|copy|of|old|archived?|previous|prev|last|year|years|quarter|draft|backup|version|v"
    r"|jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec|january|february|march|april|june|july|august"
    r"|september|october|november|december)*",
    re.IGNORECASE,
)
"""What is added to the name of a copy or of an earlier year's sheet."""
_OWN = re.compile(
    r"\b(?:summary|summaries|chart|charts|graph|graphs|dashboard|guidance|guide|notes?|help|instructions|pivot|lists?|"
    r"lookups?|template|key|legend|analysis|overview|cover|index|contents|settings|map|matrix|about|introduction|timeline|"
    r"gantt|calendar|reports?|checks?|print|export|history|changes|updates?)\b",
    re.IGNORECASE,
)
_FULL_NAMES = tuple(
    (r"[\s_-]+".join(map(re.escape, known.split())), sheet.name, len(known.split()) > 1 or len(known) >= _LONG)
    for sheet in SHEETS
    for known in (sheet.name, *sheet.aliases)
    if known == sheet.name or len(known.split()) > 1
)
