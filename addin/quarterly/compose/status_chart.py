"""Charts of statuses: full columns divided by colour, from best at the foot to worst at the top."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from quarterly.compose.cells import STATUS_LOOK
from quarterly.compose.material import Material
from quarterly.compose.report import Chart, ChartKind, Line
from quarterly.compose.tally import Tally
from quarterly.compose.words import listed, sentence
from quarterly.judge.judgement import RATED, Status

Column = tuple[str, Counter[Status]]
"""A column's name with the items of each status."""


def status_chart(material: Material) -> Chart | None:
    """Indicators last quarter and now, and actions; ``None`` where nothing is rated."""
    tally = Tally.of(material)
    before = material.label(material.judgements.quarter.previous())
    columns: tuple[Column, ...] = (
        (f"Indicators, {before}", tally.before),
        (f"Indicators, {material.quarter_label}", tally.now),
        (f"Actions, {material.quarter_label}", tally.actions),
    )
    return _chart(columns, _finding(tally, before))


def theme_chart(material: Material) -> Chart | None:
    """A column a theme: its indicators and actions together; ``None`` where nothing is rated."""
    columns = tuple(
        (theme.title, Counter((*(item.status for item in theme.kpis), *(item.status for item in theme.actions))))
        for theme in material.judgements.themes
    )
    return _chart(columns, _worst_theme(columns))


def _finding(tally: Tally, before: str) -> str:
    """ "Green indicators: 10 of 32 rated, 8 of 32 in Q2 2025/26"."""
    (now, rated), (then, rated_then) = _green(tally.now), _green(tally.before)
    if not rated:
        on_track, live = tally.actions[Status.BLUE] + tally.actions[Status.GREEN], _green(tally.actions)[1]
        return f"Actions on track or complete: {on_track} of {live} rated"
    return f"Green indicators: {now} of {rated} rated" + (f", {then} of {rated_then} in {before}" if rated_then else "")


def _green(counts: Counter[Status]) -> tuple[int, int]:
    """How many are green, and how many are rated."""
    return counts[Status.GREEN], sum(counts[status] for status in RATED)


def _worst_theme(columns: Sequence[Column]) -> str:
    """ "Red indicators and actions: 10, most of them in Workforce (4)"."""
    red = {name: counts[Status.RED] for name, counts in columns if counts[Status.RED]}
    if not red:
        return "No indicator or action is red in any theme"
    most = max(red.values())
    where = listed([name for name, number in red.items() if number == most])
    return f"Red indicators and actions: {sum(red.values())}; the most, {most}, in {where}"


def _chart(columns: Sequence[Column], title: str) -> Chart | None:
    """The columns that have anything rated."""
    shown = [(name, counts) for name, counts in columns if any(counts[status] for status in RATED)]
    used = [status for status in RATED if any(counts[status] for _, counts in shown)]
    if not shown:
        return None
    subtitle = "Share of those with a colour, best at the foot; the numbers are items"
    return Chart(
        kind=ChartKind.SHARES,
        title=title,
        subtitle=subtitle,
        alt_text=f"100% stacked column chart. {sentence(title)} {subtitle}. {_figures(shown, used)}",
        categories=tuple(name for name, _ in shown),
        lines=tuple(
            Line(
                name=str(status),
                role=str(STATUS_LOOK[status][0]),
                values=tuple(float(counts[status]) for _, counts in shown),
            )
            for status in used
        ),
    )


def _figures(shown: Sequence[Column], used: Sequence[Status]) -> str:
    """ "Actions, Q3 2025/26: 4 blue, 20 green and 3 red."."""
    said = []
    for name, counts in shown:
        parts = [f"{counts[status]} {status.lower()}" for status in used if counts[status]]
        said.append(f"{name}: {listed(parts)}.")
    return " ".join(said)
