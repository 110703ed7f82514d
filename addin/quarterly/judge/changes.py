"""What changed since the last report, from Status History and the readings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from quarterly.judge.completion import FULL, completion_of
from quarterly.judge.judgement import RATED, ActionJudgement, Judgements, KpiJudgement, Status
from quarterly.judge.restated import restated_figures
from quarterly.judge.since import Changes, Course, Item, Move, Redated
from quarterly.model.context import CommitteeItem, PublishedStatus
from quarterly.model.figures import counted, figure
from quarterly.model.periods import Period, date_label
from quarterly.model.plan import Plan

KPI, ACTION = "KPI", "Action"
NO_HISTORY = "No earlier report is in Status History, so it cannot be said what changed since the last one."

_STATUSES = {status.value.casefold(): status for status in Status}
_COURSES = tuple(Course)


def changes_since(plan: Plan, judgements: Judgements) -> Changes:
    """What is not as it stood in the latest quarter published before that of ``judgements``.

    ``judgements`` already say which statuses come out otherwise by rules that are new in the quarter.
    Of several issues of a quarter the latest that names an item holds. Rows published after the as-at date are left
    out, so that a report made again says the same. An item counts as new where no earlier report names it, and only
    where the last one named items of its kind at all.
    """
    last = _last_report(plan, judgements)
    if last is None:
        return Changes(statement=NO_HISTORY)
    moves = [_with_rule(move, judgements) for move in _moves(judgements, last)]
    kpis, actions = plan.kpis, plan.actions
    items = [(KPI, kpi.ref, kpi.name) for kpi in kpis] + [(ACTION, action.ref, action.text) for action in actions]
    return Changes(
        statement=_statement(plan, last),
        quarter=last.quarter,
        published_on=last.published_on,
        published=tuple(last.rows.values()),
        moves=tuple(sorted(moves, key=lambda move: _COURSES.index(move.course))),
        redated=tuple(_redated(judgements, last)),
        restated=restated_figures(plan, judgements, tuple(in_issue_order(last.earlier)), last.quarter),
        new=tuple(_new(items, last)),
        closed=tuple(_closed(judgements, last)),
        gone=tuple(_gone(items, last)),
        answered=tuple(_answered(plan, judgements.as_at, last)),
        unknown=tuple(_unknown(last)),
    )


class _Report(Struct, frozen=True, kw_only=True):
    """The last report: its rows by kind and key, and all rows of it and earlier ones."""

    quarter: Period
    published_on: date | None
    rows: Mapping[tuple[str, str], PublishedStatus]
    earlier: tuple[PublishedStatus, ...]

    def row(self, kind: str, ref: str) -> PublishedStatus | None:
        return self.rows.get((kind.casefold(), _key(ref)))

    def names(self, kind: str) -> bool:
        """Whether it says anything of items of the kind."""
        return any(row_kind == kind.casefold() for row_kind, _ in self.rows)

    @property
    def day(self) -> date:
        """The day from which something counts as having happened since."""
        return self.published_on or self.quarter.end


def _key(ref: str) -> str:
    return "".join(ref.casefold().split())


def _last_report(plan: Plan, judgements: Judgements) -> _Report | None:
    earlier = tuple(
        row
        for row in plan.history
        if row.quarter.start < judgements.quarter.start
        and (row.published_on is None or row.published_on <= judgements.as_at)
    )
    if not earlier:
        return None
    quarter = max(row.quarter for row in earlier)
    rows = {(row.kind.casefold(), _key(row.item)): row for row in in_issue_order(earlier) if row.quarter == quarter}
    published = max((row.published_on for row in rows.values() if row.published_on), default=None)
    return _Report(quarter=quarter, published_on=published, rows=rows, earlier=earlier)


def in_issue_order(rows: Iterable[PublishedStatus]) -> list[PublishedStatus]:
    """Rows of the history, earlier issues first; where neither issue nor day is given, in the order of the sheet."""
    return sorted(rows, key=lambda row: (row.issue or 1, row.published_on or date.min))


def _statement(plan: Plan, last: _Report) -> str:
    published = f", published on {date_label(last.published_on)}" if last.published_on else ""
    return f"Compared with the report for {plan.settings.calendar.label(last.quarter)}{published}."


def _moves(judgements: Judgements, last: _Report) -> Iterator[Move]:
    yield from _kpi_moves(judgements.kpis, last)
    yield from _action_moves(judgements.actions, last)


def _with_rule(move: Move, judgements: Judgements) -> Move:
    """The move, with a word where the status would be another by the rules of the quarter before."""
    for one in judgements.differences:
        if (one.kind, one.ref, one.quarter) == (move.kind, move.ref, judgements.quarter):
            said = f"The RAG rule is new this quarter; by the one before it would be {one.earlier}."
            return replace(move, by_rule=said)
    return move


def _kpi_moves(items: Iterable[KpiJudgement], last: _Report) -> Iterator[Move]:
    for item in items:
        row = last.row(KPI, item.ref)
        if row is not None and not _is_same(row.status, item.status):
            kpi = item.kpi
            then, now = (
                None if value is None else figure(value, kpi.decimals, kpi.unit) for value in (row.value, item.value)
            )
            yield Move(
                kind=KPI,
                ref=item.ref,
                name=kpi.name,
                course=_course(row.status, item.status),
                then=row.status,
                now=item.status,
                figure_then=row.value,
                figure_now=item.value,
                why=_moved(row.status, item.status, then, now),
            )


def _action_moves(items: Iterable[ActionJudgement], last: _Report) -> Iterator[Move]:
    for item in items:
        row = last.row(ACTION, item.ref)
        if row is not None and not _is_same(row.status, item.status):
            then, now = (None if value is None else f"{value:g}% complete" for value in (row.value, item.reported))
            yield Move(
                kind=ACTION,
                ref=item.ref,
                name=item.action.text,
                course=_course(row.status, item.status),
                then=row.status,
                now=item.status,
                figure_then=row.value,
                figure_now=item.reported,
                why=_moved(row.status, item.status, then, now),
            )


def _is_same(then: str, now: Status) -> bool:
    return then.strip().casefold() == now.value.casefold()


def _course(then: str, now: Status) -> Course:
    before = _STATUSES.get(then.strip().casefold())
    if before is None or not before.is_rated or not now.is_rated:
        return Course.OTHER
    return Course.WORSE if RATED.index(now) > RATED.index(before) else Course.BETTER


def _moved(then: str, now: Status, figure_then: str | None, figure_now: str | None) -> str:
    """The move in words: "Amber to Green: 86.8% to 91.4%"."""
    moved = figure_then and figure_now and figure_then != figure_now
    figures = f": {figure_then} to {figure_now}" if moved else ""
    return f"{then.strip()} to {now}{figures}."


def _redated(judgements: Judgements, last: _Report) -> Iterator[Redated]:
    for item in judgements.actions:
        row, action = last.row(ACTION, item.ref), item.action
        if row is None or row.due is None or completion_of(action, judgements.as_at).finished:
            continue
        now = action.due_in_force
        if now == row.due:
            continue
        days = (now - row.due).days if now else None
        yield Redated(
            ref=item.ref, name=action.text, then=row.due, now=now, days=days, why=_dates(row.due, now, days or 0)
        )


def _dates(then: date, now: date | None, days: int) -> str:
    if now is None:
        return f"Was due on {date_label(then)}; has no due date now."
    verb = "Put off" if days > 0 else "Brought forward"
    return f"{verb} by {counted(abs(days), 'days')}, from {date_label(then)} to {date_label(now)}."


def _new(items: Iterable[tuple[str, str, str]], last: _Report) -> Iterator[Item]:
    known = {(row.kind.casefold(), _key(row.item)) for row in last.earlier}
    for kind, ref, name in items:
        if last.names(kind) and (kind.casefold(), _key(ref)) not in known:
            yield Item(kind=kind, ref=ref, name=name, why="Not in an earlier report.")


def _gone(items: Iterable[tuple[str, str, str]], last: _Report) -> Iterator[Item]:
    there = {(kind.casefold(), _key(ref)) for kind, ref, _ in items}
    for (kind, key), row in last.rows.items():
        if (kind, key) not in there:
            yield Item(
                kind=row.kind, ref=row.item, name="", why=f"Was {row.status.strip()}; no longer in the workbook."
            )


def _closed(judgements: Judgements, last: _Report) -> Iterator[Item]:
    for item in judgements.actions:
        row, action = last.row(ACTION, item.ref), item.action
        done = completion_of(action, judgements.as_at)
        if row is not None and done.finished and not _was_finished(row, done.completed_on, last.day):
            on = f"Completed on {date_label(done.completed_on)}" if done.completed_on else "Complete"
            seen = "evidenced" if item.status is Status.BLUE else "evidence awaited"
            yield Item(kind=ACTION, ref=item.ref, name=action.text, why=f"{on}; {seen}.")


def _was_finished(row: PublishedStatus, completed_on: date | None, day: date) -> bool:
    """Whether the last report had the action as done: by its progress, its colour, else the date of completion."""
    if row.value is not None:
        return row.value >= FULL
    if _is_same(row.status, Status.BLUE):
        return True
    return completed_on is not None and completed_on <= day


def _answered(plan: Plan, as_at: date, last: _Report) -> Iterator[CommitteeItem]:
    for item in plan.committee:
        if item.closed_on is not None and last.day < item.closed_on <= as_at:
            yield item


def _unknown(last: _Report) -> Iterator[str]:
    if last.names(ACTION) and not any(row.due for row in last.rows.values()):
        yield "Due dates as they were then are not in Status History, so dates that slipped cannot be told."
