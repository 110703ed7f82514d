"""Zip files, entry by entry: read with suspicion, copied without unpacking, written with the same bytes every time.

The standard library reads zip files well but cannot hand over an entry as it is packed, so entries that nobody
changed would be packed anew: slower, and never again the bytes that the officer's program wrote.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import IO

from msgspec import Struct

from quarterly.ooxml import refusals
from quarterly.read import refusals as reading

CHUNK = 1 << 18  # bytes read or written at a time
_LOCAL = struct.Struct("<4s2B4HL2L2H")  # local file header (APPNOTE 4.3.7)
_CENTRAL = struct.Struct("<4s4B4HL2L5H2L")  # central directory header (APPNOTE 4.3.12)
_END = struct.Struct("<4s4H2LH")  # end of central directory record (APPNOTE 4.3.16)
_VERSION = 20  # 2.0: deflate
_FIRST_DAY = (1 << 5) | 1  # 1 January 1980, the earliest date of a zip: the same bytes whenever they are written
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_SIZES_FOLLOW = 0x8  # sizes stand behind the entry; never in what we write
_LARGEST = 0xFFFF_FFFF  # beyond this a zip needs its 64-bit form, which no office program writes
_MOST_ENTRIES = 0xFFFF
MAX_UNPACKED = 4 << 30  # bytes of all entries unpacked; a million rows of fifty columns take about half
_RATIO_MATTERS = 100 << 20  # bytes unpacked; below it no ratio is a danger
MAX_RATIO = 200  # unpacked to packed; a million blank formatted rows reach about 30
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    ValueError,
)
"""What the standard library raises over a damaged zip file."""


def key_of(name: str) -> str:
    """How a part is looked up: Windows programs write backslashes, and part names compare without case."""
    return name.replace("\\", "/").lstrip("/").casefold()


class Archive:
    """A zip file that is read and never believed. ``name`` is used in messages."""

    def __init__(self, stream: IO[bytes], name: str) -> None:
        self.name = name
        self._stream = stream
        try:
            self._zip = zipfile.ZipFile(stream)
        except BROKEN as error:
            raise reading.DAMAGED.of(name, reason="it is cut short, or its list of parts is broken") from error
        self.comment = self._zip.comment
        self.entries = tuple(self._zip.infolist())
        self._by_key: dict[str, zipfile.ZipInfo] = {}
        for entry in self.entries:
            self._admit(entry)
        self._refuse_bombs()

    def _admit(self, entry: zipfile.ZipInfo) -> None:
        if entry.flag_bits & _ENCRYPTED:
            raise reading.ENCRYPTED.of(self.name)
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise reading.DAMAGED.of(self.name, reason=f"its part {entry.filename} is packed in an unknown way")
        if entry.is_dir():
            return
        key = key_of(entry.filename)
        if key in self._by_key:
            raise refusals.DUPLICATE_PARTS.of(self.name, part=entry.filename)
        self._by_key[key] = entry

    def _refuse_bombs(self) -> None:
        unpacked = sum(entry.file_size for entry in self.entries)
        packed = sum(entry.compress_size for entry in self.entries)
        bomb = unpacked > MAX_UNPACKED or (unpacked > _RATIO_MATTERS and unpacked > MAX_RATIO * packed)
        if bomb or len(self.entries) >= _MOST_ENTRIES:
            largest = max(self.entries, key=lambda entry: entry.file_size).filename
            raise reading.UNPACKS_TOO_LARGE.of(self.name, limit=MAX_UNPACKED >> 20, part=largest)
        end = 0
        for entry in sorted(self.entries, key=lambda entry: entry.header_offset):
            # Entries that share packed bytes are how a small file pretends to hold a large one.
            if entry.header_offset < end:
                raise reading.DAMAGED.of(self.name, reason=f"its part {entry.filename} overlaps another")
            end = entry.header_offset + _LOCAL.size + entry.compress_size

    def __contains__(self, name: str) -> bool:
        return key_of(name) in self._by_key

    def find(self, name: str) -> zipfile.ZipInfo:
        """The entry of a part.

        Raises:
            WorkbookRefused: there is none.
        """
        entry = self._by_key.get(key_of(name))
        if entry is None:
            raise reading.DAMAGED.of(self.name, reason=f"its part {name} is missing")
        return entry

    def parts(self) -> frozenset[str]:
        """The lookup keys of all parts."""
        return frozenset(self._by_key)

    def unpack(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        """An entry's content, chunk by chunk; its checksum is checked at the end.

        Raises:
            WorkbookRefused: it does not unpack to what the file says it holds.
        """
        try:
            with self._zip.open(entry) as unpacked:
                while chunk := unpacked.read(CHUNK):
                    yield chunk
        except BROKEN as error:
            raise reading.DAMAGED.of(self.name, reason=f"its part {entry.filename} does not unpack") from error

    def check(self, entry: zipfile.ZipInfo) -> None:
        """Unpack an entry for nothing but its checksum."""
        for _ in self.unpack(entry):
            pass

    def packed(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        """An entry's bytes as they are packed."""
        try:
            self._stream.seek(entry.header_offset)
            header = _LOCAL.unpack(self._stream.read(_LOCAL.size))
        except struct.error as error:
            raise reading.DAMAGED.of(self.name, reason=f"its part {entry.filename} is cut short") from error
        position = entry.header_offset + _LOCAL.size + int(header[-2]) + int(header[-1])
        left = entry.compress_size
        while left:
            self._stream.seek(position)
            chunk = self._stream.read(min(CHUNK, left))
            if not chunk:
                raise reading.DAMAGED.of(self.name, reason=f"its part {entry.filename} is cut short")
            position += len(chunk)
            left -= len(chunk)
            yield chunk


