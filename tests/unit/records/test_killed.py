"""An import that is killed at any moment leaves the old state or the new, and received bytes whole or absent."""

import json
import os

import pytest
from stores import TESTS, python

pytestmark = pytest.mark.skipif(
    not hasattr(os, "fork"), reason="needs processes that fork: run it on Linux or macOS"
)


def test_a_killed_import_leaves_the_old_state_or_the_new(tmp_path):
    left = json.loads(python(TESTS / "killing.py", 16, home=tmp_path / "home").stdout)
    assert len(left) == 16
    assert set(left) <= {"old", "new"}
    assert left[0] == "old"
