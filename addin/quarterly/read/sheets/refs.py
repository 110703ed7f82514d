"""References: unique on their sheet, and pointing at something that exists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from quarterly.model.problems import Problem, Source
from quarterly.read import kinds
from quarterly.read.rows import Row, hint
from quarterly.read.values import closest, ref_key


def first_of_each(rows: Iterable[Row], field: str) -> Iterator[Row]:
    """Each row whose reference was not used before on the sheet; the others are reported with both cells."""
    seen: dict[str, Row] = {}
    for row in rows:
        ref = row.line(field)
        if not ref:
            continue  # an Excel error stands there, and was reported
        first = seen.setdefault(ref_key(ref), row)
        if first is row:
            yield row
        else:
            row.report(kinds.REF_DUPLICATED, field, first=first.cell(field))


def known_refs(
    refs: Iterable[str], *, known: Mapping[str, str], at: Source, field: str, sheet: str, problems: list[Problem]
) -> tuple[str, ...]:
    """References as the sheet that they point to writes them; those that point nowhere are reported and left out.

    ``known`` maps a reference's key to the reference itself.
    """
    found = []
    for ref in refs:
        target = known.get(ref_key(ref))
        if target:
            found.append(target)
        else:
            problems.append(kinds.LINK_UNKNOWN.at(at.cell(field), ref, hint=_meant(ref, known), sheet=sheet))
    return tuple(dict.fromkeys(found))


def _meant(ref: str, known: Mapping[str, str]) -> str:
    same = next((other for other in known.values() if _number(other) == _number(ref) != ""), "")
    if same:
        return f"{hint(same)}It is there as the number {same}; a cell's format may show zeros before it. "
    return hint(closest(ref, known.values()))


def _number(ref: str) -> str:
    return ref.lstrip("0") if ref.isascii() and ref.isdecimal() else ""


_LAST_ZEROS = re.compile(r"([0-9]+)\.([0-9]*?)0+")


def without_zeros(refs: Iterable[str]) -> dict[str, str]:
    """References such as 1.10, by what Excel makes of them where they are typed as numbers: 1.1."""
    found = ((ref, _LAST_ZEROS.fullmatch(ref)) for ref in refs)
    return {f"{match[1]}.{match[2]}".rstrip("."): ref for ref, match in found if match}
