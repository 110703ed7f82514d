"""What is wrong with a TOML file that somebody wrote by hand, as part of a sentence."""

from __future__ import annotations

import re
import tomllib

PATHS_HINT = 'Write paths with forward slashes, such as "C:/plans", or in single quotes.'
_LINE = re.compile(r"at line (\d+)")


def reason_of(error: tomllib.TOMLDecodeError, text: str) -> str:
    """What Python says of the text, and where a backslash of Windows is in that line how paths are written."""
    said = str(error)
    said = said[:1].lower() + said[1:]
    line = _LINE.search(said)
    lines = text.split("\n")
    if line and "\\" in lines[min(int(line[1]), len(lines)) - 1]:
        return f"{said}. {PATHS_HINT.removesuffix('.')}"
    return said
