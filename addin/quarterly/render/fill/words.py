"""The words of a template with its tokens filled in."""

from __future__ import annotations

import re
from datetime import date

from quarterly.compose.report import Chart
from quarterly.compose.vocabulary.words import Content
from quarterly.model.figures import figure
from quarterly.model.periods import date_label, month_label
from quarterly.render.fill.scope import Scope
from quarterly.template.layout import Part, Token

_TOKEN = re.compile(r"\{\{([^{}]*)\}\}")
_LONGEST_HEADER = 255  # characters that Excel allows in a header or footer, its codes included
_LONGEST_VALUE = 100  # characters of one token in a header
_SIZE_AT_END = re.compile(r"&\d{1,3}$")


def single(parts: tuple[Part, ...]) -> Token | None:
    """The token that is all a cell says, but for blanks around it."""
    said = [part for part in parts if isinstance(part, Token) or part.strip()]
    return said[0] if len(said) == 1 and isinstance(said[0], Token) else None


def filled(parts: tuple[Part, ...], scope: Scope) -> str:
    """Text and tokens as one text; numbers and dates as a reader would write them."""
    return "".join(part if isinstance(part, str) else as_text(scope.content(part.name)) for part in parts)


def as_text(content: Content) -> str:
    """A value in words."""
    if isinstance(content, Chart):
        return content.title
    value = content.value
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, date):
        return month_label(value) if content.unit == "month" else date_label(value)
    return figure(value, content.decimals, "%" if content.unit == "%" else "")


def written(parts: tuple[Part, ...]) -> str:
    """The parts as the template has them, for comparing names: braces and all, in one case."""
    texts = (part if isinstance(part, str) else f"{{{{{part.name}}}}}" for part in parts)
    return "".join(texts).casefold().strip()


def as_written(text: str) -> str:
    """The same for a name that was not taken apart."""
    return _TOKEN.sub(lambda found: f"{{{{{' '.join(found[1].split())}}}}}", text).casefold().strip()


def header_text(text: str, scope: Scope) -> str:
    """A header or footer with its tokens filled in, within Excel's limit."""
    for longest in (_LONGEST_VALUE, _LONGEST_VALUE // 4, 0):
        found = _header(text, scope, longest)
        if len(found) <= _LONGEST_HEADER:
            return found
    return ""


def _header(text: str, scope: Scope, longest: int) -> str:
    out, at = "", 0
    for found in _TOKEN.finditer(text):
        out += text[at : found.start()]
        value = " ".join(as_text(scope.content(" ".join(found[1].split()))).split())
        if value[:1].isdecimal() and _SIZE_AT_END.search(out):
            out += " "  # else the figures would be taken for the size of the type
        out += _cut(value, longest).replace("&", "&&")  # an ampersand starts a code
        at = found.end()
    return out + text[at:]


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: max(0, longest - 1)].rstrip()}…"
