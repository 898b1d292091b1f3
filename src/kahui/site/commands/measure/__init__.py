"""`kahui measure`: methods on plain files, without a database. One module a verb."""

import importlib

import click

VERBS: dict[str, str] = {
    "share": "kahui.site.commands.measure.share:command",
    "difference": "kahui.site.commands.measure.difference:command",
    "pool": "kahui.site.commands.measure.pool:command",
    "survive": "kahui.site.commands.measure.survive:command",
    "growth": "kahui.site.commands.measure.growth:command",
    "progress": "kahui.site.commands.measure.progress:command",
    "protect": "kahui.site.commands.measure.protect:command",
    "audit": "kahui.site.commands.measure.audit:command",
    "link": "kahui.site.commands.measure.link:command",
    "judge": "kahui.site.commands.measure.judge:command",
    "verdict": "kahui.site.commands.measure.verdict:command",
    "round": "kahui.site.commands.measure.rounding:command",
}


class _Lazy(click.Group):
    """Imports a verb's module only when the verb is asked for: a method may take a second to load."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        module, name = VERBS[cmd_name].split(":")
        loaded: click.Command = getattr(importlib.import_module(module), name)
        return loaded


@click.group(cls=_Lazy, epilog="Example: kahui measure share counts.csv -o shares.csv")
def group() -> None:
    """A method on files of your own: CSV or Parquet in, CSV or Parquet out, by the file's ending."""
