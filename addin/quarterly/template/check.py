"""Check a template: everything that is wrong with it, and everything that its readers would miss."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from quarterly.compose.vocabulary import CATALOGUE
from quarterly.model.problems import Problem, Severity
from quarterly.read.package import read_file
from quarterly.template.advice import advice
from quarterly.template.compiler import Compiled
from quarterly.template.known import Known
from quarterly.template.load import compiled_from, find
from quarterly.template.sizes import sizes

_ORDER = {severity: place for place, severity in enumerate(Severity)}


class Checked(Struct, frozen=True, kw_only=True):
    """What checking a template found: errors first, else in the order of sheets."""

    path: Path
    compiled: Compiled
    problems: tuple[Problem, ...]

    @property
    def is_usable(self) -> bool:
        """Whether a report can be made from it."""
        return not self.compiled.errors


def check(name_or_path: str | Path) -> Checked:
    """Check a built-in template or a file.

    Raises:
        TemplateRefused: there is none, or it has macros, is damaged, or is far too large.
        WorkbookRefused: the file is no workbook that can be opened.
    """
    path = find(name_or_path)
    compiled = compiled_from(read_file(path), path.name)
    found = (*compiled.problems, *advice(compiled.template), *sizes(compiled.template, Known(CATALOGUE)))
    return Checked(path=path, compiled=compiled, problems=tuple(sorted(found, key=lambda one: _ORDER[one.severity])))
