"""Find a template by its name or its file, and have it compiled: from the cache where that holds it."""

from __future__ import annotations

import hashlib
from pathlib import Path

from msgspec.structs import replace

from quarterly import resources
from quarterly.compose.vocabulary import CATALOGUE
from quarterly.read.package import read_file
from quarterly.read.values import closest
from quarterly.template import cache, refusals
from quarterly.template.compiler import Compiled, compile_template
from quarterly.template.known import Known
from quarterly.template.layout import Template

BUILT_IN: tuple[str, ...] = ("quarterly", "monthly", "exceptions", "published")
"""The templates that come with Quarterly."""


def load_template(name_or_path: str | Path) -> Template:
    """The template of that name, or in that file, ready to be filled in.

    Raises:
        TemplateRefused: there is none, or it has mistakes; all of them are named with their cells.
        WorkbookRefused: the file is no workbook that can be opened.
    """
    return compiled_template(name_or_path).template


def compiled_template(name_or_path: str | Path) -> Compiled:
    """The same with its warnings: what the report will not have.

    Raises:
        TemplateRefused: as :func:`load_template`.
        WorkbookRefused: likewise.
    """
    path = find(name_or_path)
    content = read_file(path)
    sha256, words = hashlib.sha256(content).hexdigest(), Known(CATALOGUE).fingerprint
    compiled = cache.kept(sha256, words)
    if compiled is None:
        compiled = compiled_from(content, path.name)
        if compiled.errors:
            raise refusals.faulty(path.name, compiled.errors)
        cache.keep(compiled, words)
    # The same file may lie under another name than when it was kept.
    return replace(compiled, template=replace(compiled.template, name=path.stem))


def compiled_from(content: bytes, name: str) -> Compiled:
    """A template's bytes compiled, whatever mistakes it has.

    Raises:
        TemplateRefused: it has macros, is damaged, or is far too large.
        WorkbookRefused: it is no workbook that can be opened.
    """
    from quarterly.template.reading.book import read_book

    sha256 = hashlib.sha256(content).hexdigest()
    return compile_template(read_book(content, name), CATALOGUE, name=Path(name).stem, sha256=sha256)


def find(name_or_path: str | Path) -> Path:
    """The file of a template: one of Quarterly's own by its name, or a path.

    Raises:
        TemplateRefused: there is no built-in template of that name, and it is no path of a workbook either.
    """
    path = Path(name_or_path)
    is_path = str(name_or_path) not in BUILT_IN and (path.suffix or path.exists())
    return path if is_path else find_built_in(str(name_or_path))


def find_built_in(name: str) -> Path:
    """The file of one of Quarterly's own templates.

    Raises:
        TemplateRefused: there is none of that name.
    """
    if name in BUILT_IN:
        return resources.template(name)
    near = closest(name, BUILT_IN)
    raise refusals.UNKNOWN.of(name, hint=f' Did you mean "{near}"?' if near else "", known=", ".join(BUILT_IN))
