"""Python's hunt for reference cycles, paused while a workbook is read or judged.

A long table is hundreds of thousands of cells, records and points, all kept and none in a cycle. The collector would
look through them time and again as they grow, for a sixth of the time that reading takes, and find nothing.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """No hunt for cycles meanwhile; afterwards as before. Whoever has switched it off keeps it off."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
