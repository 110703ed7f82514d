"""Colours as a workbook may give them, and how far two of them stand out from each other."""

from __future__ import annotations

import pytest
from lxml import etree

from quarterly.audit.colours import cell_colour, drawn_colour, is_coloured, scheme_of, tinted
from quarterly.model.contrast import contrast

THEME = etree.fromstring(
    "<theme><clrScheme><lt1><sysClr val='window' lastClr='FFFFFF'/></lt1><dk1><srgbClr val='000000'/></dk1>"
    "<accent1><srgbClr val='4F81BD'/></accent1><empty/></clrScheme></theme>"
)
SCHEME = scheme_of(THEME)


def test_a_theme_gives_its_colours_by_name() -> None:
    assert SCHEME == {"lt1": "FFFFFF", "dk1": "000000", "accent1": "4F81BD"}
    assert scheme_of(None) == {}
    assert scheme_of(etree.fromstring("<theme/>")) == {}


@pytest.mark.parametrize(
    ("written", "colour"),
    [
        ("<color rgb='FF12436d'/>", "12436D"),
        ("<color theme='0'/>", "FFFFFF"),
        ("<color theme='4'/>", "4F81BD"),
        ("<color theme='1' tint='0.5'/>", "808080"),
        ("<color theme='0' tint='-0.5'/>", "808080"),
        ("<color theme='99'/>", "000000"),
        ("<color indexed='10'/>", "FF0000"),
        ("<color indexed='2'/>", "FF0000"),
        ("<color indexed='63'/>", "333333"),
        ("<color indexed='64'/>", ""),
        ("<color auto='1'/>", ""),
    ],
)
def test_a_cells_colour(written: str, colour: str) -> None:
    assert cell_colour(etree.fromstring(written), SCHEME) == colour


def test_no_colour_is_none() -> None:
    assert cell_colour(None, SCHEME) == ""
    assert drawn_colour(None, SCHEME) == ""
    assert drawn_colour(etree.fromstring("<spPr><noFill/></spPr>"), SCHEME) == ""


@pytest.mark.parametrize(
    ("fill", "colour"),
    [
        ("<srgbClr val='f46a25'/>", "F46A25"),
        ("<sysClr val='window' lastClr='FFFFFF'/>", "FFFFFF"),
        ("<schemeClr val='accent1'/>", "4F81BD"),
        ("<schemeClr val='bg1'><lumMod val='50000'/></schemeClr>", "808080"),
        ("<schemeClr val='tx1'><lumMod val='50000'/><lumOff val='50000'/></schemeClr>", "808080"),
        ("<schemeClr val='tx1'><alpha val='50000'/></schemeClr>", "000000"),
    ],
)
def test_a_drawings_colour(fill: str, colour: str) -> None:
    shape = etree.fromstring(f"<spPr><solidFill>{fill}</solidFill></spPr>")
    assert drawn_colour(shape, SCHEME) == colour


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("000000", "FFFFFF", 21.0), ("FFFFFF", "00B050", 2.9), ("FF0000", "FFFFFF", 4.0), ("D4351C", "FFFFFF", 4.9)],
)
def test_contrast_is_as_published(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.05)
    assert contrast(other, one) == contrast(one, other)


def test_greys_are_no_colours() -> None:
    assert [is_coloured(each) for each in ("FFFFFF", "F3F2F1", "808080", "00703C", "FFBF47")] == [
        False,
        False,
        False,
        True,
        True,
    ]
    assert tinted("12436D", 0.0) == "12436D"
