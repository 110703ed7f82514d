"""A report that a careless or hostile program wrote ends in an audit or a plain refusal, never in a traceback."""

from __future__ import annotations

import io
import random
import zipfile

import pytest
from planting import published, row, swap, swap_on

from quarterly.audit import audit_published
from quarterly.errors import QuarterlyError

SEEDS = 400
OLD = (b'"1"', b'"0"', b'"2"', b"rId1", b"A1", b"A4", b"FF0B0C0C", b"12436D", b"<v>1</v>", b'"n"', b"val=", b'r="4"')
NEW = (
    b'"-1"',
    b'"99999999"',
    b'"x"',
    b"zzz",
    b'""',
    b"NaN",
    b"1E400",
    b"XFD1048576",
    b"<v></v>",
    b"<v>x</v>",
    b"\xc2\xb2",
)


def damaged(seed: int) -> bytes:
    """A published edition with a few bytes of one part changed, taken out or repeated."""
    chance = random.Random(seed)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(published())) as package, zipfile.ZipFile(out, "w") as copy:
        name = chance.choice(sorted(package.namelist()))
        for part in package.namelist():
            content = package.read(part)
            copy.writestr(part, _damaged(content, chance) if part == name else content)
    return out.getvalue()


def _damaged(content: bytes, chance: random.Random) -> bytes:
    body = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        place, length = chance.randrange(len(body)), chance.choice((1, 1, 3, 20))
        action = chance.randrange(5)
        if action == 0:
            body[place : place + length] = bytes(chance.choice(b'0123456789<>"=/ -x\x00\xff') for _ in range(length))
        elif action == 1:
            del body[place : place + length]
        else:  # a number or a word becomes another, which leaves the XML whole
            body = bytearray(bytes(body).replace(chance.choice(OLD), chance.choice(NEW)))
    return bytes(body)


def survives(content: bytes) -> bool:
    """Whether it was audited; a refusal is fine, anything else is raised."""
    try:
        audit_published(content)
    except QuarterlyError:
        return False
    return True


@pytest.mark.parametrize(
    "cells",
    [
        "<c r='A200'><f>1+1</f><v></v></c>",  # as openpyxl writes a formula that nobody worked out
        "<c r='A200'><f>1+1</f></c>",
        "<c r='A200'><v>about 5</v></c>",
        "<c r='A200'><v>1E400</v></c>",
        "<c r='A200' t='s'><v>999999</v></c>",
        "<c r='A200' t='s' s='x'><v>x</v></c>",
    ],
)
def test_a_cell_without_a_number_is_looked_at_like_any_other(cells: str) -> None:
    end = "</sheetData>"
    assert audit_published(swap_on("Summary", end, row(200, cells).removesuffix(end) + end)(published())) == ()


def test_a_table_of_every_row_and_column_is_named_and_not_waited_for() -> None:
    vast = swap("xl/tables/table1.xml", r'ref="A4:B\d+"', 'ref="A4:XFD1048576"')
    found = [each.found for each in audit_published(vast(published())) if each.code == "audit-table-gap"]
    assert 0 < found.count("A blank row in a table.") <= 100


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, SEEDS, 100))
def test_damaged_parts_never_end_in_a_traceback(first: int) -> None:
    assert {survives(damaged(seed)) for seed in range(first, first + 100)} == {True, False}


def test_a_few_damaged_parts_never_end_in_a_traceback() -> None:
    assert {survives(damaged(seed)) for seed in range(20)} == {True, False}
