"""Quarterly: a council's improvement workbook in, the report its board and committee read out."""

from __future__ import annotations

__version__ = "0.1.0"
