"""`kahui give`: gives somebody a role, from the machine that keeps the records: the first keeper of a deployment."""

import click

from kahui.site.ready import ready


@click.command(epilog="Example: kahui give registrar hana@example.org --name “Hana Reweti”")
@click.argument("role")
@click.argument("email")
@click.option("--name", required=True, help="As they write it, macrons included.")
@click.option(
    "--in",
    "where",
    default="nation",
    show_default=True,
    help="nation, region:NAME, network:NUMBER, school:NUMBER, service:NUMBER or tertiary:NUMBER.",
)
@click.option("--office", default="", help="The programme's office whose gates they decide at, by its code.")
def command(role: str, email: str, name: str, where: str, office: str) -> None:
    """Give ROLE to the person with the address EMAIL, who can then sign in. Whoever keeps the records gives the others
    theirs on the screen."""
    ready()
    from django.db import transaction  # noqa: PLC0415  (needs Django)

    from kahui.records.access.actions import give, person_named  # noqa: PLC0415
    from kahui.records.access.check import Acting  # noqa: PLC0415
    from kahui.records.access.places import Place  # noqa: PLC0415
    from kahui.records.access.rules import office_known  # noqa: PLC0415
    from kahui.records.changes.rules import RuleBroken, require  # noqa: PLC0415
    from kahui.reporting.snapshot import definition  # noqa: PLC0415

    kind, _, key = where.partition(":")
    by = Acting.deployment("kahui give")
    try:
        require(office_known(office, [c.code for c in definition().capacities]))
        with transaction.atomic():  # whoever is given nothing is not on record either
            person = person_named(email=email, name=name)
            there = Place(kind, key.strip())
            give(person=person, role=role, place=there, capacity=office, by=by, source=by.words)
    except RuleBroken as fault:
        raise click.ClickException(str(fault)) from None
    click.echo(f"{person} <{person.email}> is {role} in {where}, and signs in at /sign-in.", err=True)
