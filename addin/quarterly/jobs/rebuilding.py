"""A report made again from the workbook that the archive kept, and held against the report that it kept."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path

from msgspec import Struct

from quarterly.deliver.archive import Archive, Kept
from quarterly.keeping import Wanted, make_report
from quarterly.run import OnStep, unwatched


class Rebuilt(Struct, frozen=True, kw_only=True):
    """A report that was made again. ``differs`` is a sentence on why; blank where it is the same, byte for byte."""

    kept: Kept
    content: bytes
    differs: str

    @property
    def is_same(self) -> bool:
        """Whether both are the same, byte for byte."""
        return not self.differs


def rebuild(kept: Kept, archive: Archive, *, step: OnStep = unwatched) -> Rebuilt:
    """Make a kept report again with this version of Quarterly.

    Raises:
        DeliveryRefused: a file in the archive is gone or was changed.
        QuarterlyError: this version refuses the workbook, which the version that made the report did not.
    """
    manifest, recipe = kept.manifest, kept.manifest.recipe
    report = archive.content(kept.report)
    workbook = archive.content(kept.workbook)
    template = archive.content(kept.template) if kept.template else b""
    with tempfile.TemporaryDirectory(prefix="quarterly-") as folder:
        book = Path(folder, recipe.input_name)  # the report names it
        book.write_bytes(workbook)
        wanted = Wanted(
            book=book,
            today=recipe.as_at,
            quarter=manifest.quarter,
            as_at=recipe.as_at,
            edition=recipe.edition,
            threshold=recipe.threshold,
            template=_template(recipe.template, template, Path(folder)),
            quality_first=recipe.quality_first,
            without_report=recipe.without_report,
        )
        made = make_report(wanted, archive, issue=manifest.issue, step=step)
    if made.content == report:
        return Rebuilt(kept=kept, content=made.content, differs="")
    now = made.recipe
    changed = [
        f"{name} was {before} and is {after}"
        for name, before, after in (
            ("Quarterly", recipe.version, now.version),
            ("the writer", recipe.writer, now.writer),
            ("the version of the rules", recipe.rules_version, now.rules_version),
            ("the template", recipe.template_sha256[:12], now.template_sha256[:12]),
        )
        if before != after
    ]
    digest = hashlib.sha256(made.content).hexdigest()
    why = "; ".join(changed) or f"nothing that is known explains it (its hash is {digest[:12]})"
    return Rebuilt(kept=kept, content=made.content, differs=f"The report made now is another: {why}.")


def _template(name: str, content: bytes, folder: Path) -> str:
    """The kept template as a file in a folder of its own; blank for the plain report."""
    if not content:
        return ""
    path = folder / "template" / f"{name}.xlsx"
    path.parent.mkdir()
    path.write_bytes(content)
    return str(path)
