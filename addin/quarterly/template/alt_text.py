"""Whether an alternative text says what a picture shows, or is only a word that a program or a hurry left there."""

from __future__ import annotations

import re

SHORTEST = 5  # characters; less describes nothing
_FILE_NAME = re.compile(r"\S+\.(png|jpe?g|gif|bmp|svg|emf|wmf|tiff?)", re.IGNORECASE)
_PLACEHOLDER = re.compile(
    r"(an?\s+|the\s+)?(picture|image|graphics?|photo|chart|diagram|drawing|shape|alt(ernative)?\s+text|description)"
    r"[\s\d._-]*",
    re.IGNORECASE,
)


def describes(text: str) -> bool:
    """False for nothing, a file's name, and words such as "Picture 1"."""
    said = text.strip()
    return len(said) >= SHORTEST and not _FILE_NAME.fullmatch(said) and not _PLACEHOLDER.fullmatch(said)
