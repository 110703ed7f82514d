"""``quarterly send``: one report by hand, to the people on its distribution list."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quarterly.cli import options, terminal

if TYPE_CHECKING:
    from quarterly.deliver.mail import MailSettings
    from quarterly.deliver.mail.post import Seams
    from quarterly.jobs.job import JobsFile
    from quarterly.sending import SendRun, ToPdf

NEW_PASSWORD = "new"  # noqa: S105  # the word that asks for one
_BY_HAND = "records of sending by hand"  # the folder in which they are kept where no jobs file says another


@click.command(short_help="Send the report to the people on its distribution list.")
@options.book
@options.quarter_and_day
@click.option(
    "--edition",
    type=click.Choice(["working", "published"]),
    default=None,
    help="Send this edition only. Default: everybody gets the one that their row names.",
)
@options.template
@click.option("--to", "to", multiple=True, metavar="ADDRESS", help="Only to this person of the list. May be repeated.")
@click.option(
    "--way",
    type=click.Choice(["eml", "smtp", "graph"]),
    default=None,
    help="eml writes unsent drafts that open in Outlook (the default), smtp sends through a mail server, graph through "
    "Microsoft 365.",
)
@click.option(
    "--settings",
    type=options.BookPath(),
    metavar="FILE",
    help="The jobs file whose table [mail] says how mail leaves, and where records are kept.",
)
@click.option("--records", type=options.BookPath(), metavar="FOLDER", help="Where to keep what was sent, and to whom.")
@click.option("--pdf", is_flag=True, help="Attach the report as PDF too.")
@click.option(
    "--link-to",
    metavar="ADDRESS",
    default="",
    help="Attach nothing: send the address of the report in this folder, an https address or a path on a file share. "
    "Needs --save-to.",
)
@click.option(
    "--save-to",
    type=options.BookPath(),
    metavar="FOLDER",
    help="The folder that readers open at --link-to, as this computer sees it. The report is saved there.",
)
@click.option(
    "--password-from",
    metavar="NAME",
    default="",
    help="A password opens the attachments: the one in the environment variable NAME, the keyring's (keyring), or "
    "a new one that is shown once (new).",
)
@click.option(
    "--resend-uncertain",
    multiple=True,
    metavar="ADDRESS",
    help="Send again to this person, whose message may have been sent. May be repeated.",
)
@options.threshold
@click.option(
    "--despite-notices",
    is_flag=True,
    help="Send the published edition although small numbers may be worked out from it.",
)
@click.option("--with-errors", is_flag=True, help="Send although the workbook has errors.")
@click.option("--dry-run", is_flag=True, help="Show who would get what; send and write nothing.")
@options.as_json
def send(
    *,
    book: Path,
    quarter: str,
    as_at: date | None,
    edition: str | None,
    template: str,
    to: tuple[str, ...],
    way: str | None,
    settings: Path | None,
    records: Path | None,
    pdf: bool,
    link_to: str,
    save_to: Path | None,
    password_from: str,
    resend_uncertain: tuple[str, ...],
    threshold: int | None,
    despite_notices: bool,
    with_errors: bool,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Send the quarterly report to the people on the workbook's sheet Distribution.

    Everybody gets the edition that their row names, in a message of their own, and never twice. Without settings
    nothing leaves: drafts are written that you open in Outlook, look at, and send. BOOK is the improvement workbook.
    """
    from quarterly.deliver.ledger import LEDGER_FILE
    from quarterly.model.edition import Edition
    from quarterly.sending import Errand, run_send
    from quarterly.user import user_name

    _check_link_options(link_to, save_to, pdf=pdf)
    mail, kept, archive, jobs = _settings(settings, way, records)
    if threshold is None and jobs is not None:
        threshold = _threshold_of(jobs, book)
    password = _password(password_from, as_json=as_json, dry_run=dry_run)
    errand = Errand(
        book=book,
        settings=mail,
        ledger=kept / LEDGER_FILE,
        archive=archive,
        quarter=quarter,
        as_at=as_at,
        edition=Edition(edition) if edition else None,
        only=frozenset(to),
        resend_uncertain=frozenset(resend_uncertain),
        pdf=pdf,
        with_errors=with_errors,
        open_password=password,
        template=template,
        threshold=threshold,
        despite_notices=despite_notices,
        link_to=link_to,
        save_to=save_to,
    )
    now = datetime.now().astimezone()
    with terminal.progress(steps=7) as step:
        done = run_send(
            errand,
            today=options.today(),
            now=now,
            sent_by=user_name(),
            dry_run=dry_run,
            to_pdf=_to_pdf(pdf),
            step=step,
            seams=_seams(),
        )
    _show(done, password if password_from == NEW_PASSWORD else "", as_json=as_json)
    return options.DONE if done.all_well else options.HAS_ERRORS


