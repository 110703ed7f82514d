"""The audit of a finished report: every check over its bytes, and the refusal where one fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from quarterly.audit.book import Book, open_book
from quarterly.audit.checks import colour, digits, drawn, front, hidden, tables, words
from quarterly.audit.checks.suppressed import suppressed
from quarterly.audit.refusals import PUBLICATION_REFUSED
from quarterly.audit.rules import RULES, Violation
from quarterly.judge.forbidden import Forbidden

Check = Callable[[Book], Iterator[Violation]]

CHECKS: tuple[Check, ...] = (
    hidden.macros,
    hidden.sheets,
    hidden.outside,
    hidden.leftovers,
    hidden.personal,
    front.title,
    front.language,
    front.opening,
    front.cover,
    front.contents,
    front.footer_only,
    words.sheet_names,
    words.links,
    words.not_wrapped,
    words.superscript,
    tables.not_marked,
    tables.header,
    tables.merged,
    tables.gaps,
    tables.blanks,
    tables.crowded,
    colour.alone,
    colour.text,
    drawn.described,
    drawn.floating,
    drawn.contrasts,
    drawn.caches,
    digits.more_than_shown,
)
"""Every check of accessibility and of hidden data; the check of suppressed figures needs the plan too."""


def audit_published(content: bytes, *, forbidden: Forbidden | None = None) -> tuple[Violation, ...]:
    """Every rule that a published edition breaks; none where it may go out.

    ``forbidden`` are the figures that disclosure control hid. Without them the file alone is looked at.

    Raises:
        WorkbookRefused: the bytes are no workbook.
    """
    book = open_book(content)
    found = [violation for check in CHECKS for violation in check(book)]
    if forbidden is not None:
        found += suppressed(book, forbidden)
    order = {rule.code: place for place, rule in enumerate(RULES)}
    return tuple(sorted(found, key=lambda violation: order[violation.code]))


def refuse_unless_clean(content: bytes, *, name: str, forbidden: Forbidden | None = None) -> None:
    """Audit a published edition before it is written.

    Raises:
        PublicationRefused: it breaks a rule; every violation is named.
    """
    found = audit_published(content, forbidden=forbidden)
    if found:
        raise PUBLICATION_REFUSED.of(name, found)
