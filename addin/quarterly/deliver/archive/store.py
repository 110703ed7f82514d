"""The folder of the archive: files under their hashes, manifests by report and issue."""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from quarterly.deliver.archive import refusals
from quarterly.deliver.archive.manifest import Manifest, Receipt
from quarterly.outputs import make_private_folder, write_through

_OBJECTS = "files"
_REPORTS = "reports"
_ID_LENGTH = 12  # hexadecimal digits that are shown of a report's hash
_LONGEST_NAME = 60
_RECEIPTS = "sent"


class Kept(Struct, frozen=True, kw_only=True):
    """A report in the archive: its manifest, where its file is, and who got it, in the order of time."""

    manifest: Manifest
    report: Path
    workbook: Path
    template: Path | None
    receipts: tuple[Receipt, ...] = ()

    @property
    def id(self) -> str:
        """The number by which it is found: the beginning of the hash of its bytes."""
        return self.manifest.report_sha256[:_ID_LENGTH]


class Archive(Struct, frozen=True):
    """An archive in a folder, which is made when something is first kept in it."""

    folder: Path

    @property
    def exists(self) -> bool:
        """Whether something was kept in it."""
        return (self.folder / _REPORTS).is_dir()

    def keep(self, manifest: Manifest, *, report: bytes, workbook: bytes, template: bytes = b"") -> Kept:
        """Keep a report with the workbook that it was made from; a second time changes nothing.

        Raises:
            DeliveryRefused: nothing can be written there, or another report took the issue.
        """
        with self._translated():
            self._put(report, ".xlsx")
            self._put(workbook, Path(manifest.recipe.input_name).suffix)
            if template:
                self._put(template, ".xlsx")
            path = self._folder_of(manifest.key) / f"{manifest.issue:04d}.json"
            _make(path.parent)
            if not _write_once(path, manifest.to_json().encode()):
                self._check_same(path, manifest)
        return self._kept(path)

    def note(self, kept: Kept, receipts: Sequence[Receipt]) -> None:
        """Add to a report who got it. Earlier receipts stay as they are.

        Raises:
            DeliveryRefused: nothing can be written there.
        """
        if not receipts:
            return
        manifest = kept.manifest
        content = json.dumps([one.to_json() for one in receipts], indent=2, ensure_ascii=False).encode()
        folder = self._folder_of(manifest.key)
        with self._translated():
            number = len([*folder.glob(f"{manifest.issue:04d}.{_RECEIPTS}-*.json")]) + 1
            while not _write_once(folder / f"{manifest.issue:04d}.{_RECEIPTS}-{number:04d}.json", content):
                number += 1

    def reports(self) -> tuple[Kept, ...]:
        """Everything that is kept: the newest quarter first, in it by authority, programme, edition and issue.

        Raises:
            DeliveryRefused: there is no archive, or a manifest was damaged.
        """
        if not (self.folder / _REPORTS).is_dir():
            raise refusals.NO_ARCHIVE.of(folder=self.folder)
        found = [self._kept(path) for path in sorted((self.folder / _REPORTS).glob("*/[0-9]*.json")) if _is_main(path)]
        return tuple(sorted(found, key=_order))

    def family(self, family: str, key: str) -> tuple[Kept, ...]:
        """The kept reports of a family, and of a key, in the order in which they were made.

        Raises:
            DeliveryRefused: a manifest was damaged.
        """
        if not self.exists:
            return ()
        found = [kept for kept in self.reports() if kept.manifest.family == family or kept.manifest.key == key]
        return tuple(sorted(found, key=lambda kept: (kept.manifest.made_at, kept.manifest.issue)))

    def find(self, identity: str) -> Kept:
        """The report whose number begins so.

        Raises:
            DeliveryRefused: there is none, or several.
        """
        wanted = identity.strip().casefold()
        found = [one for one in self.reports() if wanted and one.manifest.report_sha256.startswith(wanted)]
        if not found:
            raise refusals.NOT_FOUND.of(id=identity)
        if len(found) > 1:
            raise refusals.AMBIGUOUS.of(id=identity)
        return found[0]

    def content(self, path: Path) -> bytes:
        """What is in a kept file, which is held against its hash.

        Raises:
            DeliveryRefused: it is gone or was changed.
        """
        try:
            content = path.read_bytes()
        except OSError as error:
            raise refusals.DAMAGED.of(name=path.name, reason=error.strerror or "it cannot be read") from error
        if hashlib.sha256(content).hexdigest() != path.stem:
            raise refusals.DAMAGED.of(name=path.name, reason="its content does not match its hash")
        return content

    def _folder_of(self, key: str) -> Path:
        """A folder that a person recognises, told apart from others by the hash of the whole key."""
        words = re.sub(r"[^\w-]+", "-", key, flags=re.ASCII).strip("-")[:_LONGEST_NAME]
        return self.folder / _REPORTS / f"{words}-{hashlib.sha256(key.encode()).hexdigest()[:8]}"

    def _object(self, sha256: str, suffix: str) -> Path:
        return self.folder / _OBJECTS / sha256[:2] / f"{sha256}{suffix}"

    def _put(self, content: bytes, suffix: str) -> None:
        path = self._object(hashlib.sha256(content).hexdigest(), suffix)
        _make(path.parent)
        if not _write_once(path, content):
            self.content(path)  # it is there already: then it has to be whole

    def _kept(self, path: Path) -> Kept:
        manifest = _read_manifest(path)
        recipe = manifest.recipe
        template = self._object(recipe.template_sha256, ".xlsx") if recipe.template_sha256 else None
        return Kept(
            manifest=manifest,
            report=self._object(manifest.report_sha256, ".xlsx"),
            workbook=self._object(manifest.workbook_sha256, Path(recipe.input_name).suffix),
            template=template,
            receipts=tuple(_receipts(path)),
        )

    def _check_same(self, path: Path, manifest: Manifest) -> None:
        there = _read_manifest(path)
        if (there.recipe, there.report_sha256) != (manifest.recipe, manifest.report_sha256):
            raise refusals.ISSUE_TAKEN.of(issue=manifest.issue, report=manifest.key)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            reason = error.strerror or "the drive gave an error"
            raise refusals.NOT_WRITABLE.of(folder=self.folder, reason=reason) from error


