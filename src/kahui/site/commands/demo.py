"""`kahui demo`: makes a world that ships with the product, once, then serves it."""

import sys

import click

from kahui.site import home
from kahui.site.commands.serve import HOST, address_is, serve
from kahui.site.ready import ready

WORLDS = ("rehearsal", "public-record")


@click.command(epilog="Example: kahui demo --world public-record --port 8000")
@click.option(
    "--world",
    type=click.Choice(WORLDS),
    default="rehearsal",
    show_default=True,
    help="An invented nation to work in, or the real public record to read.",
)
@click.option(
    "--size",
    default="demo",
    show_default=True,
    help="Of the rehearsal: small, demo, nation, or such as 300-schools.",
)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--serve/--no-serve", "then_serve", default=True, help="Serve the world once it is made.")
@click.option("--quiet", is_flag=True, help="No progress.")
def command(world: str, size: str, port: int, then_serve: bool, quiet: bool) -> None:
    """Make a world in KAHUI_HOME, if it is not there yet, and serve it."""
    home.choose(world)
    _refuse_another(world)
    if world == "rehearsal":
        (home.home() / "today").write_text(f"{REHEARSED_ON}\n", encoding="utf-8")
        (home.home() / "demo").write_text(f"{world}\n", encoding="utf-8")
    address_is(HOST, port)
    ready()
    from kahui.site import demo  # noqa: PLC0415  (needs Django)

    shown = sys.stderr.isatty() or then_serve

    def progress(words: str) -> None:
        if shown and not quiet:
            click.echo(words, err=True)

    if world == "rehearsal":
        try:
            demo.rehearsal(size, progress)
        except demo.HalfMade as fault:
            raise click.ClickException(str(fault)) from None
    else:
        demo.public_record(progress)
    if then_serve:
        serve(port=port)


REHEARSED_ON = "2016-11-15"
"""The day on which a rehearsal stands still: the middle of November 2016, of which the monitoring report tells."""


def _refuse_another(world: str) -> None:
    """A home holds one world: a made one says which, and real records are never mixed with invented ones."""
    folder = home.home()
    mark = folder / "demo"
    holds = mark.read_text(encoding="utf-8").strip() if mark.is_file() else ""
    records = (folder / "kahui.sqlite3").is_file()
    if (holds and holds != world) or (records and not holds and world == "rehearsal"):
        what = f"the {holds} world" if holds else "records that are not a rehearsal’s"
        raise click.ClickException(
            f"{folder} holds {what}. Name another folder in KAHUI_HOME, or leave KAHUI_HOME unset: "
            "then each world has its own."
        )
