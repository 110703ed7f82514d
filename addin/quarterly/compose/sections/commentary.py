"""What officers wrote on a whole section, set at its head."""

from __future__ import annotations

from msgspec.structs import replace

from quarterly.compose.material import Material
from quarterly.compose.report import Paragraph, Section
from quarterly.model.context import Commentary

SELF_SERVED = ("cover", "contents", "summary")
"""Sections that place an officer's words themselves, or take none."""


def with_commentary(material: Material, section: Section) -> Section:
    """The section led by the commentary on it, by its name or its key.

    Words on a theme stand with its actions; where it has none they lead the sheet of its indicators.
    """
    if section.key in SELF_SERVED:
        return section
    names = dict.fromkeys(name.casefold() for name in (section.name, section.key, _theme(material, section)) if name)
    found = [item for name in names for item in material.commentary(name)]
    if not found:
        return section
    return replace(section, blocks=(*(Paragraph(text=_words(item)) for item in found), *section.blocks))


def _theme(material: Material, section: Section) -> str:
    theme = section.key.partition(":")[2]
    with_actions = {group.title for group in material.judgements.themes if group.actions}
    return "" if theme in with_actions else theme


def _words(item: Commentary) -> str:
    by = f" ({item.author})" if item.author else ""
    return f"Officer's commentary{by}: {item.text}"
