"""Networks that stand: a memorandum one signature short, challenges drafted, submitted, and sent back."""

from __future__ import annotations

from collections.abc import Sequence

from kahui.records.access.places import region
from kahui.records.challenges.actions import fix, submit
from kahui.records.documents.actions import comment
from kahui.records.formation.actions.advising import advise, ask_for_change, declare
from kahui.records.formation.actions.deciding import decide_gate
from kahui.records.formation.actions.memorandum import fix_memorandum
from kahui.records.formation.queries.memorandum import document_of, members_of
from kahui.records.formation.queries.reach import places_of_one
from kahui.records.networks.models import Network
from kahui.records.register.models import Provider
from kahui.site.world.casting import Cast
from kahui.site.world.stories.writing import agree, approved, write
from kahui.site.world.telling import Course, Story, Telling
from kahui.site.world.words import CHALLENGES, COMMENTS, MEMORANDUM, PROGRESS_ASKED

LATELY = 125
"""Days before the last day on which a network is approved for a story, where none is left that was: after the last
directory, which does not show it."""


def stories(told: Telling, cast: Cast) -> list[Story]:
    """One network each, that was approved long ago; where there is none left, one that is approved for it."""
    wanted = (("one signature short", 6), ("submitted", None), ("sent back", None), ("drafted", None))
    parts = {
        "one signature short": one_short,
        "submitted": submitted,
        "sent back": sent_back,
        "drafted": drafted,
    }
    return [_of(told, cast, name, parts[name](told), members) for name, members in wanted]


def _of(told: Telling, cast: Cast, name: str, story: Story, members: int | None) -> Story:
    """A story, on a network that is there or is made for it."""
    network = yield from standing(told, cast, members)
    told.told[name] = network
    yield from story


def standing(told: Telling, cast: Cast, members: int | None = None) -> Course:
    """A network that was approved long ago; gives it."""
    held = cast.network(members)
    if held is not None:
        return held
    made = yield from approved(told, LATELY, cast.founders(0, 2), region(cast.region))
    return made


def members(told: Telling, network: Network) -> Sequence[Provider]:
    """Its members on the day being told."""
    return members_of([network], told.day)[network.pk]


def since(told: Telling, network: Network, before: Sequence[Provider]) -> list[Provider]:
    """Its members on the day being told that were none before."""
    return [p for p in members(told, network) if p not in before]


def signed(told: Telling, network: Network, ago: int, *, all_but: int = 0) -> Story:
    """The memorandum written, fixed `ago` days before the last day, and signed by all members but so many."""
    yield ago + 12
    write(told, network, "memorandum", MEMORANDUM, told.leader(network))
    yield ago
    version = fix_memorandum(
        network=network, by=told.leader(network), definition=told.definition, now=told.now
    )
    boards = sorted(members(told, network), key=lambda p: p.kind == Provider.Kind.SCHOOL)
    signing = boards[: len(boards) - all_but]
    for n, provider in enumerate(signing):
        yield ago - 2 - 20 * (n + 1) // len(signing)
        agree(told, network, "memorandum", version.number, [provider])
    agree(told, network, "memorandum", version.number, since(told, network, boards))


def one_short(told: Telling) -> Story:
    """One board has not signed the memorandum yet."""
    yield from signed(told, told.told["one signature short"], 27, all_but=1)


def agreed(told: Telling, network: Network, ago: int) -> Story:
    """The challenges written, fixed, agreed by every board, and submitted `ago` days before the last day."""
    yield from signed(told, network, ago + 60)
    yield ago + 34
    write(told, network, "challenges", CHALLENGES, told.leader(network))
    yield ago + 22
    version = fix(network=network, by=told.leader(network), definition=told.definition, now=told.now)
    boards = members(told, network)
    for n, provider in enumerate(boards):
        yield ago + 20 - 16 * (n + 1) // len(boards)
        agree(told, network, "challenges", version.number, [provider])
    yield ago
    agree(told, network, "challenges", version.number, since(told, network, boards))
    submit(
        network=network, version=version.number, by=told.leader(network), definition=told.definition, now=told.now,
        words="Agreed by every board.",
    )  # fmt: skip


def advised(told: Telling, network: Network) -> None:
    """The adviser says of the newest challenges what they think."""
    by = told.adviser(network)
    declare(network=network, conflict=False, by=by, now=told.now)
    advise(
        network=network, matter="challenges", version=1, supports=True, by=by, definition=told.definition,
        now=told.now, words="Each says for whom, from what and by when. The third has no number, and need not.",
    )  # fmt: skip


def submitted(told: Telling) -> Story:
    """Submitted, advised on, and waiting for the director."""
    network = told.told["submitted"]
    yield from agreed(told, network, 22)
    yield 13
    advised(told, network)


def received(told: Telling, network: Network) -> None:
    """The director takes a submission on, to the office that endorses."""
    by = told.director(network)
    declare(network=network, conflict=False, by=by, now=told.now)
    decide_gate(
        networks=[network], gate="submission", word="submitted", on=told.day, by=by, definition=told.definition,
        now=told.now,
    )  # fmt: skip


def sent_back(told: Telling) -> Story:
    """Submitted, then one section asked to be changed by the director."""
    network = told.told["sent back"]
    yield from agreed(told, network, 40)
    yield 28
    advised(told, network)
    yield 9
    by = told.director(network)
    declare(network=network, conflict=False, by=by, now=told.now)
    ask_for_change(
        network=network, matter="challenges", version=1, section="progress", words=PROGRESS_ASKED, by=by,
        definition=told.definition, now=told.now,
    )  # fmt: skip


def drafted(told: Telling) -> Story:
    """The memorandum signed, the challenges being written, with comments of others."""
    network = told.told["drafted"]
    yield from signed(told, network, 70)
    yield 18
    some = {code: CHALLENGES[code] for code in ("vision", "challenges", "evidence")}
    write(told, network, "challenges", some, told.leader(network), whole=False)
    document, boards = document_of(network, "challenges"), members(told, network)
    for ago, (section, words), provider in zip((7, 3), COMMENTS, boards, strict=False):
        yield ago
        comment(
            document=document, section=section, words=words, places=places_of_one(network, told.day),
            definition=told.definition, by=told.board(provider), now=told.now,
        )  # fmt: skip
