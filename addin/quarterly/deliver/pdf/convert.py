"""Workbooks to PDF: tagged, titled, with a bookmark for each sheet; several in one run of LibreOffice."""

from __future__ import annotations

import json
import re
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from quarterly.deliver.pdf import refusals
from quarterly.deliver.pdf.alternatives import chart_texts, with_alternatives
from quarterly.deliver.pdf.finish import finished
from quarterly.deliver.pdf.office import find_office, run_office
from quarterly.deliver.pdf.trends import with_trend_lines
from quarterly.outputs import write_whole

SECONDS = 120.0  # for LibreOffice to start, on a busy machine
SECONDS_A_FILE = 120.0
MOST_PROPERTIES = 1 << 16  # bytes of the properties that are looked at
NO_DAY = date(1980, 1, 1)  # the earliest that a package can give; for a workbook that does not say when it was made

# Names of LibreOffice's PDF export filter. PDF/UA is what makes a PDF readable with a screen reader.
_OPTIONS = ("UseTaggedPDF", "PDFUACompliance", "DisplayPDFDocumentTitle", "ExportBookmarks")
_FILTER = "pdf:calc_pdf_Export:" + json.dumps({name: {"type": "boolean", "value": "true"} for name in _OPTIONS})
_CREATED = re.compile(rb"<dcterms:created[^>]*>(\d{4}-\d\d-\d\d)")

OnPdf = Callable[[Path], object]
"""Called with each PDF when it is there."""


def _unwatched(_pdf: Path) -> None:
    """Nobody is watching."""


def to_pdf(
    files: Sequence[Path],
    folder: Path,
    *,
    step: OnPdf = _unwatched,
    seconds: float | None = None,
    office: Path | None = None,
) -> tuple[Path, ...]:
    """A PDF of each workbook, of the same name, in ``folder``; those of that name are replaced. All of them or none.

    The files go through one run of LibreOffice, as its start takes longest. ``seconds`` bound the whole run; ``office``
    is its program, which is looked for otherwise. The same workbook gives the same bytes with the same version of
    LibreOffice and the same fonts.

    Raises:
        DeliveryRefused: LibreOffice is absent, fails or takes too long.
        RequestRefused: a PDF cannot be written: it is open, or the folder is missing or read-only.
    """
    targets = [folder / f"{file.stem}.pdf" for file in files]
    _refuse_same_names(targets)
    if not files:
        return ()
    program = office or find_office()
    with tempfile.TemporaryDirectory(prefix="quarterly-pdf-") as name:
        made = _converted(
            files, program, Path(name), SECONDS + SECONDS_A_FILE * len(files) if seconds is None else seconds
        )
        for content, target in zip(made, targets, strict=True):
            write_whole(content, target)
            step(target)
    return tuple(targets)


def _refuse_same_names(targets: Sequence[Path]) -> None:
    seen: set[str] = set()
    for target in targets:
        if target.name.casefold() in seen:  # Windows and macOS compare file names without case
            raise refusals.SAME_NAME.of(name=target.name)
        seen.add(target.name.casefold())


def _converted(files: Sequence[Path], program: Path, work: Path, seconds: float) -> list[bytes]:
    """The finished PDFs. LibreOffice sees copies with plain names: no name can be taken for an option or a pattern."""
    out = work / "out"
    out.mkdir()
    sources = [work / f"{number}.xlsx" for number in range(1, len(files) + 1)]
    charts: list[Sequence[str]] = []
    for file, source in zip(files, sources, strict=True):
        content = _content(file)
        source.write_bytes(with_trend_lines(content))
        charts.append(chart_texts(content))
    names = ", ".join(file.name for file in files)
    asked = ["--convert-to", _FILTER, "--outdir", str(out), *map(str, sources)]
    if not run_office(program, asked, work / "profile", seconds=seconds):
        raise refusals.TIMED_OUT.of(names=names, seconds=seconds)
    missing = [file.name for file, source in zip(files, sources, strict=True) if not _pdf_of(source, out).is_file()]
    if missing:
        raise refusals.FAILED.of(names=", ".join(missing))
    return [
        finished(with_alternatives(_pdf_of(source, out).read_bytes(), texts), _day(source))
        for source, texts in zip(sources, charts, strict=True)
    ]


def _pdf_of(source: Path, out: Path) -> Path:
    return out / f"{source.stem}.pdf"


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise refusals.FAILED.of(names=file.name) from error


def _day(source: Path) -> date:
    """The day that the workbook gives as its own: a report's as-at date."""
    try:
        with zipfile.ZipFile(source) as package, package.open("docProps/core.xml") as properties:
            found = _CREATED.search(properties.read(MOST_PROPERTIES))
        return date.fromisoformat(found[1].decode()) if found else NO_DAY
    except (OSError, KeyError, ValueError, zipfile.BadZipFile):
        return NO_DAY
