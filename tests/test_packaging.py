"""What is installed: a wheel that holds the samples and templates, and that runs the demo in an empty folder."""

import re
import subprocess
import sys
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

import quarterly

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_the_version_is_the_same_everywhere() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert (PROJECT["version"], f"\n## {quarterly.__version__}" in changelog) == (quarterly.__version__, True)


def test_every_dependency_has_its_reason_beside_it() -> None:
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    listed = [
        *PROJECT["dependencies"],
        *(name for extra in PROJECT["optional-dependencies"].values() for name in extra),
    ]
    wanted = [name for name in listed if not name.startswith("quarterly")]
    bare = [name for name in wanted if not any(f'"{name}",' in line and "  # " in line for line in lines)]
    assert bare == []


def test_nobody_is_told_to_install_by_a_name_that_is_not_ours() -> None:
    """On a public index anybody may hold the bare name; a wheel of the release, or a copy of the project, is ours."""
    texts = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("addin/quarterly/**/*.py")]
    bare = re.compile(r"""pip install [^`&\n]*?(?<![\w/.-])quarterly(?!-\d)""")
    assert [path.name for path in texts if bare.search(path.read_text(encoding="utf-8"))] == []
    assert bare.search("`pip install 'quarterly[mail]'`")


@pytest.mark.slow
def test_the_wheel_holds_what_travels_with_it_and_runs_the_demo(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    built = subprocess.run(
        [*pip, "wheel", "--no-deps", "--quiet", "--wheel-dir", tmp_path, ROOT],
        capture_output=True,
        text=True,
        check=False,
    )
    if built.returncode and "No matching distribution" in built.stderr:
        pytest.skip("what builds a wheel cannot be fetched here")
    assert built.returncode == 0, built.stderr
    wheel = next(tmp_path.glob("*.whl"))
    names = set(zipfile.ZipFile(wheel).namelist())
    samples = {f"quarterly/sample_workbooks/{name}.xlsx" for name in ("small", "full", "messy", "broken")}
    add_in = {f"quarterly/ribbon/quarterly{end}" for end in (".xlam", "_functions.xlam", ".applescript")}
    assert (samples | add_in | {"quarterly/py.typed", "quarterly/templates/improvement_workbook.xlsx"}) - names == set()

    # The libraries are those of this environment; the program is the wheel's.
    venv.create(tmp_path / "venv", with_pip=False)
    scripts = tmp_path / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
    site = subprocess.run(
        [scripts / "python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    zipfile.ZipFile(wheel).extractall(site)
    libraries = next(path for path in map(Path, sys.path) if (path / "click").is_dir())
    empty = tmp_path / "empty"
    empty.mkdir()
    code = f"import sys; sys.path.append({str(libraries)!r}); from quarterly.cli import main; main(['demo'])"
    ran = subprocess.run([scripts / "python", "-c", code], cwd=empty, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert sorted(path.name for path in empty.iterdir()) == [
        "Quarterly demo Q3 2025-26 report.xlsx",
        "Quarterly demo.xlsx",
    ]
