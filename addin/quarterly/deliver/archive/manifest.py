"""What is written down of a report that is kept."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import asdict

from quarterly.model.edition import Edition
from quarterly.model.periods import Period
from quarterly.model.plan import Plan

QUARTER_MONTHS = 3
DRAFTED = "drafted"  # the state of a message that lies in a folder for a person to send
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Recipe(Struct, frozen=True, kw_only=True):
    """All that decides the bytes of a report but the number of its issue. The same recipe makes the same report.

    ``template`` is its name without the ending; blank for the plain report. ``writer`` is the library that
    writes the workbook, with its version.
    """

    input_name: str
    input_sha256: str
    quarter_start: date
    as_at: date
    edition: Edition
    threshold: int
    version: str
    rules_version: str
    writer: str
    template: str = ""
    template_sha256: str = ""
    quality_first: bool = False
    without_report: bool = False  # whether the hash leaves out a report that stood in the workbook itself


class Other(Struct, frozen=True, kw_only=True):
    """Another file of a report, as its PDF, which no later version may be able to make again."""

    name: str
    sha256: str

    @classmethod
    def from_json(cls, held: dict[str, str]) -> Other:
        """Read back.

        Raises:
            KeyError, TypeError, ValueError: it is none, or could lead out of the archive.
        """
        read = cls(name=held["name"], sha256=held["sha256"])
        _check_name(read.name)
        _check_hash(read.sha256)
        return read


class Manifest(Struct, frozen=True, kw_only=True):
    """One report in the archive. ``key`` names it over all its issues, which count from 1.

    ``workbook_sha256`` is the hash of the kept workbook's bytes. ``made_at`` knows its time zone. ``job`` is blank for
    a report that was made by hand. ``fingerprint`` is of what readers see, ``family`` the key without the workbook's
    name, ``origin`` the path that the workbook had, ``others`` are the files made with it.
    """

    key: str
    issue: int
    authority: str
    programme: str
    quarter: str  # "Q3 2025/26"
    report_name: str
    report_sha256: str
    workbook_sha256: str
    recipe: Recipe
    made_at: datetime
    made_by: str
    job: str = ""
    fingerprint: str = ""
    family: str = ""
    origin: str = ""
    others: tuple[Other, ...] = ()

    @property
    def period(self) -> Period:
        """The quarter reported on."""
        return Period(self.recipe.quarter_start, QUARTER_MONTHS)

    def to_json(self) -> str:
        """As text, the same for the same manifest."""
        held = {**asdict(self), "recipe": asdict(self.recipe), "others": [asdict(one) for one in self.others]}
        return json.dumps(held, indent=2, sort_keys=True, ensure_ascii=False, default=_plain) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Manifest:
        """Read back.

        Raises:
            KeyError, TypeError, ValueError: the text is no manifest.
        """
        held = json.loads(text)
        recipe = held.pop("recipe")
        recipe |= {key: date.fromisoformat(recipe[key]) for key in ("quarter_start", "as_at")}
        recipe["edition"] = Edition(recipe["edition"])
        held["made_at"] = datetime.fromisoformat(held["made_at"])
        others = tuple(map(Other.from_json, held.pop("others", ())))
        read = cls(**held, recipe=Recipe(**recipe), others=others)
        _check_names(read)
        return read


class Receipt(Struct, frozen=True, kw_only=True):
    """That an issue went, or did not go, to somebody. ``state`` and ``reason`` are those of the sending."""

    address: str
    state: str
    reason: str
    at: datetime
    by: str

    def repeats(self, last: Receipt | None) -> bool:
        """Whether it is of a draft that was only written again since the last receipt of the address."""
        alike = last is not None and (last.state, last.reason, last.by) == (self.state, self.reason, self.by)
        return alike and self.state == DRAFTED

    def to_json(self) -> dict[str, str]:
        """As plain values."""
        return {**asdict(self), "at": self.at.isoformat()}

    @classmethod
    def from_json(cls, held: dict[str, str]) -> Receipt:
        """Read back.

        Raises:
            KeyError, TypeError, ValueError: it is no receipt.
        """
        return cls(**{key: held[key] for key in ("address", "state", "reason", "by")}, at=_moment(held["at"]))


def report_key(plan: Plan, *, quarter: str, edition: Edition, book: str, report: str = "") -> str:
    """What names a report over all its issues: authority, programme, workbook, quarter and edition.

    ``report`` is the word for another report on the same quarter, such as "monthly".

    ``book`` is the workbook's name without its ending: two plans of one programme are two reports, and would otherwise
    take one another for changed.
    """
    settings = plan.settings
    named = [part.strip() for part in (settings.authority, settings.programme, book) if part.strip()]
    return " | ".join((*named, quarter, str(edition), *([report] if report else [])))


def _check_names(read: Manifest) -> None:
    """Refuse what could lead out of the archive: whoever can write into it must not choose what is read or written."""
    recipe = read.recipe
    names = [recipe.input_name, read.report_name, *([recipe.template] if recipe.template else [])]
    for name in names:
        _check_name(name)
    for each in (read.report_sha256, read.workbook_sha256, recipe.template_sha256 or read.report_sha256):
        _check_hash(each)


def _check_name(name: str) -> None:
    if name in ("", ".", "..") or "\0" in name or Path(name).name != name:
        raise ValueError("a name in it is no plain name of a file")


def _check_hash(text: str) -> None:
    if not _SHA256.fullmatch(text):
        raise ValueError("a hash in it is none")


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a manifest")


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
