"""What a template can say: the words between double braces, and what they stand for in one report."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from quarterly.compose.pack import gathered
from quarterly.compose.provenance import Provenance
from quarterly.compose.vocabulary.catalogue import Catalogue, FieldWord, Kind, ListWord, SectionWord
from quarterly.compose.vocabulary.declare import thunks
from quarterly.compose.vocabulary.nouns import LISTS, REPORT_FIELDS
from quarterly.compose.vocabulary.parts import SECTIONS, Parts
from quarterly.compose.vocabulary.words import Content, Fields, Item, Vocabulary
from quarterly.judge.judgement import Judgements
from quarterly.model.plan import Plan
from quarterly.model.problems import Problem

__all__ = [
    "CATALOGUE",
    "Catalogue",
    "Content",
    "FieldWord",
    "Fields",
    "Item",
    "Kind",
    "ListWord",
    "SectionWord",
    "Vocabulary",
    "vocabulary",
]

CATALOGUE = Catalogue(
    fields=tuple(field.word for field in REPORT_FIELDS),
    lists=tuple(one.word for one in LISTS),
    sections=SECTIONS,
)
"""Every token there is. It is made from the same declarations as the values, so that the two cannot differ."""


def vocabulary(plan: Plan, judgements: Judgements, problems: Sequence[Problem], provenance: Provenance) -> Vocabulary:
    """Everything that a template can ask of one report.

    As for :func:`quarterly.compose.compose_report`, the published edition needs a protected ``plan`` and
    ``judgements``, and leaves out what is for officers alone.
    """
    report = gathered(plan, judgements, problems, provenance)
    return Vocabulary(
        fields=thunks(REPORT_FIELDS, report),
        lists={one.name: partial(one.all, report) for one in LISTS},
        sections=Parts(report),
    )
