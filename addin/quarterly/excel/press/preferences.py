"""An officer's own settings of the buttons: a small text file that Settings opens."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct
from platformdirs import user_config_path

from quarterly.excel.press import refusals
from quarterly.model.edition import Edition
from quarterly.toml_reason import PATHS_HINT, reason_of

TEMPLATE_TEXT = """\
# Your settings of the Quarterly buttons in Excel. Change what stands between the quotation marks, save, and close.
# An empty pair of quotation marks means: as usual.

# The template of the report: the name of a built-in one, or where your council's own is kept,
# for example 'S:\\Performance\\Our template.xlsx' (single quotation marks keep backslashes as they are).
template = ""

# The edition that PDF makes: "working" shows every figure; "published" hides small counts of people.
edition = "working"

# The folder that files are put into. Empty: beside the workbook, or your Documents folder if it is on SharePoint.
# For example 'S:\\Performance\\Reports'.
folder = ""
"""
_KEYS = ("template", "edition", "folder")


class Preferences(Struct, frozen=True, kw_only=True):
    """The settings. ``folder`` is ``None`` for the usual place."""

    template: str = ""
    edition: Edition = Edition.WORKING
    folder: Path | None = None


def preferences_path() -> Path:
    """Where the file is: the place that the operating system has for settings of a user's programs."""
    return user_config_path("quarterly", appauthor=False) / "buttons.toml"


def read_preferences(path: Path) -> Preferences:
    """The settings in a file; the usual ones where there is no file.

    Raises:
        ExcelRefused: the file cannot be read or used.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")  # Notepad may put a mark in front
    except FileNotFoundError:
        return Preferences()
    except (OSError, UnicodeError) as error:
        raise refusals.SETTINGS_WRONG.of(reason="it cannot be read.", path=path) from error
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        reason = f"it is not written as it should be: {reason_of(error, text)}."
        raise refusals.SETTINGS_WRONG.of(reason=_braces(reason), path=path) from error
    return _checked(values, path)


def _checked(values: Mapping[str, object], path: Path) -> Preferences:
    for key, value in values.items():
        if key not in _KEYS:
            raise refusals.SETTINGS_WRONG.of(
                reason=_braces(f'there is no setting "{key}"; there are {", ".join(_KEYS)}.'), path=path
            )
        if not isinstance(value, str):
            raise refusals.SETTINGS_WRONG.of(reason=f"{key} must stand between quotation marks.", path=path)
        if not value.isprintable():  # a backslash before some letters is read as the end of a line, or a tab
            raise refusals.SETTINGS_WRONG.of(reason=f"{key} has a backslash in it. {PATHS_HINT}", path=path)
    text = {key: str(values.get(key, "")).strip() for key in _KEYS}
    edition = text["edition"] or Edition.WORKING.value
    if edition not in list(Edition):
        raise refusals.SETTINGS_WRONG.of(
            reason=_braces(f'edition must be "working" or "published", not "{edition}".'), path=path
        )
    folder = Path(text["folder"]).expanduser() if text["folder"] else None
    return Preferences(template=text["template"], edition=Edition(edition), folder=folder)


def _braces(text: str) -> str:
    """What somebody typed, in a form that is no placeholder."""
    return text.replace("{", "(").replace("}", ")")


def write_usual(path: Path) -> None:
    """Write the file with the usual settings, unless there is one."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEMPLATE_TEXT, encoding="utf-8")
