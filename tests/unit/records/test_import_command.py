"""`kahui import`: one sentence for each thing that can be wrong, and nothing lost."""

import datetime as dt

import pytest
from click.testing import CliRunner
from directories import directory_of, photograph, school, write

from kahui.records.changes.queries import changes_so_far
from kahui.records.networks.models import Decision
from kahui.records.received.models import Receipt
from kahui.records.register.models import Detail, Photograph
from kahui.site.commands.importing import group

pytestmark = pytest.mark.django_db

ORDINARY = directory_of(school(1, 99001), school(2))
HEADER = "network_id,gate,decision,on,on_by,source\n"


def run(*arguments):
    return CliRunner().invoke(group, [str(argument) for argument in arguments])


def directory(home, data, as_at="2016-05-24", *more):
    return run("directory", write(home / "directory.csv", data), "--as-at", as_at, *more)


def decisions(home, text, *more):
    return run("decisions", write(home / "decisions.csv", (HEADER + text).encode()), *more)


def held():
    return (Detail.objects.count(), Photograph.objects.count(), Receipt.objects.count(), changes_so_far())


def test_a_directory_goes_in_and_its_counts_come_out(home):
    done = directory(home, ORDINARY)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "2 rows accepted.",
        "The first schools directory: there is none to compare it with.",
        "6 facts were added, 0 were superseded.",
    ]


def test_a_second_one_says_how_many_opened_closed_joined_left_and_moved(home):
    directory(home, ORDINARY)
    done = directory(home, directory_of(school(1), school(3, 99001)), "2017-07-30")
    assert done.stdout.splitlines() == [
        "2 rows accepted.",
        "Opened: 1",
        "Closed: 1",
        "Renamed: 0",
        "Changed: 0",
        "Joined: 1",
        "Left: 1",
        "Moved: 0",
        "6 facts were added, 2 were superseded.",
    ]


def test_a_dry_run_names_them_and_the_figures_that_would_move_and_writes_nothing(home):
    directory(home, ORDINARY)
    before, kept = held(), sorted(path.name for path in home.rglob("*"))
    later = directory_of(school(1), school(3, 99001), school(4))
    lines = directory(home, later, "2017-07-30", "--dry-run").stdout.splitlines()
    moved = next(place for place, line in enumerate(lines) if line.startswith("Figures that would move:"))
    assert "  2017-07-30 schools.eligible: 2 → 3" in lines[moved:]
    assert lines[:moved] == [
        "3 rows accepted.",
        "Opened: 2",
        "  3 School 3",
        "  4 School 4",
        "Closed: 1",
        "  2 School 2",
        "Renamed: 0",
        "Changed: 0",
        "Joined: 1",
        "  3 School 3: Network 99001 (99001)",
        "Left: 1",
        "  1 School 1: Network 99001 (99001)",
        "Moved: 0",
    ]
    assert lines[-2:] == [
        "8 facts would be added, 2 would be superseded.",
        "This was a dry run: nothing was written.",
    ]
    assert held() == before
    assert sorted(path.name for path in home.rglob("*")) == kept


def test_many_changes_that_are_one_and_the_same_are_told_as_one(home):
    directory(home, directory_of(*(school(n, authority="State: Not integrated") for n in range(1, 31))))
    later = [school(n, authority="State") for n in range(1, 30)] + [school(30, authority="Private")]
    lines = directory(home, directory_of(*later), "2021-09-01", "--dry-run").stdout.splitlines()
    place = lines.index("Changed: 30")
    assert lines[place + 1 : place + 3] == [
        "  29 of them: authority: State: Not integrated → State",
        "  30 School 30: authority: State: Not integrated → Private",
    ]


def test_the_same_file_again_says_that_nothing_changed(home):
    directory(home, ORDINARY)
    done = directory(home, ORDINARY)
    assert (done.exit_code, done.stdout.splitlines()) == (
        0,
        ["2 rows accepted.", "Nothing changed: the record holds all of it already."],
    )


@pytest.mark.parametrize(
    "as_at", ["31/02/2016", "2016-13-01", "2016-02-30", "yesterday", "20160524", "1" * 10_000]
)
def test_a_day_that_does_not_exist_is_a_wrong_call(home, as_at):
    done = directory(home, ORDINARY, as_at)
    shown = as_at if len(as_at) <= 40 else as_at[:40] + "…"
    assert done.exit_code == 2
    assert done.stderr.splitlines()[-1] == (
        f"Error: “{shown}” is not a day that can be used for --as-at. Write year-month-day, such as 2016-12-31."
    )
    assert held() == (0, 0, 0, 0)


