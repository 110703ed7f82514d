"""Jobs files: what they give, and every mistake with its line."""

from contextlib import suppress
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from job_files import DRAFTS, job, office

from quarterly.deliver.mail import Way
from quarterly.errors import DeliveryRefused
from quarterly.jobs.due import WhenClosed
from quarterly.jobs.fields import FILE_FIELDS, JOB_FIELDS
from quarterly.jobs.job import Retry, WhenErrors
from quarterly.jobs.reading import read_jobs
from quarterly.jobs.toml_lines import lines_of
from quarterly.model.edition import Edition

WHOLE = """\
owner = "owner@northmere.example"
records = "kept"
archive = "C:/archive"
time_zone = "Europe/Paris"

[mail]
way = "eml"

[[job]]
name = "Board"
workbook = "plans/*.xlsx"
due = "last Friday at 07:15"
when_closed = "previous working day"
starts = 2026-01-31
enabled = false
quarter = "current"
year_starts = "September"
as_at = 2026-02-01
editions = [
  "published",
  "working",
]
threshold = 10
template = "ours.xlsx"
template_published = "published"
folder = "../out/{quarter}"
file = "{authority} {edition}.xlsx"
in_place = true
pdf = true
tidy = "csv"
send = true
link_to = "https://northmere.example/{authority}"
when_errors = "send"
tries = 3
wait_minutes = 10
"""


def mistakes(tmp_path: Path, text: str) -> list[tuple[int, str]]:
    return [(one.line, one.code) for one in office(tmp_path).read(text).problems]


def test_every_key_is_read(tmp_path: Path) -> None:
    file = office(tmp_path).read(WHOLE)
    (board,) = file.jobs
    assert file.problems == ()
    assert (file.owner, file.records, file.zone.key) == ("owner@northmere.example", tmp_path / "kept", "Europe/Paris")
    assert (file.mail.way, file.mail.drafts) == (Way.EML, tmp_path / "kept" / "drafts")
    assert (board.due.at, board.due.when_closed, board.due.first_month) == (time(7, 15), WhenClosed.BEFORE, 9)
    assert (board.starts, board.enabled, board.quarter, board.as_at) == (
        date(2026, 1, 31),
        False,
        "current",
        date(2026, 2, 1),
    )
    assert (board.editions, board.threshold) == ((Edition.PUBLISHED, Edition.WORKING), 10)
    assert (board.template, board.template_published) == (str(tmp_path / "ours.xlsx"), "published")
    assert board.outputs.folder == tmp_path.parent / "out" / "{quarter}"
    assert (board.outputs.in_place, board.outputs.pdf, board.send, board.when_errors) == (
        True,
        True,
        True,
        WhenErrors.SEND,
    )
    assert board.link_to == "https://northmere.example/{authority}"
    assert board.retry == Retry(tries=3, wait=timedelta(minutes=10))


def test_the_whole_file_above_holds_every_key_there_is() -> None:
    keys = {line.partition(" = ")[0] for line in WHOLE.splitlines() if " = " in line}
    assert {field.key for field in (*FILE_FIELDS, *JOB_FIELDS)} - keys == set()


def test_every_example_in_the_declarations_can_be_read(tmp_path: Path) -> None:
    lines = [f"{field.key} = {field.example}" for field in FILE_FIELDS]
    own = [f"{field.key} = {field.example}" for field in JOB_FIELDS]
    assert mistakes(tmp_path, "\n".join([*lines, DRAFTS, "[[job]]", *own])) == []


def test_a_job_needs_three_keys_and_the_rest_has_defaults(tmp_path: Path) -> None:
    file = office(tmp_path).read(job())
    (board,) = file.jobs
    assert (file.problems, file.mail, file.owner) == ((), None, "")
    assert (file.records, file.archive) == (tmp_path / "jobs records", tmp_path / "jobs records" / "archive")
    assert (board.editions, board.quarter, board.send) == ((Edition.WORKING,), "last complete", False)
    assert board.outputs.folder == tmp_path / "reports"


