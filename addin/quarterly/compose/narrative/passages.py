"""What is said about the programme, a theme or an indicator: officers' words where there are any, else the draft."""

from __future__ import annotations

from msgspec import Struct

from quarterly.compose.material import Material
from quarterly.compose.narrative.kpi import kpi_sentences
from quarterly.compose.narrative.points import colour_moves, key_points, overdue, standing, unmoved
from quarterly.compose.narrative.sources import theme_name
from quarterly.compose.narrative.trace import Figure, Sentence, Topic, listed, said
from quarterly.judge.judgement import KpiJudgement, RollUp
from quarterly.model.context import Commentary

PROGRAMME = "Summary"  # what Commentary calls it


class Passage(Struct, frozen=True, kw_only=True):
    """A draft and what officers wrote in its place. ``about`` is what Commentary calls the item."""

    kind: str  # "Programme", "Theme" or "KPI"
    about: str
    title: str
    sentences: tuple[Sentence, ...]
    commentary: tuple[Commentary, ...] = ()

    @property
    def draft(self) -> str:
        """The sentences as running text."""
        return " ".join(sentence.text for sentence in self.sentences)

    @property
    def text(self) -> str:
        """What stands in the report: officers' words, else the draft."""
        return "\n".join(note.text for note in self.commentary) or self.draft

    def draft_beside(self, *said_there: Topic) -> str:
        """The draft without what the report says beside it already; empty where officers' words stand instead."""
        if self.commentary:
            return ""
        return " ".join(sentence.text for sentence in self.sentences if sentence.topic not in said_there)

    @property
    def untraced(self) -> tuple[Figure, ...]:
        """The figures that have no cell and rest on nothing else: those of a plan that was made in code."""
        return tuple(figure for sentence in self.sentences for figure in sentence.figures if not figure.is_traced)


class Narrative(Struct, frozen=True, kw_only=True):
    """Everything that is drafted for a report."""

    programme: Passage
    themes: tuple[Passage, ...] = ()
    kpis: tuple[Passage, ...] = ()

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All of them, the programme first."""
        return (self.programme, *self.themes, *self.kpis)


def narrative(material: Material) -> Narrative:
    """The draft on the programme, on each theme and on each indicator, in the order of the report."""
    return Narrative(
        programme=about_programme(material),
        themes=tuple(about_theme(material, theme) for theme in material.judgements.themes),
        kpis=tuple(about_kpi(material, item) for item in material.judgements.kpis),
    )


def about_programme(material: Material) -> Passage:
    """The headline and the things to know."""
    judged = material.judgements
    clauses = standing(judged.kpis, judged.actions) or (("nothing in the plan could be rated this quarter",),)
    return Passage(
        kind="Programme",
        about=PROGRAMME,
        title=material.programme,
        sentences=(said(Topic.STANDING, *listed(clauses, "; "), "."), *key_points(material)),
        commentary=material.commentary(PROGRAMME),
    )


def about_theme(material: Material, theme: RollUp) -> Passage:
    """How many are green or on track, what moved, what is overdue."""
    clauses = standing(theme.kpis, theme.actions)
    sentences = (
        said(Topic.STANDING, theme_name(theme), ": ", *listed(clauses, "; "), ".") if clauses else None,
        colour_moves(material, theme.kpis, Topic.WORSE),
        colour_moves(material, theme.kpis, Topic.BETTER),
        unmoved(theme.kpis),
        overdue(material, theme.actions),
    )
    return Passage(
        kind="Theme",
        about=theme.title,
        title=theme.title,
        sentences=tuple(sentence for sentence in sentences if sentence is not None),
        commentary=material.commentary(theme.title),
    )


def about_kpi(material: Material, item: KpiJudgement) -> Passage:
    """Value against target, movement, and what else matters most."""
    return Passage(
        kind="KPI",
        about=item.ref,
        title=item.kpi.name,
        sentences=kpi_sentences(material, item),
        commentary=material.commentary(item.ref),
    )
