"""``quarterly history``: what was published and sent, found again, and made again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from quarterly.cli import options, terminal
from quarterly.cli.record_shapes import Json

if TYPE_CHECKING:
    from rich.console import Console

    from quarterly.deliver.archive import Archive, Kept
    from quarterly.jobs.rebuilding import Rebuilt


@click.command(short_help="List the reports that were sent, find one, or make it again.")
@click.argument("doing", type=click.Choice(["list", "rebuild"]), default="list")
@click.argument("identity", default="", metavar="[ID]")
@click.option("--jobs", "jobs_file", type=options.BookPath(), metavar="FILE", help="The jobs file whose archive it is.")
@click.option(
    "--archive",
    "folder",
    type=options.BookPath(),
    metavar="FOLDER",
    help="The archive. Default: yours, of quarterly send.",
)
@click.option("--authority", default="", metavar="NAME", help="Only reports of this authority.")
@click.option(
    "--quarter", default="", metavar="QUARTER", help='Only reports on this quarter, for example "Q3 2025/26".'
)
@click.option("--output", type=options.BookPath(), metavar="FILE", help="With rebuild: write the report there.")
@options.as_json
def history(
    *,
    doing: str,
    identity: str,
    jobs_file: Path | None,
    folder: Path | None,
    authority: str,
    quarter: str,
    output: Path | None,
    as_json: bool,
) -> int:
    """List every report that is kept: when it was made, of which workbook, and who got it.

    rebuild ID makes one again from the workbook that was kept with it, and compares the two byte for byte.
    """
    archive = _archive(jobs_file, folder)
    if doing == "rebuild":
        return _rebuild(archive, identity, output, as_json=as_json)
    if identity or output:
        raise click.UsageError("A number and --output go with rebuild.")
    found = [one for one in archive.reports() if _matches(one, authority, quarter)]
    if as_json:
        terminal.show_json([_shape(one) for one in found])
    else:
        _show(terminal.console(), found)
    return options.DONE


def _archive(jobs_file: Path | None, folder: Path | None) -> Archive:
    from quarterly.deliver.archive import Archive

    if jobs_file and folder:
        raise click.UsageError("Give --jobs or --archive, not both.")
    if jobs_file:
        from quarterly.jobs.reading import read_jobs

        return Archive(read_jobs(jobs_file).archive)
    if folder:
        return Archive(folder)
    from quarterly.cli.sending import own_folder

    return Archive(own_folder() / "archive")


def _rebuild(archive: Archive, identity: str, output: Path | None, *, as_json: bool) -> int:
    from quarterly.jobs.rebuilding import rebuild

    if not identity:
        raise click.UsageError("Which one? Give the number that quarterly history lists.")
    if output:
        from quarterly.outputs import check_target

        check_target(output)
    with terminal.progress(steps=5) as step:
        done = rebuild(archive.find(identity), archive, step=step)
    if output:
        from quarterly.outputs import write_whole

        write_whole(done.content, output)
    if as_json:
        terminal.show_json({**_shape(done.kept), "same": done.is_same, "differs": done.differs or None})
    else:
        click.echo(_told(done))
        if output:
            click.echo(f"Written: {output}")
    return options.DONE if done.is_same else options.HAS_ERRORS


def _told(done: Rebuilt) -> str:
    manifest = done.kept.manifest
    name = f"{done.kept.id} ({manifest.report_name}, issue {manifest.issue})"
    return f"{name} was made again. {done.differs or 'It is the same, byte for byte.'}"


def _matches(kept: Kept, authority: str, quarter: str) -> bool:
    def plain(text: str) -> str:
        return "".join(text.casefold().split())

    manifest = kept.manifest
    wanted = [(authority, manifest.authority), (quarter, manifest.quarter)]
    return all(not asked or plain(asked) == plain(has) for asked, has in wanted)


def _show(console: Console, found: list[Kept]) -> None:
    from quarterly.cli.jobs_view import moment
    from quarterly.compose.words import counted

    for kept in found:
        manifest = kept.manifest
        who = f" by {manifest.made_by}{f', job {manifest.job}' if manifest.job else ''}"
        console.print(
            f"{kept.id}  {manifest.quarter}  {manifest.recipe.edition}  issue {manifest.issue}", soft_wrap=True
        )
        console.print(f"  {manifest.authority or manifest.recipe.input_name}: {manifest.report_name}", soft_wrap=True)
        console.print(f"  made on {moment(manifest.made_at)}{who}, from {manifest.recipe.input_name}", soft_wrap=True)
        for other in kept.others:
            console.print(f"  with {other.name}, kept as {other.sha256[:12]}", soft_wrap=True)
        for receipt in kept.receipts:
            console.print(f"  {receipt.state}: {receipt.address}, {moment(receipt.at)}", soft_wrap=True)
    console.print(f"{counted(len(found), 'report')}." if found else "No report matches.")


def _shape(kept: Kept) -> dict[str, Json]:
    manifest, recipe = kept.manifest, kept.manifest.recipe
    return {
        "id": kept.id,
        "authority": manifest.authority or None,
        "programme": manifest.programme or None,
        "quarter": manifest.quarter,
        "edition": str(recipe.edition),
        "issue": manifest.issue,
        "as_at": recipe.as_at.isoformat(),
        "made_at": manifest.made_at.isoformat(),
        "made_by": manifest.made_by,
        "job": manifest.job or None,
        "report": {"name": manifest.report_name, "sha256": manifest.report_sha256, "path": str(kept.report)},
        "workbook": {"name": recipe.input_name, "sha256": manifest.workbook_sha256, "path": str(kept.workbook)},
        "others": [{"name": one.name, "sha256": one.sha256, "path": str(one.path)} for one in kept.others],
        "template": {"name": recipe.template, "sha256": recipe.template_sha256} if recipe.template else None,
        "version": recipe.version,
        "rules": recipe.rules_version,
        "sent": [one.to_json() for one in kept.receipts],
    }
