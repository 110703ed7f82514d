"""The catalogue and the values say the same: every token of it has a value in every report, and no value is without."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from asked import LISTS, is_of, items_of, of_plan, of_sample, value
from plans import a_plan

from quarterly.compose.vocabulary import CATALOGUE, Vocabulary
from quarterly.model.context import Settings
from quarterly.model.edition import Edition
from quarterly.model.plan import Plan


def reports() -> Iterator[tuple[str, Callable[[], Vocabulary]]]:
    for name in ("small", "full", "messy", "broken"):
        yield name, lambda name=name: of_sample(name)
    yield "published", lambda: of_sample("full", Edition.PUBLISHED)
    yield "empty", lambda: of_plan(Plan(settings=Settings()))
    yield "in code", lambda: of_plan(a_plan())


REPORTS = [pytest.param(make, id=name) for name, make in reports()]


@pytest.mark.parametrize("make", REPORTS)
def test_every_field_of_a_report_has_a_content_of_its_kind(make: Callable[[], Vocabulary]) -> None:
    found = make()
    assert list(found.fields) == [word.name for word in CATALOGUE.fields]
    wrong = [(word.name, found.fields[word.name]()) for word in CATALOGUE.fields]
    kinds = {word.name: word.kind for word in CATALOGUE.fields}
    assert [(name, content) for name, content in wrong if not is_of(kinds[name], content)] == []


@pytest.mark.parametrize("make", REPORTS)
def test_every_field_of_every_item_has_a_content_of_its_kind(make: Callable[[], Vocabulary]) -> None:
    found = make()
    assert list(found.lists) == list(LISTS)
    wrong, seen = [], set()
    for name, item in items_of(found):
        word = LISTS[name]
        assert (tuple(item.fields), tuple(item.lists)) == (tuple(f.name for f in word.fields), word.inside)
        if (name.rpartition("_")[2], item.key) in seen:  # the same item in a narrower list
            continue
        seen.add((name.rpartition("_")[2], item.key))
        wrong += [(name, item.key, f.name) for f in word.fields if not is_of(f.kind, item.fields[f.name]())]
    assert wrong == []


@pytest.mark.parametrize("make", REPORTS)
def test_keys_are_unique_in_their_list(make: Callable[[], Vocabulary]) -> None:
    found = make()
    for give in found.lists.values():
        keys = [item.key for item in give()]
        assert len(keys) == len(set(keys))


def test_no_name_means_two_things() -> None:
    fields = [word.name for word in CATALOGUE.fields]
    assert len(fields) == len(set(fields))
    assert len(LISTS) == len(CATALOGUE.lists)
    assert {name.partition(".")[0] for name in fields} & (set(LISTS) | {"section", "each", "end"}) == set()
    for word in CATALOGUE.lists:
        names = [field.name for field in word.fields]
        assert len(names) == len(set(names)), word.name
        assert set(word.inside) <= set(LISTS), word.name


def test_every_meaning_is_a_phrase_an_officer_can_read() -> None:
    words = [
        *CATALOGUE.fields,
        *CATALOGUE.lists,
        *CATALOGUE.sections,
        *(f for one in CATALOGUE.lists for f in one.fields),
    ]
    assert [word for word in words if not word.meaning or word.meaning.endswith(".")] == []
    assert [one.name for one in CATALOGUE.lists if not one.empty.endswith(".")] == []


@pytest.mark.parametrize("make", REPORTS)
def test_ready_made_parts_are_among_those_of_the_catalogue_and_never_empty(make: Callable[[], Vocabulary]) -> None:
    sections = make().sections
    known = [word.key for word in CATALOGUE.sections]
    assert [key for key in known if key in sections] == list(sections)
    assert len(sections) == len(list(sections))
    assert all(part.blocks for key in sections for part in sections[key] if key not in ("themes", "kpis"))


def test_a_published_report_has_nothing_that_is_for_officers_alone() -> None:
    found = of_sample("full", Edition.PUBLISHED)
    assert "challenge" not in found.sections
    assert "challenge" in of_sample("full").sections
    assert value(found, "edition") == "Published edition"
