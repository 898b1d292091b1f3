"""`kahui demo`: makes a world that ships with the product, once, then serves it."""

import sys

import click

from kahui.site.commands.serve import serve
from kahui.site.ready import ready


@click.command(epilog="Example: kahui demo --port 8000")
@click.option("--world", type=click.Choice(["public-record"]), default="public-record", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--serve/--no-serve", "then_serve", default=True, help="Serve the world once it is made.")
@click.option("--quiet", is_flag=True, help="No progress.")
def command(world: str, port: int, then_serve: bool, quiet: bool) -> None:
    """Make a world in KAHUI_HOME, if it is not there yet, and serve it."""
    ready()
    from kahui.site import demo  # noqa: PLC0415  (needs Django)

    del world
    shown = sys.stderr.isatty() or then_serve

    def progress(words: str) -> None:
        if shown and not quiet:
            click.echo(words, err=True)

    demo.public_record(progress)
    if then_serve:
        serve(port=port)