class _Written(Struct, frozen=True, kw_only=True):
    """An entry as it stands in the zip file being written."""

    name: bytes
    flags: int
    method: int
    time: int
    day: int
    checksum: int
    packed: int
    unpacked: int
    system: int
    attributes: int
    offset: int

    def local(self) -> bytes:
        return (
            _LOCAL.pack(
                b"PK\x03\x04",
                _VERSION,
                0,
                self.flags,
                self.method,
                self.time,
                self.day,
                self.checksum,
                self.packed,
                self.unpacked,
                len(self.name),
                0,
            )
            + self.name
        )

    def central(self) -> bytes:
        return (
            _CENTRAL.pack(
                b"PK\x01\x02",
                _VERSION,
                self.system,
                _VERSION,
                0,
                self.flags,
                self.method,
                self.time,
                self.day,
                self.checksum,
                self.packed,
                self.unpacked,
                len(self.name),
                0,
                0,
                0,
                0,
                self.attributes,
                self.offset,
            )
            + self.name
        )


class ArchiveWriter:
    """Writes a zip file to a stream that can seek. The same content gives the same bytes."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._entries: list[_Written] = []

    def copy(self, archive: Archive, entry: zipfile.ZipInfo) -> None:
        """Take over an entry as it is packed, its checksum verified."""
        archive.check(entry)
        encoding = "utf-8" if entry.flag_bits & _UTF8_NAME else "cp437"
        year, month, day, hour, minute, second = entry.date_time
        written = _Written(
            name=entry.orig_filename.encode(encoding),
            flags=entry.flag_bits & ~_SIZES_FOLLOW,
            method=entry.compress_type,
            time=hour << 11 | minute << 5 | second // 2,
            day=(year - 1980) << 9 | month << 5 | day,
            checksum=entry.CRC,
            packed=entry.compress_size,
            unpacked=entry.file_size,
            system=entry.create_system,
            attributes=entry.external_attr,
            offset=self._stream.tell(),
        )
        self._stream.write(written.local())
        for chunk in archive.packed(entry):
            self._stream.write(chunk)
        self._entries.append(written)

    def write(self, name: str, chunks: Iterable[bytes]) -> None:
        """Pack content under a name."""
        offset = self._stream.tell()
        encoded = name.encode()
        self._stream.write(bytes(_LOCAL.size) + encoded)
        packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
        checksum = packed = unpacked = 0
        for chunk in chunks:
            checksum = zlib.crc32(chunk, checksum)
            unpacked += len(chunk)
            packed += self._stream.write(packer.compress(chunk))
        packed += self._stream.write(packer.flush())
        end = self._stream.tell()
        written = _Written(
            name=encoded,
            flags=0 if encoded.isascii() else _UTF8_NAME,
            method=zipfile.ZIP_DEFLATED,
            time=0,
            day=_FIRST_DAY,
            checksum=checksum,
            packed=packed,
            unpacked=unpacked,
            system=0,
            attributes=0,
            offset=offset,
        )
        self._stream.seek(offset)
        self._stream.write(written.local())
        self._stream.seek(end)
        self._entries.append(written)

    def close(self, comment: bytes = b"") -> None:
        """Write the list of entries. The stream stays open."""
        start = self._stream.tell()
        if start > _LARGEST:
            raise OverflowError("a workbook of more than 4 GB")
        size = sum(self._stream.write(entry.central()) for entry in self._entries)
        count = len(self._entries)
        self._stream.write(_END.pack(b"PK\x05\x06", 0, 0, count, count, size, start, len(comment)) + comment)
