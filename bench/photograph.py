"""Monthly photographs of the invented register as the Ministry's CSV of 2021 has them: 42 columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from invented import Body, Invented

HEADER = (
    "School Number", "School Name", "Telephone", "Fax", "Email^", "Principal*", "School Website", "Street", "Suburb",
    "Town / City", "Postal Address", "Postal Address Suburb", "Postal Address City", "Postal Code", "Urban Area",
    "School Type", "Definition", "Authority", "Donations", "Gender of Students", "Territorial Authority",
    "Regional Council", "Ministry of Education Local Office", "Education Region", "General Electorate",
    "Māori Electorate", "Area Unit", "Ward", "Community of Learning ID", "Community of Learning Name", "Latitude",
    "Longitude", "Isolation Index", "Decile", "Total School Roll", "European / Pākehā", "Māori", "Pacific", "Asian",
    "MELAA", "Other", "International",
)  # fmt: skip


def months(invention: Invented, count: int) -> Iterator[bytes]:
    """The register after its ten years, and again each month after; each month one school in a hundred changes."""
    there = [b for b in invention.schools if b.closes is None]
    states = {b.key: b.runs[-1].state for b in there}
    for month in range(count):
        if month:
            for body in invention.chance.sample(there, max(1, len(there) // 100)):
                states[body.key] = invention._changed(states[body.key], "school")
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(HEADER)
        writer.writerows(_row(body, states[body.key]) for body in there)
        yield text.getvalue().encode("utf-8-sig")


def _row(body: Body, state: dict[str, object]) -> list[object]:
    network = body.network
    learners = body.learners
    halves = (learners // 2, learners // 4, learners // 8)
    name = f"Network {99000 + network}" if network is not None else ""
    street = f"{body.number} {str(state['name']).split()[0]} Road"
    town = f"Town {body.number % 97}"
    return [
        body.number, state["name"], "", "", "", "", f"http://www.school{body.number}.invalid", street, "", town, street,
        "", town, 1000 + body.number % 9000, state["urban"], state["type"], "Not Applicable", state["authority"],
        "Invited", "Co-Educational", "", "", "", state["region"], "", "", "", "",
        99000 + network if network is not None else "", name, state["latitude"], state["longitude"], 1.5,
        state["decile"] or 99, learners, *halves, learners - sum(halves), 0, 0, 0,
    ]  # fmt: skip
