"""Whether a report is one that was kept before: decided by what its readers see, whoever saved the workbook since.

What is compared is a fingerprint of the plan without its distribution list, of the problems that the report names, and
of all by which it is judged and drawn. The workbook's bytes, its name and the version of the program are not in it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from quarterly.deliver.archive.manifest import Manifest, Recipe
from quarterly.deliver.archive.store import Archive, Kept
from quarterly.model.contract import DISTRIBUTION
from quarterly.model.plan import Plan
from quarterly.model.problems import Problem, Severity
from quarterly.read.kinds import EMAIL_ODD

_PLACES = frozenset({"source"})  # where in the workbook something stands


def fingerprint_of(plan: Plan, problems: Sequence[Problem], recipe: Recipe) -> str:
    """SHA-256, in hexadecimal, over what readers of the report see; the day has rules of its own and is not in it.

    For the published edition ``plan`` is the protected one.
    """
    lists = {DISTRIBUTION.name, *(person.source.sheet for person in plan.recipients)}
    others = [one for one in problems if one.at.sheet not in lists and one.kind is not EMAIL_ODD]
    seen = {
        "plan": _plain(replace(plan, recipients=())),
        "problems": [str(one) for one in others],
        "quarter": recipe.quarter_start.isoformat(),
        "edition": str(recipe.edition),
        "threshold": recipe.threshold,
        "rules": recipe.rules_version,
        "template": [recipe.template, recipe.template_sha256],
        "quality_first": recipe.quality_first and any(one.severity is Severity.ERROR for one in others),
    }
    return hashlib.sha256(json.dumps(seen, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


class Asked(Struct, frozen=True, kw_only=True):
    """A report that wants its number. ``family`` is its key without the workbook's name, ``origin`` that one's path.

    With ``any_day`` it is the same report on another day.
    """

    key: str
    family: str
    origin: str
    fingerprint: str
    as_at: date
    any_day: bool


class Numbered(Struct, frozen=True, kw_only=True):
    """The key and issue of a report; ``kept`` is the one in the archive that it is the same as, ``None`` if it is new.

    ``notice`` is a sentence where a person may have meant another number; blank mostly.
    """

    key: str
    issue: int
    kept: Kept | None = None
    notice: str = ""


def numbered(asked: Asked, archive: Archive, sent: Mapping[str, Mapping[int, str]]) -> Numbered:
    """Which issue of which report this is.

    The same as the latest issue of its workbook: that one. A workbook of the same name in another folder is another
    report while the first still stands in its own; a renamed or moved one is the same report as long as nothing else
    changed. ``sent`` are the issues that the send ledger knows, with their fingerprints, by report key: a number that
    was sent with another content is never used again.

    Raises:
        DeliveryRefused: what is kept cannot be read.
    """
    family = archive.family(asked.family, asked.key)
    key = _key_of(asked, family)
    own = [kept for kept in family if kept.manifest.key == key]
    same = own[-1] if own and _is_same(own[-1].manifest, asked) else None
    if not own:
        same = next((kept for kept in _latest(family) if _is_same(kept.manifest, asked)), None)
    if same is not None and _agrees(sent, same.manifest, asked):
        return Numbered(key=same.manifest.key, issue=same.manifest.issue, kept=same)
    kept_issue = own[-1].manifest.issue if own else 0
    known = sent.get(key, {})
    last = max(known, default=0)
    if not own and last and known[last] == asked.fingerprint:  # the archive was lost, the ledger was not
        return Numbered(key=key, issue=last)
    notice = "" if own or not family else _other_book(family)
    return Numbered(key=key, issue=max(kept_issue, last) + 1, notice=notice)


def _key_of(asked: Asked, family: Sequence[Kept]) -> str:
    """The key with the mark of the workbook's folder, where another of the same name has the plain one."""
    holders = [kept.manifest.origin for kept in family if kept.manifest.key == asked.key]
    if not holders or not holders[-1] or _is_one_file(holders[-1], asked.origin):
        return asked.key
    return f"{asked.key} | {hashlib.sha256(asked.origin.encode(errors='replace')).hexdigest()[:8]}"


def _is_one_file(before: str, now: str) -> bool:
    """Whether it is the same workbook, or was moved: then the first is no longer where it was."""
    if before == now:
        return True
    try:
        return not Path(before).is_file() or Path(before).samefile(now)
    except OSError:  # a drive that is not connected
        return True


def _latest(family: Sequence[Kept]) -> list[Kept]:
    """The latest issue of each report."""
    return list({kept.manifest.key: kept for kept in family}.values())


def _is_same(manifest: Manifest, asked: Asked) -> bool:
    same_day = asked.any_day or manifest.recipe.as_at == asked.as_at
    return same_day and manifest.fingerprint == asked.fingerprint


def _agrees(sent: Mapping[str, Mapping[int, str]], manifest: Manifest, asked: Asked) -> bool:
    """Whether the ledger does not say that something else was sent under this number."""
    return sent.get(manifest.key, {}).get(manifest.issue, asked.fingerprint) in (asked.fingerprint, "")


def _other_book(family: Sequence[Kept]) -> str:
    latest = family[-1].manifest
    return (
        f'A report on {latest.programme}, {latest.quarter}, was kept before from the workbook "{latest.origin}". This '
        "is another workbook with another content, so it counts as a report of its own, from issue 1."
    )


@cache
def _named(kind: type[Struct]) -> tuple[str, ...]:
    return tuple(name for name in kind.__struct_fields__ if name not in _PLACES)


def _plain(value: object) -> object:
    """A value as JSON can hold it, the same in every process."""
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, (tuple, list)):
        return [_plain(each) for each in value]
    if isinstance(value, Struct):
        return [[name, _plain(getattr(value, name))] for name in _named(type(value))]
    if isinstance(value, Mapping):
        return sorted(([str(key), _plain(each)] for key, each in value.items()), key=str)
    return str(value)
