"""The constellation: every school a star at its real place, every network the shortest tree through its schools.

One drawing for the home page, a region, a network's badge and a report's cover. Pure: values in, SVG out. Every
look is a presentation attribute, so that the same text shows in a page under a strict content policy, in a PDF
and in Word; a page's style sheet may still move it on hover and focus.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Literal, NamedTuple

import numpy as np

from kahui.reporting.draw import pen, tree
from kahui.reporting.draw.looks import FAR_EAST_KM, Close, close, country
from kahui.reporting.draw.palettes import PALETTES, Palette
from kahui.reporting.draw.places import Points, Window, coast, project

__all__ = ["Close", "Group", "Star", "draw", "unplaced"]

Stage = Literal["approved", "endorsed"]


class Star(NamedTuple):
    """A school: its number, place (degrees, `None` unknown) and roll (`None` unknown)."""

    id: int
    name: str
    lon: float | None
    lat: float | None
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A network: what it is called, its stage, its members' numbers, and the address of its page."""

    id: int
    name: str
    stage: Stage
    members: tuple[int, ...]
    learners: int | None = None
    href: str = ""

    @property
    def title(self) -> str:
        """The figures in a line: name, schools, learners where they are known, stage."""
        learners = "" if self.learners is None else f", {self.learners:,} learners"
        schools = "school" if len(self.members) == 1 else "schools"
        return f"{self.name}: {len(self.members)} {schools}{learners}, {self.stage}"


CROWDED = 150
"""From this many schools in a closer look, stars are drawn smaller."""
SIZES = (100, 300, 800)
STAR = (13, 19, 27, 38)
"""Widths of a star by its roll: under 100 or unknown, under 300, under 800, 800 and more."""


def draw(
    stars: Sequence[Star],
    networks: Sequence[Group],
    *,
    palette: Literal["night", "paper"] = "night",
    view: Close | None = None,
    name: str = "Schools and networks",
    links: bool = True,
) -> str:
    """SVG text of the whole country (no `view`) or of a closer look. `name` is its title for those who listen.

    Stars without a place are left out and counted in the description (see `unplaced`). With `links` each network
    is a link to its page that can be reached by keyboard; without, the drawing is one picture.
    """
    shown = stars if view is None or view.around else [s for s in stars if s.id in set(view.members)]
    sky = _Sky(shown, networks, PALETTES[palette], view)
    main = sky.panes[0].window
    parts = [_ground(pane.window, sky) for pane in sky.panes]
    parts += [_outside(pane, sky) for pane in sky.panes]
    parts += [_stage(stage, networks, sky, links) for stage in ("approved", "endorsed")]
    parts += [_labels(sky, view.members)] if view is not None and view.labels else []
    told = escape(f"{name}. {_told(stars, networks)}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="sky" viewBox="0 0 {main.width:.0f} {main.height:.0f}" '
        f'role="{"group" if links else "img"}" aria-label="{told}" '
        f'fill="none" stroke-linecap="round" stroke-linejoin="round">{"".join(parts)}</svg>'
    )


def unplaced(stars: Iterable[Star]) -> int:
    """How many schools have no place in the directory, and so no star."""
    return sum(star.lon is None or star.lat is None for star in stars)


@dataclass(frozen=True, slots=True, eq=False)
class _Pane:
    """A window, and where on the paper it shows the schools that it holds, by their rows."""

    window: Window
    at: dict[int, pen.Unit]

    def shows(self, rows: Iterable[int]) -> list[int]:
        return [row for row in rows if row in self.at]

    @property
    def is_inset(self) -> bool:
        return bool(self.window.title)


