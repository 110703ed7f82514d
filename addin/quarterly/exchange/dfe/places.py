"""Finding an authority, its region and England among the names that people and publications use."""

from __future__ import annotations

import difflib
import re
from datetime import date

from msgspec import Struct

from quarterly.errors import DataSetRefused
from quarterly.exchange.dfe.release import FIRST_AREA, Authority, DfeRelease, Measure
from quarterly.exchange.dfe.text import key
from quarterly.model.periods import date_label


class Reorganisation(Struct, frozen=True):
    """Authorities that were replaced on one day, by the Department's numbers."""

    on: date
    before: tuple[int, ...]
    after: tuple[int, ...]


REORGANISATIONS = (
    # The Bournemouth, Dorset and Poole (Structural Changes) Order 2018
    Reorganisation(date(2019, 4, 1), (837, 836), (839,)),
    Reorganisation(date(2019, 4, 1), (835,), (838, 839)),  # Christchurch left Dorset
    # The Northamptonshire (Structural Changes) Order 2020
    Reorganisation(date(2021, 4, 1), (928,), (940, 941)),
    # The Cumbria (Structural Changes) Order 2022
    Reorganisation(date(2023, 4, 1), (909,), (942, 943)),
)
_OLD_NAME = re.compile(r"\s*\(pre[ -]lg\w*\)", re.IGNORECASE)

_STYLED = re.compile(
    r"^(the )?((london|royal|metropolitan) )*(borough|city|county|district)( council)? of |^county "
    r"|( (city|county|borough|district|metropolitan|metropolitan borough|unitary|london borough))*"
    r" (council|authority)$| (city|county|borough)( of)?$"
)
_KNOWN_AS = {"hull": "kingston upon hull", "bcp": "bournemouth christchurch and poole", "southend": "southend on sea"}


def is_old_name(name: str) -> bool:
    """Whether the Department marks the name as one from before a reorganisation."""
    return _OLD_NAME.search(name) is not None


def without_mark(name: str) -> str:
    """The name without the Department's mark of a reorganisation."""
    return _OLD_NAME.sub("", name)


def replaced(number: int) -> Reorganisation | None:
    """The reorganisation that ended the authority."""
    return next((step for step in REORGANISATIONS if number in step.before), None)


def founded(number: int) -> tuple[Reorganisation, ...]:
    """The reorganisations that the authority came from."""
    return tuple(step for step in REORGANISATIONS if number in step.after)


def find_authority(release: DfeRelease, asked: str) -> Authority:
    """The authority with that name or number, as people write it: "St Helens", "Bristol", "801".

    Raises:
        DataSetRefused: there is none, or it has been replaced by others.
    """
    found = _by_number(release, asked.strip()) or _by_name(release, asked)
    if found is None:
        raise DataSetRefused("authority-unknown", _unknown(release, asked))
    if found.abolished:
        raise DataSetRefused("authority-abolished", _abolished(release, found))
    return found


def _by_number(release: DfeRelease, asked: str) -> Authority | None:
    return release.authorities.get(int(asked)) if asked.isascii() and asked.isdigit() else None


def _by_name(release: DfeRelease, asked: str) -> Authority | None:
    exact, short = _index(release)
    wanted = key(asked)
    plain = _plain(wanted)
    return exact.get(wanted) or short.get(_KNOWN_AS.get(plain, plain))


def _index(release: DfeRelease) -> tuple[dict[str, Authority], dict[str, Authority]]:
    """Authorities by their name, and by their name without "City of" and the like where that names one alone."""
    exact = {key(authority.name): authority for authority in release.authorities.values()}
    short: dict[str, Authority] = {key(name): authority for name, authority in _old_names(release).items()}
    areas = {key(name) for name in release.areas.values()}
    for name, authority in exact.items():
        plain = _plain(name)
        if plain not in areas and (plain not in exact or plain == name):
            short[plain] = authority
    return exact, short


def _old_names(release: DfeRelease) -> dict[str, Authority]:
    return {without_mark(a.name): a for a in release.authorities.values() if a.abolished}


def _plain(name: str) -> str:
    return _STYLED.sub("", name).strip() or name


def _unknown(release: DfeRelease, asked: str) -> str:
    if key(asked) in {key(name) for name in release.areas.values()} or asked.strip() in map(str, release.areas):
        return f'"{asked}" is a region or the country, not a local authority. Give an authority\'s name or number.'
    names = {key(authority.name): authority.name for authority in release.current}
    wanted = _plain(key(asked))
    begins = [name for name in names if wanted and name.startswith(wanted)]
    near = list(dict.fromkeys([*begins, *difflib.get_close_matches(wanted, names, n=3, cutoff=0.6)]))[:3]
    hint = f" Did you mean {_any_of([_quoted(names[name]) for name in near])}?" if near else ""
    return f'The Department\'s data set has no authority "{asked}".{hint}'


def _abolished(release: DfeRelease, gone: Authority) -> str:
    step = replaced(gone.number)
    if step is None:
        return f"{gone.name} no longer exists as an authority. Ask for the authority that took its place."
    heirs = [_quoted(release.authorities[number].name) for number in step.after if number in release.authorities]
    name = without_mark(gone.name)
    return f"{name} was replaced on {date_label(step.on)} by {_and(heirs)}. Ask for {_any_of(heirs)}."


def _quoted(name: str) -> str:
    return f'"{name}"'  # names hold commas: "Bristol, City of"


def _any_of(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def _and(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def predecessors(release: DfeRelease, authority: Authority) -> tuple[str, ...]:
    """The names of the authorities that this one replaced."""
    numbers = [number for step in founded(authority.number) for number in step.before]
    return tuple(without_mark(release.authorities[n].name) for n in numbers if n in release.authorities)


def region_key(name: str) -> frozenset[str]:
    """The region's name for comparing: "Inner London" and "London (Inner)" are the same."""
    return frozenset(key(name).split()) - {"the"}


class Compared(Struct, frozen=True, kw_only=True):
    """An authority with the numbers of the areas that it is compared with."""

    authority: Authority
    region: int | None
    london: int | None  # for inner and outer London: the whole
    england: int | None

    def area_for(self, measure: Measure) -> int | None:
        """The area that stands as the region: London where a measure is published for neither part of it."""
        if self.london is not None and not any(self.region in places for places in measure.figures.values()):
            return self.london
        return self.region


def compared(release: DfeRelease, authority: Authority) -> Compared:
    """The authority with its region and England."""
    by_key = {region_key(name): number for number, name in release.areas.items()}
    wanted = region_key(authority.region)
    return Compared(
        authority=authority,
        region=by_key.get(wanted),
        london=by_key.get(frozenset({"london"})) if "london" in wanted else None,
        england=by_key.get(frozenset({"england"})),
    )


def is_area(number: int) -> bool:
    """Whether the number is England's or a region's."""
    return number >= FIRST_AREA
