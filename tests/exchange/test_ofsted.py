from __future__ import annotations

import json
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from quarterly.cli import options
from quarterly.cli.app import run_command
from quarterly.errors import DataSetRefused
from quarterly.exchange.ofsted import AuthorityGrades, DomainProfile, grade_profile, standing

REAL = Path(__file__).parents[3] / "shared" / "data" / "ofsted" / "ofsted_csc_ilacs_overview.xlsx"
HEAD = (
    *("la_code", "stat_neighbours", "local_authority", "overall_effectiveness_grade"),
    *("inspection_start_date", "inspection_end_date", "publication_date", "in_care_grade", "care_leavers_grade"),
)
ROWS = (
    ("801", "802, 803", "ashby", "good", "11/09/2023", "15/09/2023", "27/10/23", "good", "outstanding"),
    ("802", "801, 803, 999", "bere on sea", "Requires Improvement to be Good", "", "", "05/08/2025", "RI", "nan"),
    ("803", "", "City of Coldwell", "inadequate", "", "", "2024-01-09", "good", "inspection_pre_dates_judgement"),
    ("804", "801", "stoke-on-dale", "nan", "", "", "None", "None", ""),
)


def book(path: Path, *rows: tuple[object, ...], head: tuple[str, ...] = HEAD, above: int = 0) -> Path:
    workbook = openpyxl.Workbook()
    workbook.active.title = "Read me"
    sheet = workbook.create_sheet("overview")
    for _ in range(above):
        sheet.append(["Summary of inspections"])
    for row in (head, *rows):
        sheet.append(row)
    workbook.save(path)
    return path


@pytest.fixture
def overview(tmp_path: Path) -> Path:
    return book(tmp_path / "overview.xlsx", *ROWS, above=2)


def profile_of(domain: str, *counts: int, ungraded: int = 0) -> DomainProfile:
    grades = ("Outstanding", "Good", "Requires improvement", "Inadequate")
    return DomainProfile(domain=domain, counts=tuple(zip(grades, counts, strict=True)), ungraded=ungraded)


def test_how_many_authorities_hold_each_judgement(overview: Path) -> None:
    profile = grade_profile(overview)
    assert profile.domains == (
        profile_of("Overall effectiveness", 0, 1, 1, 1, ungraded=1),
        profile_of("Children in care", 0, 2, 1, 0, ungraded=1),
        profile_of("Care leavers", 1, 0, 0, 0, ungraded=3),
    )
    assert (profile.earliest, profile.latest, profile.notes) == (date(2023, 10, 27), date(2025, 8, 5), ())
    assert profile.statement == (
        "Of 3 authorities with a judgement: 0% outstanding (0), 33% good (1), 33% requires improvement (1) and "
        "33% inadequate (1), in reports published 27 Oct 2023 to 5 Aug 2025. 1 has none."
    )


def test_an_authority_is_read_with_its_dates_and_neighbours(overview: Path) -> None:
    assert grade_profile(overview).authorities[0] == AuthorityGrades(
        name="Ashby",
        number="801",
        grades=(("Overall effectiveness", "Good"), ("Children in care", "Good"), ("Care leavers", "Outstanding")),
        inspected_from=date(2023, 9, 11),
        inspected_to=date(2023, 9, 15),
        published=date(2023, 10, 27),
        neighbours=("802", "803"),
    )


def test_names_without_capitals_get_them_and_others_are_left(overview: Path) -> None:
    names = [one.name for one in grade_profile(overview).authorities]
    assert names == ["Ashby", "Bere on Sea", "City of Coldwell", "Stoke-on-Dale"]


@pytest.mark.parametrize("asked", ["bere on sea", "Bere On Sea", "802"])
def test_an_authority_and_its_neighbours(overview: Path, asked: str) -> None:
    found = standing(grade_profile(overview), asked)
    assert [one.name for one in found.neighbours] == ["Ashby", "City of Coldwell"]
    assert found.profile == profile_of("Overall effectiveness", 0, 1, 0, 1)
    assert found.statement == (
        "Bere on Sea is judged requires improvement (published 5 Aug 2025). "
        "Of its 2 statistical neighbours with a judgement: 1 good and 1 inadequate."
    )
    assert found.notes == ("The file has no authority with the number 999, a neighbour.",)


def test_an_authority_without_judgement_or_neighbours_says_so(overview: Path) -> None:
    profile = grade_profile(overview)
    assert standing(profile, "804").statement == (
        "Stoke-on-Dale has no judgement. Of its 1 statistical neighbour with a judgement: 1 good."
    )
    alone = standing(profile, "803")
    assert (alone.statement, alone.notes) == (
        "City of Coldwell is judged inadequate (published 9 Jan 2024).",
        ("The file lists no statistical neighbours for City of Coldwell.",),
    )


def test_an_unknown_authority_is_refused_with_the_nearest(overview: Path) -> None:
    profile = grade_profile(overview)
    with pytest.raises(DataSetRefused, match=r'no authority "Ashbey"\. Did you mean "Ashby"\?') as refused:
        standing(profile, "Ashbey")
    assert refused.value.code == "authority-unknown"
    with pytest.raises(DataSetRefused, match=r'no authority "Zz"\.$'):
        standing(profile, "Zz")


def test_real_dates_numbers_and_other_headers_are_read(tmp_path: Path) -> None:
    head = ("LA Name", "LA Number", "Overall effectiveness", "Publication date", "Quality of practice grade")
    path = book(tmp_path / "other.xlsx", ("Ashby", 801, "Good", datetime(2024, 5, 3), "Good"), head=head)
    profile = grade_profile(path)
    (found,) = profile.authorities
    assert (found.number, found.published) == ("801", date(2024, 5, 3))
    assert [one.domain for one in profile.domains] == ["Overall effectiveness", "Quality of practice"]


