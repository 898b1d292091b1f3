"""What waits of a change of the programme: a second person's assent."""

from __future__ import annotations

from kahui.records.access.places import NATION
from kahui.records.editions.queries import proposals
from kahui.records.notices.waiting import Waiting


def waiting() -> list[Waiting]:
    """Each edition that was proposed and is not live, for those who may take it live. Of the nation, of no network."""
    return [
        Waiting(
            code="edition.assent",
            words="Look at a change of the programme, and assent to it or leave it",
            of=edition.words[:120],
            role="designer",
            place=NATION,
            since=edition.on,
            path=f"/office/programme/editions/{edition.pk}",
        )
        for edition in proposals()
    ]
