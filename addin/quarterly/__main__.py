"""``python -m quarterly``: the command line where the ``quarterly`` command is not on the path."""

from __future__ import annotations

from quarterly.cli import main

if __name__ == "__main__":
    main()