def _order(kept: Kept) -> tuple[float, str, str, str, int]:
    manifest = kept.manifest
    recipe = manifest.recipe
    return (
        -recipe.quarter_start.toordinal(),
        manifest.authority.casefold(),
        manifest.key.casefold(),
        str(recipe.edition),
        manifest.issue,
    )


def _is_main(path: Path) -> bool:
    return path.stem.isdecimal()


def _read_manifest(path: Path) -> Manifest:
    try:
        return Manifest.from_json(path.read_text(encoding="utf-8"))
    except (OSError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise refusals.DAMAGED.of(name=path.name, reason="it cannot be read as a manifest") from error


def _receipts(path: Path) -> Iterator[Receipt]:
    for each in sorted(path.parent.glob(f"{path.stem}.{_RECEIPTS}-*.json")):
        try:
            yield from map(Receipt.from_json, json.loads(each.read_text(encoding="utf-8")))
        except (OSError, KeyError, TypeError, ValueError) as error:
            raise refusals.DAMAGED.of(name=each.name, reason="it cannot be read as receipts") from error


def _make(folder: Path) -> None:
    make_private_folder(folder)


def _write_once(path: Path, content: bytes) -> bool:
    """Write a file whole or not at all; ``False``, and nothing is changed, where it is there already."""
    if path.exists():
        return False
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    temporary = Path(name)
    try:
        write_through(handle, content)
        return _place(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def _place(temporary: Path, path: Path) -> bool:
    """Give the finished file its name, unless another run was quicker."""
    try:
        os.link(temporary, path)  # unlike a rename, it fails where the name is taken
    except FileExistsError:
        return False
    except OSError:  # a drive without links: two runs in the same instant could both think that they were first
        temporary.replace(path)
    return True
