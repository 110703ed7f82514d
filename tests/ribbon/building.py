"""The scripts that build the add-in, loaded as the modules that they are when they run."""

from __future__ import annotations

import sys
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

RIBBON = Path(__file__).resolve().parents[2] / "addin" / "ribbon"


@cache
def script(name: str) -> ModuleType:
    """A script of the folder; what it imports from the folder is found there, as when it is run."""
    spec = spec_from_file_location(f"ribbon_{name}", RIBBON / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.path.insert(0, str(RIBBON))
    try:
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(RIBBON))
    return module
