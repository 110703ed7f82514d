"""Before anything is written: is this a workbook that may be changed, and what must a report know about it?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from msgspec import Struct

from quarterly.ooxml import refusals
from quarterly.ooxml.archive import CHUNK, Archive
from quarterly.ooxml.markup import Markup, Node
from quarterly.ooxml.opc import CONTENT_TYPES, Package
from quarterly.read import refusals as reading
from quarterly.read.package import open_package, read_file

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOCUMENT_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/"
_ZIP = b"PK\x03\x04"
_TRUE = ("1", "true", "on")
_PASSWORDS = ("workbookPassword", "workbookHashValue")
_RESERVATIONS = ("reservationPassword", "hashValue")


class Warned(Struct, frozen=True, kw_only=True):
    """Something the officer should know although the report was written. ``code`` is stable and documented."""

    code: str
    text: str


class Host(Struct, frozen=True, kw_only=True):
    """A workbook that may be changed. ``digest`` is the SHA-256 of the file as it was read."""

    package: Package
    workbook_part: str
    workbook: Markup
    digest: str
    warnings: tuple[Warned, ...]

    @property
    def name(self) -> str:
        """The file's name, for messages."""
        return self.package.name

    @property
    def date_1904(self) -> bool:
        """Whether the workbook counts days from 1904."""
        return counts_from_1904(self.workbook)

    def related(self, kind: str) -> str:
        """The part that the workbook is tied to by a relationship of that kind: "styles"; empty where there is none."""
        edges = self.package.relationships(self.workbook_part)
        return next((edge.part for edge in edges if edge.kind == kind and edge.part in self.package), "")

    def check(self, kind: str) -> None:
        """Refuse the workbook if a part that is about to be read as a tree is damaged or hostile."""
        part = self.related(kind)
        if part:
            self.package.markup(part, depth=1)


@contextmanager
def opened(path: Path) -> Iterator[Host]:
    """Open a workbook and make sure that it may be changed; closed again at the end of the block.

    Raises:
        WorkbookRefused: it is no workbook of today's format, or damaged, encrypted or hostile.
        WorkbookLocked: it may not be changed.
    """
    with _stream(path) as stream:
        yield examine(stream, path.name)


def _stream(path: Path) -> IO[bytes]:
    try:
        stream = path.open("rb")
    except OSError:
        read_file(path)  # says in plain words why a file cannot be opened
        raise
    if stream.read(len(_ZIP)) == _ZIP:
        return stream
    stream.close()
    open_package(read_file(path), path.name)  # says what the file is instead
    raise reading.NOT_A_WORKBOOK.of(path.name)


def examine(stream: IO[bytes], name: str) -> Host:
    """The workbook in a stream, refused where it cannot or may not be changed."""
    package = open_workbook(stream, name)
    workbook_part = main_part(package)
    if "binary" in package.content_type(workbook_part).casefold():
        raise reading.XLSB.of(name)
    workbook = package.markup(workbook_part)
    _refuse_other_markup(workbook.root, name)
    _refuse_locks(package, workbook_part, workbook.root)
    host = Host(
        package=package,
        workbook_part=workbook_part,
        workbook=workbook,
        digest=digest_of(stream),
        warnings=tuple(_warnings(package, workbook_part, workbook.root)),
    )
    host.check("styles")
    return host


def open_workbook(stream: IO[bytes], name: str) -> Package:
    """The package in a stream."""
    archive = Archive(stream, name)
    if CONTENT_TYPES not in archive:
        kind = reading.DAMAGED if archive.entries else reading.NOT_A_WORKBOOK
        raise kind.of(name, reason="it has no list of content types")
    return Package(archive)


def digest_of(stream: IO[bytes]) -> str:
    """SHA-256 of everything in a stream."""
    digest = hashlib.sha256()
    stream.seek(0)
    while chunk := stream.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def main_part(package: Package) -> str:
    """The workbook part."""
    for edge in package.relationships(""):
        if edge.kind == "officeDocument":
            if edge.type.startswith(_STRICT):
                raise refusals.STRICT.of(package.name)
            if edge.part in package:
                return edge.part
    raise reading.NOT_A_WORKBOOK.of(package.name)


def _refuse_other_markup(root: Node, name: str) -> None:
    namespace = root.tag.rpartition("}")[0]
    if namespace.startswith(_STRICT):
        raise refusals.STRICT.of(name)
    if root.name != "workbook" or namespace != MAIN:
        raise reading.NOT_A_WORKBOOK.of(name)
    if root.child("sheets") is None:
        raise reading.DAMAGED.of(name, reason="its workbook part lists no sheets")


def _refuse_locks(package: Package, workbook_part: str, root: Node) -> None:
    protection = root.child("workbookProtection")
    # Without a password the lock keeps out accidents, not the officer who asks for the report.
    if protection and is_true(protection, "lockStructure") and _any_of(protection, _PASSWORDS):
        raise refusals.STRUCTURE_LOCKED.of(package.name)
    sharing = root.child("fileSharing")
    if sharing and _any_of(sharing, _RESERVATIONS):
        user = sharing.attributes.get("userName", "")
        raise refusals.WRITE_RESERVED.of(package.name, owner=f" (reserved by {user})" if user else "")
    if any(edge.kind == "revisionHeaders" for edge in package.relationships(workbook_part)):
        raise refusals.SHARED_WORKBOOK.of(package.name)
    # Excel leaves an empty origin behind when a signature is removed; only a signature itself counts.
    origins = [edge.part for edge in package.relationships("") if edge.type.endswith("digital-signature/origin")]
    if any(edge.kind == "signature" for origin in origins for edge in package.relationships(origin)):
        raise refusals.SIGNED.of(package.name)


def _warnings(package: Package, workbook_part: str, root: Node) -> Iterator[Warned]:
    edges = package.relationships(workbook_part)
    macros = next((edge.part for edge in edges if edge.kind == "vbaProject" and edge.part in package), "")
    if macros and any("vbaProjectSignature" in edge.kind for edge in package.relationships(macros)):
        yield Warned(
            code="macros-signed",
            text="The macros in this workbook are signed. The signature is still there, but Excel drops it when "
            "somebody without the certificate saves the workbook.",
        )
    protection = root.child("workbookProtection")
    if protection and is_true(protection, "lockStructure"):
        yield Warned(
            code="structure-locked-without-password",
            text="The structure of this workbook is protected, without a password. The report was added and the "
            "protection is still on.",
        )
    sharing = root.child("fileSharing")
    if sharing and is_true(sharing, "readOnlyRecommended"):
        yield Warned(
            code="read-only-recommended",
            text="Whoever saved this workbook recommends opening it read-only. The report was added all the same.",
        )


def _any_of(node: Node, attributes: tuple[str, ...]) -> bool:
    return any(node.attributes.get(name) for name in attributes)


def is_true(node: Node, name: str) -> bool:
    """Whether an attribute says yes."""
    return node.attributes.get(name, "") in _TRUE


def counts_from_1904(workbook: Markup) -> bool:
    """Whether a workbook part asks for the 1904 date system."""
    properties = workbook.root.child("workbookPr")
    return properties is not None and is_true(properties, "date1904")
