"""The reference of the jobs file, made from the declarations that a jobs file is checked against."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from quarterly.jobs.due_text import EXAMPLES
from quarterly.jobs.fields import FILE_FIELDS, JOB_FIELDS, PLACEHOLDERS, Field, Holds

_HOLDS = {Holds.TEXT: "text", Holds.TEXTS: "list of texts", Holds.YES_NO: "true or false", Holds.NUMBER: "number"}
_FILLED_IN = {
    "authority": "the authority, from the workbook's Settings",
    "quarter": "the quarter, such as Q3 2025-26",
    "edition": "working or published",
    "workbook": "the workbook's name without its ending",
    "job": "the job's name",
    "date": "the as-at date, such as 2026-01-06",
    "programme": "the programme's title, from the workbook's Settings",
}


def reference() -> Iterator[str]:
    """Every key of a jobs file, every form of a due rule, and the words in braces."""
    yield "## Every key of the jobs file"
    yield "At the top of the file, above the first line in brackets:"
    yield _table(FILE_FIELDS)
    yield "Below each line `[[job]]`:"
    yield _table(JOB_FIELDS)
    yield "## Every form of a due rule"
    yield "Any of them may end with a time of day, as in `last Friday at 17:30`; without one it is 06:00."
    yield "\n".join(f"- `{example}`" for example in EXAMPLES)
    yield "## Words in braces"
    yield "In `folder` and `file`; signs that a file's name cannot have become a hyphen."
    yield "\n".join(f"- `{{{word}}}` is {_FILLED_IN[word]}" for word in PLACEHOLDERS)


def _table(fields: Iterable[Field]) -> str:
    lines = [("Key", "Holds", "What it is for", "Without it", "Example"), ("---",) * 5]
    for field in fields:
        held = _HOLDS.get(field.holds, "date")
        if field.choices:
            held = f"{held}: {', '.join(field.choices)}" if len(field.choices) < 12 else f"{held}: a month"
        without = "it must be there" if field.required else field.default
        lines.append((f"`{field.key}`", held, field.about, without, f"`{field.key} = {field.example}`"))
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
