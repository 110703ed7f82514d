"""Messages: what they say, and that nothing in a workbook becomes a header or a recipient."""

import re
from email import policy
from email.parser import BytesParser
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from posting_office import NOW, a_parcel, a_summary, a_workbook

from quarterly.deliver.mail import Attachment
from quarterly.deliver.mail import message as message_module
from quarterly.deliver.mail.addresses import file_name, parse_address
from quarterly.deliver.mail.body import html_body, plain_body, subject_of
from quarterly.deliver.mail.message import MessageUnsafe, Packed, Sender, write_letter
from quarterly.model.edition import Edition

SAM = parse_address("sam@northmere.example")
SENDER = Sender(address=parse_address("performance@northmere.example"), name="Performance, team")


def packed(parcel=None, *, password=False) -> Packed:
    parcel = parcel or a_parcel()
    return Packed(parcel=parcel, attachments=parcel.attachments, password=password)


def letter(parcel=None, name="Sam Field", sender=SENDER, **how):
    return write_letter(packed(parcel), SAM, name, sender, NOW, **how)


def opened(content):
    return BytesParser(policy=policy.default).parsebytes(content)


def test_the_whole_message():
    found = opened(letter().content)
    assert list(found.items()) == [
        (
            "Subject",
            "OFFICIAL-SENSITIVE: Children's services improvement plan: progress report, Q3 2025/26",
        ),
        ("To", "Sam Field <sam@northmere.example>"),
        ("From", '"Performance, team" <performance@northmere.example>'),
        ("Date", "Tue, 20 Jan 2026 06:00:00 +0000"),
        ("Message-ID", found["Message-ID"]),
        ("MIME-Version", "1.0"),
        ("Content-Type", found["Content-Type"]),
    ]
    assert re.fullmatch(r"<[0-9a-f]{40}@northmere\.example>", found["Message-ID"])
    parts = [(part.get_content_type(), part["Content-Language"]) for part in found.walk() if not part.is_multipart()]
    xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert parts == [("text/plain", "en-GB"), ("text/html", "en-GB"), (xlsx, None)]
    said = [found.get_body((kind,)).get_content().replace("\r\n", "\n") for kind in ("plain", "html")]
    assert said == [plain_body(a_parcel(), password=False), html_body(a_parcel(), password=False)]


def test_a_draft_opens_in_outlook_ready_to_send():
    found = opened(letter(draft=True, sender=None).content)
    assert found["X-Unsent"] == "1"
    assert not {"From", "Date", "Message-ID"} & set(found)
    assert found["To"] == "Sam Field <sam@northmere.example>"
    assert letter(draft=True).draft_name == "Q3 2025-26 working - sam@northmere.example.eml"
    odd = write_letter(packed(a_parcel(issue=2)), parse_address("s/m@northmere.example"), "", None, NOW, draft=True)
    assert odd.draft_name == "Q3 2025-26 working issue 2 - s_m@northmere.example 4475f716.eml"


def test_the_same_message_always_has_the_same_bytes():
    assert letter().content == letter().content
    assert (
        letter().message_id != write_letter(packed(), parse_address("jo@northmere.example"), "", SENDER, NOW).message_id
    )


def test_the_marking_stands_first_in_the_subject_and_at_both_ends_of_the_body():
    parcel = a_parcel()
    assert subject_of(parcel).startswith("OFFICIAL-SENSITIVE: ")
    lines = plain_body(parcel, password=False).splitlines()
    assert (lines[0], lines[-1]) == ("OFFICIAL-SENSITIVE", "OFFICIAL-SENSITIVE")
    assert html_body(parcel, password=False).count(">OFFICIAL-SENSITIVE</p>") == 2
    unmarked = a_parcel(Edition.PUBLISHED)
    assert "OFFICIAL" not in subject_of(unmarked) + plain_body(unmarked, password=False)


def test_a_further_issue_says_that_it_takes_the_place_of_the_last():
    parcel = a_parcel(issue=2)
    assert subject_of(parcel).endswith("(issue 2)")
    assert "It is issue 2 and takes the place of the one before." in plain_body(parcel, password=False)


def test_each_edition_says_what_it_is():
    assert "please do not pass it on" in plain_body(a_parcel(Edition.WORKING), password=False)
    assert "Small numbers are hidden in it." in plain_body(a_parcel(Edition.PUBLISHED), password=False)


def test_a_report_that_is_shut_is_not_told_in_the_open_message():
    text = plain_body(a_parcel(), password=True) + html_body(a_parcel(), password=True)
    assert "Agency staff" not in text
    assert "overdue" not in text
    assert "opens with a password, which reaches you another way and never by e-mail" in text


def test_a_link_stands_in_both_bodies_in_place_of_an_attachment():
    parcel = a_parcel(link="https://northmere.example/reports?a=1&b=2", attachments=())
    assert "The report: https://northmere.example/reports?a=1&b=2" in plain_body(parcel, password=False)
    assert '<a href="https://northmere.example/reports?a=1&amp;b=2">' in html_body(parcel, password=False)


