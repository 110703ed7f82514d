"""The quarterly pack: which sections a report has, in which order."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from quarterly.compose.accessible import accessible
from quarterly.compose.material import Material
from quarterly.compose.provenance import Provenance
from quarterly.compose.report import Report, Section
from quarterly.compose.sections.actions import by_recommendation, by_theme
from quarterly.compose.sections.audits import audits
from quarterly.compose.sections.benchmarks import benchmarks, compared
from quarterly.compose.sections.challenge import challenge_list
from quarterly.compose.sections.changes import what_changed
from quarterly.compose.sections.commentary import with_commentary
from quarterly.compose.sections.committee import committee_log, forward_plan
from quarterly.compose.sections.exceptions import exceptions
from quarterly.compose.sections.front import contents, cover
from quarterly.compose.sections.inspections import inspections
from quarterly.compose.sections.kpi_pages import kpi_pages
from quarterly.compose.sections.notes import notes, provenance, tidy
from quarterly.compose.sections.quality import data_quality
from quarterly.compose.sections.risks import risks
from quarterly.compose.sections.scorecard import scorecard
from quarterly.compose.sections.summary import summary
from quarterly.judge.judgement import Judgements
from quarterly.model.edition import Edition
from quarterly.model.plan import Plan
from quarterly.model.problems import Problem

NO_MARK = {"", "OFFICIAL"}  # Government security classifications: OFFICIAL needs no mark


def compose_report(plan: Plan, judgements: Judgements, problems: Sequence[Problem], source: Provenance) -> Report:
    """The whole quarterly report; sections without anything to say are left out.

    The published edition leaves out what is for officers alone: the challenge list and the workbook's problems. Its
    ``plan`` and ``judgements`` must be protected ones; nothing is hidden here.
    """
    material = gathered(plan, judgements, problems, source)
    sections = body(material)
    report = replace(_head(material), sections=(cover(material), contents(sections), *sections))
    return accessible(report) if material.is_published else report


def report_head(plan: Plan, judgements: Judgements, source: Provenance) -> Report:
    """The report without its sections: title, author and marking, for a template that has sections of its own."""
    return _head(gathered(plan, judgements, (), source))


def _head(material: Material) -> Report:
    authority = material.plan.settings.authority
    return Report(
        title=title(material),
        subtitle=" · ".join(part for part in (authority, material.quarter_label) if part),
        author=author(material),
        organisation=authority,
        as_shown=material.is_published,
        marking=marking(material),
        created=material.judgements.as_at,
        sections=(),
    )


def author(material: Material) -> str:
    """Whom the file's properties name: in the published edition the organisation, never a person."""
    settings = material.plan.settings
    return settings.authority if material.is_published else settings.author or settings.authority


def gathered(plan: Plan, judgements: Judgements, problems: Sequence[Problem], source: Provenance) -> Material:
    """What every part is composed from; the workbook's problems are for officers alone."""
    kept = () if source.edition is Edition.PUBLISHED else tuple(problems)
    return Material(plan=plan, judgements=judgements, problems=kept, provenance=source)


def title(material: Material) -> str:
    """The report's title, as its document properties have it."""
    return f"{material.programme}: progress report, {material.quarter_label}"


def marking(material: Material) -> str:
    """The protective marking that every sheet shows; empty where none is needed."""
    text = material.plan.settings.marking.strip()
    return "" if text.upper() in NO_MARK else text


class Part(Struct, frozen=True, kw_only=True):
    """A part of the pack: its key, whether a report has anything to say in it, and its sections, one or one a theme."""

    key: str
    wanted: Callable[[Material], bool]
    make: Callable[[Material], tuple[Section, ...]]

    def sections(self, material: Material) -> tuple[Section, ...]:
        """Its sections, each led by what officers wrote on it."""
        return tuple(with_commentary(material, section) for section in self.make(material))


def _one(key: str, make: Callable[[Material], Section], wanted: Callable[[Material], object]) -> Part:
    return Part(key=key, wanted=lambda material: bool(wanted(material)), make=lambda material: (make(material),))


def _always(_material: Material) -> bool:
    return True


PARTS = (
    _one("summary", summary, _always),
    _one("changes", what_changed, lambda it: it.judgements.changes.quarter),  # else the summary says that none is known
    _one("exceptions", exceptions, _always),
    _one("scorecard", scorecard, lambda it: it.plan.kpis),
    Part(key="kpis", make=kpi_pages, wanted=lambda it: bool(it.plan.kpis)),
    _one("recommendations", by_recommendation, lambda it: it.plan.actions),
    _one("themes", by_theme, lambda it: it.plan.actions),
    _one("challenge", challenge_list, lambda it: it.plan.actions and not it.is_published),
    _one("audits", audits, lambda it: it.plan.audits),
    _one("inspections", inspections, lambda it: it.plan.inspections),
    _one("committee", committee_log, lambda it: it.plan.committee),
    _one("forward", forward_plan, lambda it: it.plan.forward),
    _one("risks", risks, lambda it: it.plan.risks),
    _one("benchmarks", benchmarks, compared),
    _one("quality", data_quality, _always),
    _one("notes", notes, _always),
    _one("provenance", provenance, _always),
    _one("tidy", tidy, _always),
)
"""The pack's parts after cover and contents, in order; what surrounds the plan stands where its sheet holds rows."""


def body(material: Material) -> tuple[Section, ...]:
    """Every section after cover and contents."""
    parts = sorted(PARTS, key=lambda part: part.key != "quality") if material.provenance.quality_first else PARTS
    return tuple(section for part in parts if part.wanted(material) for section in part.sections(material))
