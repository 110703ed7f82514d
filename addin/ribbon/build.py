#!/usr/bin/env python3
"""Build the add-ins from the text and the pictures in this folder.

    python addin/ribbon/build.py            writes quarterly.xlam and quarterly_functions.xlam
    python addin/ribbon/build.py --check    says whether they are up to date, and changes nothing

quarterly.xlam has the ribbon tab; quarterly_functions.xlam has the functions for cells (Windows). They are two, because
functions need a library of xlwings, which some computers do not allow to macros: the buttons work there all the same.

The same sources give the same bytes. No Excel is needed: pyopenvba writes the macros into an empty add-in, and the
ribbon is added to the package.
"""

from __future__ import annotations

import io
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree

from function_macros import function_help, function_macros
from pyopenvba import ExcelFile

from quarterly import __version__
from quarterly.excel.install_places import BUTTONS, FUNCTIONS, XLWINGS_RELEASE

HERE = Path(__file__).resolve().parent
VBA, SHARED, FUNCTION_VBA = HERE / "vba", HERE / "shared", HERE / "functions"
RIBBON = HERE / "ribbon.xml"
ICONS = HERE / "icons"

UI_2010 = "http://schemas.microsoft.com/office/2009/07/customui"
UI_2007 = "http://schemas.microsoft.com/office/2006/01/customui"
# Each form of the ribbon has a type of relationship of its own; Office loads the newest that it knows.
RELATIONSHIP_2010 = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
RELATIONSHIP_2007 = "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility"
RELATIONSHIP_IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
PIXELS = {"large": 64, "normal": 32}  # twice the size of the button, for sharp pictures on dense screens
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip file can tell; the clock has no part in the bytes

CORE = """\
<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" \
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{title}</dc:title>\
<dc:creator>Quarterly</dc:creator><dc:description>{about}</dc:description></cp:coreProperties>
"""


def main() -> int:
    """Build or check."""
    stale = [name for name, content in build().items() if not is_current(HERE / name, content)]
    if "--check" in sys.argv:
        print(f"Out of date: {', '.join(stale)}. Run: python addin/ribbon/build.py" if stale else "Up to date.")
        return 1 if stale else 0
    for name in stale:
        (HERE / name).write_bytes(build()[name])
    print(f"Written: {', '.join(stale)}." if stale else "Up to date.")
    return 0


def is_current(path: Path, content: bytes) -> bool:
    """Whether a file holds this."""
    return path.is_file() and path.read_bytes() == content


def build() -> dict[str, bytes]:
    """Both add-ins by name."""
    buttons = package(
        button_modules(),
        title="Quarterly",
        about=f"The tab Progress report, version {__version__}",
        ribbon=ribbon_parts(),
    )
    functions = package(
        function_modules(),
        title="Quarterly functions",
        about=f"Functions for cells, version {__version__}; with parts of xlwings, BSD 3-clause licence",
        ribbon={},
    )
    return {BUTTONS: buttons, FUNCTIONS: functions}


def button_modules() -> dict[str, str]:
    """The macros behind the buttons by name, with the one that says which version this is."""
    release = (
        'Attribute VB_Name = "Release"\nOption Explicit\nOption Private Module\n\n'
        "' Written by build.py: the version that these buttons belong to. Python compares it with its own.\n\n"
        f'Public Const ADDIN_VERSION As String = "{__version__}"\n'
    )
    return {**texts(VBA), **texts(SHARED), "Release": release}


def function_modules() -> dict[str, str]:
    """The macros behind the functions for cells by name; one a function is made from the catalogue."""
    written = {**texts(FUNCTION_VBA), **texts(SHARED)}
    named = {name: source.replace("XLWINGS_RELEASE", XLWINGS_RELEASE) for name, source in written.items()}
    return {**named, "Functions": function_macros(), "FunctionHelp": function_help()}


