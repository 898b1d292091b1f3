"""Networks in flight, made through the acts of the people who would do them, so that every role finds its turn.

Which networks these are, and how long before the day each act was, is OURS.
"""

from __future__ import annotations

import datetime as dt

from kahui.definition.model import Definition
from kahui.site.world.casting import cast
from kahui.site.world.people import People
from kahui.site.world.stories import agreeing, forming, house, recruiting
from kahui.site.world.telling import Telling


def tell_stories(people: People, definition: Definition, day: dt.date, seed: int) -> Telling:
    """Everything that is in flight on the day, told in the order of the days before it."""
    told = Telling(people, definition, day)
    there = cast(people, definition, day)
    told.go(
        [
            *recruiting.stories(told, there, seed),
            *agreeing.stories(told, there),
            *forming.stories(told, there),
            *house.stories(told, there),
        ]
    )
    return told
