"""Both dates are honoured by every call."""

import pytest

from kahui.analytics import engine
from kahui.definition.time import AsAt, read_day, read_moment
from kahui.reporting import how, pages
from kahui.reporting.run import run
from kahui.reporting.write import write
from kahui.web.api.v1 import described

PATHS = [p.format(name="uptake", id=99000, number=1237) for p in described()["paths"]]


def figure(answer, code):
    return next(f for f in answer["figures"] if f["code"] == code)


@pytest.mark.parametrize("path", PATHS)
def test_every_call_says_the_dates_it_was_asked_for(client, public_record, path):
    answer = client.get(path, {"on": "2016-12-31"}).json()
    settled = pages.settled(AsAt(read_day("2016-12-31"), pages.now()))
    assert (answer["on"], read_moment(answer["known"])) == ("2016-12-31", settled.known)


@pytest.mark.parametrize("path", [p for p in PATHS if "99000" not in p and "1237" not in p])
def test_every_call_says_the_moment_it_was_asked_for(client, public_record, path):
    answer = client.get(path, {"on": "2016-12-31", "known": "2017-04-10T09:00+12:00"}).json()
    assert read_moment(answer["known"]) == read_moment("2017-04-10T09:00+12:00")


def test_the_moment_that_an_answer_says_gives_the_answer_again(client, public_record):
    first = client.get("/api/v1/momentum?on=2017-04-30").json()
    again = client.get("/api/v1/momentum", {"on": "2017-04-30", "known": first["known"]}).json()
    assert again == first


def test_figures_are_those_of_the_pages(client, public_record):
    answer = client.get("/api/v1/figures?on=2016-12-31&scope=region:AUCKLAND").json()
    wanted = pages.figures(AsAt(read_day("2016-12-31"), pages.now()), "region:Auckland")
    assert answer["scope"] == "region:Auckland"
    assert [
        (f["code"], f["value"], f["low"], f["high"], f["of"], f["percent"]) for f in answer["figures"]
    ] == [(f.code, f.value, f.low, f.high, f.of, f.percent) for f in wanted]


def test_a_figure_moves_with_the_day(client, public_record):
    approved = [
        figure(client.get(f"/api/v1/figures?on={on}").json(), "networks.approved")["value"]
        for on in ("2014-11-30", "2014-12-31", "2016-12-31")
    ]
    assert approved == [0, 11, 180]


def test_before_anything_was_known_figures_are_null_and_say_why(client, public_record):
    schools = figure(client.get("/api/v1/figures?on=2016-12-31&known=2017-04-10").json(), "schools.member")
    assert (schools["value"], schools["low"], schools["high"]) == (None, None, None)
    assert schools["note"] == (
        "Nothing was known on 10 April 2017: the first directory of schools was received later."
    )
    assert client.get("/api/v1/networks?known=2017-04-10").json()["networks"] == []
    assert client.get("/api/v1/sources?known=2017-04-10").json()["sources"] == []
    assert client.get("/api/v1/networks/99000?known=2017-04-10").status_code == 404


@pytest.mark.parametrize("form", ["json", "csv"])
def test_a_report_is_the_same_bytes_as_the_command_writes(client, public_record, form):
    as_at = pages.settled(AsAt(read_day("2016-12-31"), pages.now()))
    asked = {"on": "2016-12-31", "known": as_at.known.isoformat(), "format": form}
    assert client.get("/api/v1/reports/uptake", asked).content == write(run("uptake", as_at), form)


def test_momentum_has_bounds_and_what_was_printed(client, public_record):
    months = client.get("/api/v1/momentum?on=2016-12-31").json()["months"]
    assert [months[0]["day"], months[-1]["day"]] == ["2014-11-30", "2016-12-31"]
    assert months[-1]["approved"] == {"value": 180, "low": 180, "high": 180}
    assert months[-1]["approved_printed"] == 180
    assert months[-1]["endorsed"]["value"] is None


def test_a_school_has_its_history_with_bounds(client, public_record):
    school = client.get("/api/v1/schools/1?on=2016-12-31").json()
    assert [d["name"] for d in school["details"]][-1] == "Te Kura o Te Kao"
    assert school["school"]["name"] == "Te Kao School"
    period = school["memberships"][0]["period"]
    assert (school["memberships"][0]["network"], period) == (
        99051,
        {"starts": "2015-03-01", "starts_by": "2016-04-30", "ends": "2017-07-31", "ends_by": "2021-09-30"},
    )
    assert school["details"][0]["period"]["starts"] is None


def test_a_network_has_names_members_and_decisions(client, public_record):
    network = client.get("/api/v1/networks/99000?on=2016-12-31").json()
    assert network["names"][0]["name"] == network["network"]["name"] == "Mid Bays Community of Schools"
    assert [(d["gate"], d["decision"], d["on"], d["on_by"], d["decider"]) for d in network["decisions"]] == [
        ("approval", "approved", "2014-12-01", "2014-12-31", "Minister of Education")
    ]
    assert sum(m["kind"] == "school" for m in network["members"]) == network["network"]["schools"]["value"]


def test_the_programme_says_who_decides_on_the_day(client, public_record):
    def endorse(on):
        gates = client.get(f"/api/v1/programme?on={on}").json()["gates"]
        return [d["capacity"] for g in gates if g["counts_as"] == "endorsed" for d in g["deciders"]]

    programme = client.get("/api/v1/programme?on=2016-12-31").json()
    definition = pages.frame(AsAt(read_day("2016-12-31"), pages.now())).definition
    for on in ("2016-12-31", "2021-01-01"):
        gate = next(g for g in definition.at(read_day(on)).gates if g.counts_as == "endorsed")
        assert endorse(on) == [d.capacity for d in gate.deciders]
    assert programme["eligibility"]["authority_begins"] == ["State"]


def test_coverage_says_the_days_the_registers_were_seen(client, public_record):
    coverage = client.get("/api/v1/coverage").json()
    assert coverage["schools"] == {
        "first": "2016-05-24", "last": "2021-09-30", "days": ["2016-05-24", "2017-07-30", "2021-09-30"],
    }  # fmt: skip
    assert coverage["services"]["days"] == ["2024-04-19"]


def test_a_measure_has_its_rule_and_the_sql_that_runs(client, public_record):
    listed = client.get("/api/v1/measures").json()["measures"]
    assert [m["name"] for m in listed] == list(how.measures())
    for line in listed:
        measure = client.get(f"/api/v1/measures/{line['name']}").json()
        assert measure["sql"] == engine.sql(line["name"])
        assert (measure["question"], measure["rule"]) == (line["question"], line["rule"])


def test_sources_are_files_by_hash(client, public_record):
    hashes = [s["hash"] for s in client.get("/api/v1/sources").json()["sources"]]
    wanted = [s.hash for s in pages.sources(AsAt(read_day("2016-12-31"), pages.now()))]
    assert hashes == wanted
