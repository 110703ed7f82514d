"""Build Quarterly's own templates. Run it after a change to what they show:

    python templates/build.py

The same script gives the same bytes. What it makes are ordinary workbooks, meant to be opened and edited in Excel:
every sheet is a section, every word between double braces is filled in, and the sheet Styles says how things look.
"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))  # the pages are a package beside this script, not part of Quarterly

from template_pages.exceptions import exceptions  # noqa: E402
from template_pages.monthly import monthly  # noqa: E402
from template_pages.published import published  # noqa: E402
from template_pages.quarterly import quarterly  # noqa: E402


def files() -> dict[str, bytes]:
    """Every template that is built here, by name."""
    made = (quarterly(), monthly(), exceptions(), published())
    return dict(zip(("quarterly.xlsx", "monthly.xlsx", "exceptions.xlsx", "published.xlsx"), made, strict=True))


def main() -> None:
    for name, content in files().items():
        (HERE / name).write_bytes(content)
        sys.stdout.write(f"{HERE.name}/{name} written\n")


if __name__ == "__main__":
    main()
