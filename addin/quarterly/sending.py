"""One report by hand, to the people on its distribution list."""

from __future__ import annotations
