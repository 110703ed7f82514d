"""The folder of the archive: files under their hashes, manifests by report and issue."""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import asdict, replace

from quarterly.deliver.archive import refusals
from quarterly.deliver.archive.manifest import Manifest, Other, Receipt
from quarterly.outputs import make_private_folder, write_through

_OBJECTS = "files"
_REPORTS = "reports"
_ID_LENGTH = 12  # hexadecimal digits that are shown of a report's hash
_LONGEST_NAME = 60
_RECEIPTS, _OTHERS = "sent", "files"
T = TypeVar("T")


Named = tuple[str, bytes]
"""A file that was made with a report, such as its PDF: its name, and what is in it."""


class Beside(Struct, frozen=True, kw_only=True):
    """A kept file that was made with a report."""

    name: str
    sha256: str
    path: Path


class Kept(Struct, frozen=True, kw_only=True):
    """A report in the archive: its manifest, where its files are, and who got it, in the order of time."""

    manifest: Manifest
    report: Path
    workbook: Path
    template: Path | None
    receipts: tuple[Receipt, ...] = ()
    others: tuple[Beside, ...] = ()

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

    def keep(
        self, manifest: Manifest, *, report: bytes, workbook: bytes, template: bytes = b"", others: Sequence[Named] = ()
    ) -> Kept:
        """Keep a report with the workbook that it was made from; a second time changes nothing.

        ``others`` were made with it; the manifest of a report that is new names them too.

        Raises:
            DeliveryRefused: nothing can be written there, or another report took the issue.
        """
        with self._translated():
            self._put(report, ".xlsx")
            self._put(workbook, Path(manifest.recipe.input_name).suffix)
            if template:
                self._put(template, ".xlsx")
            for name, content in others:
                self._put(content, Path(name).suffix)
            manifest = replace(manifest, others=tuple(_other(each) for each in others))
            path = self._manifest_of(manifest)
            _make(path.parent)
            if not _write_once(path, manifest.to_json().encode()):
                self._check_same(path, manifest)
        return self.add(self._kept(path), others)

    def add(self, kept: Kept, others: Sequence[Named]) -> Kept:
        """Keep files that were made with a report after it was kept; what it has already changes nothing.

        Raises:
            DeliveryRefused: nothing can be written there.
        """
        known = {(one.name, one.sha256) for one in kept.others}
        new = [each for each in others if (_other(each).name, _other(each).sha256) not in known]
        if new:
            with self._translated():
                for name, content in new:
                    self._put(content, Path(name).suffix)
            self._record(kept.manifest, _OTHERS, [asdict(_other(each)) for each in new])
        return self._kept(self._manifest_of(kept.manifest))

    def note(self, kept: Kept, receipts: Sequence[Receipt]) -> None:
        """Add to a report who got it. Earlier receipts stay as they are; a draft written again is no other.

        Raises:
            DeliveryRefused: nothing can be written there.
        """
        last = {one.address: one for one in kept.receipts}
        new = [one for one in receipts if not one.repeats(last.get(one.address))]
        if new:
            self._record(kept.manifest, _RECEIPTS, [one.to_json() for one in new])

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

    def _record(self, manifest: Manifest, kind: str, held: Sequence[dict[str, str]]) -> None:
        """Write something more down of an issue, in a file of its own: what stands there is never changed."""
        content = json.dumps(held, indent=2, ensure_ascii=False).encode()
        main = self._manifest_of(manifest)
        with self._translated():
            number = len([*main.parent.glob(f"{main.stem}.{kind}-*.json")]) + 1
            while not _write_once(main.with_name(f"{main.stem}.{kind}-{number:04d}.json"), content):
                number += 1

    def _manifest_of(self, manifest: Manifest) -> Path:
        return self._folder_of(manifest.key) / f"{manifest.issue:04d}.json"

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
            receipts=tuple(_recorded(path, _RECEIPTS, Receipt.from_json)),
            others=tuple(
                Beside(name=one.name, sha256=one.sha256, path=self._object(one.sha256, Path(one.name).suffix))
                for one in (*manifest.others, *_recorded(path, _OTHERS, Other.from_json))
            ),
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


def _recorded(path: Path, kind: str, read: Callable[[dict[str, str]], T]) -> Iterator[T]:
    """What was written down of an issue after its manifest, in the order of time."""
    for each in sorted(path.parent.glob(f"{path.stem}.{kind}-*.json")):
        try:
            yield from map(read, json.loads(each.read_text(encoding="utf-8")))
        except (OSError, KeyError, TypeError, ValueError) as error:
            raise refusals.DAMAGED.of(name=each.name, reason="it cannot be read as a record of an issue") from error


def _other(file: Named) -> Other:
    name, content = file
    return Other(name=name, sha256=hashlib.sha256(content).hexdigest())


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
