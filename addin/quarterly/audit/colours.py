"""Colours of a workbook as red, green and blue."""

from __future__ import annotations

import colorsys

from lxml import etree

from quarterly.audit.numbers import colour_of, decimal, whole

WHITE = "FFFFFF"
BLACK = "000000"
TEXT_LEAST = 4.5  # to 1, WCAG 2.2, 1.4.3
GRAPHIC_LEAST = 3.0  # to 1, WCAG 2.2, 1.4.11
# The order in which numbers in cells name the colours of a theme (ECMA-376 18.8.3, first two pairs as Excel has them).
_CELLS = ("lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink")
_ALIASES = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}  # names that charts use for the same colours
# The palette of colour numbers 0 to 63 (ECMA-376 18.8.27); 8 to 15 repeat the first eight.
_FIRST = ("000000", "FFFFFF", "FF0000", "00FF00", "0000FF", "FFFF00", "FF00FF", "00FFFF")
_REST = (
    "800000008000000080808000800080008080C0C0C08080809999FF993366FFFFCCCCFFFF660066FF80800066CCCCCCFF"
    "000080FF00FFFFFF0000FFFF8000808000000080800000FF00CCFFCCFFFFCCFFCCFFFF9999CCFFFF99CCCC99FFFFCC99"
    "3366FF33CCCC99CC00FFCC00FF9900FF6600666699969696003366339966003300333300993300993366333399333333"
)
INDEXED = (*_FIRST, *_FIRST, *(_REST[place : place + 6] for place in range(0, len(_REST), 6)))

Scheme = dict[str, str]
"""The colours of a theme as RRGGBB by their names, such as "accent1"."""


def scheme_of(theme: etree._Element | None) -> Scheme:
    """The colours of a theme part."""
    found = None if theme is None else theme.find(".//{*}clrScheme")
    if found is None:
        return {}
    return {
        etree.QName(entry).localname: colour_of(entry[0].get("lastClr") or entry[0].get("val")) or BLACK
        for entry in found
        if len(entry)
    }


def cell_colour(element: etree._Element | None, scheme: Scheme) -> str:
    """The colour that an element of the styles names, as RRGGBB; "" where it is left to the program."""
    if element is None or element.get("auto"):
        return ""
    if (rgb := element.get("rgb")) is not None:
        return colour_of(rgb)
    if (theme := element.get("theme")) is not None:
        place = whole(theme, len(_CELLS))
        base = scheme.get(_CELLS[place], BLACK) if place < len(_CELLS) else BLACK
        return tinted(base, decimal(element.get("tint"), 0.0))
    place = whole(element.get("indexed"), 64)
    return INDEXED[place] if place < len(INDEXED) else ""  # 64 and 65 are the system's own


def drawn_colour(element: etree._Element | None, scheme: Scheme) -> str:
    """The colour of a solid fill in a drawing, as RRGGBB; "" where there is none that is known."""
    fill = None if element is None else element.find("{*}solidFill")
    if fill is None or not len(fill):
        return ""
    colour = fill[0]
    if etree.QName(colour).localname != "schemeClr":
        return colour_of(colour.get("lastClr") or colour.get("val"))
    name = colour.get("val", "")
    return _modified(scheme.get(_ALIASES.get(name, name), BLACK), colour)


def _modified(base: str, colour: etree._Element) -> str:
    """A scheme's colour with its luminance multiplied and moved as the drawing asks."""
    red, green, blue = _parts(base)
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    for change in colour:
        by = whole(change.get("val"), 100000) / 100000
        match etree.QName(change).localname:
            case "lumMod":
                light *= by
            case "lumOff":
                light += by
    return _named(colorsys.hls_to_rgb(hue, min(1.0, light), saturation))


def tinted(colour: str, tint: float) -> str:
    """A colour made lighter (tint up to 1) or darker (down to -1).

    Source: ECMA-376 18.8.19, attribute tint.
    """
    if not tint:
        return colour.upper()
    hue, light, saturation = colorsys.rgb_to_hls(*_parts(colour))
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    return _named(colorsys.hls_to_rgb(hue, light, saturation))


def is_coloured(colour: str) -> bool:
    """Whether a fill is a colour to the eye, not white or a grey."""
    parts = _parts(colour)
    return max(parts) - min(parts) > 0.1  # of full strength; less is a tinted grey


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4))
    return red, green, blue


def _named(parts: tuple[float, float, float]) -> str:
    return "".join(f"{round(max(0.0, min(1.0, part)) * 255):02X}" for part in parts)
