"""A damaged or hostile template ends in a plain refusal or a template, never in a traceback."""

import io
import random
import zipfile

import pytest
from drawn_templates import compiled, png, workbook
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import CellIsRule, ColorScaleRule, IconSetRule
from openpyxl.styles import Border, Font, GradientFill, PatternFill, Side

from quarterly.errors import QuarterlyError
from quarterly.template.stored import from_json, to_json

SEEDS = 400


def rich() -> bytes:
    """A template with one of everything, to be damaged."""

    def draw(sheet) -> None:
        sheet["B2"].font, sheet["B2"].fill = Font(name="Arial", b=True), PatternFill("solid", fgColor="FF112233")
        sheet["C2"].fill, sheet["C2"].border = GradientFill(stop=("FF112233", "FF445566")), Border(top=Side("thin"))
        sheet.merge_cells("A6:C7")
        sheet["A8"].hyperlink = "https://www.gov.uk/"
        sheet.freeze_panes = "B2"
        sheet.print_title_rows = "1:1"
        sheet.oddFooter.left.text = "{{authority}}"
        sheet.add_image(Image(io.BytesIO(png())), "E2")
        for rule in (
            CellIsRule(operator="lessThan", formula=["5"], fill=PatternFill("solid", bgColor="FFFF0000")),
            ColorScaleRule("min", None, "FFFF0000", "max", None, "FF00FF00"),
            IconSetRule("3Arrows", "percent", [0, 33, 67]),
        ):
            sheet.conditional_formatting.add("A1:A5", rule)

    cells = {"A1": "{{each theme}}", "A2": "{{theme.name}}", "B2": 2.5, "A3": "{{kpi.ref}}", "A4": "{{end}}", "A8": "x"}
    return workbook(cells, draw=draw)


PARTS = {}
with zipfile.ZipFile(io.BytesIO(rich())) as _package:
    PARTS = {entry.filename: _package.read(entry) for entry in _package.infolist()}


def damaged(seed: int) -> bytes:
    """The template with a few bytes of one part changed, taken out or repeated."""
    chance = random.Random(seed)
    name = chance.choice(sorted(PARTS))
    body = bytearray(PARTS[name])
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(body))
        length = chance.choice((1, 1, 3, 20))
        action = chance.randrange(4)
        if action == 0:
            body[place : place + length] = bytes(chance.choice(b'0123456789<>"=/ -x\x00\xff') for _ in range(length))
        elif action == 1:
            del body[place : place + length]
        elif action == 2:
            body[place:place] = body[place : place + length]
        else:  # a number or a word becomes another, which leaves the XML whole
            old = chance.choice(
                (b'"1"', b'"0"', b'"2"', b"solid", b"thin", b"rId1", b"A1", b"FF112233", b"percent", b"min")
            )
            new = chance.choice((b'"-1"', b'"99999999"', b'"x"', b"zzz", b'""', b"NaN", b"1E400", b"XFD1048576"))
            body = bytearray(bytes(body).replace(old, new))
        if not body:
            body = bytearray(b" ")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for part, content in PARTS.items():
            package.writestr(part, bytes(body) if part == name else content)
    return out.getvalue()


def survives(content: bytes) -> bool:
    """Whether the template was read; a refusal is fine, anything else is raised."""
    try:
        found = compiled(content)
    except QuarterlyError:
        return False
    assert from_json(to_json(found)) == found  # nothing in it that cannot be kept, such as a number that is none
    return True


@pytest.mark.parametrize("first", range(0, SEEDS, 100))
@pytest.mark.slow
def test_damaged_parts_never_end_in_a_traceback(first: int) -> None:
    outcomes = {survives(damaged(seed)) for seed in range(first, first + 100)}
    assert outcomes == {True, False}


def test_a_few_damaged_parts_never_end_in_a_traceback() -> None:
    assert {survives(damaged(seed)) for seed in range(20)} == {True, False}


@pytest.mark.slow
def test_a_damaged_package_never_ends_in_a_traceback() -> None:
    whole = rich()
    chance = random.Random(7)
    for _ in range(300):
        content = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        survives(bytes(content[: chance.randrange(len(content))] if chance.random() < 0.2 else content))
