"""The constellation: what is drawn, that it stays small, and that no name can break out of it."""

import itertools
import re

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from kahui.reporting.draw import tree
from kahui.reporting.draw.constellation import Close, Group, Star, draw, unplaced
from kahui.reporting.draw.looks import COUNTRY
from kahui.reporting.draw.places import Window, clip, coast, project, simpler

STARS = tuple(
    Star(i, f"School {i}", lon, lat, size)
    for i, (lon, lat, size) in enumerate(
        [(170.5, -45.9, 90), (170.6, -45.8, 900), (170.4, -46.0, None), (171.0, -44.4, 250), (None, None, 10)]
    )
)
SVG = "{http://www.w3.org/2000/svg}"


def group(members: tuple[int, ...], *, stage: str = "approved", name: str = "Te Kāhui") -> Group:
    return Group(7, name, stage, members, 1240, "/networks/7")  # type: ignore[arg-type]


def titles(svg: str) -> list[str]:
    return [t.text or "" for t in etree.fromstring(svg).iter(f"{SVG}title")]


def test_a_network_is_a_link_that_says_its_figures() -> None:
    page = etree.fromstring(draw(STARS, [group((0, 1, 2))]))
    (link,) = page.iter(f"{SVG}a")
    assert (link.get("href"), link.findtext(f"{SVG}title")) == (
        "/networks/7",
        "Te Kāhui: 3 schools, 1,240 learners, approved",
    )


def test_on_paper_it_is_one_picture() -> None:
    page = etree.fromstring(draw(STARS, [group((0, 1))], palette="paper", links=False))
    assert (page.get("role"), list(page.iter(f"{SVG}a"))) == ("img", [])


def test_every_school_with_a_place_is_a_dot() -> None:
    assert (unplaced(STARS), draw(STARS, []).count("h0")) == (1, 4)


def test_what_it_says_to_those_who_listen() -> None:
    label = etree.fromstring(draw(STARS, [group((0, 1))], name="A day")).get("aria-label")
    assert label == (
        "A day. 4 schools, 2 of them in 1 networks, 0 of these endorsed. 1 more have no place in the directory."
    )


def test_an_endorsed_network_has_a_mark_of_its_own() -> None:
    approved, endorsed = (draw(STARS, [group((0, 1, 2), stage=s)]) for s in ("approved", "endorsed"))
    mark = re.compile(r"M\d+ \d+h\d\d+M\d+ \d+v")
    assert (len(mark.findall(approved)), len(mark.findall(endorsed))) == (0, 1)


def test_a_name_cannot_break_out() -> None:
    name = '"><script>alert(1)</script>&'
    svg = draw(
        [Star(1, name, 174.0, -41.0), Star(2, "b", 174.1, -41.0)],
        [group((1, 2), name=name)],
        view=Close((1, 2), labels=True),
        name=name,
    )
    assert ("<script" in svg, titles(svg)) == (False, [f"{name}: 2 schools, 1,240 learners, approved"])


def test_a_country_of_2500_schools_and_220_networks_stays_under_150_kb() -> None:
    chance = np.random.default_rng(2)
    towns = np.column_stack([chance.uniform(168.5, 177.5, 220), chance.uniform(-46, -35.5, 220)])
    stars = [
        Star(i, f"School {i}", *(towns[i % 220] + chance.normal(0, 0.08, 2)), int(chance.integers(20, 2000)))
        for i in range(2500)
    ]
    groups = [
        Group(
            n,
            f"A Community of Learning in town {n}",
            "approved",
            tuple(range(n, 2000, 220)),
            3000,
            f"/networks/99{n:03}?on=2016-12-31",
        )
        for n in range(220)
    ]
    assert 100_000 < len(draw(stars, groups).encode()) < 150_000


def test_the_chathams_are_drawn_apart_whatever_the_sign() -> None:
    west, east = project([-176.5], [-43.9])[0], project([183.5], [-43.9])[0]
    assert np.allclose(west, east)
    stars = [Star(1, "Chatham", -176.5, -43.9), Star(2, "Mainland", 172.6, -43.5)]
    page = draw(stars, [group((1, 2))])
    assert (page.count("h0"), "Chathams" in page) == (3, True)  # the mainland's twice: country and city
    assert re.findall(r"l-?\d+", re.sub(r'<path stroke="#26386b".*?/>', "", page)) == []


