"""The small place of the journey: three schools, a kindergarten and a college of further study in one region, and
everybody whose part it is. Run apart, for the home that is to be served: `python -m journeys.few_people`."""

from __future__ import annotations

from pathlib import Path

PEOPLE = (
    ("Hana Rewi", "Leads Aroha School; starts."),
    ("Tama Ngata", "Leads Ōtara Bay College; is invited, and writes too."),
    ("Mere Kīngi", "Chairs the board of Aroha School; signs in."),
    ("Ana Leota", "Answers for Puna Kōwhai Kindergarten."),
    ("Ruth Brown", "Adviser in the region."),
    ("Wiremu Tait", "Director of the region."),
    ("Pania Moore", "Prepares and records what the Minister decides."),
    ("Sione Vea", "Sits for the national panel."),
    ("Joan Clarke", "Keeps the records."),
)
"""Who is offered to sign in as, and in a sentence what for. The chair of Ōtara Bay’s board answers by letter, and
the board of Hill Road School on paper: neither signs in."""

TEACHERS = ("Whetū Dean", "Kiri Paki", "Luke Hale")
"""Who applies. They hold no role yet, and sign in with a code."""


def make(home: Path) -> None:
    """Everybody in their place, in this home. Needs Django and an empty store."""
    from people import holds, person, school, service  # noqa: PLC0415  (needs Django)

    aroha = school(1001, "Aroha School", type="Full Primary", roll=420)
    otara = school(1002, "Ōtara Bay College", type="Secondary (Year 9-15)", roll=520)
    school(1003, "Hill Road School", type="Full Primary", roll=160)
    puna = service(50001, "Puna Kōwhai Kindergarten")
    school(6001, "Manukau Further Study", kind="tertiary", roll=None, type="Polytechnic", authority="Crown")
    made = {name: person(name) for name in (*dict(PEOPLE), *TEACHERS)}
    holds(made["Hana Rewi"], "school-lead", aroha)
    holds(made["Tama Ngata"], "school-lead", otara)
    holds(made["Mere Kīngi"], "board", aroha, capacity="board-chair")
    holds(made["Ana Leota"], "nominee", puna, capacity="board-chair")
    holds(made["Ruth Brown"], "adviser", "Auckland", capacity="adviser")
    holds(made["Wiremu Tait"], "director", "Auckland", capacity="director")
    holds(made["Pania Moore"], "office", None, capacity="minister")
    holds(made["Sione Vea"], "panel-adviser", None)
    holds(made["Joan Clarke"], "registrar", None)
    said = dict(PEOPLE) | dict.fromkeys(TEACHERS, "Applies for a post, and holds it.")
    lines = [f'[[person]]\nemail = "{made[n].email}"\nsentence = "{said[n]}"\n' for n in said]
    (home / "people.toml").write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    from kahui.site.ready import ready

    ready()
    from django.conf import settings

    make(Path(settings.HOME))
