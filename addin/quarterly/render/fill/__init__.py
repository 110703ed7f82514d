"""Filling a council's template: its cells with a report's values, drawn sheet by sheet."""
