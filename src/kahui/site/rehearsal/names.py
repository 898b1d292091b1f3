"""Invented names, in te reo Māori and in English: built from parts, so that every name that can be made can be listed.

None of them is a place, a school or a service that we know of; a test holds all of them against the public record.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from kahui.site.rehearsal.chance import Chance, pick

MAORI_FIRST = (
    "Aohu", "Āpiro", "Hākoa", "Hēwai", "Hīnopu", "Ihuwhā", "Kāwhero", "Kēpai", "Kōranu", "Māheu", "Mōrewha", "Ngāoru",
    "Ōpeka", "Pāhoro", "Pīwhane", "Rāmeke", "Rēhutai", "Tāwheke", "Tīnoho", "Tōkeha", "Ūmare", "Wāipeka", "Whāruru",
    "Whēkopu",
)  # fmt: skip
MAORI_SECOND = (
    "aro", "kōwai", "marire", "mātere", "nuku", "pāhau", "pūrau", "rangiwhā", "tāhuna", "tīmoa", "whenuku", "wīrua",
)  # fmt: skip
ENGLISH_FIRST = (
    "Almond", "Basil", "Brindle", "Candle", "Cinder", "Dapple", "Dunlin", "Ember", "Fallow", "Garnet", "Hawfinch",
    "Iron", "Juniper", "Kestrel", "Lantern", "Mallow", "Nutmeg", "Otter", "Pewter", "Quill", "Russet", "Sorrel",
    "Thistle", "Umber", "Velvet", "Willet",
)  # fmt: skip
ENGLISH_SECOND = (
    "acre", "beck", "combe", "croft", "dene", "fell", "garth", "holt", "mere", "rigg", "stead", "thwaite", "wick",
)  # fmt: skip
REGION_WORDS = ("North Reach", "Long Bay Coast", "Inner Plains", "High Lakes", "East Cape Lands", "River Country",
                "Harbour Side", "Three Sounds", "Wide Downs", "Far South")  # fmt: skip
PEOPLE_FIRST = ("Anahera", "Ben", "Caitlin", "Daniel", "Emere", "Fetu", "Grace", "Hemi", "Isla", "Jin", "Kahu", "Lupe",
                "Mere", "Niko", "Olive", "Priya", "Rangi", "Sina", "Tama", "Wiremu")  # fmt: skip

SCHOOL_ENDINGS = {
    "Contributing": ("School", "Primary School"),
    "Full Primary": ("School", "School", "Primary School"),
    "Intermediate": ("Intermediate",),
    "Composite": ("Area School", "School"),
    "Secondary (Year 7-15)": ("College", "High School"),
    "Secondary (Year 9-15)": ("College", "High School"),
    "Special School": ("Specialist School",),
    "Teen Parent Unit": ("Teen Parent Unit",),
    "Activity Centre": ("Activity Centre",),
}
SERVICE_ENDINGS = {
    "Education and care": ("Early Learning", "Childcare Centre"),
    "Kindergarten": ("Kindergarten",),
    "Kōhanga reo": (),
    "Playcentre": ("Playcentre",),
    "Home-based": ("Home-based Care",),
}


def places() -> Iterator[str]:
    """Every name of a place that can be made."""
    yield from (a + b for a, b in itertools.product(MAORI_FIRST, MAORI_SECOND))
    yield from (a + b for a, b in itertools.product(ENGLISH_FIRST, ENGLISH_SECOND))


def place(chance: Chance, share_maori: float = 0.5) -> str:
    """The name of a place, in te reo Māori as often as said."""
    if chance.random() < share_maori:
        return pick(chance, MAORI_FIRST) + pick(chance, MAORI_SECOND)
    return pick(chance, ENGLISH_FIRST) + pick(chance, ENGLISH_SECOND)


def school(chance: Chance, type_: str, at: str) -> str:
    """The name of a school of a type at a place: `Te Kura o …` for some whose place has a Māori name."""
    if at.startswith(MAORI_FIRST) and type_ in ("Full Primary", "Composite") and chance.random() < 0.25:
        return f"Te Kura o {at}"
    return f"{at} {pick(chance, SCHOOL_ENDINGS[type_])}"


def service(chance: Chance, type_: str, at: str) -> str:
    """The name of an early learning service of a type at a place."""
    if not SERVICE_ENDINGS[type_]:
        return f"Te Kōhanga Reo o {at}"
    return f"{at} {pick(chance, SERVICE_ENDINGS[type_])}"
