"""No figure that is hidden to protect people, in a cell, a chart, a sentence or an alternative text.

Only what could be the hidden figure is reported: a number beside its own period, a sentence that gives both, or a
number that nothing else about the indicator is likely to be. Officers' own words are not checked.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from quarterly.audit import rules
from quarterly.audit.book import Book
from quarterly.audit.rules import Violation
from quarterly.audit.sheet import MarkedTable, Place, Sheet, address
from quarterly.compose.charts import LIMITS
from quarterly.judge.forbidden import Forbidden, Secret
from quarterly.model.kpi import Comparator

# Rows and columns of what an indicator is compared with; their figures are their own.
COMPARED = frozenset(
    name.casefold()
    for name in ("Target", "Low", "High", "Floor", *(name for name, _ in LIMITS), *(str(each) for each in Comparator))
)
NAMED_WITHIN = 3  # cells of a row among which its indicator's reference stands
_CLAUSE = re.compile(r"[.;,](?=\s)")
_COUNTED = r"(?![\w/]|[.,]\d|\s*(?:months?|years?|quarters?|readings?|points?)\b)"


def suppressed(book: Book, forbidden: Forbidden) -> Iterator[Violation]:
    """Every place where a hidden figure stands."""
    secrets: dict[str, list[Secret]] = defaultdict(list)
    for secret in forbidden.secrets:
        secrets[secret.ref].append(secret)
    if not secrets:
        return
    for sheet in book.sheets:
        rows = _rows(sheet)
        for row, ref in _about(sheet, rows, forbidden.refs).items():
            yield from _in_row(sheet, rows[row], secrets.get(ref, ()), forbidden.officers)
        for drawn in sheet.drawn:
            for of_indicator in secrets.values():
                if of_indicator[0].name in drawn.description:
                    yield from _told(sheet, (drawn.row, drawn.column), drawn.description, of_indicator)


def _told(sheet: Sheet, place: Place, text: str, secrets: Sequence[Secret]) -> Iterator[Violation]:
    return (_broken(secret, sheet, place) for secret in secrets if _tells(text, secret))


def _rows(sheet: Sheet) -> dict[int, list[Place]]:
    """The filled cells of each row, from left to right."""
    rows: dict[int, list[Place]] = defaultdict(list)
    for place, _ in sorted(sheet.filled()):
        rows[place[0]].append(place)
    return rows


def _about(sheet: Sheet, rows: dict[int, list[Place]], refs: frozenset[str]) -> dict[int, str]:
    """Which indicator each row is about: the one that it names, or whose heading stands above it."""
    about: dict[int, str] = {}
    card = ""
    for row, places in rows.items():
        texts = [sheet.text(place).strip() for place in places[:NAMED_WITHIN]]
        named = next((text for text in texts if text in refs), "")
        heading = texts[0].partition(" ")[0]
        if not named and heading in refs:
            card = heading
        about[row] = named or card
    return {row: ref for row, ref in about.items() if ref}


def _in_row(
    sheet: Sheet, places: Sequence[Place], secrets: Sequence[Secret], officers: Sequence[str]
) -> Iterator[Violation]:
    for place in places if secrets else ():
        value = sheet.cells[place].value
        if isinstance(value, float):
            for secret in secrets:
                if _is_secret(sheet, place, places, value, secret):
                    yield _broken(secret, sheet, place)
        elif not any(words in value for words in officers):
            yield from _told(sheet, place, value, secrets)


def _is_secret(sheet: Sheet, place: Place, places: Sequence[Place], value: float, secret: Secret) -> bool:
    if value in secret.telling:
        return True
    if value not in secret.values or _is_compared(sheet, place, places[0]):
        return False
    column = _header_of(sheet, sheet.table_at(place), place)
    if column.strip() in secret.labels:
        return True
    beside = (sheet.cells[each].value for each in places if each != place)
    return any(other == secret.day or other in secret.labels for other in beside)


def _is_compared(sheet: Sheet, place: Place, first: Place) -> bool:
    names = (_header_of(sheet, sheet.table_at(place), place), sheet.text(first))
    return any(name.strip().casefold() in COMPARED for name in names)


def _header_of(sheet: Sheet, table: MarkedTable | None, place: Place) -> str:
    return sheet.text((table.area.top, place[1])) if table is not None else ""


def _tells(text: str, secret: Secret) -> bool:
    """Whether a clause gives a hidden figure together with its period."""
    if not any(label in text for label in secret.labels):
        return False
    for clause in _CLAUSE.split(text):
        label = next((label for label in secret.labels if label in clause), None)
        if label is None:
            continue
        rest = clause.replace(label, " ")
        if any(re.search(rf"(?<![\w.,−+/-]){re.escape(said)}{_COUNTED}", rest) for said in secret.figures):
            return True
    return False


def _broken(secret: Secret, sheet: Sheet, place: Place) -> Violation:
    """The figure itself is not repeated: the message may be shown to anybody."""
    label = min(secret.labels)
    return rules.SUPPRESSED.broken(f"A hidden figure of {secret.ref}, {label}.", sheet=sheet.name, at=address(place))
