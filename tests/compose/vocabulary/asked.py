"""What a template would be told of a sample or of a plan made in code."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from plans import AS_AT, QUARTER, SOURCE

from quarterly.compose.report import Cell
from quarterly.compose.vocabulary import CATALOGUE, Vocabulary, vocabulary
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
