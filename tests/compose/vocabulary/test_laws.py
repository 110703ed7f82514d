"""Whatever a plan may hold, every token of it has a content, and every number of the cover report its cell."""

from __future__ import annotations

import pytest
from any_plan import plans
from asked import LISTS, is_of, items_of, of_plan
from hypothesis import given, settings
from narrative_laws import NUMBER, check_figure, plain_words
from plans import AS_AT, QUARTER, SOURCE

from quarterly.compose.material import Material
from quarterly.compose.sections.cover_report import cover_parts
from quarterly.compose.vocabulary import CATALOGUE
from quarterly.judge import judge
from quarterly.model.plan import Plan

pytestmark = pytest.mark.slow


@given(plans())
@settings(max_examples=60, deadline=None)
def test_every_token_of_any_plan_has_a_content_of_its_kind(plan: Plan) -> None:
    found = of_plan(plan)
    told = [(word, found.fields[word.name]()) for word in CATALOGUE.fields]
    for name, item in items_of(found):
        told += [(word, item.fields[word.name]()) for word in LISTS[name].fields]
    assert [(word.name, content) for word, content in told if not is_of(word.kind, content)] == []


@given(plans())
@settings(max_examples=60, deadline=None)
def test_narrower_lists_are_parts_of_the_whole_in_its_order(plan: Plan) -> None:
    found = of_plan(plan)
    for word in LISTS.values():
        whole = LISTS.get(word.name.rpartition("_")[2])
        if whole is None or whole.fields != word.fields:
            continue
        keys = [item.key for item in found.lists[word.name]()]
        assert keys == [item.key for item in found.lists[whole.name]() if item.key in keys], word.name


@given(plans())
@settings(max_examples=60, deadline=None)
def test_every_number_of_the_cover_report_is_a_traced_figure(plan: Plan) -> None:
    material = Material(plan=plan, judgements=judge(plan, QUARTER, AS_AT), problems=(), provenance=SOURCE)
    for part in cover_parts(material):
        assert part.lines
        assert part.passage.untraced == ()
        for sentence in part.passage.sentences:
            assert not NUMBER.search(plain_words(sentence)), sentence.text
            for figure in sentence.figures:
                check_figure(figure)
