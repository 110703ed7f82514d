"""Text as the Department publishes it: numbers, shorthand, names, and letters garbled on the way."""

from __future__ import annotations

import math
import re
import unicodedata

_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")

# Two to four characters that are the bytes of one UTF-8 character, shown one by one.
_GARBLED = re.compile(r"[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2122]{1,3}")


def published_number(text: str) -> float | None:
    """The number that a published text states, exactly as it stands; ``None`` for ``-``, ``c``, ``..`` and the like.

    Scientific notation, as spreadsheets leave it, is a number: ``-7.0000000000000007E-2`` is -0.07.
    """
    bare = text.strip().removesuffix("%").strip()
    if _THOUSANDS.fullmatch(bare):
        bare = bare.replace(",", "")
    try:
        number = float(bare) if bare.isascii() and "_" not in bare else math.nan
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def repaired(text: str) -> str:
    """The text with letters restored that were written as UTF-8 and read as something else.

    Only runs that are valid UTF-8 when turned back into bytes are changed, so that real accents stay.
    """
    text = text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n")
    return _GARBLED.sub(_restored, text)


def _restored(run: re.Match[str]) -> str:
    octets = b"".join(_octet(letter) for letter in run.group())
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError:
        return run.group()


def _octet(letter: str) -> bytes:
    try:
        return letter.encode("latin-1")
    except UnicodeEncodeError:
        return letter.encode("cp1252", errors="replace")


def key(text: str) -> str:
    """The text for comparing names: case, accents, spacing, punctuation and "&" against "and" make no difference."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").casefold()
    words = plain.replace("&", " and ").replace("'", "").replace(".", "")
    return " ".join(re.sub(r"[^a-z0-9%+]+", " ", words).split())


def one_line(text: str) -> str:
    """The text on one line, single spaced."""
    return " ".join(text.split())
