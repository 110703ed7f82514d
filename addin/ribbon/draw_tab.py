#!/usr/bin/env python3
"""Draw the ribbon tab for the officers' pages, from the ribbon XML and the icons themselves.

    python addin/ribbon/draw_tab.py

It is a drawing, and says so: there is no Excel where this is built. The picture carries a fingerprint of what it was
drawn from, by which a test sees that it is out of date.
"""

from __future__ import annotations

import hashlib
import textwrap
from pathlib import Path
from xml.etree import ElementTree

from PIL import Image, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo

HERE = Path(__file__).resolve().parent
PICTURE = HERE.parents[1] / "docs" / "officers" / "pictures" / "ribbon-tab.png"
NAMESPACE = "{http://schemas.microsoft.com/office/2009/07/customui}"
FONT = "LiberationSans-Regular.ttf"  # as wide as Arial
SCALE = 2  # pixels a unit: for screens of twice the density

INK, GREY, LINE, PAPER, BAR, GREEN = "#242424", "#616161", "#D1D1D1", "#FFFFFF", "#F5F5F5", "#107C41"
NEIGHBOURS = ("File", "Home", "Insert", "Formulas", "Data", "Review", "View")
HEIGHT, TOP, FOOT = 176, 36, 132  # of the picture; where the buttons begin; where groups are named
LARGE, SMALL, ROW = 78, 104, 30  # widths of buttons; height of a small one
CAPTION = "A drawing made from the add-in's own files, not a photograph of Excel."


class Sheet:
    """Draws in units of a screen of ordinary density."""

    def __init__(self, width: int, height: int) -> None:
        self.image = Image.new("RGB", (width * SCALE, height * SCALE), PAPER)
        self.draw = ImageDraw.Draw(self.image)

    def box(self, left: float, top: float, right: float, bottom: float, colour: str) -> None:
        """Fill a rectangle."""
        self.draw.rectangle((left * SCALE, top * SCALE, right * SCALE - 1, bottom * SCALE - 1), fill=colour)

    def text(self, x: float, y: float, words: str, *, size: int = 12, colour: str = INK, anchor: str = "la") -> None:
        """Write."""
        font = ImageFont.truetype(FONT, size * SCALE)
        self.draw.text((x * SCALE, y * SCALE), words, fill=colour, font=font, anchor=anchor)

    def icon(self, x: float, y: float, name: str, pixels: int) -> None:
        """Put an icon: in twice its size on the button, as it is stored."""
        with Image.open(HERE / "icons" / f"{name}-{pixels}.png") as icon:
            self.image.paste(icon, (round(x * SCALE), round(y * SCALE)), icon)


def main() -> None:
    """Draw and save."""
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    marks = PngInfo()
    marks.add_text("drawn-from", fingerprint())
    drawn().quantize(64, dither=Image.Dither.NONE).save(PICTURE, optimize=True, pnginfo=marks)


def fingerprint() -> str:
    """What the picture is drawn from, as one number."""
    sources = [HERE / "ribbon.xml", *sorted((HERE / "icons").glob("*.png"))]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()


def drawn() -> Image.Image:
    """The tab."""
    tab = ElementTree.parse(HERE / "ribbon.xml").getroot().find(f".//{NAMESPACE}tab")  # noqa: S314  # our own file
    if tab is None:
        raise ValueError("ribbon.xml has no tab")
    groups = list(tab)
    sheet = Sheet(sum(width_of(group) for group in groups) + 210, HEIGHT)
    draw_tabs(sheet, tab.attrib["label"])
    left = 10.0
    for group in groups:
        draw_group(sheet, group, left)
        left += width_of(group)
        sheet.box(left - 8, TOP + 8, left - 7, FOOT + 12, LINE)
    sheet.text(12, HEIGHT - 18, CAPTION, size=10, colour=GREY)
    return sheet.image


def draw_tabs(sheet: Sheet, label: str) -> None:
    """The row of tabs, ours chosen."""
    sheet.box(0, 0, sheet.image.width, TOP - 6, BAR)
    left = 16.0
    for name in (*NEIGHBOURS, label):
        wide = sheet.draw.textlength(name, ImageFont.truetype(FONT, 12 * SCALE)) / SCALE
        sheet.text(left, 8, name, colour=GREEN if name == label else INK)
        if name == label:
            sheet.box(left, 26, left + wide, 28, GREEN)
        left += wide + 22
    sheet.box(0, HEIGHT - 26, sheet.image.width, HEIGHT - 25, LINE)


def parted(group: ElementTree.Element) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """A group's large buttons and its small ones."""
    buttons = [dict(button.attrib) for button in group]
    return [one for one in buttons if one["size"] == "large"], [one for one in buttons if one["size"] != "large"]


def width_of(group: ElementTree.Element) -> int:
    """How wide a group is: its large buttons side by side, its small ones in one column."""
    large, small = parted(group)
    return LARGE * len(large) + (SMALL if small else 0) + 16


def draw_group(sheet: Sheet, group: ElementTree.Element, left: float) -> None:
    """A group with its buttons and its name."""
    large, small = parted(group)
    sheet.text(left + (width_of(group) - 16) / 2, FOOT, group.attrib["label"], size=11, colour=GREY, anchor="ma")
    for place, button in enumerate(large):
        middle = left + LARGE * place + LARGE / 2
        sheet.icon(middle - 16, TOP + 6, button["image"], 64)
        for line, words in enumerate(textwrap.wrap(button["label"], 8)):
            sheet.text(middle, TOP + 48 + 15 * line, words, anchor="ma")
    for place, button in enumerate(small):
        top = TOP + 6 + ROW * place
        sheet.icon(left + LARGE * len(large) + 6, top, button["image"], 32)
        sheet.text(left + LARGE * len(large) + 28, top + 1, button["label"])


if __name__ == "__main__":
    main()
