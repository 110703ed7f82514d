"""From a workbook to a plan and everything that is wrong with it."""

from __future__ import annotations

from quarterly.read.workbook import read_bytes, read_workbook

__all__ = ["read_bytes", "read_workbook"]