def texts(folder: Path) -> dict[str, str]:
    """The macros in a folder by name."""
    return {path.stem: path.read_text(encoding="ascii") for path in sorted(folder.glob("*.bas"))}


def package(modules: Mapping[str, str], *, title: str, about: str, ribbon: Mapping[str, bytes]) -> bytes:
    """An add-in that holds these macros and these parts of a ribbon."""
    parts = with_macros(modules)
    parts["docProps/core.xml"] = CORE.format(title=title, about=about).encode()
    parts.update(ribbon)
    if ribbon:
        parts["_rels/.rels"] = with_relationships(parts["_rels/.rels"])
        parts["[Content_Types].xml"] = with_pictures(parts["[Content_Types].xml"])
    return zipped(parts)


def with_macros(modules: Mapping[str, str]) -> dict[str, bytes]:
    """The parts of pyopenvba's empty add-in with these modules in its project."""
    with tempfile.TemporaryDirectory() as folder:
        stage = Path(folder, "stage.xlam")
        with ExcelFile.create_new(stage) as book:
            project = book.vba_project()
            project.delete_module("Module1")
            for name, source in sorted(modules.items()):
                project.add_module(name, source.replace("\n", "\r\n"))
            book.save()
        with zipfile.ZipFile(stage) as archive:
            return {name: archive.read(name) for name in archive.namelist()}


def ribbon_parts() -> dict[str, bytes]:
    """The ribbon in both of its forms, with their relationships and pictures."""
    newest = RIBBON.read_bytes()
    shown = dict(pictures(newest))
    links = "".join(
        f'<Relationship Id="{name}" Type="{RELATIONSHIP_IMAGE}" Target="images/{name}.png"/>' for name in sorted(shown)
    )
    rels = relationships(links)
    return {
        "customUI/customUI.xml": newest.replace(UI_2010.encode(), UI_2007.encode()),
        "customUI/customUI14.xml": newest,
        "customUI/_rels/customUI.xml.rels": rels,
        "customUI/_rels/customUI14.xml.rels": rels,
        **{f"customUI/images/{name}.png": content for name, content in sorted(shown.items())},
    }


def pictures(ribbon: bytes) -> Iterator[tuple[str, bytes]]:
    """The picture of each button, in the size that fits it."""
    for button in ElementTree.fromstring(ribbon).iter(f"{{{UI_2010}}}button"):  # noqa: S314  # this folder's own file
        name = button.attrib["image"]
        yield name, (ICONS / f"{name}-{PIXELS[button.attrib['size']]}.png").read_bytes()


def relationships(links: str) -> bytes:
    """A part that holds relationships."""
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f'{head}<Relationships xmlns="{namespace}">{links}</Relationships>'.encode()


def with_relationships(root: bytes) -> bytes:
    """The package's relationships with those of the ribbon."""
    added = (
        f'<Relationship Id="rIdUi2007" Type="{RELATIONSHIP_2007}" Target="customUI/customUI.xml"/>'
        f'<Relationship Id="rIdUi2010" Type="{RELATIONSHIP_2010}" Target="customUI/customUI14.xml"/>'
    )
    return replaced(root, b"</Relationships>", f"{added}</Relationships>".encode())


def with_pictures(types: bytes) -> bytes:
    """The package's content types with that of its pictures."""
    return replaced(types, b"<Default ", b'<Default Extension="png" ContentType="image/png"/><Default ')


def replaced(content: bytes, old: bytes, new: bytes) -> bytes:
    """The content with the first ``old`` replaced; it must be there."""
    if old not in content:
        raise ValueError(f"the empty add-in no longer holds {old!r}")
    return content.replace(old, new, 1)


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """The package, stored and not deflated: zlib's versions differ in their bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(parts, key=lambda one: (one != "[Content_Types].xml", one)):
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.create_system = 0  # as on Windows, wherever it is built
            archive.writestr(entry, parts[name])
    return buffer.getvalue()


if __name__ == "__main__":
    sys.exit(main())
