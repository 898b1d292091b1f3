"""The product's own command: `kahui`."""

import os
import sys

import click

COMMANDS = {
    "import": "kahui.site.commands.importing:group",
    "report": "kahui.site.commands.report:command",
    "demo": "kahui.site.commands.demo:command",
    "serve": "kahui.site.commands.serve:command",
    "deliver": "kahui.site.commands.deliver:command",
    "give": "kahui.site.commands.give:command",
    "describe": "kahui.site.commands.describe:command",
    "assure": "kahui.site.commands.assure:command",
    "measure": "kahui.site.commands.measure:group",
    "rehearse": "kahui.site.commands.rehearse:command",
}


class _Lazy(click.Group):
    """Imports a command's module only when the command is asked for, so that `--help` is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        loaded: click.Command = getattr(__import__(module, fromlist=[name]), name)
        return loaded


@click.group(cls=_Lazy, epilog="Example: kahui report uptake --on 2016-12-31 --format json")
@click.version_option(package_name="kahui")
def group() -> None:
    """Runs networks of schools: any figure, at any date, as known at any date."""


def main() -> None:
    """Exit 0: done. 1: the data or the answer is wrong, and what. 2: the call is wrong."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kahui.site.settings")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    group()
