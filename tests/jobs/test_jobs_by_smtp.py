"""A job, a mail server over TLS, the people on the list, and the owner: the whole way once."""

from email import message_from_bytes, policy
from io import BytesIO
from pathlib import Path

from job_files import PEOPLE, job, office, results
from python_calamine import CalamineWorkbook
from scripted_server import Script, ca_file, scripted

from quarterly.deliver.mail import State

SETTINGS = """\
owner = "owner@northmere.example"
[mail]
way = "smtp"
sender = "Performance team <performance@northmere.example>"
domains = ["northmere.example"]
server = "localhost"
port = {port}
ca_file = "{ca_file}"
"""
OUTSIDE = {"name": "Al Out", "email": "al@outside.example", "edition": "Working", "active": "Yes"}


def test_the_whole_way(tmp_path: Path) -> None:
    place = office(tmp_path)
    place.book(Distribution=[*PEOPLE, OUTSIDE])
    script = Script(recipients={"jo.hill": ["550 5.1.1 no such user"]})
    both = 'editions = ["working", "published"]'
    with scripted(script) as port:
        mail = SETTINGS.format(port=port, ca_file=ca_file().as_posix())
        first = place.run(mail + job("Board", "starts = 2026-01-01", "send = true", both))
        second = place.run()
        place.clock.move(days=1)
        again = place.run(now=("Board",))  # by now something is overdue: the next issue
    assert {one.address: one.state for one in first.ran[0].sent} == {
        "sam.field@northmere.example": State.SENT,
        "jo.hill@northmere.example": State.REFUSED,
        "al@outside.example": State.HELD,
    }
    assert (first.owner_told, second.ran) == ("owner@northmere.example was told.", ())
    assert (results(again), again.ran[0].reports[0].issue) == ([("Board", "done", "")], 2)
    assert [address for address, _ in script.taken] == [
        "sam.field@northmere.example",
        "owner@northmere.example",
        "sam.field@northmere.example",
        "jo.hill@northmere.example",
        "owner@northmere.example",
    ]
    report, told = (message_from_bytes(content, policy=policy.default) for _, content in script.taken[:2])
    (attached,) = report.iter_attachments()
    with CalamineWorkbook.from_filelike(BytesIO(attached.get_content())) as book:
        assert "Summary" in book.sheet_names
    assert (told["Subject"], told["Auto-Submitted"]) == ("Quarterly: Board needs a look", "auto-generated")
    assert "jo.hill@northmere.example: refused" in told.get_content()
    assert [*told.iter_attachments()] == []


def test_a_server_that_is_not_there_is_a_failure_that_is_tried_again(tmp_path: Path) -> None:
    place = office(tmp_path)
    place.book(Distribution=PEOPLE[:1])
    mail = SETTINGS.format(port=1, ca_file=ca_file().as_posix()) + "waits = []\n"
    down = place.run(mail + job("Board", "starts = 2026-01-01", "send = true"))
    assert (results(down), [one.state for one in down.ran[0].sent]) == ([("Board", "failed", "unsent")], [State.UNSENT])
    assert down.owner_told.startswith("owner@northmere.example could not be told:")
    place.clock.move(hours=1)
    script = Script()
    with scripted(script) as port:
        text = SETTINGS.format(port=port, ca_file=ca_file().as_posix())
        up = place.run(text + job("Board", "starts = 2026-01-01", "send = true"))
    assert (results(up), [address for address, _ in script.taken]) == (
        [("Board", "done", "")],
        ["sam.field@northmere.example"],
    )
