"""The programme changes while it runs: proposed, rehearsed on live networks, taken live by two people, adopted."""

import datetime as dt
import random

import pytest
from people import DAY, acts, network, person, school
from worlds import KAHUI_AKO, PROGRAMMES

from kahui.definition import DefinitionFault, edits
from kahui.definition.changed import differences, next_gate, stands
from kahui.definition.gates import Decision, spine, stage
from kahui.definition.load import files_of, read
from kahui.records.access.check import Acting, NotAllowed
from kahui.records.changes.rules import RuleBroken
from kahui.records.editions.actions import adopt, assent, propose
from kahui.records.editions.queries import definition_for, definitions_for, live, live_definition
from kahui.records.formation.queries.caseload import caseload
from kahui.records.formation.queries.turns import now_on
from kahui.records.networks.actions import decide
from kahui.records.waiting.cases import cases
from kahui.records.waiting.turns import waiting_of

FILES = files_of(PROGRAMMES / "kahui-ako")
LATER = DAY + dt.timedelta(days=30)


def moved() -> dict[str, str]:
    """The programme with its endorsements decided by the director from January 2017."""
    return edits.with_decider(FILES, "endorsement", "director", dt.date(2017, 1, 1), "As an example.")


def peer_review(files=FILES, *, before: tuple[str, ...] = ("endorsement",)) -> dict[str, str]:
    return edits.with_gate(
        files,
        code="peer-review",
        name="Peer review",
        asks="Another network reads the challenges.",
        follows=("submission",),
        before=before,
        capacity="leader",
        starts=dt.date(2016, 1, 1),
    )


# ---- changes without a hand in the files ------------------------------------------------------------------------


def test_a_decision_maker_moved_is_one_dated_line_more():
    changed = read(moved())
    gate = KAHUI_AKO.at(DAY).gate("endorsement")
    days = [dt.date(2016, 12, 31), dt.date(2017, 1, 1), dt.date(2018, 1, 1)]
    assert [changed.at(day).decider(gate=changed.at(day).gate("endorsement")).code for day in days] == [
        "minister",
        "director",
        "secretary",
    ]
    assert [KAHUI_AKO.at(day).decider(gate=KAHUI_AKO.at(day).gate("endorsement")).code for day in days] == [
        "minister",
        "minister",
        "secretary",
    ]
    assert gate is not None
    assert len(moved()["gates.toml"].splitlines()) - len(FILES["gates.toml"].splitlines()) <= 7


def test_a_gate_added_stands_on_the_spine_where_it_was_asked_for():
    codes = [gate.code for gate in spine(read(peer_review()).at(DAY))]
    assert codes.index("submission") < codes.index("peer-review") < codes.index("endorsement")


def test_a_provision_changed_holds_from_its_day():
    files = edits.with_provision(FILES, KAHUI_AKO, "across-schools-teacher", 600, dt.date(2017, 1, 28), "")
    posts = {day: read(files).at(day).posts for day in (DAY, dt.date(2017, 1, 28))}
    found = [
        next(p for p in posts[day] if p.code == "across-schools-teacher").provisions[0].learners_per_post
        for day in posts
    ]
    assert found == [840, 600]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            lambda: edits.with_decider(FILES, "no-such-gate", "director", DAY, ""),
            "There is no gate “no-such-gate”.",
        ),
        (lambda: edits.with_provision(FILES, KAHUI_AKO, "leader", 5, DAY, ""), "is one for each network"),
        (lambda: edits.with_provision(FILES, KAHUI_AKO, "nobody", 5, DAY, ""), "There is no post “nobody”"),
    ],
)
def test_a_change_that_cannot_be_is_refused_in_a_sentence(change, said):
    with pytest.raises(edits.EditFault, match=said):
        change()


def test_a_decider_nobody_knows_is_refused_with_the_file_and_the_key():
    with pytest.raises(DefinitionFault, match=r"gates\.toml, gate\[endorsement\]\.decider\[\d\]\.capacity"):
        read(edits.with_decider(FILES, "endorsement", "mayor", DAY, ""))


# ---- two people -------------------------------------------------------------------------------------------------

pytestmark = pytest.mark.django_db


def designers() -> tuple[Acting, Acting]:
    return acts(person("Ada Finch", "designer")), acts(person("Bram Teal", "designer"))


