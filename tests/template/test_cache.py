"""A template that has not changed is not read again; what is kept is never trusted."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from drawn_templates import WORDS, compiled, png, repacked, workbook
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from quarterly.errors import TemplateRefused, WorkbookRefused
from quarterly.template import cache, load_template
from quarterly.template.compiler import COMPILER
from quarterly.template.known import Known
from quarterly.template.load import BUILT_IN, compiled_from, compiled_template, find
from quarterly.template.stored import Unreadable, from_json, to_json


@pytest.fixture
def home(tmp_path: Path, monkeypatch) -> Path:
    """An empty cache folder."""
    monkeypatch.setattr("quarterly.template.cache.folder", lambda: tmp_path / "cache")
    return tmp_path / "cache"


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    path = tmp_path / "ours.xlsx"
    path.write_bytes(workbook({"A1": "{{authority}}", "A2": "=1+1"}))
    return path


def stop_reading(monkeypatch) -> None:
    def never(*arguments: object) -> None:
        raise AssertionError("the template was read again")

    monkeypatch.setattr("quarterly.template.load.compiled_from", never)


def test_an_unchanged_template_is_taken_from_the_cache_with_its_warnings(home: Path, ours: Path, monkeypatch) -> None:
    first = compiled_template(ours)
    stop_reading(monkeypatch)
    assert compiled_template(ours) == first
    assert [one.code for one in first.warnings] == ["formula-not-carried"]


def test_a_copy_under_another_name_is_the_same_template(home: Path, ours: Path, monkeypatch) -> None:
    first = load_template(ours)
    stop_reading(monkeypatch)
    other = ours.with_name("theirs.xlsx")
    other.write_bytes(ours.read_bytes())
    assert load_template(other) == replace(first, name="theirs")


def test_a_changed_template_is_read_again(home: Path, ours: Path) -> None:
    compiled_template(ours)
    ours.write_bytes(workbook({"A1": "{{quarter.label}}"}))
    assert compiled_template(ours).template.sheets[0].nodes[0].cells[0].value[0].name == "quarter.label"


def test_templates_with_errors_are_never_kept(home: Path, ours: Path) -> None:
    ours.write_bytes(workbook({"A1": "{{athority}}"}))
    with pytest.raises(TemplateRefused) as error:
        compiled_template(ours)
    assert error.value.code == "template-faulty"
    assert "'Scorecard'!A1" in error.value.message
    assert "{{authority}}" in error.value.message
    assert "\nPut right what is listed" in error.value.message
    assert not home.exists()


def test_a_refusal_names_twenty_mistakes_and_counts_the_rest(home: Path, ours: Path) -> None:
    ours.write_bytes(workbook({f"A{row}": "{{athority}}" for row in range(1, 26)}))
    with pytest.raises(TemplateRefused) as error:
        compiled_template(ours)
    assert error.value.message.count("did you mean".title()[:3]) >= 20
    assert "25 mistakes are" in error.value.message
    assert "... and 5 more." in error.value.message


def test_a_refusal_of_the_template_as_a_whole_names_no_sheet(home: Path, ours: Path) -> None:
    ours.write_bytes(workbook({}, name="Styles", styled=False))
    with pytest.raises(TemplateRefused, match="\n  The template has no sheet"):
        compiled_template(ours)


@pytest.mark.parametrize("damage", [b"", b"{}", b"[]", b"null", b"\xff\xfe", b'{"formats":[]}', b"[" * 100_000])
def test_a_damaged_entry_is_silently_built_anew(home: Path, ours: Path, damage: bytes) -> None:
    first = compiled_template(ours)
    (entry,) = home.iterdir()
    entry.write_bytes(damage)
    assert compiled_template(ours) == first
    assert from_json(entry.read_bytes()).template.sha256 == first.template.sha256


def test_an_entry_of_another_template_is_not_believed(home: Path, ours: Path) -> None:
    first = compiled_template(ours)
    (entry,) = home.iterdir()
    entry.write_bytes(to_json(replace(first, template=replace(first.template, sha256="1" * 64))))
    assert compiled_template(ours) == first


def test_an_entry_that_is_far_too_large_is_not_read(home: Path, ours: Path, monkeypatch) -> None:
    first = compiled_template(ours)
    monkeypatch.setattr("quarterly.template.cache.LARGEST", 10)
    assert compiled_template(ours) == first


def test_other_words_or_another_compiler_need_another_entry(home: Path, ours: Path, monkeypatch) -> None:
    compiled_template(ours)
    monkeypatch.setattr("quarterly.template.cache.COMPILER", COMPILER + 1)
    compiled_template(ours)
    assert len(list(home.iterdir())) == 2
    assert len({Known(WORDS).fingerprint, Known(replace(WORDS, sections=())).fingerprint}) == 2


def test_only_the_latest_entries_are_kept(home: Path, ours: Path, monkeypatch) -> None:
    monkeypatch.setattr("quarterly.template.cache.MOST_KEPT", 2)
    for text in ("a", "b", "c"):
        ours.write_bytes(workbook({"A1": text}))
        compiled_template(ours)
    assert len(list(home.iterdir())) == 2


def test_where_nothing_can_be_kept_templates_are_read_all_the_same(home: Path, ours: Path) -> None:
    home.write_text("a file where the folder should be")
    assert compiled_template(ours).template.name == "ours"


def test_the_cache_is_the_users_own() -> None:
    assert cache.folder().name == "templates"


def test_a_run_with_an_unchanged_template_does_not_load_openpyxl(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom quarterly.template import cache, load_template\nfrom pathlib import Path\n"
        f"cache.folder = lambda: Path({str(tmp_path)!r})\nload_template('quarterly')\n"
        "print('openpyxl' in sys.modules)"
    )
    said = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
        for _ in range(2)
    ]
    assert said == ["True", "False"]


@pytest.mark.parametrize("name", BUILT_IN)
def test_built_in_templates_come_back_from_the_cache_as_they_went_in(name: str) -> None:
    found = compiled_from(find(name).read_bytes(), f"{name}.xlsx")
    assert (found.problems, from_json(to_json(found))) == ((), found)


def everything() -> object:
    """A template with one of everything that can be stored."""
    import datetime
    import io

    from openpyxl.drawing.image import Image
    from openpyxl.formatting.rule import CellIsRule
    from openpyxl.styles import PatternFill

    def draw(sheet) -> None:
        sheet["B1"], sheet["C1"] = 2.5, datetime.date(2026, 1, 31)
        sheet["D1"] = "=1"
        sheet.row_dimensions[1].height = 30
        sheet.print_title_rows = "1:1"
        sheet.add_image(Image(io.BytesIO(png())), "B3")
        sheet.conditional_formatting.add(
            "A1", CellIsRule(operator="lessThan", formula=["5"], fill=PatternFill("solid", bgColor="FFFF0000"))
        )

    cells = {
        "A1": "{{authority}}!",
        "A2": "{{each kpi}}",
        "A3": "{{kpi.ref}}",
        "A4": "{{end}}",
        "A5": "{{section.audits}}",
    }
    return compiled(workbook(cells, draw=draw))


def test_everything_that_a_template_holds_comes_back() -> None:
    found = everything()
    assert from_json(to_json(found)) == found


def _places(value: object, path: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, one in inner for place in _places(one, (*path, key)))]


STORED = to_json(everything())
PLACES = _places(json.loads(STORED))


@settings(max_examples=300, deadline=None)
@given(
    place=st.sampled_from(PLACES[1:]),
    instead=st.one_of(st.none(), st.booleans(), st.integers(-9, 9), st.text(max_size=3), st.just([]), st.just({})),
)
def test_whatever_is_changed_in_an_entry_gives_a_template_or_is_known_as_damaged(place, instead) -> None:
    said = json.loads(STORED)
    outer = said
    for key in place[:-1]:
        outer = outer[key]
    outer[place[-1]] = instead
    try:
        from_json(json.dumps(said).encode())
    except Unreadable:
        return


@pytest.mark.parametrize(
    ("name", "instead"),
    [
        ("zoom", "100"),
        ("zoom", True),
        ("zoom", 1.5),
        ("gridlines", 1),
        ("tab", None),
        ("widths", [True]),
        ("name", [[1]]),
    ],
)
def test_values_of_another_type_are_known_as_damaged(name: str, instead: object) -> None:
    said = json.loads(STORED)
    said["sheets"][0][name] = instead
    with pytest.raises(Unreadable):
        from_json(json.dumps(said).encode())


def test_the_compiler_has_a_new_version_when_it_compiles_otherwise() -> None:
    """Change COMPILER when this fails: templates that are kept would go on being used as they were compiled before."""
    import hashlib

    said = json.loads(STORED)
    shape = json.dumps([said["sheets"][0]["nodes"], said["sheets"][0]["page"], sorted(said)], sort_keys=True)
    assert (COMPILER, hashlib.sha256(shape.encode()).hexdigest()[:12]) == (5, "4a904363cba5")


@pytest.mark.parametrize(
    ("name", "hint"),
    [("quartely", 'Did you mean "quarterly"?'), ("improvement_workbook", "Quarterly's own are"), ("zzz", "published")],
)
def test_an_unknown_template_is_refused_with_those_that_there_are(name: str, hint: str) -> None:
    with pytest.raises(TemplateRefused, match=hint.replace("?", r"\?")) as error:
        find(name)
    assert error.value.code == "template-unknown"


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WorkbookRefused, match="There is no file"):
        load_template(tmp_path / "none.xlsx")


def test_a_folder_with_the_name_of_a_built_in_template_does_not_hide_it(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "monthly").mkdir()
    monkeypatch.chdir(tmp_path)
    assert find("monthly").name == "monthly.xlsx"


def test_repacked_templates_are_other_templates(home: Path, ours: Path) -> None:
    first = load_template(ours).sha256
    ours.write_bytes(repacked(ours.read_bytes(), extra__part=b"x"))
    assert load_template(ours).sha256 != first
