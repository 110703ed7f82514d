"""The Rules and Rebases sheets: what holds for an indicator from a period on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from quarterly.model.contract import KPIS
from quarterly.model.kpi import Kpi, Rebase
from quarterly.model.periods import Calendar, Period
from quarterly.model.problems import Problem, ProblemKind
from quarterly.model.rules import RagRule, RuleChange
from quarterly.read import kinds
from quarterly.read.blank_words import is_dash
from quarterly.read.date_text import EARLIEST
from quarterly.read.headers import Table
from quarterly.read.rows import Row, hint, rows_of
from quarterly.read.rule_text import RULE_NAMES, read_rule, unread
from quarterly.read.sheets.refs import known_refs
from quarterly.read.values import closest, ref_key

_EXAMPLE = "Percentage 5 10"

Seen = dict[tuple[str, Period], Row]


def read_rule_changes(
    table: Table, kpis: Sequence[Kpi], calendar: Calendar, problems: list[Problem]
) -> tuple[RuleChange, ...]:
    """Changes of RAG rules, earliest first.

    From the period of a row whose scheme is not understood, nothing can be rated by it. A row whose From is not
    understood may hold in any period: it is of every period, and what it is for has no other rule.
    """
    known = {ref_key(kpi.ref): kpi.ref for kpi in kpis}
    changes: list[RuleChange] = []
    undated: dict[str, RuleChange] = {}
    seen: Seen = {}
    for row in rows_of(table, problems):
        row.has_all_required()
        since, rule = row.period("since", calendar), _rule(row)
        asked = row.refs("kpis")
        if not asked and not is_dash(row.line("kpis")):  # "TBC" is not every indicator, as a blank cell is
            if "kpis" not in row.errors:
                row.report(kinds.LINK_UNKNOWN, "kpis", hint="", sheet=KPIS.name)
            continue
        refs = known_refs(asked, known=known, at=row.source, field="kpis", sheet=KPIS.name, problems=problems)
        if asked and not refs:
            continue
        if since is None:
            undated |= {ref: _undated(row, ref) for ref in refs or ("",)}
            continue
        if rule is None:
            continue
        refs = tuple(_not_repeated(row, refs or ("",), since, seen, "kpis"))
        if refs:
            kept = tuple(ref for ref in refs if ref)
            changes.append(RuleChange(since=since, rule=rule, kpis=kept, reason=row.text("reason"), source=row.source))
    certain = (left for change in changes if (left := _without(change, undated)))
    return (*undated.values(), *sorted(certain, key=lambda change: change.since.start))


def _undated(row: Row, ref: str) -> RuleChange:
    rule = unread(f"{row.misread('since')} on the Rules sheet")
    return RuleChange(since=_ALWAYS, rule=rule, kpis=(ref,) if ref else (), source=row.source)


_ALWAYS = Period(EARLIEST, 1)


def _without(change: RuleChange, undated: Mapping[str, RuleChange]) -> RuleChange | None:
    """The change for those indicators whose rules all say from when they hold."""
    if not change.kpis:
        return None if "" in undated else change
    kept = tuple(ref for ref in change.kpis if ref not in undated)
    return replace(change, kpis=kept) if kept else None


def _rule(row: Row) -> RagRule | None:
    scheme = " ".join((row.line("scheme"), _parameters(row))).strip()
    rule = read_rule(scheme) if row.line("scheme") else None
    if isinstance(rule, ProblemKind):
        row.report(rule, "scheme", scheme, hint=hint(closest(scheme, RULE_NAMES)), example=_EXAMPLE)
        rule = None
    wrong = next((field for field in ("scheme", "parameters") if field in row.errors), "")
    return unread(f"{row.misread(wrong)} on the Rules sheet") if wrong else rule


def _parameters(row: Row) -> str:
    """The numbers beside the scheme; a cell that Excel shows as 5% stands for 5."""
    if row.is_shown_as_percent("parameters"):
        number = row.number_read("parameters")
        return f"{number.number:g}" if number else ""
    return re.sub(r"\band\b|&", " ", row.line("parameters"))


def _not_repeated(row: Row, refs: Sequence[str], since: Period, seen: Seen, field: str) -> Iterator[str]:
    for ref in refs:
        first = seen.setdefault((ref, since), row)
        if first is row:
            yield ref
        else:
            row.report(kinds.CHANGE_REPEATED, field, ref, other=first.cell("since"))


def read_rebases(table: Table, kpis: Sequence[Kpi], problems: list[Problem]) -> tuple[Rebase, ...]:
    """New baselines, in the order of their rows; one without its reason or its period is reported and left out."""
    known: Mapping[str, Kpi] = {ref_key(kpi.ref): kpi for kpi in kpis}
    rebases: list[Rebase] = []
    seen: Seen = {}
    for row in rows_of(table, problems):
        complete = row.has_all_required()
        ref = row.line("kpi")
        kpi = known.get(ref_key(ref))
        if kpi is None:
            if ref:
                row.report(kinds.KPI_UNKNOWN, "kpi", hint=hint(closest(ref, [each.ref for each in kpis])))
            continue
        since = row.period("since", kpi.calendar)
        if complete and since is not None and tuple(_not_repeated(row, (kpi.ref,), since, seen, "since")):
            rebases.append(Rebase(kpi=kpi.ref, since=since, reason=row.text("reason"), source=row.source))
    return tuple(rebases)
