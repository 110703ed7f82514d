"""Where the bundled templates and sample workbooks are.

They live at the top of the repository, where people edit them in Excel, and travel inside the installed package.
"""

from __future__ import annotations

from pathlib import Path

from quarterly.errors import RequestRefused

_PACKAGE = Path(__file__).resolve().parent
_REPOSITORY = _PACKAGE.parents[1]  # addin/quarterly in a checkout


def sample(name: str) -> Path:
    """The sample workbook called ``name``: "small", "full", "messy" or "broken".

    Raises:
        RequestRefused: there is no such sample.
    """
    return _workbook("sample_workbooks", name, "sample")


def template(name: str) -> Path:
    """The template called ``name``, for example "improvement_workbook".

    Raises:
        RequestRefused: there is no such template.
    """
    return _workbook("templates", name, "template")


def _workbook(folder: str, name: str, noun: str) -> Path:
    home = _home(folder)
    known = {path.stem: path for path in sorted(home.glob("*.xlsx")) if not path.name.startswith("~$")}
    if name not in known:
        listed = ", ".join(known) or "none; reinstall Quarterly"
        raise RequestRefused(f"no-such-{noun}", f'There is no {noun} called "{name}". There are: {listed}.')
    return known[name]


def _home(folder: str) -> Path:
    installed = _PACKAGE / folder
    return installed if installed.is_dir() else _REPOSITORY / folder
