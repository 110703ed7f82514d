"""A workbook that already holds a report's sheets reads as it did before."""

from read_books import ACTIONS, book, codes, part, rewritten

from quarterly.read import read_bytes
from quarterly.read.package import REPORT_MARK


def test_sheets_that_carry_the_reports_mark_are_not_read():
    content = book({"Action Plan": ACTIONS, "Scorecard": [["Ref", "Indicator", "Good is"], ["K1", "x", "High"]]})
    assert codes(read_bytes(content, "plan.xlsx")[1]) == [("sheet-not-found", "'Scorecard'")]
    names = (
        f'<definedNames><definedName name="{REPORT_MARK}" localSheetId="1" hidden="1">"x"</definedName></definedNames>'
    )
    xml = part(content, "xl/workbook.xml").replace(b"</sheets>", b"</sheets>" + names.encode())
    plan, problems = read_bytes(rewritten(content, {"xl/workbook.xml": xml}), "plan.xlsx")
    assert [action.ref for action in plan.actions] == ["A1"]
    assert (plan.kpis, problems) == ((), ())
