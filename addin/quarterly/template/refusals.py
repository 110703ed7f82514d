"""Why a template is refused: every code with its sentence, its cause and what to do, in one place."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from quarterly.errors import TemplateRefused
from quarterly.model.problems import Problem

MOST_NAMED = 20  # mistakes named in one message; `quarterly template check` shows all of them


class TemplateRefusal(Struct, frozen=True, kw_only=True):
    """A reason to refuse a template. ``sentence`` names the file as ``{name}`` and may hold other placeholders."""

    code: str
    sentence: str
    cause: str
    fix: str

    def of(self, name: str, **details: object) -> TemplateRefused:
        """The refusal of one template: what happened and what to do about it, ready to raise."""
        sentence, fix = (text.format(name=name, **details) for text in (self.sentence, self.fix))
        return TemplateRefused(self.code, f"{sentence}{fix}" if sentence.endswith("\n") else f"{sentence} {fix}")


UNKNOWN = TemplateRefusal(
    code="template-unknown",
    sentence='There is no template called "{name}".{hint}',
    cause="The name is mistyped, or a file was meant and its name does not end in .xlsx.",
    fix="Quarterly's own are: {known}. For one of your own, give the file with its folder.",
)
MACROS = TemplateRefusal(
    code="template-macros",
    sentence="{name} holds macros, which a report must not have.",
    cause="The template was saved as .xlsm, or a program left macros in it.",
    fix="Save it in Excel as Excel Workbook (.xlsx), which leaves the macros out.",
)
STRICT = TemplateRefusal(
    code="template-strict",
    sentence="{name} is saved as Strict Open XML Spreadsheet, a variant that cannot be read as a template.",
    cause="The template was saved with the file type Strict Open XML Spreadsheet.",
    fix="Open it in Excel and save it as Excel Workbook (.xlsx).",
)
TOO_LARGE = TemplateRefusal(
    code="template-too-large",
    sentence="{name} is larger than a template can be: {reason}.",
    cause="Whole rows or columns were filled or formatted, large pictures were pasted in, or this is not a template.",
    fix="Delete what is not needed, or copy the sheets' contents to a new workbook.",
)
DAMAGED = TemplateRefusal(
    code="template-damaged",
    sentence="{name} cannot be read as a template: {reason}.",
    cause="The file was damaged on its way, or the program that wrote it made a mistake.",
    fix="Open it in Excel, save it again, and try once more.",
)
FAULTY = TemplateRefusal(
    code="template-faulty",
    sentence="{name} cannot be used as a template until {count} put right:\n{listed}",
    cause="A token is unknown or stands where it cannot be filled in; the message names every cell.",
    fix='Put right what is listed; "quarterly template check" shows it again with more advice.',
)
NOTHING_TO_SHOW = TemplateRefusal(
    code="template-nothing-to-show",
    sentence="{name} makes a report without a sheet.",
    cause="Each of its sheets is for an item of a list, such as a theme, and the workbook has none.",
    fix="Add a sheet whose name holds no token, or fill in the workbook.",
)

REFUSALS: tuple[TemplateRefusal, ...] = (UNKNOWN, MACROS, STRICT, TOO_LARGE, DAMAGED, FAULTY, NOTHING_TO_SHOW)
"""Every reason to refuse a template."""


def faulty(name: str, errors: Sequence[Problem]) -> TemplateRefused:
    """The refusal of a template that names its mistakes, a line each."""
    # What is wrong with the template as a whole has no sheet to name.
    lines = ["  " + str(error).removeprefix("'': ") for error in errors[:MOST_NAMED]]
    if len(errors) > MOST_NAMED:
        lines.append(f"  ... and {len(errors) - MOST_NAMED} more.")
    count = "1 mistake is" if len(errors) == 1 else f"{len(errors)} mistakes are"
    return FAULTY.of(name, count=count, listed="\n".join(lines) + "\n")