def _check_link_options(link_to: str, save_to: Path | None, *, pdf: bool) -> None:
    if bool(link_to) != (save_to is not None):
        raise click.UsageError(
            "--link-to and --save-to go together: where readers find the report, and where to save it."
        )
    if link_to and pdf:
        raise click.UsageError("--pdf attaches a PDF, and --link-to attaches nothing. Leave out one of them.")


def _settings(
    file: Path | None, way: str | None, records: Path | None
) -> tuple[MailSettings, Path, Path, JobsFile | None]:
    """How mail leaves, the folder of the records, that of the archive, and the jobs file where there is one."""
    from msgspec.structs import replace

    from quarterly.deliver.mail import MailSettings, Way

    mail = MailSettings()
    kept = records or own_folder()
    archive = kept / "archive"
    jobs = None
    if file is not None:
        from quarterly.deliver.refusals import MAIL_SETTINGS_INCOMPLETE
        from quarterly.jobs.reading import read_jobs

        jobs = read_jobs(file)
        if jobs.mail is None:
            said = " ".join(str(problem) for problem in jobs.problems) or f"{file.name} has no table [mail]."
            raise MAIL_SETTINGS_INCOMPLETE.of(problems=said)
        mail = jobs.mail
        kept, archive = records or jobs.records, (records / "archive" if records else jobs.archive)
    return (replace(mail, way=Way(way)) if way else mail), kept, archive, jobs


def _threshold_of(jobs: JobsFile, book: Path) -> int | None:
    """Below which numbers the jobs that publish this workbook hide them; ``None`` without such a job."""
    from quarterly.jobs.workbooks import means
    from quarterly.model.edition import Edition

    found = {job.threshold for job in jobs.jobs if Edition.PUBLISHED in job.editions and means(job, book)}
    if len(found) > 1:
        raise click.UsageError("The jobs of this workbook have different thresholds; say which with --threshold.")
    return found.pop() if found else None


def own_folder() -> Path:
    """The folder of what is sent by hand, where no jobs file says another."""
    from platformdirs import user_data_path

    return user_data_path("quarterly", appauthor=False) / _BY_HAND


def _password(source: str, *, as_json: bool, dry_run: bool) -> str:
    """The password that opens the attachments; a new one is shown to a person and never to a program."""
    if not source:
        return ""
    if source != NEW_PASSWORD:
        from quarterly.deliver.mail.passwords import password_of
        from quarterly.deliver.mail.post import ATTACHMENTS

        return password_of(source, ATTACHMENTS)
    if as_json and not dry_run:
        raise click.UsageError(
            "A new password is shown to a person; leave out --json, or name an environment variable."
        )
    from quarterly.deliver.encryption import new_password

    return new_password()


def _to_pdf(wanted: bool) -> ToPdf | None:
    if not wanted:
        return None
    from quarterly.deliver.pdf import to_pdf

    return to_pdf


def _seams() -> Seams:
    """Where a person watches, they are told how to sign in to Microsoft 365."""
    from quarterly.deliver.mail.post import REAL, Seams
    from quarterly.deliver.mail.ways import carrier_for

    if not sys.stderr.isatty():
        return REAL
    return Seams(carrier=lambda settings: carrier_for(settings, lambda text: click.echo(text, err=True)))


def _show(done: SendRun, password: str, *, as_json: bool) -> None:
    from quarterly.cli import send_view

    if as_json:
        terminal.show_json(send_view.send_shape(done))
        return
    send_view.show_send(terminal.console(), done)
    if password and not done.dry_run:
        click.echo(f"The password that opens the attachments: {password}")
        click.echo("It is not kept anywhere. Tell it to each person by telephone, never by e-mail.")
