"""Colours of a workbook as #RRGGBB, however the file says them: directly, by theme and tint, or by number."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Mapping

from lxml import etree
from msgspec import Struct
from openpyxl.styles.colors import COLOR_INDEX, Color

from quarterly.read.package import parse_xml

# Excel's own theme since 2013, where a file brings none; in the order in which cells count them: light 1, dark 1,
# light 2, dark 2, six accents, link, followed link.
OFFICE = (
    "FFFFFF", "000000", "E7E6E6", "44546A", "4472C4", "ED7D31", "A5A5A5", "FFC000", "5B9BD5", "70AD47", "0563C1",
    "954F72",
)  # fmt: skip
_SCHEME = ("lt1", "dk1", "lt2", "dk2", *(f"accent{n}" for n in range(1, 7)), "hlink", "folHlink")
_SYSTEM = {64: "000000", 65: "FFFFFF"}  # the window's text and background
_HEX = re.compile(
    r"(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})"
)  # alpha is written by some programs and means nothing in cells


class Palette(Struct, frozen=True):
    """The colours that a workbook's theme and colour numbers stand for, as RRGGBB."""

    theme: tuple[str, ...] = OFFICE
    indexed: tuple[str, ...] = COLOR_INDEX

    def of(self, colour: Color | None) -> str:
        """ "#RRGGBB"; "" for no colour, an automatic one, or one that nothing defines."""
        if colour is None or colour.type == "auto":
            return ""
        if colour.type == "rgb":
            return self._tinted(str(colour.rgb), colour.tint)
        number = colour.theme if colour.type == "theme" else colour.indexed
        return self._numbered(str(colour.type), int(number or 0), float(colour.tint or 0))

    def of_attributes(self, said: Mapping[str, str]) -> str:
        """The same from the attributes of a colour in XML, such as a tab's."""
        tint = _number(said.get("tint", "0"))
        if "rgb" in said:
            return self._tinted(said["rgb"], tint)
        kind = next((name for name in ("theme", "indexed") if said.get(name, "").isdecimal()), "")
        return self._numbered(kind, int(said[kind]), tint) if kind else ""

    def _numbered(self, kind: str, number: int, tint: float) -> str:
        if kind == "indexed" and number in _SYSTEM:
            return f"#{_SYSTEM[number]}"
        known = self.theme if kind == "theme" else self.indexed
        return self._tinted(known[number], tint) if 0 <= number < len(known) else ""

    @staticmethod
    def _tinted(text: str, tint: float) -> str:
        found = _HEX.fullmatch(text)
        if found is None:
            return ""
        return f"#{_tint(found[1], tint).upper()}"


def _tint(colour: str, tint: float) -> str:
    """A negative tint darkens, a positive one lightens, in the lightness of HLS (ECMA-376, 18.8.19)."""
    if not tint or not -1 <= tint <= 1:
        return colour
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    return "".join(f"{round(share * 255):02X}" for share in colorsys.hls_to_rgb(hue, light, saturation))


def palette_of(theme: bytes, styles: bytes, name: str) -> Palette:
    """The workbook's palette, from the XML of its theme and of its styles; either may be empty.

    Raises:
        WorkbookRefused: one of them is not well-formed.
    """
    return Palette(theme=_theme(theme, name) or OFFICE, indexed=_indexed(styles, name) or COLOR_INDEX)


def _theme(xml: bytes, name: str) -> tuple[str, ...]:
    scheme = parse_xml(xml, name, "theme").find(".//{*}clrScheme") if xml else None
    if scheme is None:
        return ()
    said = {etree.QName(child).localname: _scheme_colour(child) for child in scheme.iterchildren("*")}
    return tuple(said.get(place) or OFFICE[number] for number, place in enumerate(_SCHEME))


def _scheme_colour(place: etree._Element) -> str:
    for colour in place:
        text = colour.get("lastClr") or colour.get("val") or ""
        if _HEX.fullmatch(text):
            return text[-6:]
    return ""


def _indexed(xml: bytes, name: str) -> tuple[str, ...]:
    found = parse_xml(xml, name, "styles").iterfind(".//{*}indexedColors/{*}rgbColor") if xml else ()
    return tuple(colour.get("rgb", "") for colour in found)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
