"""What the ribbon reaches: ``press`` with the button's tag, the saved copy of the workbook, and the workbook's name.

The ribbon's VBA saves the copy (``SaveCopyAs``) under the workbook's own name into a new temporary folder, starts
:mod:`quarterly.excel.startup`, which calls ``press``, and deletes that folder at the end. For a button that needs no
workbook, or where none is open, path and name are empty.
"""

from __future__ import annotations

from quarterly.excel.press.attending import pressed

__all__ = ["press"]


def press(tag: str, copy_path: str = "", book_name: str = "") -> None:
    """Do what the pressed button stands for, in the open workbook ``book_name`` whose saved copy is ``copy_path``.

    The tags are those of :class:`quarterly.excel.press.catalogue.Tag`.

    Raises:
        QuarterlyError: it cannot be done; the sentence is for the officer.
    """
    pressed(tag, copy_path, book_name)
