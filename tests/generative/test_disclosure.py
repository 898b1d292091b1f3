"""Of any table: what is masked cannot be worked out, what is rounded still adds up."""

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from reference import attackers
from tables_of_counts import nested, plain

from kahui.analytics.disclosure.audit import audit, published_bounds
from kahui.analytics.disclosure.complementary import protect
from kahui.analytics.disclosure.primary import SHOWN, primary
from kahui.analytics.disclosure.rounding import rounded
from kahui.analytics.disclosure.structure import Relation
from kahui.analytics.disclosure.table import table_of

COUNTS = st.one_of(st.integers(0, 6), st.integers(0, 60))


@st.composite
def crossed(draw, most=COUNTS):
    shape = draw(st.sampled_from([(3,), (2, 2), (3, 4), (2, 2, 3), (3, 3, 3)]))
    inner = draw(st.lists(most, min_size=int(np.prod(shape)), max_size=int(np.prod(shape))))
    return plain(np.reshape(inner, shape))


@st.composite
def networks(draw):
    school = st.lists(COUNTS, min_size=2, max_size=2)
    return nested(draw(st.lists(st.lists(school, min_size=1, max_size=3), min_size=1, max_size=3)))


def attacked(table, counts, masked):
    return audit(table, *published_bounds(np.where(masked, np.nan, counts.astype(float))))


@settings(max_examples=25)
@given(st.one_of(crossed(), networks()), st.integers(1, 4))
def test_nothing_masked_is_known_more_narrowly_than_asked(tabled, width):
    table, counts = tabled
    done = protect(table, counts, primary(table, counts), width=width)
    masked = done.reasons != SHOWN
    found = attacked(table, counts, masked)
    assert (counts[~masked] >= 5).all()
    assert found.cells.tolist() == np.flatnonzero(masked).tolist()
    assert (found.greatest - found.least >= width).all()
    assert ((found.least <= counts[masked]) & (counts[masked] <= found.greatest)).all()


@settings(max_examples=20)
@given(st.one_of(crossed(), networks()))
def test_protecting_what_is_protected_masks_no_more(tabled):
    table, counts = tabled
    reasons = protect(table, counts, primary(table, counts)).reasons
    again = protect(table, counts, reasons)
    assert again.reasons.tolist() == reasons.tolist()
    assert again.secondary == 0


@settings(max_examples=60)
@given(crossed(st.integers(0, 3)), st.data())
def test_no_whole_table_lies_outside_the_bounds_and_flat_tables_reach_them(tabled, data):
    table, counts = tabled
    assume(counts.size <= 12)
    masked = np.array(data.draw(st.lists(st.booleans(), min_size=counts.size, max_size=counts.size)))
    found = attacked(table, counts, masked)
    assume(np.isfinite(found.greatest).all())
    every = list(attackers.tables(table, counts, masked, most=int(counts.max())))
    ends = np.array([np.min(every, axis=0), np.max(every, axis=0)])[:, masked]
    assert (found.least <= ends[0]).all()
    assert (ends[1] <= found.greatest).all()
    if table.codes.shape[1] <= 2:
        assert np.array_equal(ends, [found.least, found.greatest])


@settings(max_examples=40)
@given(crossed(), st.data())
def test_another_relation_never_loosens_the_audit(tabled, data):
    table, counts = tabled
    masked = np.array(data.draw(st.lists(st.booleans(), min_size=counts.size, max_size=counts.size)))
    looser = attacked(table, counts, masked)
    tighter = attacked(with_order(table, counts), counts, masked)
    assert (tighter.least >= looser.least).all()
    assert (tighter.greatest <= looser.greatest).all()


def with_order(table, counts):
    """The same table, of which it is known besides that a0 never exceeds a1 (or the other way round)."""
    a0, a1 = (counts[table.codes[:, 0] == code] for code in (0, 1))
    assume((a0 <= a1).all() or (a1 <= a0).all())
    less = 0 if (a0 <= a1).all() else 1
    relation = Relation(0, ((less, 1), (1 - less, -1)), "<=")
    dimensions = table.structure.dimensions
    structure = type(table.structure)(dimensions, (relation,))
    columns = [[d.codes[c] for c in column] for d, column in zip(dimensions, table.codes.T, strict=True)]
    return table_of(structure, columns)


@settings(max_examples=60)
@given(st.one_of(crossed(), networks()), st.integers(2, 6), st.sampled_from(["controlled", "keyed"]))
def test_rounded_counts_add_up_and_none_is_small(tabled, base, manner):
    table, counts = tabled
    made = rounded(table, counts, base=base, manner=manner).counts
    inner = ~np.isin(
        np.arange(counts.size), table.relations.tocoo().coords[1][table.relations.tocoo().data < 0]
    )
    assert not (table.relations @ made).any()
    assert ((made == 0) | (made >= base)).all()
    assert (made[inner & (counts >= base)] == counts[inner & (counts >= base)]).all()
    assert np.isin(made[inner & (counts < base)], [0, base]).all()
    assert (made[counts == 0] == 0).all()


@settings(max_examples=40)
@given(crossed(), st.text(max_size=5))
def test_random_rounding_stays_within_the_base_of_every_count(tabled, key):
    table, counts = tabled
    made = rounded(table, counts, manner="random", key=key).counts
    assert (made % 3 == 0).all()
    assert (np.abs(made - counts) < 3).all()
    assert (made == rounded(table, counts, manner="random", key=key).counts).all()


@settings(max_examples=30)
@given(
    st.lists(st.integers(0, 9), min_size=4, max_size=4), st.lists(st.integers(0, 9), min_size=2, max_size=2)
)
def test_a_cell_is_rounded_alike_in_every_table(shared, more):
    small, few = plain(np.reshape(shared, (2, 2)))
    large, many = plain(np.reshape([*shared, *more], (3, 2)))
    assert (
        dict(named(small, rounded(small, few, manner="keyed", key="k").counts)).items()
        <= dict(named(large, rounded(large, many, manner="keyed", key="k").counts)).items()
    )


def named(table, counts):
    dimensions = table.structure.dimensions
    for cell, count in enumerate(counts):
        codes = [d.codes[c] for d, c in zip(dimensions, table.codes[cell], strict=True)]
        if "all" not in codes:
            yield tuple(codes), int(count)
