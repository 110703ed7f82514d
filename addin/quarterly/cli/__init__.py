"""The command line: it converts what was typed, calls :mod:`quarterly.run` once, and shows what came back."""

from quarterly.cli.app import main

__all__ = ["main"]
