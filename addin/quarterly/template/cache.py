"""Compiled templates that are kept in the user's cache folder, so that a run does not pay for reading one twice."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from platformdirs import user_cache_path

from quarterly.template.compiler import COMPILER, Compiled
from quarterly.template.stored import Unreadable, from_json, to_json

MOST_KEPT = 50  # files; the ones used longest ago go first
LARGEST = 40_000_000  # bytes of one file: a template's pictures are at most 10 MB


def folder() -> Path:
    """Where compiled templates are kept: the place that the operating system has for a user's caches."""
    return user_cache_path("quarterly", appauthor=False) / "templates"


def kept(sha256: str, words: str) -> Compiled | None:
    """The template with this hash, compiled for these words; ``None`` where none that is whole is kept."""
    path = _path(sha256, words)
    try:
        if path.stat().st_size > LARGEST:
            return None
        found = from_json(path.read_bytes())
    except (OSError, Unreadable):
        return None
    return found if found.template.sha256 == sha256 else None


def keep(compiled: Compiled, words: str) -> None:
    """Keep a compiled template; where that cannot be, nothing is lost but time."""
    path = _path(compiled.template.sha256, words)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".template-", suffix=".tmp")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(to_json(compiled))
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
        _forget_oldest(path.parent)
    except OSError:
        return


def _path(sha256: str, words: str) -> Path:
    return folder() / f"{sha256[:32]}-{words}-{COMPILER}.json"


def _forget_oldest(home: Path) -> None:
    found = sorted(home.glob("*.json"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in found[MOST_KEPT:]:
        path.unlink(missing_ok=True)
