"""The narrative: a draft in plain English on the programme, each theme and each indicator.

Every figure of a draft is traced to its cells. Where officers wrote Commentary, their words stand instead.
"""

from __future__ import annotations

from quarterly.compose.narrative.passages import Narrative, Passage, about_kpi, about_programme, about_theme, narrative
from quarterly.compose.narrative.trace import Figure, Sentence, Topic

__all__ = [
    "Figure",
    "Narrative",
    "Passage",
    "Sentence",
    "Topic",
    "about_kpi",
    "about_programme",
    "about_theme",
    "narrative",
]
