"""Machine code, with and without a place to keep it."""

import numpy as np

from kahui.analytics.methods.growth.compiled import compiled


def test_code_from_no_file_has_nowhere_to_be_kept_and_runs():
    """As in an installation that can be read only: there is no folder beside the module to write to."""
    there: dict = {}
    exec("def twice(x):\n    return 2 * x", there)
    assert compiled(there["twice"])(21) == 42


def test_what_is_no_number_stays_what_it_is():
    there: dict = {}
    exec("def below(x):\n    return x < 0.0", there)
    assert [bool(compiled(there["below"])(x)) for x in (np.nan, -np.inf, np.inf)] == [False, True, False]
