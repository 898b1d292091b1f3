"""The real directories of May 2016, July 2017 and September 2021 give the same facts in every order."""

import datetime as dt
from itertools import permutations

import pytest
from directories import kahui_ako
from django.db import transaction

from kahui.records.networks.actions import import_directory
from kahui.records.networks.models import Membership, NetworkName
from kahui.records.register.models import Detail
from kahui.records.register.queries import BOUNDS, STATE
from kahui.site.home import CHECKOUT

DATA = CHECKOUT.parent / "shared" / "data"
FILES = {
    dt.date(2016, 5, 24): "schools-directory-2016-05/directory-school-current.csv",
    dt.date(2017, 7, 30): "schools-directory-2017-07/directory-school-current.csv",
    dt.date(2021, 9, 1): "schools-directory-2021-09/SchoolsDirectory.csv",
}


def facts(days):
    """Everything held after importing in this order, which is then undone."""
    with transaction.atomic():
        for day in days:
            data = (DATA / FILES[day]).read_bytes()
            import_directory(
                data=data, name="a directory", kind="school", as_at=day, definition=kahui_ako(), by="a test"
            )
        details = Detail.objects.current().values_list("provider__number", *STATE, *BOUNDS)
        members = Membership.objects.current().values_list("provider__number", "network__number", *BOUNDS)
        names = NetworkName.objects.current().values_list("network__number", "name", *BOUNDS)
        found = [sorted(map(repr, rows)) for rows in (details, members, names)]
        transaction.set_rollback(True)
    return found


@pytest.mark.shared
@pytest.mark.django_db
@pytest.mark.skipif(
    not DATA.is_dir(), reason="needs the data beside the checkout: clone it to ../shared/data"
)
def test_the_real_directories_give_the_same_facts_in_every_order():
    in_order, *others = [facts(days) for days in permutations(FILES)]
    assert [len(rows) for rows in in_order[:2]] == [6280, 1991]
    for found in others:
        assert found == in_order
