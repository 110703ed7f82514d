"""How many authorities hold each grade, and how one authority and its neighbours stand among them."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct

from quarterly.errors import DataSetRefused
from quarterly.exchange.dfe.text import key
from quarterly.exchange.ofsted.table import OVERALL, AuthorityGrades, dates_label, read_overview
from quarterly.judge.wording import counted, listed
from quarterly.model.contract import GRADE_CHOICES


class DomainProfile(Struct, frozen=True, kw_only=True):
    """How many authorities hold each grade in a domain, best first; ``ungraded`` have none there."""

    domain: str
    counts: tuple[tuple[str, int], ...]
    ungraded: int

    @property
    def graded(self) -> int:
        """How many authorities hold a grade."""
        return sum(number for _, number in self.counts)

    def percent(self, grade: str) -> int:
        """The share of those with a grade that hold this one, in whole percent, halves rounded up."""
        return (200 * dict(self.counts)[grade] + self.graded) // (2 * self.graded) if self.graded else 0


class GradeProfile(Struct, frozen=True, kw_only=True):
    """The national profile: the overall grade first, then each domain of the file.

    ``earliest`` and ``latest`` are the first and the last publication of a judgement in it.
    """

    authorities: tuple[AuthorityGrades, ...]
    domains: tuple[DomainProfile, ...]
    earliest: date | None
    latest: date | None
    notes: tuple[str, ...]

    @property
    def overall(self) -> DomainProfile:
        """The profile of overall effectiveness."""
        return self.domains[0]

    @property
    def statement(self) -> str:
        """The profile in one sentence."""
        overall = self.overall
        shares = [f"{overall.percent(grade)}% {grade.lower()} ({number})" for grade, number in overall.counts]
        dates = dates_label(self.earliest, self.latest)
        when = f", in reports published {dates}" if dates else ""
        without = f" {overall.ungraded} {'has' if overall.ungraded == 1 else 'have'} none." if overall.ungraded else ""
        whom = "1 authority" if overall.graded == 1 else f"{overall.graded} authorities"
        return f"Of {whom} with a judgement: {listed(shares)}{when}.{without}"


class Standing(Struct, frozen=True, kw_only=True):
    """One authority with its statistical neighbours, closest first, and how many of those hold each overall grade."""

    authority: AuthorityGrades
    neighbours: tuple[AuthorityGrades, ...]
    profile: DomainProfile
    notes: tuple[str, ...]

    @property
    def statement(self) -> str:
        """The authority and its neighbours in a sentence or two."""
        own, when = self.authority.grade().lower(), dates_label(self.authority.published, None)
        dated = f" (published {when})" if when else ""
        first = f"{self.authority.name} is judged {own}{dated}." if own else f"{self.authority.name} has no judgement."
        held = [f"{number} {grade.lower()}" for grade, number in self.profile.counts if number]
        if not held:
            return first
        whom = counted(self.profile.graded, "statistical neighbour")
        return f"{first} Of its {whom} with a judgement: {listed(held)}."


def grade_profile(path: Path) -> GradeProfile:
    """The national profile of inspection grades, from an overview with a row for each authority (.xlsx or CSV).

    Columns are found by their names wherever the table starts, grades in any spelling that is in use. A percentage is
    of the authorities that hold a grade.

    Raises:
        DataSetRefused: the file is missing, cannot be read, or holds no such table.

    Source: Data to Insight, summary of inspections of local authority children's services (ILACS).
    """
    overview = read_overview(path)
    published = [one.published for one in overview.authorities if one.published]
    return GradeProfile(
        authorities=tuple(overview.authorities),
        domains=tuple(_profile(overview.authorities, domain) for domain in overview.domains),
        earliest=min(published, default=None),
        latest=max(published, default=None),
        notes=tuple(overview.notes),
    )


def _profile(authorities: Sequence[AuthorityGrades], domain: str) -> DomainProfile:
    held = Counter(one.grade(domain) for one in authorities)
    return DomainProfile(
        domain=domain,
        counts=tuple((grade, held[grade]) for grade in GRADE_CHOICES),
        ungraded=held[""],
    )


def standing(profile: GradeProfile, asked: str) -> Standing:
    """An authority, by its name or number, and its statistical neighbours as the file lists them.

    Raises:
        DataSetRefused: the file has no such authority.
    """
    authority = _find(profile, asked)
    numbers = {one.number: one for one in profile.authorities if one.number}
    neighbours = tuple(numbers[number] for number in authority.neighbours if number in numbers)
    missing = [number for number in authority.neighbours if number not in numbers]
    notes = [f"The file has no authority with the number {number}, a neighbour." for number in missing]
    if not authority.neighbours:
        notes.append(f"The file lists no statistical neighbours for {authority.name}.")
    return Standing(
        authority=authority, neighbours=neighbours, profile=_profile(neighbours, OVERALL), notes=tuple(notes)
    )


def _find(profile: GradeProfile, asked: str) -> AuthorityGrades:
    wanted = key(asked)
    names = {key(one.name): one for one in profile.authorities}
    numbers = {one.number: one for one in profile.authorities if one.number}
    found = names.get(wanted) or numbers.get(asked.strip())
    if found is None:
        near = difflib.get_close_matches(wanted, names, n=1, cutoff=0.6)
        hint = f' Did you mean "{names[near[0]].name}"?' if near else ""
        raise DataSetRefused("authority-unknown", f'The overview has no authority "{asked}".{hint}')
    return found
