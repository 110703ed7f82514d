"""A council's template: an ordinary workbook, read into styles, words and layout."""

from __future__ import annotations

from quarterly.template.layout import Template
from quarterly.template.load import BUILT_IN, compiled_template, load_template

__all__ = ["BUILT_IN", "Template", "compiled_template", "load_template"]
