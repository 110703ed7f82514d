"""Make the macros of the functions for cells from the catalogue, so that nobody has to press "Import Functions"."""

from __future__ import annotations

from quarterly.excel.function_catalogue import CATEGORY, FUNCTIONS, Function
from quarterly.excel.install_places import FUNCTIONS as ADDIN

LONGEST_HELP = 255  # characters that Excel's function wizard takes

FUNCTIONS_TOP = """\
Attribute VB_Name = "Functions"
Option Explicit

' Written by build.py from the catalogue of functions: what Excel lists, and finds by name in a cell.
"""
HELP_TOP = """\
Attribute VB_Name = "FunctionHelp"
Option Explicit
Option Private Module

' Written by build.py from the catalogue of functions: what Excel's function wizard says.

Public Sub Describe()
"""


def function_macros() -> str:
    """The module that has a function for each of the catalogue."""
    return "\n".join([FUNCTIONS_TOP, *map(_macro, FUNCTIONS)])


def function_help() -> str:
    """The module that tells the function wizard what each function and argument is."""
    return HELP_TOP + "".join(map(_description, FUNCTIONS)) + "End Sub\n"


def _macro(function: Function) -> str:
    declared = [
        f"{'' if argument.required else 'Optional '}{argument.name} As Variant" for argument in function.arguments
    ]
    given = ", ".join(argument.name for argument in function.arguments)
    # A line of VBA may have 1,023 characters; these stay far below.
    return (
        f"Public Function {function.name}({', '.join(declared)}) As Variant\n"
        f'    {function.name} = PythonServer.Answer("{function.name}", Array({given}))\n'
        "End Function\n"
    )


def _description(function: Function) -> str:
    arguments = ", _\n            ".join(literal(argument.help) for argument in function.arguments)
    return (
        f"    Application.MacroOptions Macro:=\"'{ADDIN}'!{function.name}\", Category:={literal(CATEGORY)}, _\n"
        f"        Description:={literal(function.help)}, _\n"
        f"        ArgumentDescriptions:=Array( _\n            {arguments})\n"
    )


def literal(text: str) -> str:
    """A text as VBA writes it; letters beyond ASCII, which a module's code page may lack, by their numbers."""
    parts: list[str] = []
    plain = ""
    for letter in shortened(text.replace("``", "")):
        if letter.isascii():
            plain += letter.replace('"', '""')
        else:
            parts += [f'"{plain}"', f"ChrW({ord(letter)})"]
            plain = ""
    return " & ".join([*(part for part in parts if part != '""'), *([f'"{plain}"'] if plain else [])])


def shortened(text: str) -> str:
    """A text that the function wizard takes, cut after a whole sentence if it can be."""
    if len(text) <= LONGEST_HELP:
        return text
    head, stop, _rest = text[: LONGEST_HELP - 1].rpartition(". ")
    return head + "." if stop else text[: LONGEST_HELP - 3].rstrip() + "..."