def test_all_mistakes_are_found_at_once_with_their_lines(tmp_path: Path) -> None:
    text = """\
owner = "nobody"
time_zone = "Europe/Londn"
colour = "red"

[mail]
way = "pigeon"

[[job]]
name = "A"
workbook = "plans/*.xlsx"
deu = "last Friday"
due = "lst friday"
editions = [
  "working",
  "publishd",
]
file = "{authorty}.xls"
send = "yes"
tries = 100
threshold = 1

[[job]]
name = "A"
due = 5
starts = "2026-01-01"
quarter = "Q3"
workbook = ""
year_starts = "april"
in_place = 1

[[job]]
due = "last Friday"
folder = "a\\tb"
workbook = "x.xlsx"
editions = ["published"]
in_place = true
records = "x"
"""
    assert mistakes(tmp_path, text) == [
        (1, "jobs-owner-wrong"),
        (2, "jobs-time-zone-unknown"),
        (3, "jobs-key-unknown"),
        (6, "jobs-mail-wrong"),
        (9, "jobs-name-twice"),
        (11, "jobs-key-unknown"),
        (12, "jobs-due-unknown"),
        (13, "jobs-not-a-choice"),
        (17, "jobs-placeholder-unknown"),
        (17, "jobs-file-name"),
        (17, "jobs-names-not-distinct"),
        (18, "jobs-wrong-type"),
        (19, "jobs-out-of-range"),
        (20, "jobs-threshold-one"),
        (20, "jobs-published-only"),
        (23, "jobs-name-twice"),
        (24, "jobs-wrong-type"),
        (25, "jobs-wrong-type"),
        (26, "jobs-quarter-unknown"),
        (27, "jobs-blank"),
        (28, "jobs-not-a-choice"),
        (29, "jobs-wrong-type"),
        (31, "jobs-key-missing"),
        (33, "jobs-path-wrong"),
        (36, "jobs-published-only"),
        (37, "jobs-key-unknown"),
    ]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (['deu = "x"'], 'There is no key "deu" in the job "Board". Did you mean "due"?'),
        (['owner = "x@y.example"'], "It belongs at the top of the file, above the first line in brackets."),
        (['when_errors = "hld"'], '"when_errors" cannot be "hld". Did you mean "hold"? Choose from: hold, send.'),
        (["send = true"], "This job sends its report, and the file has no table [mail] that says how."),
        (['editions = ["working", 3]'], '"editions" should be a list of texts'),
        (['file = "{authority"'], "cannot be the name of a report"),
        (['file = "a/b.xlsx"'], "cannot be the name of a report"),
        (
            ['editions = ["working", "published"]', 'file = "{quarter}.xlsx"'],
            "it makes two editions. Add {edition} to folder or file.",
        ),
    ],
)
def test_mistakes_are_said_in_words(tmp_path: Path, lines: list[str], said: str) -> None:
    (problem,) = office(tmp_path).read(job("Board", *lines)).problems
    assert (problem.job, said in problem.text) == ("Board", True)


BOTH = 'editions = ["working", "published"]'


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        (["send = true", 'link_to = "http://northmere.example"'], ["jobs-link-wrong"]),
        (["send = true", 'link_to = ""'], ["jobs-blank"]),
        (["send = true", 'link_to = "https://northmere.example/{authrity}"'], ["jobs-placeholder-unknown"]),
        (['link_to = "https://northmere.example"'], ["jobs-link-alone"]),
        (["send = true", 'link_to = "//server/reports"', BOTH], []),
        (
            ["send = true", 'link_to = "//server/a"', BOTH, 'folder = "{edition}"', 'file = "a.xlsx"'],
            ["jobs-link-not-distinct"],
        ),
        (["send = true", 'link_to = "//server/{edition}"', BOTH, 'folder = "{edition}"', 'file = "a.xlsx"'], []),
    ],
)
def test_a_link_leads_each_reader_to_a_report_of_their_own(tmp_path: Path, lines: list[str], codes: list[str]) -> None:
    text = f'[mail]\nway = "eml"\n{job("Board", *lines)}'
    assert [code for _, code in mistakes(tmp_path, text)] == codes


def test_a_key_of_a_job_that_stands_above_all_jobs_is_told_where_it_belongs(tmp_path: Path) -> None:
    (problem,) = (
        office(tmp_path).read('send = true\n[[job]]\nname = "A"\nworkbook = "a.xlsx"\ndue = "daily"\n').problems
    )
    assert problem.text == 'There is no key "send" at the top of the file. It belongs below a line [[job]].'


