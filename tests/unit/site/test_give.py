"""The first keeper of a deployment is given their role at its own machine."""

import pytest
from click.testing import CliRunner

from kahui.records.access.check import Acting
from kahui.records.access.models import Person
from kahui.records.access.places import NATION
from kahui.site.commands.give import command

pytestmark = pytest.mark.django_db


def run(*asked: str):
    return CliRunner().invoke(command, [*asked])


def test_whoever_is_given_the_first_role_may_give_the_others():
    done = run("registrar", "Hana.Reweti@example.org", "--name", "Hana Rēweti")
    assert (done.exit_code, done.stderr) == (
        0,
        "Hana Rēweti <hana.reweti@example.org> is registrar in nation, and signs in at /sign-in.\n",
    )
    assert Acting(Person.objects.get()).check("grants.give", [NATION])
    again = run("registrar", "hana.reweti@example.org", "--name", "Hana Rēweti")
    assert (again.exit_code, Person.objects.get().grants.count()) == (0, 1)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("emperor", "hana@example.org", "--name", "Hana"), "ACC-2"),
        (("registrar", "hōne@example.org", "--name", "Hōne"), "ACC-1"),
        (("office", "hana@example.org", "--name", "Hana", "--office", "mayor"), "ACC-8"),
        (("board", "hana@example.org", "--name", "Hana", "--in", "region:Auckland"), "ACC-2"),
    ],
)
def test_what_cannot_be_given_is_refused_in_a_sentence_and_adds_nobody(asked, said):
    done = run(*asked)
    assert (done.exit_code, said in done.stderr, Person.objects.count()) == (1, True, 0)