def proposed(by: Acting, files=None):
    return propose(
        files=files or moved(), based_on=live_definition().hash, words="The director endorses.", by=by, on=DAY
    )


def test_an_edition_is_live_once_two_people_have_assented_and_not_before():
    ada, bram = designers()
    edition = proposed(ada)
    assert [assent(edition=edition, by=ada, on=DAY), live(), assent(edition=edition, by=bram, on=DAY)] == [
        False,
        None,
        True,
    ]
    assert live(DAY) == edition
    assert live_definition(DAY).hash == read(moved()).hash
    assert live_definition(DAY - dt.timedelta(days=1)).hash == KAHUI_AKO.hash


def test_nobody_assents_twice():
    ada, _ = designers()
    edition = proposed(ada)
    assent(edition=edition, by=ada, on=DAY)
    with pytest.raises(RuleBroken, match="EDI-2: An edition is taken live by two people"):
        assent(edition=edition, by=ada, on=DAY)
    assert live() is None


def test_what_is_live_is_not_assented_to_again():
    ada, bram = designers()
    edition = proposed(ada)
    for each in (ada, bram):
        assent(edition=edition, by=each, on=DAY)
    with pytest.raises(RuleBroken, match="EDI-3"):
        assent(edition=edition, by=acts(person("Cara Wren", "designer")), on=DAY)


def test_an_edition_that_says_the_same_is_refused():
    ada, _ = designers()
    with pytest.raises(RuleBroken, match="EDI-1"):
        proposed(ada, FILES)


def test_an_edition_made_from_an_older_programme_is_refused():
    ada, bram = designers()
    begun_from = live_definition().hash
    edition = proposed(ada)
    for each in (ada, bram):
        assent(edition=edition, by=each, on=DAY)
    with pytest.raises(RuleBroken, match="EDI-5"):
        propose(files=peer_review(), based_on=begun_from, words="Peers review.", by=ada, on=DAY)


def test_who_may_not_propose_is_told_so():
    with pytest.raises(NotAllowed, match="propose a change of the programme"):
        proposed(acts(person("Hana Reweti", "evaluator")))


def test_a_network_does_not_go_over_to_an_edition_that_is_not_live():
    ada, _ = designers()
    edition = proposed(ada)
    with pytest.raises(RuleBroken, match="EDI-4"):
        adopt(edition=edition, networks=[network(101, school(1))], by=ada, on=DAY)


# ---- fifty cases ------------------------------------------------------------------------------------------------

WAY = [
    ("interest", "submitted"),
    ("shaping", "recommended"),
    ("approval", "approved"),
    ("memorandum", "signed"),
    ("submission", "submitted"),
    ("endorsement", "endorsed"),
]


def fifty() -> list:
    """Fifty networks, each as far on the way as its number says."""
    by = Acting.deployment("a test")
    made = []
    for n in range(50):
        made.append(network(101 + n, school(n + 1), school(n + 501)))
        for step, (gate, word) in enumerate(WAY[: n % (len(WAY) + 1)]):
            on = dt.date(2016, 1, 1) + dt.timedelta(days=30 * step)
            decide(
                network=made[-1],
                gate=gate,
                decision=word,
                on=on,
                source="",
                by=by.words,
                definition=KAHUI_AKO,
            )
    return made


def told(each) -> list[Decision]:
    return [
        Decision(d.gate, d.decision, d.on, d.on_by)
        for d in each.decisions.filter(known_to=None).order_by("on")
    ]


def test_fifty_live_cases_stay_where_they_are_until_they_go_over_to_a_new_order(django_assert_num_queries):
    ada, bram = designers()
    cases = fifty()
    before = {c.pk: stands(told(c), definition_for(c, DAY), {}, DAY) for c in cases}
    edition = proposed(ada, peer_review())
    for each in (ada, bram):
        assent(edition=edition, by=each, on=DAY)

    begun = [c for c in cases if told(c)]
    with django_assert_num_queries(3):
        under = definitions_for(begun, LATER)
    assert {d.hash for d in under.values()} == {KAHUI_AKO.hash}
    assert {c.pk: stands(told(c), under[c.pk], {}, DAY) for c in begun} == {c.pk: before[c.pk] for c in begun}

    assert adopt(edition=edition, networks=begun, by=ada, on=LATER) == len(begun)
    for case in begun:
        now = stands(told(case), definition_for(case, LATER), {}, LATER)
        was = before[case.pk]
        assert now.passed == was.passed  # no step is repeated, and none that was done is lost
        at_review = was.at == "Endorsement"
        assert now.at == ("Peer review" if at_review else was.at)
        waits = "It would wait at “Peer review” and not at “Endorsement”."
        assert (waits in list(differences(was, now))) == at_review


