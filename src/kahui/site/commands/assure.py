"""`kahui assure`: runs a programme's worked cases, for who changes a definition and does not write Python."""

from __future__ import annotations

import os
import tempfile
from contextlib import ExitStack
from pathlib import Path

import click

from kahui.analytics.chronicle import ChronicleFault
from kahui.definition import Definition, DefinitionFault, load
from kahui.definition.cases import Case, CaseFault, read_cases
from kahui.reporting.assure import Ask, Outcome, run_case
from kahui.site.ready import ready


@click.command(epilog="Example: kahui assure programmes/kahui-ako")
@click.argument("programme_folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--quiet", is_flag=True, help="Only the cases that fail.")
def command(programme_folder: Path, quiet: bool) -> None:
    """Run the worked cases of a programme: this history, on this date, known then, gives this.

    Exit 0 when every case holds, 1 when one does not or a file is at fault.
    """
    try:
        definition, cases = load(programme_folder), read_cases(programme_folder)
    except (DefinitionFault, CaseFault) as fault:
        raise click.ClickException(str(fault)) from None
    failed = 0
    with ExitStack() as stack:
        records = _Records(programme_folder, stack)
        for case in cases:
            failed += not _tell(case, _outcomes(case, definition, records), quiet=quiet)
    click.echo(f"{len(cases) - failed} of {len(cases)} cases hold.", err=True)
    if failed:
        raise SystemExit(1)


def _outcomes(case: Case, definition: Definition, records: _Records) -> tuple[Outcome, ...]:
    try:
        return run_case(case, definition, records.open)
    except ChronicleFault as fault:
        return (
            Outcome(
                "the case itself", "a history that can be so, and questions that can be asked", str(fault)
            ),
        )


def _tell(case: Case, outcomes: tuple[Outcome, ...], *, quiet: bool) -> bool:
    wrong = [o for o in outcomes if not o.holds]
    if wrong or not quiet:
        click.echo(f"{'✗' if wrong else '✓'} {case.title}  ({case.file}, {len(outcomes)} expected)")
    for outcome in wrong:
        click.echo(f"    {outcome.asked}\n      expected {outcome.expected}\n      found    {outcome.found}")
    return not wrong


class _Records:
    """Real records, each made once in a home of its own that is gone when the cases have run."""

    def __init__(self, programme: Path, stack: ExitStack) -> None:
        self._programme = programme
        self._stack = stack
        self._made: dict[str, Ask] = {}

    def open(self, name: str) -> Ask:
        if name not in self._made:
            if name != "public-record" or not (self._programme / name / "manifest.toml").is_file():
                raise ChronicleFault(
                    f"There is no record “{name}” in the programme's folder. Write public-record."
                )
            self._made[name] = self._public_record()
        return self._made[name]

    def _public_record(self) -> Ask:
        home = self._stack.enter_context(tempfile.TemporaryDirectory(prefix="kahui-assure-"))
        os.environ.pop("KAHUI_DATABASE_URL", None)
        os.environ |= {"KAHUI_HOME": home, "KAHUI_PROGRAMME": str(self._programme.resolve())}
        ready()
        from kahui.reporting import answers  # noqa: PLC0415  (needs Django)
        from kahui.reporting.snapshot import snapshot  # noqa: PLC0415
        from kahui.site import demo  # noqa: PLC0415

        demo.public_record(lambda _: None)
        return lambda at, scope: {f.code: f for f in answers.uptake(snapshot(), at).figures(scope)}
