"""How large the invented country is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kahui.site.rehearsal.rates import Rates

NAMED = {"small": 40, "demo": 250, "nation": 2500}
"""Schools of the named sizes; the nation has 800,000 learners."""


class SizeFault(ValueError):
    """A size that cannot be made; the message says which can."""


@dataclass(frozen=True, slots=True)
class Size:
    """Schools at the beginning, and what follows from their number."""

    name: str
    schools: int
    learners: int
    services: int
    networks: int

    @classmethod
    def read(cls, words: str, rates: Rates) -> Size:
        """`small`, `demo`, `nation`, or `300-schools`. Raises `SizeFault`."""
        found = re.fullmatch(r"(\d{1,6})-schools", words)
        if words not in NAMED and found is None:
            raise SizeFault(
                f"There is no size “{words[:40]}”. Write {', '.join(NAMED)}, or such as 300-schools."
            )
        schools = int(found[1]) if found else NAMED[words]
        if not 12 <= schools <= 20_000:
            raise SizeFault(f"{schools:,} schools cannot be made. Ask for 12 to 20,000.")
        return cls(
            words,
            schools,
            round(schools * rates.learners_per_school),
            round(schools * rates.services_per_school),
            max(2, round(schools * rates.networks_per_school)),
        )
