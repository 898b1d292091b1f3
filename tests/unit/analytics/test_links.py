"""The registry of links is in the tables as the programme has it, wherever the tables come from."""

import datetime as dt
import json
from dataclasses import asdict

import pytest
from worlds import ENGLISH_TRUST, KAHUI_AKO, World

from kahui.analytics.engine import Engine
from kahui.definition.time import BEGINNING
from kahui.reporting.snapshot import reread, snapshot

SAME = [
    "source",
    "source_version",
    "target",
    "target_version",
    "topic",
    "design",
    "method",
    "rung",
    "learners",
    "error",
    "apart",
]


def registry(engine: Engine) -> list[dict[str, object]]:
    """The links that the tables hold, gathered as links.toml writes them."""
    every = engine.ask(
        "select link, list(year_level order by rowid) as year_levels, any_value(columns(* exclude (link, "
        "year_level))) from link group by link order by min(rowid)"
    )
    cuts = engine.ask("select * from link_cut order by link, place")
    return [
        row | {"cuts": [(c["word"], c["least"], c["most"]) for c in cuts if c["link"] == row["link"]]}
        for row in every
    ]


def on_record(programme) -> list[dict[str, object]]:
    """The links of the programme, from its definition."""
    scales = {(t.code, v.code): v.scale for t in programme.tools for v in t.versions}
    return [
        {
            "link": link.code,
            "year_levels": list(link.year_levels),
            **{name: getattr(link, name) for name in SAME},
            "scale": scales[link.target, link.target_version],
            "basis": link.cited.basis,
            "starts": link.span.starts or BEGINNING,
            "ends": link.span.ends,
            "cuts": [tuple(asdict(cut).values()) for cut in link.cuts],
        }
        for link in programme.links
    ]


def alike(links: list[dict[str, object]]) -> str:
    return json.dumps(links, sort_keys=True, default=str, indent=1)


@pytest.mark.parametrize("programme", [KAHUI_AKO, ENGLISH_TRUST], ids=lambda p: p.code)
def test_a_world_holds_the_links_of_its_programme(programme):
    assert len(programme.links) > 1
    assert alike(registry(World(programme).engine)) == alike(on_record(programme))


@pytest.mark.django_db
def test_the_snapshot_holds_the_links_of_the_programme():
    assert alike(registry(snapshot().engine)) == alike(on_record(KAHUI_AKO))


def test_which_link_holds_on_a_day_can_be_asked():
    asked = (
        "select distinct link from link where source = $tool and topic = $topic and starts <= $on "
        "and coalesce(ends > $on, true) order by link"
    )
    engine = World(ENGLISH_TRUST).engine
    told = {
        on: [
            row["link"] for row in engine.ask(asked, {"tool": "progress-test", "topic": "reading", "on": on})
        ]
        for on in (dt.date(2019, 8, 31), dt.date(2019, 9, 1))
    }
    assert told == {dt.date(2019, 8, 31): [], dt.date(2019, 9, 1): ["bridge-2019", "standards"]}


@pytest.mark.django_db
def test_a_home_from_before_there_was_a_registry_is_opened_with_it(home):
    """Its newest snapshot is of the same records and definition, and has no file of links."""
    with reread():
        now = snapshot().id
    folder = home / "snapshots"
    older = now.rpartition("-")[0]
    (folder / now).rename(folder / older)
    (folder / older / "link.parquet").unlink()
    (folder / "current").write_text(older)
    assert alike(registry(snapshot().engine)) == alike(on_record(KAHUI_AKO))
    assert (folder / "current").read_text() == now