class _Sky:
    """Every school that has a place, a row each; the panes to draw on; how thick the pen is (`unit`).

    Places are worked out for all at once, then held as plain numbers: a network has some ten members, and there are
    hundreds of networks.
    """

    def __init__(
        self, stars: Sequence[Star], networks: Sequence[Group], palette: Palette, view: Close | None
    ) -> None:
        self.stars = [s for s in stars if s.lon is not None and s.lat is not None]
        km = project([s.lon or 0.0 for s in self.stars], [s.lat or 0.0 for s in self.stars])
        self.km: list[tuple[float, float]] = [(x, y) for x, y in km.tolist()]
        self.sizes: list[int] = np.searchsorted(SIZES, [s.size or 0 for s in self.stars], "right").tolist()
        self.row = {s.id: i for i, s in enumerate(self.stars)}
        self.palette = palette
        self.lit = None if view is None else set(view.members)
        inside = {i for n in networks for i in self.rows(n.members)}
        self.outside = [i for i in range(len(self.stars)) if i not in inside]
        if view is None:
            self.unit = 1.0
            self._look(km, country(km))
        else:
            self.unit = 1.6 if len(view.members) < CROWDED else 1.1
            self._look(km, close(km[self.rows(view.members)], core_only=view.labels))

    def _look(self, km: Points, windows: Sequence[Window]) -> None:
        """Where each school stands in each window; the first shows none that lies under an inset."""
        units = [w.place(km) for w in windows]
        held = [w.holds(km) for w in windows]
        under = np.zeros(len(km), dtype=bool)
        for inset in windows[1:]:
            under |= inset.covers(units[0])
        held[0] &= ~under
        self.under = set(np.flatnonzero(under).tolist())
        self.panes = [
            _Pane(w, {row: (x, y) for row, (x, y) in zip(rows.tolist(), places[rows].tolist(), strict=True)})
            for w, places, rows in zip(
                windows, (u.astype(int) for u in units), map(np.flatnonzero, held), strict=True
            )
        ]

    def rows(self, ids: Iterable[int]) -> list[int]:
        return [self.row[i] for i in ids if i in self.row]


def _ground(window: Window, sky: _Sky) -> str:
    """The ground, a faint coastline and, for a window set into the paper, its frame and name."""
    ink, inset = sky.palette, bool(window.title)
    outline = _shore(window, 4 if inset or sky.unit > 1 else 7)
    shore = f'<path stroke="{ink.coast}" stroke-width="{5 * sky.unit:.0f}" d="{outline}"/>' if outline else ""
    box = (
        f'x="{window.left:.0f}" y="{window.top:.0f}" width="{window.width:.0f}" height="{window.height:.0f}"'
    )
    if not inset:
        return f'<rect class="ground" {box} fill="{ink.ground}"/>{shore}'
    return (
        f'<rect {box} fill="{ink.ground}"/>{shore}'
        f'<rect {box} stroke="{ink.frame}" stroke-width="6" rx="8"/>'
        f'<text x="{window.left + 6:.0f}" y="{window.top - 40:.0f}" fill="{ink.words}" font-size="96">'
        f"{escape(window.title)}</text>"
    )


@lru_cache(maxsize=256)
def _shore(window: Window, detail: float) -> str:
    return "".join(pen.outline(shore) for shore in coast(window, detail))


def _dots(pane: _Pane, sky: _Sky, rows: Iterable[int], grow: float) -> str:
    by_size: dict[int, list[pen.Unit]] = {}
    for row in pane.shows(rows):
        by_size.setdefault(sky.sizes[row], []).append(pane.at[row])
    return "".join(
        f'<path stroke-width="{STAR[size] * sky.unit * grow:.0f}" d="{pen.dots(by_size[size])}"/>'
        for size in sorted(by_size)
    )


def _outside(pane: _Pane, sky: _Sky) -> str:
    """Schools in no network, a dot each, dim and a little smaller."""
    dots = _dots(pane, sky, sky.outside, 0.85)
    return f'<g class="outside" stroke="{sky.palette.outside}">{dots}</g>' if dots else ""


def _stage(stage: Stage, networks: Sequence[Group], sky: _Sky, links: bool) -> str:
    """Every network at one stage. In a closer look those with no member in it are dimmed."""
    star = sky.palette.endorsed if stage == "endorsed" else sky.palette.approved
    groups = []
    for network in networks:
        parts = "".join(_network(network, sky)) if network.stage == stage else ""
        if not parts:
            continue
        dim = sky.lit is not None and sky.lit.isdisjoint(network.members)
        tag = "a" if links and network.href else "g"
        opening = (
            tag
            + (f' href="{escape(network.href)}"' if tag == "a" else "")
            + (' opacity=".35"' if dim else "")
        )
        groups.append(f"<{opening}><title>{escape(network.title)}</title>{parts}</{tag}>")
    return f'<g class="{stage}" stroke="{star}">{"".join(groups)}</g>' if groups else ""


def _network(network: Group, sky: _Sky) -> Iterator[str]:
    """A network in each window that holds a member: its links, its stars, its mark.

    Where an inset shows most of it, the small scale only repeats it: smaller, unmarked, not to be touched.
    """
    rows = sky.rows(network.members)
    panes = [pane for pane in sky.panes if not pane.at.keys().isdisjoint(rows)]
    if not panes:
        return
    links = tree.links(tuple([sky.km[row] for row in rows]))
    inset = any(2 * len(pane.shows(rows)) > len(rows) for pane in panes if pane.is_inset)
    for pane in panes:
        plain = pane.is_inset or not inset
        yield _tree(pane, sky, rows, links, network.stage, plain)
        yield _dots(pane, sky, rows, 1.0 if plain else 0.75)
        if plain and network.stage == "endorsed":
            yield _glint(pane, sky, rows)


