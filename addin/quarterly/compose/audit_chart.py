"""The chart of audit grades: a full column a month, divided by grade from best at the foot to worst at the top."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from quarterly.compose.report import Chart, ChartKind, Line
from quarterly.compose.words import sentence
from quarterly.judge.audits import AuditJudgement, Profile
from quarterly.model.figures import figure
from quarterly.model.periods import Calendar

MONTHS = 24  # shown at most: two years
GRADES = (
    ("Outstanding", "blue"),
    ("Good", "green"),
    ("Requires improvement", "amber"),
    ("Inadequate", "red"),
)
"""Each grade with the status colour it is drawn in, from best to worst."""

SUBTITLE = "Share of each month's audits by grade, best at the foot; the numbers are audits"


def audit_chart(judged: AuditJudgement, calendar: Calendar) -> Chart | None:
    """The last two years month by month; ``None`` where fewer than two periods have audits."""
    shown = judged.months[-MONTHS:]
    known = [(profile.share, profile) for profile in shown if profile.share is not None]
    if len(known) < 2:
        return None
    title = _title(judged, calendar)
    return Chart(
        kind=ChartKind.SHARES,
        title=title,
        subtitle=SUBTITLE,
        alt_text=f"100% stacked column chart. {sentence(title)} {SUBTITLE}. {_figures(known, calendar)}",
        categories=_categories(shown, calendar),
        lines=tuple(
            Line(name=name, role=role, values=tuple(_count(profile, place) for profile in shown))
            for place, (name, role) in enumerate(GRADES)
        ),
    )


def _count(profile: Profile, place: int) -> float | None:
    """How many earned a grade; a gap where nobody said."""
    return float(profile.counts[place]) if profile.known else None


def _categories(shown: Sequence[Profile], calendar: Calendar) -> tuple[str | date, ...]:
    """Months as dates, for a true time axis; longer periods by their names."""
    if all(profile.period.months == 1 for profile in shown):
        return tuple(profile.period.start for profile in shown)
    return tuple(calendar.label(profile.period) for profile in shown)


def _title(judged: AuditJudgement, calendar: Calendar) -> str:
    """By quarter, as a month has few audits: the latest with any, and the first of those the table shows."""
    quarters = [(profile.share, profile) for profile, _ in judged.quarters if profile.share is not None]
    if not quarters:
        return "Audits by grade"
    (was, first), (now, last) = quarters[0], quarters[-1]
    said = f"Audits graded good or better: {figure(now, 0, '%')} in {calendar.label(last.period)}"
    if first is last:
        return said
    moved = "the same as" if now == was else f"{'up' if now > was else 'down'} from {figure(was, 0, '%')}"
    return f"{said}, {moved} in {calendar.label(first.period)}"


def _figures(known: Sequence[tuple[Fraction, Profile]], calendar: Calendar) -> str:
    def named(word: str, point: tuple[Fraction, Profile]) -> str:
        return f"{word} {figure(point[0], 0, '%')} in {calendar.label(point[1].period)}"

    low, high = min(known, key=lambda point: point[0]), max(known, key=lambda point: point[0])
    first, last = known[0][1], known[-1][1]
    return (
        f"Good or better: {named('first', known[0])}, {named('last', known[-1])}, {named('highest', high)}, "
        f"{named('lowest', low)}. Inadequate: first {first.inadequate} of {first.total}, "
        f"last {last.inadequate} of {last.total}."
    )
