"""A finished PDF without what differs from run to run: the same report gives the same bytes.

LibreOffice writes the time of the conversion and an identifier made from it. Both are replaced in place by something as
long, so that no other byte moves: the day that the workbook gives as its own, and the hash of everything else.
"""

from __future__ import annotations

import hashlib
import re
from datetime import date

_CREATED = re.compile(rb"/CreationDate\(D:(\d{14})")
_XMP_DATE = re.compile(rb"<xmp:CreateDate>(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)")
_TRAILER = 4096  # bytes at the end in which the identifiers stand
_IDENTIFIERS = re.compile(rb"/ID\s*\[\s*<([0-9A-F]{32})>\s*<([0-9A-F]{32})>\s*\](?:\s*/DocChecksum\s*/([0-9A-F]{32}))?")


def finished(content: bytes, day: date) -> bytes:
    """The PDF as of ``day``, with an identifier that follows from its content."""
    content = _replaced(_CREATED, content, f"{day:%Y%m%d}000000".encode())
    content = _replaced(_XMP_DATE, content, f"{day:%Y-%m-%d}T00:00:00".encode())
    return _identified(content, _digest(content))


def is_untouched_pdf(content: bytes) -> bool:
    """Whether a PDF is one that :func:`finished` made and nobody changed since."""
    found = _IDENTIFIERS.search(content, max(0, len(content) - _TRAILER))
    return found is not None and found[1] == _digest(content)


def _digest(content: bytes) -> bytes:
    blank = _identified(content, b"0" * 32)
    return hashlib.sha256(blank).hexdigest()[:32].upper().encode()


def _identified(content: bytes, identifier: bytes) -> bytes:
    found = _IDENTIFIERS.search(content, max(0, len(content) - _TRAILER))
    if found is None:
        return content
    changed = bytearray(content)
    for start, end in (found.span(group) for group in (1, 2, 3) if found[group] is not None):
        changed[start:end] = identifier
    return bytes(changed)


def _replaced(pattern: re.Pattern[bytes], content: bytes, instead: bytes) -> bytes:
    found = pattern.search(content)
    if found is None or len(found[1]) != len(instead):
        return content
    return content[: found.start(1)] + instead + content[found.end(1) :]
