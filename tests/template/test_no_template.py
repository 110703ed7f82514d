"""Workbooks that are no templates: last quarter's report, the improvement workbook, and sheets without a token."""

from pathlib import Path

import pytest
from drawn_templates import compiled, saved, workbook
from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName

from quarterly.errors import TemplateRefused
from quarterly.template import load_template


def report(*, category: str = "Quarterly progress report", value: str = "12 red") -> bytes:
    book = Workbook()
    book.active.title = "Actions"
    book.active["A1"] = value
    book.properties.category = category
    return saved(book)


def codes(content: bytes) -> list[str]:
    found = compiled(content, wholly=True).problems
    return [problem.code for problem in found if problem.code.startswith("template-")]


def test_a_finished_report_is_refused_as_its_figures_would_go_out_again() -> None:
    assert codes(report()) == ["template-is-a-report"]


def test_a_sheet_that_was_put_into_a_workbook_is_known_by_its_mark() -> None:
    book = Workbook()
    book.active.title = "Summary"
    book.active["A1"] = "12 red"
    book.active.defined_names["_quarterly.sheet"] = DefinedName("_quarterly.sheet", attr_text='"Summary"')
    assert codes(saved(book)) == ["template-is-a-report"]


@pytest.mark.parametrize("names", [("Action Plan",), ("KPIs", "KPI Data"), ("KPI Data", "Cover", "KPIs")])
def test_the_improvement_workbook_is_refused(names: tuple[str, ...]) -> None:
    book = Workbook()
    book.remove(book.active)
    for name in names:
        book.create_sheet(name)["A1"] = "Ref"
    assert codes(saved(book)) == ["template-is-the-workbook"]


def test_a_report_to_which_tokens_were_given_is_a_template() -> None:
    assert codes(report(value="{{authority}}")) == []


@pytest.mark.parametrize("cells", [{"A1": "Words"}, {"A1": 42}])
def test_a_template_without_any_token_is_warned_of(cells: dict[str, object]) -> None:
    found = compiled(workbook(cells), wholly=True)
    assert [(one.code, one.severity.value) for one in found.problems] == [("template-without-tokens", "warning")]


@pytest.mark.parametrize("cells", [{"A1": "{{authority}}"}, {"A1": "{{section.audits}}"}])
def test_one_token_is_enough(cells: dict[str, object]) -> None:
    assert compiled(workbook(cells), wholly=True).problems == ()


def test_no_report_is_made_from_a_report(tmp_path: Path) -> None:
    path = tmp_path / "last.xlsx"
    path.write_bytes(report())
    with pytest.raises(TemplateRefused, match="finished report, not a template"):
        load_template(path)
