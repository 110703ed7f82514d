"""All declarations together: the report's own fields, and every list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from quarterly.compose.material import Material
from quarterly.compose.vocabulary import (
    actions,
    audits,
    changes,
    counts,
    cover,
    explained,
    groups,
    kpis,
    quality,
    report_fields,
    said,
)
from quarterly.compose.vocabulary.actions import ACTION
from quarterly.compose.vocabulary.benchmarks import BENCHMARK
from quarterly.compose.vocabulary.catalogue import ListWord
from quarterly.compose.vocabulary.exceptions import EXCEPTION
from quarterly.compose.vocabulary.groups import RECOMMENDATION, THEME
from quarterly.compose.vocabulary.kpis import KPI
from quarterly.compose.vocabulary.readings import READING
from quarterly.compose.vocabulary.surroundings import FORWARD, REQUESTS, RISK
from quarterly.compose.vocabulary.visits import DOMAIN, INSPECTION, JUDGEMENT
from quarterly.compose.vocabulary.words import Item


class List(Protocol):
    """A list, whatever its members are."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def word(self) -> ListWord:
        """Its entry in the catalogue."""

    @property
    def all(self) -> Callable[[Material], tuple[Item, ...]]:
        """Every member in a report."""


REPORT_FIELDS = (
    *report_fields.FIELDS,
    *counts.FIELDS,
    *said.FIELDS,
    *changes.FIELDS,
    *audits.FIELDS,
    *quality.FIELDS,
    *explained.FIELDS,
    *cover.FIELDS,
)
LISTS: tuple[List, ...] = (
    said.POINT,
    EXCEPTION,
    counts.COUNT,
    KPI,
    *kpis.NARROWED,
    READING,
    BENCHMARK,
    ACTION,
    *actions.NARROWED,
    THEME,
    RECOMMENDATION,
    *groups.NARROWED,
    RISK,
    *REQUESTS,
    FORWARD,
    INSPECTION,
    JUDGEMENT,
    DOMAIN,
    *changes.LISTS,
    *audits.LISTS,
    *quality.LISTS,
    said.COMMENTARY,
    cover.COVER_PART,
    *explained.LISTS,
)
