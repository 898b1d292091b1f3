"""The programme's own words cover what the public record says: every spelling, every decision, every printed row."""

import csv
import datetime as dt
import gzip
import io
from pathlib import Path

import pytest

from kahui.definition import load
from kahui.definition.gates import Decision, may_follow, understood
from kahui.site.home import CHECKOUT, programmes

KAHUI_AKO = load(programmes() / "kahui-ako")
RECORD = programmes() / "kahui-ako" / "public-record"
PRINTED = CHECKOUT.parent / "shared" / "data" / "published-figures" / "published-2016-12.csv"
DIRECTORIES = sorted(p for p in RECORD.glob("*.csv.gz") if p.name.startswith(("schools", "services")))

CODES = {
    "communities_approved": "networks.approved",
    "communities_endorsed": "networks.endorsed",
    "eligible_schools": "schools.eligible",
    "eligible_schools_in_communities": "schools.member",
    "schools_in_communities": "schools.member",
    "eligible_schools_in_communities_pct": "schools.member",
    "schools_in_endorsed_communities": "schools.endorsed",
    "schools_in_endorsed_of_in_communities_pct": "schools.endorsed.of_member",
    "eligible_students_in_communities_pct": "learners.member",
    "eligible_students_in_endorsed_pct": "learners.endorsed",
    "students_in_communities": "learners.member",
    "early_learning_services": "services.member",
    "early_learning_services_pct": "services.member",
    "communities_with_early_learning": "networks.with_service",
    "tertiary_providers": "tertiary.member",
    "communities_20_or_more_schools": "networks.schools.20_up",
    "communities_fewer_than_5_schools": "networks.schools.under_5",
    "communities_under_1000_learners": "networks.learners.under_1000",
    "communities_1000_to_2000_learners_pct": "networks.learners.1000_1999",
    "communities_over_5000_learners": "networks.learners.5000_up",
}


def rows(path: Path) -> list[dict[str, str]]:
    text = gzip.decompress(path.read_bytes()).decode("utf-8-sig")
    return [r for r in csv.DictReader(io.StringIO(text)) if any((v or "").strip() for v in r.values())]


def column(path: Path, *names: str) -> set[str]:
    found = rows(path)
    (name,) = (n for n in found[0] if n.strip().casefold() in names)
    return {r[name].strip() for r in found}


@pytest.mark.parametrize("path", DIRECTORIES, ids=lambda p: p.name)
def test_every_region_a_directory_prints_has_a_code(path):
    printed = column(path, "education region", "education_region") - {""}
    assert {KAHUI_AKO.region(p) for p in printed} == {r.code for r in KAHUI_AKO.regions}


@pytest.mark.parametrize("path", DIRECTORIES, ids=lambda p: p.name)
def test_every_type_a_directory_prints_has_a_code(path):
    printed = column(path, "school type", "service_type") - {""}
    known = {t.code for t in (*KAHUI_AKO.types, *KAHUI_AKO.service_types)}
    assert {KAHUI_AKO.type(p) for p in printed} - known == set()


def test_every_decision_on_the_public_record_is_understood_and_in_order():
    made: dict[str, list[Decision]] = {}
    for row in csv.DictReader((RECORD / "decisions.csv").read_text(encoding="utf-8").splitlines()):
        on = dt.date.fromisoformat(row["on"])
        by = dt.date.fromisoformat(row["on_by"]) if row["on_by"] else on
        made.setdefault(row["network_id"], []).append(Decision(row["gate"], row["decision"], on, by))
    assert len(made) > 180
    for decisions in made.values():
        for place, decision in enumerate(decisions):
            gate, effect = understood(decision, KAHUI_AKO)
            assert (gate.counts_as is not None, effect) == (True, "stands")
            assert may_follow(decisions[:place], KAHUI_AKO, decision) is None


@pytest.mark.shared
@pytest.mark.skipif(
    not PRINTED.is_file(), reason="needs the data beside the checkout: clone it to ../shared/data"
)
def test_every_row_printed_for_december_2016_stands_in_the_definition():
    ours = {(p.code, p.scope, f"{p.asat:%Y-%m}", p.value, p.unit) for p in KAHUI_AKO.published}
    for row in csv.DictReader(PRINTED.read_text(encoding="utf-8").splitlines()):
        scope = "nation" if row["scope"] == "national" else f"region:{row['scope']}"
        wanted = (
            CODES[row["metric"]],
            scope,
            row["as_at"][:7],
            float(row["value"]),
            row["unit"].split(" ")[0],
        )
        assert wanted in ours
