"""The ready-made parts of the pack, by key: composed when a template asks for one and not before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from quarterly.compose.accessible import accessible_section
from quarterly.compose.material import Material
from quarterly.compose.pack import PARTS, body
from quarterly.compose.report import Section
from quarterly.compose.sections.cover_report import cover_report
from quarterly.compose.sections.front import CONTENTS, contents, cover
from quarterly.compose.vocabulary.catalogue import SectionWord

FRONT: dict[str, Callable[[Material], Section]] = {
    "cover": cover,
    "contents": lambda report: contents(body(report)),
    "cover_report": cover_report,
}
"""Parts that no workbook's sheet switches on. The cover report stands in a report only where a template asks for it."""

MEANINGS = {
    "cover": "Who the report is for, what it covers and whom to ask",
    "contents": "Every sheet of the pack with a line on what it shows",
    "cover_report": "The report to a committee under its usual headings, drafted where the workbook can say it",
    **CONTENTS,
}
SECTIONS = tuple(SectionWord(key=key, meaning=MEANINGS[key]) for key in (*FRONT, *(part.key for part in PARTS)))


class Parts(Mapping[str, tuple[Section, ...]]):
    """What a report has to say in each part; a part in which it has nothing to say is absent."""

    def __init__(self, report: Material) -> None:
        self._report = report
        self._makers = {part.key: part.sections for part in PARTS if part.wanted(report)}
        self._made: dict[str, tuple[Section, ...]] = {}

    def __getitem__(self, key: str) -> tuple[Section, ...]:
        if key not in self._made:
            made = self._make(key)
            self._made[key] = tuple(map(accessible_section, made)) if self._report.is_published else made
        return self._made[key]

    def _make(self, key: str) -> tuple[Section, ...]:
        front = FRONT.get(key)
        return (front(self._report),) if front else self._makers[key](self._report)

    def __iter__(self) -> Iterator[str]:
        return iter((*FRONT, *self._makers))

    def __len__(self) -> int:
        return len(FRONT) + len(self._makers)