def test_an_owner_at_a_domain_that_mail_may_not_go_to_is_named(tmp_path: Path) -> None:
    text = 'owner = "sam@northmere.sample"\n[mail]\nway = "eml"\ndomains = ["northmere.example"]\n'
    (problem,) = office(tmp_path).read(text + job("Board")).problems
    assert (problem.code, problem.line) == ("jobs-owner-elsewhere", 1)


COLLIDING = [
    (job("One"), job("Two")),
    (job("One", 'folder = "web"', 'file = "Report.xlsx"'), job("Two", 'folder = "x/../web"', 'file = "report.xlsx"')),
    (job("One", 'file = "r.xlsx"', 'editions = ["published"]'), job("Two", 'file = "r.xlsx"', workbook="b.xlsx")),
    (job("One", workbook="a/plan.xlsx"), job("Two", workbook="b/plan.xlsx")),
    (job("One", workbook="plans/*.xlsx"), job("Two", workbook="plans/a.xlsx")),
    (job("One", 'quarter = "Q3 2025/26"'), job("Two")),
    (job("One", 'file = "{authority}.xlsx"'), job("Two", 'file = "{authority}.xlsx"')),
]
APART = [
    (job("One", 'folder = "one"'), job("Two")),
    (job("One", 'folder = "{job}"'), job("Two", 'folder = "{job}"')),
    (job("One", workbook="a.xlsx"), job("Two", workbook="b.xlsx")),
    (job("One", 'editions = ["published"]'), job("Two")),
    (job("One", 'quarter = "Q3 2025/26"'), job("Two", 'quarter = "Q2 2025/26"')),
    (job("One", "as_at = 2026-01-01", 'folder = "{date}"'), job("Two", "as_at = 2026-01-02", 'folder = "{date}"')),
    (job("One", 'file = "{authority}.xlsx"'), job("Two", 'file = "{authority}.xlsx"', workbook="b.xlsx")),
    (job("One", workbook="a/*.xlsx"), job("Two", workbook="b/*.xlsx")),
    (job("One"), job("Two", "enabled = false")),
]


@pytest.mark.parametrize("jobs", COLLIDING)
def test_of_jobs_that_could_save_under_one_name_only_the_first_is_run(tmp_path: Path, jobs: tuple[str, str]) -> None:
    file = office(tmp_path).read("".join(jobs))
    assert ([one.name for one in file.jobs], [one.code for one in file.problems]) == (["One"], ["jobs-same-file"])
    assert 'This job and "One" can save a report under one name' in str(file.problems[0])
    assert len(office(tmp_path).read("".join(reversed(jobs))).problems) == 1


@pytest.mark.parametrize("jobs", APART)
def test_jobs_that_save_under_other_names_are_all_run(tmp_path: Path, jobs: tuple[str, str]) -> None:
    file = office(tmp_path).read("".join(jobs))
    assert ([one.name for one in file.jobs], file.problems) == (["One", "Two"], ())


@pytest.mark.parametrize("line", ["starts = 9999-12-31", "as_at = 0001-01-01", "as_at = 9999-12-31"])
def test_a_day_that_no_calendar_reaches_is_a_mistake_with_its_line(tmp_path: Path, line: str) -> None:
    (problem,) = office(tmp_path).read(job("Board", line)).problems
    assert (problem.line, problem.code) == (5, "jobs-date-far")
    assert "Give a day from 2000-01-01 to 2099-12-31." in problem.text


def test_a_name_of_two_lines_is_a_mistake(tmp_path: Path) -> None:
    (problem,) = office(tmp_path).read(job("Board\\nBcc: x@y.example")).problems
    assert (problem.code, problem.job) == ("jobs-name-wrong", r"'Board\nBcc: x@y.example'")


def test_a_password_that_stands_where_its_name_should_is_not_repeated(tmp_path: Path) -> None:
    mail = '[mail]\nway = "smtp"\nserver = "x"\nsender = "a@b.example"\ndomains = ["b.example"]\nusername = "u"\n'
    file = office(tmp_path).read(f'{mail}password_from = "Winter 2026!"\n' + job("Board", "send = true"))
    assert file.jobs == ()
    assert "Winter" not in " ".join(map(str, file.problems))


def test_jobs_with_a_mistake_are_left_out_and_the_others_stay(tmp_path: Path) -> None:
    file = office(tmp_path).read(job("Good") + job("Bad", "tries = 0") + job("Also good", 'folder = "also"'))
    assert [one.name for one in file.jobs] == ["Good", "Also good"]


