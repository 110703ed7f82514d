"""The Styles sheet."""

from drawn_templates import WORDS, compiled, saved, workbook
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill

from quarterly.compose.report import Look
from quarterly.template.layout import StyleSheet
from quarterly.template.looks import NAMES, STATUSES


def styled(*rows: tuple[object, ...], sheet: str = "Styles") -> Workbook:
    book = Workbook()
    book.active.title = "Report"
    book.active["A1"] = "{{kpi.status}}"
    styles = book.create_sheet(sheet)
    for row in rows:
        styles.append(row)
    return book


def fill(book: Workbook, address: str, colour: str, **font: object) -> None:
    book["Styles"][address].fill = PatternFill("solid", fgColor=colour)
    book["Styles"][address].font = Font(name="Arial", sz=14, **font)


def test_a_sample_is_the_look_of_its_status_without_size_and_place() -> None:
    book = styled(("Red", "x"))
    fill(book, "B1", "FFD4351C", bold=True, color="FFFFFFFF")
    book["Styles"]["B1"].alignment = Alignment(horizontal="center")
    (look, form) = compiled(saved(book)).template.styles.statuses[0]
    assert look is Look.RED
    assert dict(form) == {"bg_color": "#D4351C", "pattern": 1, "bold": True, "font_color": "#FFFFFF"}


def test_roles_keep_their_whole_format_and_lines_their_colour() -> None:
    book = styled(("Title", "x"), ("Chart: actual", "x"), ("Chart: England", "x"))
    fill(book, "B1", "FF112233")
    fill(book, "B2", "FF12436D")
    book["Styles"]["B3"].font = Font(name="Arial", color="FF3D3D3D")
    styles = compiled(saved(book)).template.styles
    assert dict(styles.roles[0][1])["font_size"] == 14.0
    assert styles.lines == (("actual", "#12436D"), ("england", "#3D3D3D"))


def test_small_text_is_both_a_look_and_a_role() -> None:
    styles = compiled(workbook()).template.styles
    assert Look.SMALL in dict(styles.statuses)
    assert "small" in dict(styles.roles)
    assert set(STATUSES.values()) <= set(dict(styles.statuses))


def test_names_are_read_without_case_and_by_other_words() -> None:
    book = styled(("GREEN", "x"), ("blue", "x"), ("Green / amber", "x"))
    assert [look for look, _ in compiled(saved(book)).template.styles.statuses] == [
        Look.BLUE,
        Look.GREEN,
        Look.GREEN_AMBER,
    ]


def test_misspelt_and_repeated_names_are_warned_about_and_headings_are_not() -> None:
    book = styled(("How things look",), ("Name", "Sample"), ("Gren", "x"), ("Red", "x"), ("red", "x"), ("A note",))
    found = compiled(saved(book)).problems
    assert [(one.code, str(one.at), one.found) for one in found] == [
        ("style-unknown", "'Styles'!A3", "Gren"),
        ("style-twice", "'Styles'!A5", "red"),
        ("styles-missing", "'Styles'", "Complete and evidenced, Green, Green-amber, Amber, Red-amber, Not rated"),
    ]
    assert 'Did you mean "Green"?' in found[0].fix


def test_a_template_without_styles_has_quarterlys_look_and_says_so() -> None:
    found = compiled(workbook({"A1": "{{kpi.status}}"}, styled=False))
    assert (found.template.styles, [one.code for one in found.problems]) == (StyleSheet(), ["styles-missing"])


def test_ready_made_parts_show_statuses_too() -> None:
    assert [one.code for one in compiled(workbook({"A1": "{{section.audits}}"}, styled=False)).problems] == [
        "styles-missing"
    ]


def test_nothing_is_said_of_missing_styles_where_no_status_stands() -> None:
    assert compiled(workbook({"A1": "{{authority}}", "A2": "{{kpi.name}}"}, styled=False)).problems == ()


def test_the_styles_sheet_is_found_whatever_its_case_and_is_no_section() -> None:
    found = compiled(saved(styled(*((name, "x") for name in NAMES), sheet="STYLES")))
    assert (found.problems, len(found.template.sheets)) == ((), 1)


def test_words_of_the_styles_sheet_are_not_filled_in() -> None:
    assert WORDS.fields
    book = styled(*((name, "x") for name in NAMES), ("Write {{anything}} here",))
    assert compiled(saved(book)).problems == ()
