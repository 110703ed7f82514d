"""A chart with its place on the sheet, waiting for the rows of its figures."""

from __future__ import annotations

from dataclasses import dataclass

from quarterly.compose.report import Chart


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """``ref`` names the chart in the figures below: an indicator's reference, or the sheet's name."""

    ref: str
    chart: Chart
    row: int
    column: int
    width: float  # pixels
    height: float  # pixels
