"""``quarterly new`` and ``quarterly benchmark``: a workbook to fill in, and where an authority stands."""

from __future__ import annotations

from pathlib import Path

import click

from quarterly.cli import options, terminal

dfe_help = "The folder with the Department for Education's data set (Local Authority Interactive Tool)."


@click.command(short_help="Write a new improvement workbook to fill in.")
@click.argument("out", type=options.BookPath(), metavar="OUT.xlsx")
@click.option("--authority", default="", metavar="NAME", help="Fill it with this authority's published figures.")
@click.option("--dfe", type=options.BookPath(), metavar="FOLDER", help=dfe_help)
@click.option("--force", is_flag=True, help="Replace a file of that name.")
@options.as_json
def new(*, out: Path, authority: str, dfe: Path | None, force: bool, as_json: bool) -> int:
    """Write a new improvement workbook to fill in.

    It has every sheet that Quarterly reads, lists to choose from and a Help sheet. With --authority and --dfe it holds
    that authority's indicators, readings and comparisons as published. OUT.xlsx is the file to write.
    """
    from quarterly.starting import new_workbook

    with terminal.progress(steps=3) as step:
        made = new_workbook(out, authority=authority, dfe=dfe, force=force, step=step)
    if as_json:
        from quarterly.cli.shapes import new_shape

        terminal.show_json(new_shape(made))
    else:
        from quarterly.cli.tables import show_new

        show_new(terminal.console(), made)
    return options.DONE


@click.command(short_help="Show where an authority stands nationally.")
@click.option("--dfe", type=options.BookPath(), metavar="FOLDER", required=True, help=dfe_help)
@click.option("--authority", metavar="NAME", required=True, help="The authority's name or number.")
@options.as_json
def benchmark(*, dfe: Path, authority: str, as_json: bool) -> int:
    """Show where an authority stands on every measure of the Department's data set.

    For each measure: the latest value and its change, the rank among all authorities and the quartile band (A is best),
    and the values of statistical neighbours, region and England.
    """
    from quarterly.exchange.dfe.load import load_dfe
    from quarterly.run import Step

    with terminal.progress(steps=1) as step:
        step(Step.LOAD)
        release = load_dfe(dfe)
    if as_json:
        from quarterly.exchange.dfe.listing import benchmark_json

        terminal.show_json(benchmark_json(release, authority))
    else:
        from quarterly.cli.benchmark_table import show_benchmark

        show_benchmark(terminal.console(), release, authority)
    return options.DONE
