"""A template edited in a spreadsheet application, as officers do it in Excel, gives the edited report."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
import uno_engine
from layouts import logo, opened, part, parts
from office_runs import RUNS

from quarterly.resources import sample, template
from quarterly.run import run_report
from quarterly.template.check import check

PURPLE, TEAL, WHITE = 0x4B0082, 0x005F5F, 0xFFFFFF


@pytest.fixture
def program() -> str:
    found = shutil.which("soffice")
    if found is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    try:
        uno_engine.load_uno()
    except ImportError as missing:
        pytest.skip(f"python3-uno is not there for this Python: {missing}")
    return found


def edited(program: str, folder: Path) -> Path:
    """Quarterly's own template with another look. LibreOffice itself crashes now and then: only its last run counts."""
    from com.sun.star.uno import Exception as UnoException

    for _ in range(RUNS):
        office = uno_engine.Office(program)
        try:
            return edited_in(office, folder)
        except (uno_engine.OfficeError, UnoException):
            if office.alive():
                raise
        finally:
            office.stop()
    raise AssertionError("LibreOffice crashed each time")


def edited_in(office: uno_engine.Office, folder: Path) -> Path:
    """Its colours, words, order of columns, a logo, a section less."""
    picture, ours = folder / "logo.png", folder / "ours.xlsx"
    picture.write_bytes(logo(160, 60))
    shutil.copy(template("quarterly"), ours)
    hidden = uno_engine.properties(Hidden=True)
    document = uno_engine.calling(office.desktop.loadComponentFromURL, ours.as_uri(), "_blank", 0, hidden)
    sheets = document.Sheets
    sheets.getByName("Cover").getCellRangeByName("A4").String = "How we are improving, {{quarter.label}}"
    scorecard = sheets.getByName("Scorecard")
    for column in range(11):
        header = scorecard.getCellByPosition(column, 5)
        header.CellBackColor, header.CharColor = TEAL, WHITE
    scorecard.Columns.removeByIndex(2, 1)  # Good is
    for row in (5, 6):  # Why before Trend
        why, trend = (scorecard.getCellByPosition(column, row) for column in (9, 8))
        why.String, trend.String = trend.String, why.String
    styles = sheets.getByName("Styles")
    names = {styles.getCellByPosition(0, row).String: row for row in range(40)}
    red = styles.getCellByPosition(1, names["Red"])
    red.CellBackColor, red.CharColor = PURPLE, WHITE
    sheets.getByName("Audits").Name = "How good our practice is"
    sheets.removeByName("Tidy data")
    sheets.moveByName("Risks", 2)
    shape = document.createInstance("com.sun.star.drawing.GraphicObjectShape")
    sheets.getByName("Cover").DrawPage.add(shape)
    size = office.uno.createUnoStruct("com.sun.star.awt.Size")
    size.Width, size.Height = 4000, 1500  # hundredths of a millimetre
    shape.setSize(size)
    shape.GraphicURL = picture.as_uri()
    shape.Description = "Crest of Northmere Council"
    shape.Anchor = sheets.getByName("Cover").getCellRangeByName("D1")
    uno_engine.calling(document.storeToURL, ours.as_uri(), uno_engine.properties(FilterName="Calc MS Excel 2007 XML"))
    document.close(True)
    return ours


@pytest.mark.slow
@pytest.mark.libreoffice
def test_a_template_edited_in_a_spreadsheet_gives_the_edited_report(program: str, tmp_path: Path) -> None:
    ours = edited(program, tmp_path)
    assert check(ours).problems == ()  # what another program saves is still a template without a fault
    done = run_report(sample("full"), today=date(2026, 1, 20), quarter="Q3 2025/26", output=tmp_path, template=ours)
    content = done.output.read_bytes()
    book = opened(content)
    assert "How good our practice is" in book.sheetnames
    assert not {"Tidy data", "Audits"} & set(book.sheetnames)
    assert book.sheetnames.index("Risks") < book.sheetnames.index("Summary")
    cover = [str(cell.value) for line in book["Cover"].iter_rows() for cell in line if cell.value]
    assert "How we are improving, Q3 2025/26" in cover
    assert 'descr="Crest of Northmere Council"' in "".join(parts(content, r"xl/drawings/drawing\d+\.xml"))
    scorecard = book["Scorecard"]
    heads = next(line for line in scorecard.iter_rows() if line[0].value == "Ref")
    said = [cell.value for cell in heads if cell.value]
    assert "Good is" not in said
    assert said.index("Why") < said.index("Trend")
    assert heads[0].fill.fgColor.rgb == "FF005F5F"
    reds = [cell for sheet in book.worksheets for line in sheet.iter_rows() for cell in line if cell.value == "✖ Red"]
    assert len(reds) > 10
    assert {cell.fill.fgColor.rgb for cell in reds} == {"FF4B0082"}
    assert "How good our practice is" in part(content, "xl/sharedStrings.xml")  # and in the contents
