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
@click.option("--dfe", type=options.BookPath(), metavar="FOLDER", help=dfe_help)
@click.option(
    "--ofsted", type=options.BookPath(), metavar="FILE", help="An overview of inspections, a row an authority."
)
@click.option("--authority", default="", metavar="NAME", help="The authority's name or number.")
@options.as_json
def benchmark(*, dfe: Path | None, ofsted: Path | None, authority: str, as_json: bool) -> int:
    """Show where an authority stands on every measure of the Department's data set, or among inspection judgements.

    With --dfe, for each measure: the latest value and its change, the rank among all authorities and the quartile band
    (A is best), and the values of statistical neighbours, region and England. With --ofsted: how many authorities hold
    each judgement, and those of the authority and its statistical neighbours.
    """
    if dfe is not None and ofsted is None and authority:
        _show_measures(dfe, authority, as_json=as_json)
    elif ofsted is not None and dfe is None:
        _show_grades(ofsted, authority, as_json=as_json)
    else:
        raise click.UsageError("Give --dfe with --authority, or --ofsted.", click.get_current_context())
    return options.DONE


def _show_measures(dfe: Path, authority: str, *, as_json: bool) -> None:
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


def _show_grades(path: Path, authority: str, *, as_json: bool) -> None:
    from quarterly.cli.grades import grades_shape, show_grades
    from quarterly.exchange.ofsted import grade_profile, standing

    profile = grade_profile(path)
    found = standing(profile, authority) if authority else None
    if as_json:
        terminal.show_json(grades_shape(profile, found))
    else:
        show_grades(terminal.console(), profile, found)
