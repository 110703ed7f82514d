"""A chart with its place on the sheet, waiting for the rows of its figures."""

from __future__ import annotations

from msgspec import Struct

from quarterly.compose.report import Chart


class Placed(Struct, frozen=True, kw_only=True):
    """``ref`` names the chart in the figures below: an indicator's reference, or the sheet's name."""

    ref: str
    chart: Chart
    row: int
    column: int
    width: float  # pixels
    height: float  # pixels
