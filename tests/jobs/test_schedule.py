"""What starts the jobs: crontab entries, systemd units, and definitions of Windows tasks."""

import os
import shlex
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path, PureWindowsPath
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from quarterly.errors import DeliveryRefused
from quarterly.jobs import schedule
from quarterly.jobs.schedule import Plan, Removed, Route, cron, plan_of, systemd, windows
from quarterly.jobs.schedule.plan import Said, parse_every

HERE = Path(__file__).parent
PLAN = Plan(python=Path("/opt/py thon/bin/python3"), jobs_file=Path("/srv/50% of it/jobs $HOME.toml"), minutes=15)
NEW_YEAR = "2026-01-01 00:00:30 UTC"
ENTRY = cron.entry(PLAN)


class System:
    """Tools of a system that remember what they were asked."""

    def __init__(self, crontab: str | None = None, *, code: int = 0, complaint: str = "") -> None:
        self.crontab, self.code, self.complaint = crontab, code, complaint
        self.asked: list[tuple[str, ...]] = []

    def __call__(self, command, text: str) -> Said:
        self.asked.append(tuple(command))
        if self.code:
            return Said(self.code, "", self.complaint)
        if tuple(command) == ("crontab", "-l"):
            return Said(0, self.crontab, "") if self.crontab is not None else Said(1, "", "no crontab for me\n")
        if tuple(command) == ("crontab", "-"):
            self.crontab = text
        return Said(0, "", "")


@pytest.mark.parametrize(("text", "minutes"), [("15min", 15), ("1h", 60), ("2 h", 120), ("1MIN", 1), ("60min", 60)])
def test_how_often_is_understood(text: str, minutes: int) -> None:
    assert parse_every(text) == minutes


@pytest.mark.parametrize("text", ["7min", "0min", "5h", "often", "", "15", "90min", "-15min"])
def test_what_no_scheduler_could_keep_is_refused(text: str) -> None:
    with pytest.raises(DeliveryRefused, match="No scheduler can start something"):
        parse_every(text)


def test_a_path_with_a_line_break_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DeliveryRefused, match="no schedule can hold"):
        plan_of(tmp_path / "a\nb.toml", "15min")


def test_the_plan_starts_this_interpreter() -> None:
    plan = plan_of(Path("jobs.toml"), "15min")
    assert plan.command == (sys.executable, "-P", "-m", "quarterly", "run-jobs", str(Path("jobs.toml").absolute()))


def test_two_jobs_files_have_two_names() -> None:
    assert plan_of(Path("a/jobs.toml"), "1h").name != plan_of(Path("b/jobs.toml"), "1h").name


def test_one_jobs_file_has_one_name_however_its_path_is_written() -> None:
    assert plan_of(Path("a/../a/jobs.toml"), "1h").name == plan_of(Path("a/jobs.toml"), "1h").name


def test_the_crontab_line_escapes_what_cron_would_take() -> None:
    assert cron.line(PLAN) == (
        "*/15 * * * * '/opt/py thon/bin/python3' -P -m quarterly run-jobs '/srv/50\\% of it/jobs $HOME.toml' >/dev/null"
    )


@pytest.mark.parametrize(
    ("minutes", "when"), [(1, "*/1 * * * *"), (30, "*/30 * * * *"), (60, "0 */1 * * *"), (1440, "0 0 * * *")]
)
def test_the_crontab_line_says_how_often(minutes: int, when: str) -> None:
    assert cron.line(Plan(python=PLAN.python, jobs_file=PLAN.jobs_file, minutes=minutes)).startswith(f"{when} ")


OTHERS = st.lists(st.sampled_from(["MAILTO=me", "", "# a note", "0 1 * * * echo 50\\%", "\t", "@reboot x"])).map(
    lambda lines: "".join(f"{line}\n" for line in lines)
)


@given(OTHERS, OTHERS)
def test_others_lines_stay_byte_for_byte(before: str, after: str) -> None:
    installed = cron.with_entry(before, PLAN)
    assert installed == before + ENTRY
    assert cron.without_entry(ENTRY + after, PLAN) == after
    assert cron.without_entry(before + ENTRY + after, PLAN) == before + after
    assert cron.with_entry(installed + after, PLAN) == before + after + ENTRY
    assert cron.without_entry(before, PLAN) == before


