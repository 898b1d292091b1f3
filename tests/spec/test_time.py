"""Two times on every fact

Every fact is dated twice: when it was true in the world, and when we came to know it. So any figure can be asked for
any day, as it was known at any moment. A correction adds a fact; it never writes over one.
"""

from worlds import World


def test_a_period_holds_from_its_first_day_until_the_day_it_was_no_longer_so() -> None:
    """Periods are half-open: a school that leaves on a day is a member until the day before."""
    world = (
        World()
        .school(1)
        .network(99000, approved="2015-02-01")
        .joins(1, 99000, "2015-02-01")
        .leaves(1, "2016-02-01")
    )
    assert world.figure("schools.member", "2015-01-31") == (0, 0, 0)
    assert world.figure("schools.member", "2015-02-01") == (1, 1, 1)
    assert world.figure("schools.member", "2016-01-31") == (1, 1, 1)
    assert world.figure("schools.member", "2016-02-01") == (0, 0, 0)


def test_a_correction_changes_today_and_not_what_was_known_then() -> None:
    """On 10 April 2017 it becomes known that a school had left in October 2016."""
    world = (
        World()
        .school(1)
        .network(99000, approved="2015-02-01")
        .joins(1, 99000, "2015-02-01")
        .as_known("2017-04-10T09:00:00")
        .leaves(1, "2016-10-17")
    )
    assert world.figure("schools.member", "2016-12-31", known="2017-04-10T08:59:59") == (1, 1, 1)
    assert world.figure("schools.member", "2016-12-31", known="2017-04-10T09:00:00") == (0, 0, 0)
    assert world.figure("schools.member", "2016-10-16") == (1, 1, 1)


def test_a_day_given_for_known_means_the_end_of_that_day() -> None:
    """Asked as known on 10 April 2017, what came to be known during that day counts."""
    world = World().school(1).as_known("2017-04-10T23:00:00").school(2)
    assert world.figure("schools.eligible", "2016-12-31", known="2017-04-09") == (1, 1, 1)
    assert world.figure("schools.eligible", "2016-12-31", known="2017-04-10") == (2, 2, 2)


def test_a_fact_dated_within_bounds_is_neither_certain_nor_denied_between_them() -> None:
    """A school joined some day between two directories. The value carries the later one back; the bounds say so."""
    world = (
        World().school(1).network(99000, approved="2015-02-01").joins(1, 99000, "2016-05-25 to 2017-07-30")
    )
    assert world.figure("schools.member", "2016-05-24") == (0, 0, 0)
    assert world.figure("schools.member", "2016-05-25") == (1, 0, 1)
    assert world.figure("schools.member", "2017-07-29") == (1, 0, 1)
    assert world.figure("schools.member", "2017-07-30") == (1, 1, 1)


def test_a_school_that_moved_between_two_directories_was_a_member_throughout() -> None:
    """Which network it was in is not known on a day between; that it was in one is certain."""
    world = (
        World()
        .school(1)
        .network(99000, approved="2015-02-01")
        .network(99001, approved="2015-02-01")
        .joins(1, 99000, "2015-02-01")
        .moves(1, 99001, "2016-05-25 to 2017-07-30")
    )
    assert world.figure("schools.member", "2016-12-31") == (1, 1, 1)
    assert world.figure("schools.member", "2016-12-31", scope="network:99000") == (0, 0, 1)
    assert world.figure("schools.member", "2016-12-31", scope="network:99001") == (1, 0, 1)


def test_a_school_that_left_and_later_joined_another_may_have_been_in_none() -> None:
    """Only an end and a beginning within the same bounds are one move."""
    world = (
        World()
        .school(1)
        .network(99000, approved="2015-02-01")
        .network(99001, approved="2015-02-01")
        .joins(1, 99000, "2015-02-01")
        .leaves(1, "2016-05-25 to 2017-07-30")
        .joins(1, 99001, "2016-06-01 to 2017-07-30")
    )
    assert world.figure("schools.member", "2016-12-31") == (1, 0, 1)


def test_decisions_dated_within_bounds_can_fall_in_either_order() -> None:
    """An approval withdrawn and given again, both in one month: during it, either may be the last word."""
    world = (
        World()
        .network(99000, approved="2015-02-01")
        .decides(99000, "approval", "withdrawn", "2016-03")
        .decides(99000, "approval", "approved", "2016-03-10")
    )
    assert world.figure("networks.approved", "2016-02-29") == (1, 1, 1)
    assert world.figure("networks.approved", "2016-03-05") == (0, 0, 1)
    assert world.figure("networks.approved", "2016-03-20") == (1, 0, 1)