def without(code: str) -> dict[str, str]:
    """The programme without one of its gates."""
    text = FILES["gates.toml"]
    start = text.index(f'[[gate]]\ncode = "{code}"')
    end = text.index("\n[[gate]]", start)
    return {**FILES, "gates.toml": text[:start] + text[end:]}


def test_a_network_goes_on_under_an_edition_without_a_gate_it_has_passed():
    """What was decided at the gate stays on record, is no step any more, and stands in nobody's way."""
    ada, bram = designers()
    case = network(101, school(1), school(2))
    for n, (gate, word) in enumerate([*WAY, ("implementation", "started")]):
        on = dt.date(2016, 1, 1) + dt.timedelta(days=30 * n)
        decide(network=case, gate=gate, decision=word, on=on, source="", by="a test", definition=KAHUI_AKO)
    edition = proposed(ada, without("implementation"))
    for each in (ada, bram):
        assent(edition=edition, by=each, on=DAY)
    adopt(edition=edition, networks=[case], by=ada, on=DAY)

    under = definition_for(case, DAY)
    assert under.at(DAY).gate("implementation") is None
    waiting = waiting_of([case], DAY)
    (told,) = cases([101], waiting, DAY)
    assert (told.stage, [c.stage for c in caseload([case], now_on(DAY), under)]) == (
        "Endorsement",
        ["Endorsement"],
    )
    again = decide(
        network=case,
        gate="endorsement",
        decision="endorsed",
        on=DAY,
        source="",
        by="a test",
        definition=under,
    )
    assert again.on == DAY


def test_a_case_that_begins_after_the_change_begins_under_it():
    ada, bram = designers()
    edition = proposed(ada)
    for each in (ada, bram):
        assent(edition=edition, by=each, on=DAY)
    young = network(300, school(900), school(901))
    decide(
        network=young,
        gate="interest",
        decision="submitted",
        on=LATER,
        source="",
        by="a test",
        definition=KAHUI_AKO,
    )
    assert definition_for(young, LATER).hash == edition.hash


def test_any_new_order_of_gates_repeats_no_step_and_skips_none_that_is_asked_for():
    """Random orders of the same gates: what stood stands, and the gate asked for next is one not passed, whose own
    gates before it are passed; when it is passed, another comes, until all are."""
    chance = random.Random(7)
    for _ in range(200):
        programme = KAHUI_AKO.at(DAY)
        gates = list(spine(programme))
        chance.shuffle(gates)
        shuffled = tuple(
            type(g)(
                **{
                    **{f: getattr(g, f) for f in g.__dataclass_fields__},
                    "follows": tuple(x.code for x in gates[:i] if chance.random() < 0.3),
                    "preceded_by": (),
                }
            )
            for i, g in enumerate(gates)
        )
        changed = type(KAHUI_AKO)(
            **{
                **{f: getattr(KAHUI_AKO, f) for f in KAHUI_AKO.__dataclass_fields__},
                "gates": shuffled,
            }
        )
        done = [
            Decision(g, w, dt.date(2016, 2, n + 1), dt.date(2016, 2, n + 1))
            for n, (g, w) in enumerate(WAY[: chance.randrange(7)])
        ]
        stood = {s.gate for s in stage(done, KAHUI_AKO, DAY).gates}
        assert {s.gate for s in stage(done, changed, DAY).gates} == stood
        asked = []
        while (gate := next_gate(stage(done, changed, DAY), changed.at(DAY))) is not None:
            assert gate.code not in stood | set(asked)
            asked.append(gate.code)
            word = next(o.word for o in gate.outcomes if o.effect == "stands")
            done = [*done, Decision(gate.code, word, DAY, DAY)]
        rests = {code for s in stood for code in _rests_on(changed, s)}
        assert stood | set(asked) | rests >= {g.code for g in shuffled}


def _rests_on(definition, code: str) -> set[str]:
    by_code = {g.code: g for g in definition.gates}
    found: set[str] = set()
    queue = list(by_code[code].follows)
    while queue:
        each = queue.pop()
        if each not in found:
            found.add(each)
            queue += by_code[each].follows
    return found