def test_words_that_are_no_grade_are_counted_and_said(tmp_path: Path) -> None:
    head = ("local_authority", "overall_effectiveness_grade")
    path = book(tmp_path / "odd.xlsx", ("Ashby", "Fine"), ("Bere", "fine "), ("", "good"), head=head)
    profile = grade_profile(path)
    assert (profile.overall.ungraded, profile.notes) == (
        2,
        ('"Fine" is no grade (1 times).', '"fine" is no grade (1 times).'),
    )
    assert profile.statement == (
        "Of 0 authorities with a judgement: 0% outstanding (0), 0% good (0), 0% requires improvement (0) and "
        "0% inadequate (0). 2 have none."
    )


def test_of_two_rows_for_an_authority_the_later_publication_is_taken(tmp_path: Path) -> None:
    head = ("local_authority", "overall_effectiveness_grade", "publication_date")
    rows = (("Ashby", "good", "05/08/25"), ("ashby", "inadequate", "05/08/19"))
    profile = grade_profile(book(tmp_path / "twice.xlsx", *rows, head=head))
    assert [(one.name, one.grade()) for one in profile.authorities] == [("Ashby", "Good")]
    assert profile.notes == ("Ashby stands there more than once; the latest publication was taken.",)


def test_a_csv_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "overview.csv"
    path.write_text("\ufefflocal_authority,overall_effectiveness_grade\nashby,good\nshort\n", encoding="utf-8")
    assert [one.grade() for one in grade_profile(path).authorities] == ["Good", ""]


def test_files_that_are_no_overview_are_refused(tmp_path: Path) -> None:
    other = book(tmp_path / "other.xlsx", ("1", "2"), head=("Ref", "Action"))
    noise = tmp_path / "noise.xlsx"
    noise.write_bytes(b"\xff\xfe\x00\x81 not a workbook")
    codes = []
    for path in (tmp_path / "missing.xlsx", other, noise):
        with pytest.raises(DataSetRefused) as refused:
            grade_profile(path)
        codes.append(refused.value.code)
    assert codes == ["ofsted-missing", "ofsted-no-grades", "ofsted-unreadable"]


def test_the_command_shows_the_profile_and_the_neighbours(capsys, overview: Path) -> None:
    assert run_command(["benchmark", "--ofsted", str(overview), "--authority", "Bere on Sea"]) == options.DONE
    out = capsys.readouterr().out
    assert "Bere on Sea is judged requires improvement" in " ".join(out.split())
    assert "Please note: The file has no authority with the number 999" in " ".join(out.split())
    assert max(map(len, out.splitlines())) <= 80
    assert run_command(["benchmark", "--ofsted", str(overview)]) == options.DONE
    assert "neighbours" not in capsys.readouterr().out


def test_the_command_prints_the_whole_shape(capsys, overview: Path) -> None:
    run_command(["benchmark", "--ofsted", str(overview), "--authority", "801", "--json"])
    result = json.loads(capsys.readouterr().out)
    assert (result["authorities"], result["earliest"], result["latest"]) == (4, "2023-10-27", "2025-08-05")
    assert result["domains"][1] == {
        "domain": "Children in care",
        "counts": {"Outstanding": 0, "Good": 2, "Requires improvement": 1, "Inadequate": 0},
        "percent": {"Outstanding": 0, "Good": 67, "Requires improvement": 33, "Inadequate": 0},
        "ungraded": 1,
    }
    assert result["authority"]["grades"]["Care leavers"] == "Outstanding"
    assert [one["name"] for one in result["neighbours"]] == ["Bere on Sea", "City of Coldwell"]
    assert result["neighbours_profile"]["counts"]["Inadequate"] == 1
    run_command(["benchmark", "--ofsted", str(overview), "--json"])
    result = json.loads(capsys.readouterr().out)
    assert (result["authority"], result["neighbours"], result["standing"]) == (None, [], None)


@pytest.mark.parametrize(
    "asked", [[], ["--authority", "Ashby"], ["--dfe", "folder"], ["--dfe", "folder", "--ofsted", "file.xlsx"]]
)
def test_one_source_is_asked_for(capsys, asked: list[str]) -> None:
    assert run_command(["benchmark", *asked]) == options.REFUSED
    assert "Give --dfe with --authority, or --ofsted." in capsys.readouterr().err


@pytest.mark.skipif(not REAL.exists(), reason="needs the overview of inspections beside the repository")
def test_the_published_overview_counts_as_counted_by_hand() -> None:
    """The same counts by openpyxl, straight from the column."""
    sheet = openpyxl.load_workbook(REAL).worksheets[0]
    head, *rows = sheet.iter_rows(values_only=True)
    place = head.index("overall_effectiveness_grade")
    counted = Counter(str(row[place]).capitalize() for row in rows)
    profile = grade_profile(REAL)
    assert {grade: number for grade, number in profile.overall.counts if number} == {
        grade: counted[grade] for grade in ("Outstanding", "Good", "Requires improvement", "Inadequate")
    }
    assert (len(profile.authorities), profile.overall.graded + profile.overall.ungraded) == (len(rows), len(rows))
    found = standing(profile, "Middlesbrough")
    assert (len(found.neighbours), found.notes, found.authority.number) == (10, (), "806")
