"""References: unique on their sheet, and pointing at something that exists."""

from __future__ import annotations

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
            near = closest(ref, known.values())
            problems.append(kinds.LINK_UNKNOWN.at(at.cell(field), ref, hint=hint(near), sheet=sheet))
    return tuple(dict.fromkeys(found))
