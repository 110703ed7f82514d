"""A figure that disclosure control hid is found wherever it stands, and only where it can be no other."""

from __future__ import annotations

from functools import cache

import pytest
from planting import QUARTER, TODAY, Plant, cell, published, row, swap, swap_on

from quarterly.audit import Violation, audit_published
from quarterly.judge.forbidden import Forbidden, Secret, forbidden_figures
from quarterly.judge.published import published_plan
from quarterly.model.edition import Edition
from quarterly.resources import sample
from quarterly.run import assess, read_book

SLOW = pytest.mark.slow
OFFICERS = "We know of 3 children in Nov 2025."
DRAWING = "xl/drawings/drawing1.xml"
NOVEMBER = Secret(
    ref="K1",
    name="Contacts decided within 1 working day",
    labels=frozenset({"Nov 2025", "2025-11-01"}),
    day=45962.0,
    values=frozenset({3.0, 91.375}),
    figures=frozenset({"3", "91.4%"}),
    telling=frozenset({91.375}),
)
PLANTED = Forbidden(secrets=(NOVEMBER,), refs=frozenset({"K1", "K2"}), officers=(OFFICERS,))


def found(*rows: str) -> list[Violation]:
    """What is said of rows at the foot of the summary."""
    foot = "".join(one.removesuffix("</sheetData>") for one in rows)
    content = swap_on("Summary", "</sheetData>", foot + "</sheetData>")(published())
    return [each for each in audit_published(content, forbidden=PLANTED) if each.code == "audit-suppressed"]


def number(reference: str, value: float) -> str:
    return f'<c r="{reference}"><v>{value}</v></c>'


@pytest.mark.parametrize(
    "cells",
    [
        (cell("A200", "K1"), cell("B200", "Nov 2025"), number("C200", 3)),
        (cell("A200", "K1"), number("B200", 45962), number("C200", 3)),
        (cell("A200", "K1"), number("B200", 91.375)),
        (cell("A200", "K1"), cell("B200", "It was 3 in Nov 2025.")),
        (cell("A200", "K1"), cell("B200", "Down to 91.4% in Nov 2025, the lowest so far.")),
    ],
    ids=["beside its period", "beside its date", "unlike any other", "in a sentence", "in a clause"],
)
def test_a_hidden_figure_is_found(cells: tuple[str, ...]) -> None:
    assert [(each.sheet, each.found) for each in found(row(200, *cells))] == [
        ("Summary", "A hidden figure of K1, 2025-11-01.")
    ]


@pytest.mark.parametrize(
    "cells",
    [
        (cell("A200", "K2"), cell("B200", "Nov 2025"), number("C200", 3)),
        (cell("A200", "K1"), cell("B200", "Oct 2025"), number("C200", 3)),
        (cell("A200", "K1"), number("B200", 3)),
        (cell("A200", "K1"), cell("B200", "3 months to Nov 2025")),
        (cell("A200", "K1"), cell("B200", "91.4% in Oct 2025, and none in Nov 2025")),
        (cell("A200", "K1"), cell("B200", OFFICERS)),
        (cell("A200", "Target"), cell("B200", "K1"), cell("C200", "Nov 2025"), number("D200", 3)),
    ],
    ids=["another's", "another month's", "no period", "months", "another clause", "officers' own", "a target"],
)
def test_a_figure_that_may_be_another_is_left_alone(cells: tuple[str, ...]) -> None:
    assert found(row(200, *cells)) == []


def test_rows_under_the_heading_of_an_indicator_are_about_it() -> None:
    heading = row(200, cell("A200", "K1  Contacts decided within 1 working day"))
    told = row(201, cell("A201", "It was 3 in Nov 2025."))
    assert [each.at for each in found(heading, told)] == ["A201"]
    assert found(row(200, cell("A200", "K2  Others")), told) == []


def test_a_figure_under_the_header_of_its_period_is_found() -> None:
    """The readings beneath an indicator's chart have a column a period."""
    plant: Plant = swap_on("Indicators Front door", r'(<c r="I20"[^>]*>)<v>[^<]*', r"\1<v>3")
    december = Secret(
        **{name: getattr(NOVEMBER, name) for name in NOVEMBER.__slots__} | {"labels": frozenset({"Dec 2025"})}
    )
    violations = audit_published(
        plant(published()), forbidden=Forbidden(secrets=(december,), refs=PLANTED.refs, officers=())
    )
    assert [(each.code, each.at) for each in violations] == [("audit-suppressed", "I20")]


def test_an_alternative_text_that_tells_is_found() -> None:
    told = swap(DRAWING, 'descr="', 'descr="Contacts decided within 1 working day, lowest 91.4% in Nov 2025. ')
    violations = audit_published(told(published()), forbidden=PLANTED)
    assert [(each.code, each.sheet) for each in violations] == [("audit-suppressed", "Indicators Front door")]


def test_a_hidden_figure_is_not_repeated_in_the_message() -> None:
    said = str(found(row(200, cell("A200", "K1"), number("B200", 91.375)))[0])
    assert "91" not in said


@cache
def secrets(name: str) -> Forbidden:
    plan = read_book(sample(name)).plan
    quarter = assess(sample(name), today=TODAY, quarter=QUARTER).judgements.quarter
    return forbidden_figures(plan, published_plan(plan, quarter=quarter))


@pytest.mark.parametrize("name", ["small", pytest.param("full", marks=SLOW), pytest.param("messy", marks=SLOW)])
def test_the_published_edition_of_every_sample_keeps_its_secrets(name: str) -> None:
    assert len(secrets(name).secrets) > 10
    assert audit_published(published(name), forbidden=secrets(name)) == ()


@pytest.mark.parametrize("name", ["small", pytest.param("full", marks=SLOW)])
def test_the_working_edition_would_have_been_caught(name: str, tmp_path) -> None:
    """Else the look at the published edition proves nothing."""
    from quarterly.run import run_report

    done = run_report(sample(name), today=TODAY, quarter=QUARTER, output=tmp_path, edition=Edition.WORKING)
    told = [
        each
        for each in audit_published(done.output.read_bytes(), forbidden=secrets(name))
        if each.code == "audit-suppressed"
    ]
    assert {each.found.split(",")[0].rsplit(" ", 1)[1] for each in told} == {each.ref for each in secrets(name).secrets}
