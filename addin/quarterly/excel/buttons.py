"""What the ribbon reaches: ``press`` with the button's tag, the saved copy of the workbook, and the workbook's name.

The ribbon's VBA saves the copy (``SaveCopyAs``) under the workbook's own name into a new temporary folder, starts
:mod:`quarterly.excel.startup`, which calls ``press``, and deletes that folder at the end. For a button that needs no
workbook path and name are empty.
"""

from __future__ import annotations

from quarterly.excel.press.attending import pressed

__all__ = ["press"]


def press(tag: str, copy_path: str = "", book_name: str = "", excel: str = "") -> str:
    """Do what the pressed button stands for, in the open workbook ``book_name`` whose saved copy is ``copy_path``.

    The tags are those of :class:`quarterly.excel.press.catalogue.Tag`; ``excel`` is Excel's version. Gives what is
    left to say: what a button says that needs no workbook, for which Excel may not even be reached.

    Raises:
        QuarterlyError: it cannot be done; the sentence is for the officer.
    """
    return pressed(tag, copy_path, book_name, excel)