def test_a_path_on_a_share_can_be_pressed():
    parcel = a_parcel(link=r"\\server\reports\plan Q3.xlsx", attachments=())
    assert r"The report: \\server\reports\plan Q3.xlsx" in plain_body(parcel, password=False)
    shown = r'<a href="file://server/reports/plan%20Q3.xlsx">\\server\reports\plan Q3.xlsx</a>'
    assert shown in html_body(parcel, password=False)


class Page(HTMLParser):
    """What a screen reader meets."""

    def __init__(self):
        super().__init__()
        self.tags, self.open = [], []

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_the_page_is_accessible():
    page = Page()
    page.feed(html_body(a_parcel(), password=False).replace("<!DOCTYPE html>", ""))
    assert page.open == []
    tags = [tag for tag, _ in page.tags]
    assert page.tags[0] == ("html", {"lang": "en-GB"})
    assert not {"img", "script", "link", "iframe", "style"} & set(tags)
    assert [tags.count(one) for one in ("title", "h1", "table", "caption", "thead")] == [1, 1, 1, 1, 1]
    scopes = [attributes.get("scope") for tag, attributes in page.tags if tag == "th"]
    assert scopes == ["col"] * 4 + ["row"] * 4
    assert "✖ Red" in html_body(a_parcel(), password=False)  # colour never without a word


def test_words_of_a_workbook_are_words_and_no_markup():
    summary = a_summary(attention=("<script>alert(1)</script>\u202e & <img src=x>",), authority='"><b>')
    text = html_body(a_parcel(summary=summary, title="<h1>"), password=False)
    assert "<script" not in text
    assert "<img" not in text
    assert "<b>" not in text
    assert "\u202e" not in text


NASTY = st.text(
    alphabet=st.one_of(
        st.sampled_from("\r\n\t\0,;:<>@\"'\\()[]=?_. aB\u2028\u202e\u00e9\uff20\u0130"),
        st.characters(codec="utf-8"),
    ),
    max_size=90,
)


@settings(deadline=None)
@given(name=NASTY, title=NASTY, marking=NASTY, stem=NASTY, sender=NASTY)
@example(
    name='Field, "Sam" <x@evil.example>', title="a\r\nBcc: x@evil.example", marking="\n", stem='"\r\nX: y', sender=","
)
@example(
    name="=?utf-8?q?x=40evil.example=2C?= a", title="=?utf-8?b?DQpCY2M6IHhAeQ==?=", marking="", stem="a;b", sender="é,"
)
@example(name="é" * 50 + ', "b"', title="é" * 200, marking="é" * 60, stem="é" * 200, sender="ü, (x)")
def test_no_name_subject_or_file_adds_a_header_or_a_recipient(name, title, marking, stem, sender):
    file = file_name(f"{stem}.xlsx")
    parcel = a_parcel(title=title, marking=marking, attachments=(Attachment(name=file, content=b"PK\x03\x04"),))
    made = write_letter(packed(parcel), SAM, name, replace(SENDER, name=sender), NOW)
    head = made.content.partition(b"\r\n\r\n")[0]
    names = [line.partition(b":")[0].decode() for line in head.split(b"\r\n") if not line.startswith((b" ", b"\t"))]
    assert names == ["Subject", "To", "From", "Date", "Message-ID", "MIME-Version", "Content-Type"]
    assert head.isascii()
    assert b"\r" not in head.replace(b"\r\n", b"")
    assert b"\n" not in head.replace(b"\r\n", b"")
    found = opened(made.content)
    assert [one.addr_spec for one in found["To"].addresses] == ["sam@northmere.example"]
    assert [one.addr_spec for one in found["From"].addresses] == ["performance@northmere.example"]
    assert [part.get_filename() for part in found.iter_attachments()] == [file]


def test_what_does_not_read_back_as_meant_does_not_leave(monkeypatch):
    monkeypatch.setattr(message_module, "_coded", lambda text, _header: f"{text}\r\nBcc: x@evil.example")
    with pytest.raises(MessageUnsafe, match="did not read back as it was written"):
        letter()


def test_a_second_recipient_in_finished_bytes_is_noticed():
    parcel = a_parcel()
    made = letter(parcel)
    head = {"Subject": "", "From": "<performance@northmere.example>"}
    head |= {"To": "", "Date": "", "Message-ID": ""}
    fine = made.content
    assert message_module.reads_back(fine, head, subject_of(parcel), SAM, parcel.attachments)
    for changed in (
        fine.replace(b"To: Sam Field <sam@", b"To: x@evil.example, Sam Field <sam@"),
        fine.replace(b"Subject:", b"Bcc: x@evil.example\r\nSubject:", 1),
        fine.replace(b"To: ", b"To: x@evil.example\r\nTo: ", 1),
        fine.replace(b"plan Q3", b"plan Q4"),
        fine.replace(b"OFFICIAL-SENSITIVE: ", b"OFFICIAL: ", 1),
    ):
        assert changed != fine
        assert not message_module.reads_back(changed, head, subject_of(parcel), SAM, parcel.attachments)


def test_attachments_arrive_as_they_were():
    (part,) = opened(letter().content).iter_attachments()
    assert part.get_payload(decode=True) == a_workbook()