def test_a_closer_look_shows_the_others_dimmed() -> None:
    page = etree.fromstring(
        draw(
            STARS, [group((0, 2)), Group(8, "Others", "approved", (1, 3), None, "/8")], view=Close((0, 1, 2))
        )
    )
    assert [a.get("opacity") for a in page.iter(f"{SVG}a")] == [None, None]
    others = Group(8, "Others", "approved", (0,), None, "/8")
    page = etree.fromstring(draw(STARS, [group((1, 2)), others], view=Close((1, 2))))
    assert [a.get("opacity") for a in page.iter(f"{SVG}a")] == [None, ".35"]


def test_nothing_to_draw_is_drawn_all_the_same() -> None:
    for view in (None, Close(()), Close((4,), labels=True)):
        assert etree.fromstring(draw([], [], view=view)).tag == f"{SVG}svg"


def test_projection_keeps_distances() -> None:
    a, b = project([174.7645, 174.7772], [-36.8509, -41.2865])  # Auckland and Wellington, 493 km apart
    assert abs(float(np.hypot(*(a - b))) - 493.4) < 2


points = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=9, unique=True)


@given(points)
def test_the_tree_is_the_shortest(places: list[tuple[int, int]]) -> None:
    km = np.array(places, dtype=float)
    edges = tree.shortest(places)
    length = sum(float(np.hypot(*(km[a] - km[b]))) for a, b in edges)
    assert (len(edges), {n for e in edges for n in e} | {0}) == (len(km) - 1, set(range(len(km))))
    assert abs(length - _kruskal(km)) < 1e-6


def _kruskal(km: np.ndarray) -> float:
    """The slow and obvious way: the shortest links first, unless their ends already hang together."""
    of, total = list(range(len(km))), 0.0
    pairs = [(float(np.hypot(*(km[a] - km[b]))), a, b) for a in range(len(km)) for b in range(a)]
    for length, a, b in sorted(pairs):
        if of[a] != of[b]:
            old, total = of[a], total + length
            of = [of[b] if o == old else o for o in of]
    return total


def test_a_distant_member_is_a_far_link() -> None:
    km = np.array([[0, 0], [2, 0], [4, 0], [6, 0], [60, 0]], dtype=float)
    assert tree.far(km.tolist(), tree.shortest(km.tolist())) == [False, False, False, True]
    assert tree.core(km).tolist() == km[:4].tolist()


def test_a_link_is_cut_at_the_edge_of_a_window() -> None:
    box = (0.0, 0.0, 10.0, 10.0)
    assert tree.cut((-5.0, 5.0), (15.0, 5.0), box) == ((0.0, 5.0), (10.0, 5.0))
    assert tree.cut((-5.0, 5.0), (-1.0, 20.0), box) is None


def test_a_ring_is_cut_to_a_rectangle() -> None:
    square = np.array([[-5, -5], [5, -5], [5, 5], [-5, 5]], dtype=float)
    assert sorted(map(tuple, clip(square, (0, 0, 10, 10)).tolist())) == [(0, 0), (0, 5), (5, 0), (5, 5)]
    assert len(clip(square, (20, 20, 30, 30))) == 0


def test_a_line_keeps_its_corners_and_loses_its_trembling() -> None:
    line = np.array([[0, 0], [5, 0.2], [10, 0], [10, 10]], dtype=float)
    assert simpler(line, 1).tolist() == [[0, 0], [10, 0], [10, 10]]


def test_no_shore_runs_along_the_edge_of_a_window() -> None:
    window = Window.around(174.8, -36.9, scale=40, left=100, top=100, size=(1000, 1000), title="A city")
    found = list(coast(window, 4))
    on_edge = [
        (a, b)
        for shore in found
        for a, b in itertools.pairwise(shore)
        if (a[0] == b[0] and a[0] in (100, 1100)) or (a[1] == b[1] and a[1] in (100, 1100))
    ]
    assert (len(found) > 2, on_edge) == (True, [])
    assert len(list(coast(COUNTRY, 7))) >= 5