def test_without_its_end_mark_the_block_still_ends() -> None:
    begin, line, _ = ENTRY.splitlines(keepends=True)
    own = "0 2 * * * backup\n"
    assert cron.without_entry(begin + line + own, PLAN) == own
    assert cron.without_entry(begin + own + line + own, PLAN) == own + own
    assert cron.without_entry(begin + own, PLAN) == own
    other = cron.entry(Plan(python=PLAN.python, jobs_file=Path("/srv/other.toml"), minutes=15))
    assert cron.without_entry(begin + other + own, PLAN) == other + own
    assert cron.with_entry(begin + line + own, PLAN) == own + ENTRY


def test_a_crontab_that_ends_without_a_line_break_gets_one() -> None:
    assert cron.with_entry("0 1 * * * x", PLAN) == f"0 1 * * * x\n{ENTRY}"


def test_install_and_remove_through_crontab() -> None:
    system = System()
    assert schedule.install(PLAN, Route.CRON, system).changed
    assert system.crontab == ENTRY
    system.crontab = f"0 1 * * * mine\n{ENTRY}"
    assert schedule.remove(PLAN, Route.CRON, system) == Removed(there=True)
    assert system.crontab == "0 1 * * * mine\n"
    assert schedule.remove(PLAN, Route.CRON, system) == Removed(there=False)
    assert system.asked.count(("crontab", "-")) == 2


def test_what_a_tool_refuses_is_said_in_its_words() -> None:
    with pytest.raises(DeliveryRefused, match="you are not allowed to use this program") as refused:
        schedule.install(PLAN, Route.CRON, System(code=1, complaint="you are not allowed to use this program\n"))
    assert refused.value.code == "scheduler-refused"


def test_a_tool_that_is_not_there_is_said_so() -> None:
    with pytest.raises(DeliveryRefused, match='There is no "no-such-tool" on this computer') as refused:
        schedule.run_tool(("no-such-tool",))
    assert refused.value.code == "scheduler-missing"


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX tool")
def test_a_tool_is_given_its_text() -> None:
    assert schedule.run_tool(("cat",), "text") == Said(0, "text", "")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX tool")
def test_a_crontab_in_any_bytes_comes_and_goes_as_it_is() -> None:
    said = schedule.run_tool(("printf", r"# caf\351"))
    assert schedule.run_tool(("od", "-An", "-c"), said.out).out.split()[-1] == "351"


def test_windows_tools_are_read_in_the_code_page_of_consoles(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, object] = {}

    def ran(_command, **options) -> SimpleNamespace:
        asked.update(options)
        return SimpleNamespace(returncode=1, stdout="", stderr="FEHLER")

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(subprocess, "run", ran)
    assert schedule.run_tool(("schtasks",)).complaint == "FEHLER"
    assert (asked["encoding"], asked["errors"]) == ("oem", "replace")


def test_the_service_escapes_what_systemd_would_expand() -> None:
    line = next(line for line in systemd.service(PLAN).splitlines() if line.startswith("ExecStart="))
    assert line == (
        'ExecStart="/opt/py thon/bin/python3" "-P" "-m" "quarterly" "run-jobs" "/srv/50%% of it/jobs $$HOME.toml"'
    )


