"""Those who applied for an opening, as those who choose may see them, and the panel that chooses.

While an opening is blind and its panel has chosen nobody, no name, address or employer of an applicant leaves this
module, and what they wrote comes without them.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import mean

from kahui.definition.time import AsAt
from kahui.records.access.models import Person
from kahui.records.networks.models import Membership
from kahui.records.posts.models import (
    Application,
    Choice,
    EmployerWord,
    Interest,
    Opening,
    Panelist,
    Score,
    Shortlisting,
    WithdrawnApplication,
)
from kahui.records.register.queries import names_now

HIDDEN = "[hidden]"
ANY_SCHOOL = frozenset(
    {
        "school", "schools", "college", "kura", "primary", "intermediate", "high", "area",
        "secondary", "composite", "catholic", "boys", "girls", "state", "full", "the",
        "and", "saint", "north", "south", "east", "west", "central",
    }
)  # fmt: skip
"""Words that the name of any school can have: to hide one would hide what people write of schools."""


Lists = dict[int, tuple[bool, str]]
Scores = dict[int, dict[int, tuple[int, str]]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One applicant. While hidden, `name`, `email` and `employer` are blank and `words` come without them.

    `supported` is what the employer said; `listed` whether the panel put them on its shortlist; `None` before either.
    `scores` are by the key of the panel's member: score and reason.
    """

    application: int
    number: int
    on: dt.date
    name: str
    email: str
    employer: str
    words: str
    prerequisites: tuple[str, ...]
    withdrawn: bool
    supported: bool | None
    listed: bool | None
    listed_reason: str
    scores: dict[int, tuple[int, str]] = field(default_factory=dict)

    @property
    def label(self) -> str:
        return self.name or f"Candidate {self.number}"

    @property
    def average(self) -> float | None:
        return mean(score for score, _ in self.scores.values()) if self.scores else None

    @property
    def state(self) -> str:
        """Where they stand, in a word that is counted."""
        if self.withdrawn:
            return "took it back"
        if self.listed is not None:
            return "shortlisted" if self.listed else "not shortlisted"
        return "scored" if self.scores else "not scored yet"


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a panel: from which school, and what they said of their own interest (`None`: nothing yet)."""

    person: int
    name: str
    school: str
    provider: int | None
    conflict: bool | None
    panelist: int

    @property
    def scores(self) -> bool:
        """Whether they may score."""
        return self.conflict is False


def hidden(opening: Opening) -> bool:
    """Whether those who choose must not see who applied. Once a panel has chosen, it stays seen."""
    return opening.blind and not Choice.objects.filter(application__opening=opening).exists()


def label_of(application: Application) -> str:
    """How an applicant is called where the panel can read it."""
    return f"Candidate {application.number}" if hidden(application.opening) else str(application.person)


def candidates(opening: Opening, as_at: AsAt) -> list[Candidate]:
    """Everybody who applied by a day, in the order in which they did. Eight queries, however many applied."""
    applied = list(
        Application.objects.by(as_at).filter(opening=opening).select_related("person").order_by("number")
    )
    back, words, lists, scores = _said(opening, as_at)
    unseen = hidden(opening)
    employers = names_now({a.provider_id for a in applied} | (_members(opening, as_at) if unseen else set()))
    schools = [name for _, name in employers.values()] if unseen else []
    return [
        _candidate(
            a,
            employers[a.provider_id][1],
            schools if unseen else None,
            a.pk in back,
            words.get(a.pk),
            lists.get(a.pk),
            scores.get(a.pk, {}),
        )
        for a in applied
    ]


def _candidate(
    application: Application,
    employer: str,
    schools: list[str] | None,
    withdrawn: bool,
    supported: bool | None,
    listed: tuple[bool, str] | None,
    scores: dict[int, tuple[int, str]],
) -> Candidate:
    person, unseen = application.person, schools is not None
    told = (person.name, person.email)
    text = application.words if schools is None else without(application.words, told, schools)
    return Candidate(
        application=application.pk,
        number=application.number,
        on=application.on,
        name="" if unseen else str(person),
        email="" if unseen else person.email,
        employer="" if unseen else employer,
        words=text,
        prerequisites=tuple(application.prerequisites),
        withdrawn=withdrawn,
        supported=supported,
        listed=listed[0] if listed else None,
        listed_reason=listed[1] if listed else "",
        scores=scores,
    )


def counts(found: Iterable[Candidate]) -> dict[str, int]:
    """How many applicants stand where, by the word of it."""
    return dict(Counter(candidate.state for candidate in found))


def panel(opening: Opening, as_at: AsAt) -> list[Member]:
    """Who sits on the panel on a day, and what they declared. Three queries."""
    sits = Panelist.objects.on(as_at).filter(opening=opening).select_related("person").order_by("id")
    said = Interest.objects.by(as_at).filter(opening=opening).order_by("on", "id")
    declared = dict(said.values_list("person", "conflict"))
    rows = list(sits)
    schools = names_now({p.provider_id for p in rows if p.provider_id})
    return [
        Member(
            person=p.person_id,
            name=str(p.person),
            school=schools[p.provider_id][1] if p.provider_id in schools else "",
            provider=p.provider_id,
            conflict=declared.get(p.person_id),
            panelist=p.pk,
        )
        for p in rows
    ]


def sits_on(opening: Opening, person: Person | None, as_at: AsAt) -> bool:
    """Whether somebody sits on the panel of an opening on a day."""
    return person is not None and Panelist.objects.on(as_at).filter(opening=opening, person=person).exists()


def without(text: str, told: Iterable[str], schools: Iterable[str] = ()) -> str:
    """A text without the names in `told` and without the names of `schools`, whatever their case or accents.

    Each name is replaced whole, and each word of it of three letters or more; of a school’s name, not the words that
    any school’s can have. All members of the network are in `schools`, so that what is hidden does not tell which of
    them employs somebody. What names somebody in other words cannot be known: those who apply are asked not to.
    """
    plain, places = _plain(text)
    whole = [_plain(name)[0].strip() for name in told]
    named = [_plain(name)[0].strip() for name in schools]
    words = {w for name in whole for w in re.findall(r"\w{3,}", name)}
    words |= {w for name in named for w in re.findall(r"\w{3,}", name)} - ANY_SCHOOL
    cut: list[tuple[int, int]] = []
    for part in {*whole, *named, *words} - {""}:
        cut += [m.span() for m in re.finditer(rf"(?<!\w){re.escape(part)}(?!\w)", plain)]
    out, last = [], 0
    for start, end in sorted(cut, key=lambda c: (c[0], -c[1])):
        if start >= last:
            out += [text[_at(places, last, text) : places[start]], HIDDEN]
            last = end
    return "".join([*out, text[_at(places, last, text) :]])


def _said(opening: Opening, as_at: AsAt) -> tuple[set[int], dict[int, bool], Lists, Scores]:
    """By the key of an application: who took it back, what employers said, the shortlist, every score."""
    here = {"application__opening": opening}
    back = set(WithdrawnApplication.objects.by(as_at).filter(**here).values_list("application", flat=True))
    words = dict(
        EmployerWord.objects.by(as_at)
        .filter(**here)
        .order_by("on", "id")
        .values_list("application", "agrees")
    )
    said = Shortlisting.objects.by(as_at).filter(**here).order_by("on", "id")
    lists = {a: (listed, reason) for a, listed, reason in said.values_list("application", "listed", "reason")}
    scores: Scores = {}
    given = Score.objects.by(as_at).filter(**here).order_by("on", "id")
    for application, person, score, reason in given.values_list("application", "person", "score", "reason"):
        scores.setdefault(application, {})[person] = (score, reason)
    return back, words, lists, scores


def _members(opening: Opening, as_at: AsAt) -> set[int]:
    """The members of an opening’s network on a day."""
    on = Membership.objects.on(as_at).filter(network=opening.network_id)
    return set(on.values_list("provider", flat=True))


def _at(places: list[int], index: int, text: str) -> int:
    return places[index] if index < len(places) else len(text)


def _plain(text: str) -> tuple[str, list[int]]:
    """Letters without accents and case, and for each the place in the text that it came from."""
    letters, places = [], []
    for place, letter in enumerate(text):
        for c in unicodedata.normalize("NFKD", letter).casefold():
            if not unicodedata.combining(c):
                letters.append(c)
                places.append(place)
    return "".join(letters), places
