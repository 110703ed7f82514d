"""The quarterly pack: which sections a report has, in which order."""

from __future__ import annotations

from collections.abc import Sequence

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
    kept = () if source.edition is Edition.PUBLISHED else tuple(problems)
    material = Material(plan=plan, judgements=judgements, problems=kept, provenance=source)
    front = cover(material)
    body = tuple(with_commentary(material, section) for section in _body(material))
    marking = plan.settings.marking.strip()
    return Report(
        title=f"{material.programme}: progress report, {material.quarter_label}",
        subtitle=" · ".join(part for part in (plan.settings.authority, material.quarter_label) if part),
        author=plan.settings.author or plan.settings.authority,
        marking="" if marking.upper() in NO_MARK else marking,
        created=judgements.as_at,
        sections=(front, contents(body), *body),
    )


def _body(material: Material) -> tuple[Section, ...]:
    kpis, actions = material.plan.kpis, material.plan.actions
    sections: list[Section] = [summary(material)]
    if material.judgements.changes.quarter is not None:  # else the summary says that there is nothing to compare with
        sections.append(what_changed(material))
    sections.append(exceptions(material))
    if kpis:
        sections += [scorecard(material), *kpi_pages(material)]
    if actions:
        sections += [by_recommendation(material), by_theme(material)]
        if not material.is_published:
            sections += [challenge_list(material)]
    sections += _surroundings(material)
    sections += [data_quality(material), notes(material), provenance(material), tidy(material)]
    return tuple(sections)


def _surroundings(material: Material) -> list[Section]:
    """What surrounds plan and indicators: each part stands in the report where its sheet holds anything."""
    plan = material.plan
    parts = (
        (plan.audits, audits),
        (plan.inspections, inspections),
        (plan.committee, committee_log),
        (plan.forward, forward_plan),
        (plan.risks, risks),
        (compared(material), benchmarks),
    )
    return [section(material) for rows, section in parts if rows]