def test_install_and_remove_systemd_units(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(systemd.Path, "home", lambda: tmp_path)
    system = System()
    schedule.install(PLAN, Route.SYSTEMD, system)
    folder = tmp_path / ".config" / "systemd" / "user"
    assert sorted(path.name for path in folder.iterdir()) == [f"{PLAN.name}.service", f"{PLAN.name}.timer"]
    assert system.asked == [
        ("systemctl", "--user", "daemon-reload"),
        ("systemctl", "--user", "enable", "--now", f"{PLAN.name}.timer"),
    ]
    assert schedule.remove(PLAN, Route.SYSTEMD, system) == Removed(there=True)
    assert ([*folder.iterdir()], schedule.remove(PLAN, Route.SYSTEMD, system)) == ([], Removed(there=False))


NO_BUS = "Failed to connect to bus: No medium found\n"


class Without(System):
    """A systemd that takes commands up to the one that holds a word, and leaves the link that enabling makes."""

    def __init__(self, home: Path, word: str, complaint: str) -> None:
        super().__init__()
        self.link = home / ".config/systemd/user/timers.target.wants" / f"{PLAN.name}.timer"
        self.word, self.refusal = word, complaint

    def __call__(self, command, text: str) -> Said:
        said = super().__call__(command, text)
        if "enable" in command:
            self.link.parent.mkdir()
            self.link.symlink_to("../quarterly.timer")
        return Said(1, "", self.refusal) if self.word in command else said


@pytest.mark.parametrize(
    ("word", "complaint", "code"),
    [
        ("daemon-reload", NO_BUS, "systemd-not-running"),
        ("enable", "Failed to connect to user scope bus: $XDG_RUNTIME_DIR not defined", "systemd-not-running"),
        ("enable", "Unit is masked.", "scheduler-refused"),
    ],
)
def test_where_systemd_refuses_no_unit_is_left_behind(
    tmp_path: Path, monkeypatch, word: str, complaint: str, code: str
) -> None:
    monkeypatch.setattr(systemd.Path, "home", lambda: tmp_path)
    with pytest.raises(DeliveryRefused) as refused:
        schedule.install(PLAN, Route.SYSTEMD, Without(tmp_path, word, complaint))
    assert refused.value.code == code
    assert [path for path in tmp_path.rglob("*") if path.is_file() or path.is_symlink()] == []


def test_where_systemd_refuses_the_units_that_were_there_stay(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(systemd.Path, "home", lambda: tmp_path)
    schedule.install(PLAN, Route.SYSTEMD, System())
    units = [path for path in tmp_path.rglob("*") if path.is_file()]
    before = [path.read_bytes() for path in units]
    hourly = Plan(python=PLAN.python, jobs_file=PLAN.jobs_file, minutes=60)
    with pytest.raises(DeliveryRefused):
        schedule.install(hourly, Route.SYSTEMD, System(code=1, complaint=NO_BUS))
    assert [path.read_bytes() for path in units] == before


def test_units_are_removed_where_systemd_cannot_be_reached(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(systemd.Path, "home", lambda: tmp_path)
    schedule.install(PLAN, Route.SYSTEMD, Without(tmp_path, "nothing", ""))
    removed = schedule.remove(PLAN, Route.SYSTEMD, System(code=1, complaint=NO_BUS))
    assert removed == Removed(there=True, complaint="Failed to connect to bus: No medium found")
    assert [path for path in tmp_path.rglob("*") if path.is_file() or path.is_symlink()] == []


def test_a_file_beside_the_jobs_file_is_not_run_for_a_part_of_python(tmp_path: Path) -> None:
    for name in ("tomllib", "email", "quarterly"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit(9)")
    unit = systemd.service(plan_of(tmp_path / "none.toml", "15min"))
    started = dict(line.split("=", 1) for line in unit.splitlines() if "=" in line)
    words = shlex.split(started["ExecStart"])
    done = subprocess.run(words, cwd=started["WorkingDirectory"], capture_output=True, text=True, check=False)
    assert (done.returncode, "none.toml" in done.stderr) == (2, True)


def test_a_folder_for_units_that_cannot_be_made_is_refused(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / ".config").write_text("in the way")
    monkeypatch.setattr(systemd.Path, "home", lambda: tmp_path)
    with pytest.raises(DeliveryRefused, match="did not take the schedule"):
        schedule.install(PLAN, Route.SYSTEMD, System())


def test_on_windows_no_console_window_is_opened_where_there_is_a_python_without(tmp_path: Path) -> None:
    plan = Plan(python=tmp_path / "python.exe", jobs_file=PLAN.jobs_file, minutes=15)
    windowless = tmp_path / "pythonw.exe"

    def commands() -> list[str]:
        return [line.strip() for line in schedule.show(plan, Route.WINDOWS).parts[0][1].splitlines() if "<Comm" in line]

    assert commands() == [f"<Command>{plan.python}</Command>"]
    windowless.touch()
    assert commands() == [f"<Command>{windowless}</Command>"]


def test_windows_tasks_are_created_and_deleted_by_schtasks() -> None:
    system = System()
    schedule.install(PLAN, Route.WINDOWS, system)
    assert system.asked[0][:5] == ("schtasks", "/Create", "/TN", f"\\Quarterly\\{PLAN.name}", "/XML")
    assert schedule.remove(PLAN, Route.WINDOWS, system) == Removed(there=True)
    assert system.asked[-1] == ("schtasks", "/Delete", "/TN", f"\\Quarterly\\{PLAN.name}", "/F")
    assert schedule.remove(PLAN, Route.WINDOWS, System(code=1)) == Removed(there=False)


@pytest.mark.parametrize("route", Route)
def test_showing_installs_nothing_and_says_how(route: Route) -> None:
    shown = schedule.show(PLAN, route)
    assert (shown.changed, bool(shown.commands)) == (False, True)
    assert all("run-jobs" in text or "Timer" in text for _, text in shown.parts)


def test_the_native_route_is_what_this_computer_has(monkeypatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert schedule.native_route() is Route.WINDOWS
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(Path, "is_dir", lambda self: True)
    assert schedule.native_route() is Route.SYSTEMD
    monkeypatch.setattr(Path, "is_dir", lambda self: False)
    assert schedule.native_route() is Route.CRON


needs_systemd = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")


@needs_systemd
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    plan = Plan(python=Path(sys.executable), jobs_file=tmp_path / '50% "of" $it.toml', minutes=15)
    paths = []
    for name, text in systemd.units(plan).items():
        paths.append(tmp_path / name)
        paths[-1].write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", "--user", "--man=no", *paths],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)},
    )
    ours = [line for line in done.stderr.splitlines() if plan.name in line]
    assert (ours, done.returncode) == ([], 0), done.stderr


@needs_systemd
@pytest.mark.parametrize(("minutes", "apart"), [(1, 1), (15, 15), (60, 60), (120, 120), (720, 720), (1440, 1440)])
def test_systemd_reads_the_interval_as_it_is_meant(minutes: int, apart: int) -> None:
    done = subprocess.run(
        [
            "systemd-analyze",
            "calendar",
            "--iterations=3",
            "--base-time=2026-01-01 00:00:30 UTC",
            systemd.calendar(minutes),
        ],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "TZ": "UTC"},
    )
    lines = [line.split() for line in done.stdout.splitlines() if "UTC" in line and ":" in line]
    times = [word for words in lines for word in words if word.count(":") == 2 and word[0].isdigit()]
    minutes_of = [int(at[:2]) * 60 + int(at[3:5]) for at in times]
    assert len(times) >= 3
    assert {(two - one) % 1440 for one, two in pairwise(minutes_of)} <= {apart % 1440, 0}


def test_the_windows_definition_keeps_to_the_published_structure() -> None:
    schema = etree.XMLSchema(etree.parse(HERE / "task_scheduler_1_2.xsd"))
    for minutes in (1, 15, 60, 720, 1440):
        plan = Plan(
            python=PureWindowsPath(r"C:\Program Files\Python\python.exe"),
            jobs_file=PureWindowsPath(r"C:\Leistung & mehr\<jobs>.toml"),
            minutes=minutes,
        )
        content = windows.definition(plan)
        document = etree.fromstring(content)
        assert (schema.validate(document), str(schema.error_log)) == (True, "")
        assert content.startswith(b"\xff\xfe") or content.startswith(b"\xfe\xff")


def test_the_windows_definition_starts_the_command() -> None:
    plan = Plan(
        python=PureWindowsPath(r"C:\Program Files\Python\python.exe"),
        jobs_file=PureWindowsPath(r"C:\My plans\jobs.toml"),
        minutes=15,
    )
    task = etree.fromstring(windows.definition(plan))
    said = {element.tag.partition("}")[2]: element.text for element in task.iter()}
    assert (said["Command"], said["Arguments"], said["WorkingDirectory"]) == (
        r"C:\Program Files\Python\python.exe",
        r'-P -m quarterly run-jobs "C:\My plans\jobs.toml"',
        r"C:\My plans",
    )
    assert (said["Interval"], said["StartWhenAvailable"], said["MultipleInstancesPolicy"]) == (
        "PT15M",
        "true",
        "IgnoreNew",
    )


def test_the_schema_of_the_tests_refuses_what_task_scheduler_would() -> None:
    schema = etree.XMLSchema(etree.parse(HERE / "task_scheduler_1_2.xsd"))
    text = windows.definition(PLAN).decode("utf-16").partition("?>")[2]
    for wrong, right in (("PT15M", "15 minutes"), ("<Command>", "<Programme>"), ("IgnoreNew", "Ignore")):
        broken = text.replace(wrong, right).replace("</Command>", "</Programme>" if "Prog" in right else "</Command>")
        assert not schema.validate(etree.fromstring(broken))


def as_cron_reads(line: str) -> str:
    """The command up to the first per cent sign without a backslash. Source: do_command.c of Vixie's cron."""
    command, escaped = "", False
    for sign in line.split(" ", 5)[5]:
        if sign == "%" and not escaped:
            return command
        command = command[:-1] + sign if escaped and sign == "%" else command + sign
        escaped = sign == "\\" and not escaped
    return command


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
@pytest.mark.parametrize("name", [r"a\%b", r"\\%", r"\\\%%\%", "it's \\% 'x' %", "%", r"\n", "a\\'%"])
def test_the_shell_reads_the_crontab_line_as_the_command(name: str) -> None:
    plan = Plan(python=PLAN.python, jobs_file=Path("/srv/50% $HOME") / name, minutes=15)
    command = as_cron_reads(cron.line(plan))
    assert tuple(shlex.split(command)[:-1]) == plan.command
