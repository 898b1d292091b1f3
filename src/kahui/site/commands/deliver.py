"""`kahui deliver`: sends what waits in the outbox, and shows what only a person can settle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kahui.site.ready import ready

if TYPE_CHECKING:
    from kahui.records.notices.outbox import Delivered


@click.command(epilog="Example: kahui deliver --again 4711")
@click.option("--loop", is_flag=True, help="Go on delivering until stopped.")
@click.option(
    "--again", type=int, metavar="NUMBER", help="Send this one once more: it is uncertain, or given up."
)
@click.option(
    "--digests", is_flag=True, help="First write to everybody what waits for them: once a day to each."
)
@click.option("--quiet", is_flag=True, help="Say only what needs a person.")
def command(loop: bool, again: int | None, digests: bool, quiet: bool) -> None:
    """Send what waits. Nothing goes out twice, nor between six in the evening and seven in the morning.

    `kahui serve` does so by itself, and writes the digests on the morning of each working day; so does --loop.

    Exit 1: something is uncertain, given up, or the mail server cannot be reached.
    """
    ready()
    from kahui.site import postman  # noqa: PLC0415  (needs Django)

    if again is not None:
        _again(again)
    if digests:
        postman.digests()
    if loop:
        postman.go_round(lambda done: _say(done, quiet or not _moved(done)))
    done = postman.once()
    _say(done, quiet)
    if _listed() or done.stopped:
        raise SystemExit(1)


def _say(done: Delivered, quiet: bool) -> None:
    if not quiet:
        click.echo(f"{done.sent} sent, {done.refused} refused, {done.void} no longer asked.", err=True)
    for fault in done.faults:
        click.echo(f"  {fault}", err=True)
    if done.stopped:
        click.echo(done.stopped, err=True)


def _moved(done: Delivered) -> bool:
    return bool(done.sent or done.refused or done.void)


def _listed() -> int:
    """Print what is uncertain and what was given up, a line each; gives how many."""
    from django.utils import timezone  # noqa: PLC0415

    from kahui.records.notices.outbox import given_up, uncertain  # noqa: PLC0415

    listed = 0
    for notices, why in (
        (uncertain(timezone.now()), "may or may not have left"),
        (given_up(), "was refused every time"),
    ):
        for notice in notices:
            what = f"{notice.pk}\t{why}\t{notice.to}\t{notice.subject}\t{notice.refused_with}"
            click.echo(what.rstrip())
            listed += 1
    if listed:
        click.echo(
            "Each of these goes once more only when you say so: kahui deliver --again NUMBER.", err=True
        )
    return listed


def _again(number: int) -> None:
    from kahui.records.access.check import Acting  # noqa: PLC0415
    from kahui.records.notices.models import Notice  # noqa: PLC0415
    from kahui.records.notices.outbox import send_again  # noqa: PLC0415

    notice = Notice.objects.filter(pk=number).first()
    if notice is None:
        raise click.BadParameter(f"{number} is no message: run kahui deliver to see which are uncertain.")
    if not send_again(notice, by=Acting.deployment("kahui deliver --again")):
        raise click.BadParameter(f"{number} is neither uncertain nor given up: it is not sent once more.")
