"""Inspection judgements, nationally and of one authority's neighbours, for people and for programs."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.table import Table

from quarterly.cli.record_shapes import Json, day
from quarterly.cli.terminal import say
from quarterly.exchange.ofsted import AuthorityGrades, DomainProfile, GradeProfile, Standing
from quarterly.model.contract import GRADE_CHOICES
from quarterly.model.periods import date_label

NOTHING = "–"


def grades_shape(profile: GradeProfile, found: Standing | None) -> Json:
    """The result of ``quarterly benchmark --ofsted``."""
    return {
        "statement": profile.statement,
        "authorities": len(profile.authorities),
        "earliest": day(profile.earliest),
        "latest": day(profile.latest),
        "domains": [_domain(one) for one in profile.domains],
        "authority": _authority(found.authority) if found else None,
        "neighbours": [_authority(one) for one in found.neighbours] if found else [],
        "neighbours_profile": _domain(found.profile) if found else None,
        "standing": found.statement if found else None,
        "notes": [*profile.notes, *(found.notes if found else ())],
    }


def _domain(profile: DomainProfile) -> Json:
    return {
        "domain": profile.domain,
        "counts": dict(profile.counts),
        "percent": {grade: profile.percent(grade) for grade in GRADE_CHOICES},
        "ungraded": profile.ungraded,
    }


def _authority(one: AuthorityGrades) -> Json:
    return {
        "name": one.name,
        "number": one.number or None,
        "grades": {domain: grade or None for domain, grade in one.grades},
        "inspected_from": day(one.inspected_from),
        "inspected_to": day(one.inspected_to),
        "published": day(one.published),
    }


def show_grades(console: Console, profile: GradeProfile, found: Standing | None) -> None:
    """The national profile as a table, then the authority beside its neighbours."""
    say(console, profile.statement)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("Judgement", overflow="fold")
    for grade in (*GRADE_CHOICES, "None"):
        table.add_column(grade, justify="right")
    for one in profile.domains:
        cells = [f"{number} ({one.percent(grade)}%)" for grade, number in one.counts]
        table.add_row(one.domain, *cells, str(one.ungraded))
    console.print(table)
    if found:
        say(console, found.statement)
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
        for header in ("Authority and statistical neighbours", "Overall", "Published"):
            table.add_column(header, overflow="fold")
        for each in (found.authority, *found.neighbours):
            published = date_label(each.published) if each.published else NOTHING
            table.add_row(each.name, each.grade() or NOTHING, published)
        console.print(table)
    for note in (*profile.notes, *(found.notes if found else ())):
        say(console, f"Please note: {note}")