def _tree(
    pane: _Pane,
    sky: _Sky,
    rows: Sequence[int],
    links: Iterable[tuple[int, int, bool]],
    stage: Stage,
    plain: bool,
) -> str:
    """The links, and beneath them where they may be touched a wide unseen stroke that lights up."""
    strokes: dict[bool, list[tuple[pen.Unit, pen.Unit]]] = {False: [], True: []}
    for a, b, is_far in links:
        kept = _link(pane, sky, rows[a], rows[b])
        if kept and kept[0] != kept[1]:
            strokes[is_far].append(kept)
    unit, text = sky.unit, ""
    line = sky.palette.endorsed_line if stage == "endorsed" else sky.palette.approved_line
    if strokes[False]:
        path = pen.lines(strokes[False])
        text += f'<path opacity="0" stroke-width="{60 * unit:.0f}" d="{path}"/>' if plain else ""
        width = (9 if stage == "endorsed" else 5) * unit
        text += f'<path stroke="{line}" stroke-width="{width:.0f}" d="{path}"/>'
    if strokes[True]:
        text += (
            f'<path stroke="{line}" stroke-opacity=".5" stroke-width="{4 * unit:.0f}" '
            f'stroke-dasharray="{2 * unit:.0f} {20 * unit:.0f}" d="{pen.lines(strokes[True])}"/>'
        )
    return text


def _link(pane: _Pane, sky: _Sky, a: int, b: int) -> tuple[pen.Unit, pen.Unit] | None:
    """The ends, on the paper, of the part of a link inside a window; links to the Chathams are left out."""
    start, end, window = pane.at.get(a), pane.at.get(b), pane.window
    if start and end:
        return start, end
    if not pane.is_inset and (a in sky.under or b in sky.under):
        return None
    kept = tree.cut(sky.km[a], sky.km[b], window.corners)
    if kept is None or abs(sky.km[a][0] - sky.km[b][0]) > FAR_EAST_KM:
        return None
    return window.unit(*kept[0]), window.unit(*kept[1])


def _glint(pane: _Pane, sky: _Sky, rows: Sequence[int]) -> str:
    """Four points of light on an endorsed network's largest school: a shape, for those who see no colours."""
    largest = max(pane.shows(rows), key=lambda r: (sky.stars[r].size or 0, -sky.stars[r].id))
    x, y = pane.at[largest]
    arm = int(52 * sky.unit)
    return (
        f'<path stroke="{sky.palette.endorsed_line}" stroke-width="{5 * sky.unit:.0f}" '
        f'd="M{x - arm} {y}h{2 * arm}M{x} {y - arm}v{2 * arm}"/>'
    )


def _labels(sky: _Sky, members: Iterable[int]) -> str:
    """School names beside their stars, largest first; a name that would cover another is left to the table."""
    main, *insets = sky.panes
    rows, windows = main.shows(sky.rows(members)), [pane.window for pane in insets]
    boxes = [(w.left - 40, w.top - 140, w.left + w.width, w.top + w.height) for w in windows]
    text = []
    for row in sorted(rows, key=lambda r: (-(sky.stars[r].size or 0), sky.stars[r].id)):
        x, y = main.at[row]
        name, wide = sky.stars[row].name, 42 * len(sky.stars[row].name)
        left = x + wide + 80 > main.window.width
        box = (x - wide - 60, y - 60, x - 50, y + 45) if left else (x + 50, y - 60, x + 60 + wide, y + 45)
        if box[0] < 0 or any(_cover(box, other) for other in boxes):
            continue
        boxes.append(box)
        place = f'x="{x - 56:.0f}" text-anchor="end"' if left else f'x="{x + 56:.0f}"'
        text.append(f'<text {place} y="{y + 28:.0f}">{escape(name)}</text>')
    return f'<g class="names" fill="{sky.palette.words}" font-size="84">{"".join(text)}</g>'


def _cover(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _told(stars: Sequence[Star], networks: Sequence[Group]) -> str:
    """The drawing in words."""
    inside = {i for n in networks for i in n.members}
    endorsed = sum(n.stage == "endorsed" for n in networks)
    without = unplaced(stars)
    missing = f" {without} more have no place in the directory." if without else ""
    return (
        f"{len(stars) - without:,} schools, {len(inside):,} of them in {len(networks)} networks, "
        f"{endorsed} of these endorsed.{missing}"
    )
