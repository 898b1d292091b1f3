"""The records' models and actions on PostgreSQL: the same examples, run apart on its database."""

import pytest
from stores import TESTS, database_of, postgresql, python  # noqa: F401

EXAMPLES = [
    "spec/test_photographs.py",
    "spec/test_decisions.py",
    "spec/test_membership.py",
    "generative/test_any_order_of_import.py",
]


@pytest.mark.postgresql
def test_the_examples_hold_on_postgresql(tmp_path, postgresql):  # noqa: F811
    files = [TESTS / example for example in EXAMPLES]
    done = python("-m", "pytest", "-q", "-x", *files, home=tmp_path, url=database_of(postgresql))
    assert " skipped" not in done.stdout