def test_where_mail_is_wrong_only_jobs_that_send_are_left_out(tmp_path: Path) -> None:
    file = office(tmp_path).read(job("Sends", "send = true") + job("Saves") + '[mail]\nway = "pigeon"\n')
    assert ([one.name for one in file.jobs], file.mail) == (["Saves"], None)


def test_mail_that_is_no_table_is_a_mistake(tmp_path: Path) -> None:
    assert mistakes(tmp_path, 'mail = "eml"\n' + job()) == [(1, "jobs-not-a-table")]


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (b'[[job]]\nname = "A\n', "jobs-file-not-toml", "line 2"),
        (
            b'a = 1\nb = "C:\\Users\\sam"\n',
            "jobs-file-not-toml",
            "line 2, column 10). Write paths with forward slashes",
        ),
        (b'a = 1\nb = "S:\\plans"', "jobs-file-not-toml", 'slashes, such as "C:/plans", or in single quotes. No job'),
        (b"a = 1\na = 2\n", "jobs-file-not-toml", "cannot overwrite a value"),
        (b'[job]\nname = "A"\n', "jobs-file-not-toml", "job is not written as a table"),
        (b"a = " + b"[" * 3000, "jobs-file-not-toml", "brackets stand in one another too deep"),
        (b'owner = "x@y.example"\n', "no-jobs", "holds no job"),
        (b"\xff\xfe[\x00", "jobs-file-not-text", "is not a text file in UTF-8"),
        (b"a = [\n" + b"1,\n" * 30_000 + b"]\n", "jobs-file-not-toml", "line 1 goes on for more than 200 lines"),
        (b"#" * 200_000, "jobs-file-too-large", "larger than 100 KB"),
    ],
)
def test_files_that_cannot_be_read_are_refused_in_a_sentence(tmp_path: Path, content: bytes, code, said) -> None:
    path = tmp_path / "jobs.toml"
    path.write_bytes(content)
    with pytest.raises(DeliveryRefused) as refused:
        read_jobs(path)
    assert (refused.value.code, said in refused.value.message) == (code, True)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DeliveryRefused, match="No such file"):
        read_jobs(tmp_path / "jobs.toml")


def test_notepad_s_mark_and_line_ends_are_taken(tmp_path: Path) -> None:
    path = tmp_path / "jobs.toml"
    path.write_bytes(b"\xef\xbb\xbf" + (job() + "x = 1\n").replace("\n", "\r\n").encode())
    assert [one.line for one in read_jobs(path).problems] == [5]


def test_lines_of_keys_in_every_form_that_toml_has() -> None:
    text = '''\
# a comment with key = 1
a = """
b = 2
"""
c = [ # [[job]]
  1,
]
d.e = 3
f = { g = 4, h = { i = 5 } }

[j]
"k l" = 6
[[m]]
n = 7
[[m]]
n = 8
[m.o]
p = 9
[j.q]
r = 10
'''
    assert dict(lines_of(text).numbers) == {
        ("a",): 2,
        ("c",): 5,
        ("d",): 8,
        ("d", "e"): 8,
        ("f",): 9,
        ("f", "g"): 9,
        ("f", "h"): 9,
        ("f", "h", "i"): 9,
        ("j",): 11,
        ("j", "k l"): 12,
        ("m", 0): 13,
        ("m", 0, "n"): 14,
        ("m", 1): 15,
        ("m", 1, "n"): 16,
        ("m", 1, "o"): 17,
        ("m", 1, "o", "p"): 18,
        ("j", "q"): 19,
        ("j", "q", "r"): 20,
    }


def test_a_key_that_is_missing_has_the_line_of_its_table() -> None:
    lines = lines_of("[[job]]\nname = 1\n")
    assert (lines.of("job", 0, "due"), lines.of("mail", "way")) == (1, 1)


@given(st.text(max_size=200))
def test_whatever_stands_in_a_file_it_is_read_or_refused(tmp_path_factory, text: str) -> None:
    path = tmp_path_factory.mktemp("any") / "jobs.toml"
    path.write_text(job() + text, encoding="utf-8", newline="", errors="surrogatepass")
    read = None
    with suppress(DeliveryRefused):
        read = read_jobs(path)
    assert read is None or read.jobs or read.problems  # the job that stands above is run, or it is said why not