def test_a_day_to_come_is_a_wrong_call(home):
    tomorrow = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1)
    done = directory(home, ORDINARY, tomorrow.isoformat())
    assert done.exit_code == 2
    assert done.stderr.splitlines()[-1].endswith(" has not come yet: no directory can show it.")


def test_a_directory_without_its_day_is_a_wrong_call(home):
    done = run("directory", write(home / "directory.csv", ORDINARY))
    assert done.exit_code == 2
    assert done.stderr.splitlines()[-1] == (
        "Error: Say which day the directory shows, such as --as-at 2017-07-30."
    )


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "is empty"),
        (b"Dear Sir,\nI write to you about the matter we discussed.\n", "no schools directory"),
        (directory_of(), "nothing is listed"),
        (HEADER.encode() + b"99001,approval,approved,2016-08-01,,\n", "no schools directory"),
    ],
)
def test_a_file_that_is_no_directory_is_refused_in_one_sentence(home, data, told):
    done = directory(home, data)
    assert done.exit_code == 1
    assert told in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert held() == (0, 0, 0, 0)


def test_rows_that_cannot_go_in_are_listed_and_the_others_go_in(home):
    listed = directory_of(school(1), school(1, name="Again"), school(3) | {"number": "3a"}, school(4))
    done = directory(home, listed)
    lines = done.stdout.splitlines()
    assert done.exit_code == 0
    assert [line.split(":")[0] for line in lines[:2]] == ["Row 3, School ID", "Row 4, School ID"]
    assert lines[2] == "2 rows accepted, 2 refused."
    assert sorted(Detail.objects.values_list("provider__number", flat=True)) == [1, 4]


def test_an_endorsement_before_its_approval_is_refused_and_the_rest_goes_in(home):
    done = decisions(
        home,
        "99002,endorsement,endorsed,2017-03-06,,\n99001,approval,approved,2016-08-01,2016-08-31,\n",
    )
    assert done.exit_code == 0
    assert done.stdout.splitlines()[0].startswith("Row 2, network_id: “99002”. NET-3: ")
    assert done.stdout.splitlines()[1] == "1 row accepted, 1 refused."
    assert Decision.objects.count() == 1


def test_when_no_row_goes_in_the_data_are_wrong(home):
    done = decisions(home, "99002,endorsement,endorsed,2017-03-06,,\n99001,approval,approved,31/02/2016,,\n")
    assert done.exit_code == 1
    assert done.stderr.splitlines()[-1] == "Error: No row could go in: nothing was changed."
    assert Decision.objects.count() == 0


def test_an_older_photograph_after_a_newer_one_fills_the_past(home):
    directory(home, directory_of(school(1, name="Haeata")), "2017-07-30")
    done = directory(home, directory_of(school(1, name="Aranui High School")), "2016-05-24")
    assert done.exit_code == 0
    names = Detail.objects.current().order_by("starts").values_list("name", "ends")
    assert [(name, ends is None) for name, ends in names] == [("Aranui High School", False), ("Haeata", True)]


def test_rolls_and_services_come_in_by_their_own_commands(home):
    rolls = b"School ID,School Name,Year,Demographic,Count\n1,School 1,2015,Total,120\n"
    done = run("rolls", write(home / "rolls.csv", rolls))
    assert (done.exit_code, done.stdout.splitlines()) == (
        0,
        ["1 row accepted.", "1 facts were added, 0 were superseded."],
    )
    listed = write(home / "services.csv", directory_of(school(5001, 99001), kind="service"))
    assert run("services", listed, "--as-at", "2024-04-19").exit_code == 0
    assert list(Photograph.objects.values_list("kind", flat=True)) == ["service"]


def test_a_file_that_may_not_be_whole_is_said_to_be_so(home):
    photograph("2016-05-24", directory_of(*(school(n) for n in range(1, 21))))
    done = directory(home, directory_of(school(1), school(2)), "2017-07-30")
    assert "18 of 20 known are not in it: make sure that the file is whole." in done.stderr.splitlines()
    assert "18 of 20" not in directory(home, directory_of(school(1)), "2017-07-30", "--quiet").stderr


@pytest.mark.parametrize("command", ["directory", "services", "rolls", "decisions"])
def test_every_command_helps_with_an_example(command):
    done = run(command, "--help")
    assert done.exit_code == 0
    assert f"Example: kahui import {command} " in done.stdout
