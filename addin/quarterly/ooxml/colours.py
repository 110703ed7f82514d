"""Theme colours worked out: a colour that names the report's theme would follow the host's theme instead."""

from __future__ import annotations

import colorsys

from lxml import etree

from quarterly.ooxml.trees import Form, tree_of

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
# The order in which numbers in cells name the colours of a theme (ECMA-376 18.8.3, first two pairs as Excel has them).
_ORDER = (
    "lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink", "folHlink",
)  # fmt: skip


def theme_colours(theme: bytes) -> tuple[str, ...]:
    """The colours of a theme part as RRGGBB, by the number that cells use."""
    scheme = tree_of(theme).find(f".//{_DRAWING}clrScheme")
    if scheme is None:
        return ()
    return tuple(_colour(scheme.find(_DRAWING + name)) for name in _ORDER)


def _colour(entry: etree._Element | None) -> str:
    if entry is None or not len(entry):
        return "000000"
    return entry[0].get("lastClr") or entry[0].get("val") or "000000"


def tinted(colour: str, tint: float) -> str:
    """A colour RRGGBB made lighter (tint up to 1) or darker (down to -1) in hue, lightness and saturation.

    Source: ECMA-376 18.8.19, attribute tint.
    """
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    return "".join(f"{round(part * 255):02X}" for part in colorsys.hls_to_rgb(hue, light, saturation))


def explicit(form: Form, colours: tuple[str, ...]) -> Form:
    """A font, fill, border or differential format that says its colours and typeface outright."""
    name, attributes, children = form
    stated = dict(attributes)
    if "theme" in stated and int(stated["theme"]) < len(colours):
        colour = tinted(colours[int(stated["theme"])], float(stated.get("tint", "0")))
        attributes = (("rgb", f"FF{colour}"),)
    # A scheme lets the host's theme replace the typeface that stands beside it.
    return name, attributes, tuple(explicit(child, colours) for child in children if child[0] != "scheme")
