"""What a template would be told of a sample or of a plan made in code."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache

from msgspec.structs import replace
from plans import AS_AT, QUARTER, SOURCE

from quarterly.compose.cells import STATUS_LOOK
from quarterly.compose.report import Cell, Chart, Look
from quarterly.compose.sections.scorecard import TOO_FEW
from quarterly.compose.vocabulary import CATALOGUE, Content, Item, Kind, Vocabulary, vocabulary
from quarterly.judge import judge
from quarterly.judge.published import published_plan, standing_findings
from quarterly.model.edition import Edition
from quarterly.model.plan import Plan
from quarterly.read.workbook import read_workbook
from quarterly.resources import sample

LISTS = {word.name: word for word in CATALOGUE.lists}


@cache
def of_sample(name: str, edition: Edition = Edition.WORKING) -> Vocabulary:
    plan, problems = read_workbook(sample(name))
    source = replace(SOURCE, edition=edition, threshold=5)
    if edition is Edition.WORKING:
        return vocabulary(plan, judge(plan, QUARTER, AS_AT), problems, source)
    hidden = published_plan(plan, quarter=QUARTER).plan
    return vocabulary(hidden, standing_findings(judge(hidden, QUARTER, AS_AT), plan), problems, source)


def of_plan(plan: Plan) -> Vocabulary:
    return vocabulary(plan, judge(plan, QUARTER, AS_AT), (), SOURCE)


def value(found: Vocabulary, name: str) -> object:
    content = found.fields[name]()
    assert isinstance(content, Cell)
    return content.value


def is_of(kind: Kind, content: Content) -> bool:
    """Whether the content suits its kind; whatever is missing is a word or a dash instead."""
    if isinstance(content, Chart):
        return kind is Kind.CHART
    statuses = (Look.UNRATED, Look.MISSING, *(look for look, _ in STATUS_LOOK.values()))
    return {
        Kind.STATUS: content.look in statuses,
        Kind.SPARKLINE: content.spark is not None or content.value == TOO_FEW,
        Kind.DATE: isinstance(content.value, date | str),
        Kind.CHART: content.look is Look.MISSING,
        Kind.NUMBER: content.spark is None and not isinstance(content.value, date),
        Kind.TEXT: isinstance(content.value, str),
    }[kind]


def items_of(found: Vocabulary) -> Iterator[tuple[str, Item]]:
    """Every item of every list, with those inside it, and the name of its list."""
    for name, give in found.lists.items():
        for item in give():
            yield name, item
            yield from ((inner, each) for inner, of in item.lists.items() for each in of())
