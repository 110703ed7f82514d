"""The ``quarterly`` command: its group of commands, its exit codes, and what is said when something goes wrong."""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Sequence

import click

from quarterly import __version__
from quarterly.cli import terminal
from quarterly.cli.addin import addin
from quarterly.cli.assessing import check, status
from quarterly.cli.auditing import audit
from quarterly.cli.exporting import export
from quarterly.cli.history import history
from quarterly.cli.jobs import run_jobs, schedule
from quarterly.cli.making import benchmark, new
from quarterly.cli.options import DONE, OUR_FAULT, REFUSED
from quarterly.cli.publish import publish
from quarterly.cli.removing import remove
from quarterly.cli.reporting import demo, report
from quarterly.cli.sending import send
from quarterly.cli.templates import template
from quarterly.errors import QuarterlyError

HELP = """\
Turn a council's improvement workbook into the quarterly report its board and committee read.

\b
Exit codes:
  0  done
  1  done, but the workbook has errors to put right
  2  refused: the message says why and what to do
  3  a fault of Quarterly's own: the message says where the log is
"""


@click.group(help=HELP, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="quarterly", message="%(prog)s %(version)s")
def quarterly() -> None:
    """Hold the commands together; ``HELP`` is what people read."""


COMMANDS = (
    demo,
    new,
    check,
    status,
    report,
    publish,
    remove,
    benchmark,
    addin,
    audit,
    export,
    send,
    run_jobs,
    schedule,
    history,
    template,
)
for command in COMMANDS:
    quarterly.add_command(command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    # Plans and reports are values without cycles, and the process ends with the command: looking for garbage among them
    # took a seventh of the time of a large report and freed nothing.
    gc.disable()
    sys.exit(run_command(list(sys.argv[1:] if arguments is None else arguments)))


def run_command(arguments: Sequence[str]) -> int:
    """Run one command and give its exit code; every failure ends in one plain sentence, never in a traceback."""
    terminal.prepare_streams()
    as_json = "--json" in arguments
    code: object = REFUSED
    try:
        code = quarterly.main(args=list(arguments), prog_name="quarterly", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
    except click.UsageError as error:
        _refuse("usage", _usage_message(error), as_json=as_json)
    except QuarterlyError as error:
        _refuse(error.code, error.message, as_json=as_json)
    except click.Abort:
        click.echo("Stopped. No half-written file is left.", err=True)
    except BrokenPipeError:
        terminal.discard_output()  # the reader, such as `head`, has seen enough
        code = DONE
    except Exception as error:  # the edge of the program: whatever else happens is our fault and is said plainly
        code = _our_fault(arguments, error, as_json=as_json)
    return code if isinstance(code, int) else DONE


def _usage_message(error: click.UsageError) -> str:
    command = error.ctx.command_path if error.ctx else "quarterly"
    said = error.format_message().rstrip()
    return f'{said if said.endswith((".", "?")) else said + "."} "{command} --help" lists what can be asked for.'


def _refuse(code: str, message: str, *, as_json: bool) -> None:
    click.echo(message, err=True)
    if as_json:
        click.echo(json.dumps({"error": {"code": code, "message": message}}, indent=2))


def _our_fault(arguments: Sequence[str], error: Exception, *, as_json: bool) -> int:
    from quarterly.log import record_failure

    command = next((word for word in arguments if word in quarterly.commands), "quarterly")
    path = record_failure(command, error)
    where = f"What happened is in the log, {path}: please send it" if path else "No log could be written. Please tell"
    message = f"Something went wrong inside Quarterly; your workbook is untouched. {where} to whoever looks after it."
    try:
        _refuse("internal", message, as_json=as_json)
    except OSError:
        terminal.discard_output()  # nothing can be printed: a full disk, for one
    return OUR_FAULT
