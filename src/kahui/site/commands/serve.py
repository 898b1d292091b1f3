"""`kahui serve`: serves what is there, on this machine only unless told otherwise."""

import os
import socket

import click

from kahui.site.ready import ready

HOST = "127.0.0.1"


@click.command(epilog="Example: kahui serve --port 8000")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--host", default=HOST, show_default=True, help="The address to listen on.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64))
def command(port: int, host: str, workers: int) -> None:
    """Serve the site and the API."""
    address_is(host, port)
    ready()
    serve(port=port, host=host, workers=workers)


def address_is(host: str, port: int) -> None:
    """Where links in messages lead, unless `KAHUI_URL` says where the site is seen from. Call it before `ready`."""
    os.environ.setdefault("KAHUI_URL", f"http://{host}:{port}")


def serve(*, port: int, host: str = HOST, workers: int = 1) -> None:
    """Serve until stopped. Refuses in a sentence when the port is taken."""
    from granian import Granian  # noqa: PLC0415  (not needed by the other commands)
    from granian.constants import Interfaces  # noqa: PLC0415

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fault:
            raise click.ClickException(
                f"Cannot listen on {host}:{port} ({fault.strerror}). Stop what uses it, or say --port."
            ) from None
    click.echo(f"Kāhui is at http://{host}:{port}/ — stop it with Ctrl+C.", err=True)
    Granian(
        "kahui.site.served:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        log_access=False,
        log_level="warning",  # type: ignore[arg-type]
    ).serve()
