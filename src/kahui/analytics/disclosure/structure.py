"""What adds up to what in a table: dimensions with their hierarchies, and relations among overlapping codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from kahui.analytics.methods.fault import MethodFault

Sense = Literal["=", "<="]


@dataclass(frozen=True, slots=True)
class Dimension:
    """A column of codes and the ways they add up.

    `trees` holds, per hierarchy, the place of each code's parent among `codes`, -1 where it has none.
    Two hierarchies over the same codes (schools in networks, schools in regions) are two linked tables.
    """

    name: str
    codes: tuple[str, ...]
    trees: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """A sum over codes of one dimension that is nought (or at most nought) wherever all of them have a row.

    Overlapping groups are told by these: `{"both": 1, "Māori": -1}` with `<=` says that everyone in both is
    in Māori.
    """

    dimension: int
    terms: tuple[tuple[int, int], ...]
    sense: Sense


@dataclass(frozen=True, slots=True)
class Outcome:
    """The dimension whose codes say how many of a whole are at or above, and how many below."""

    dimension: int
    whole: int
    at_or_above: int
    below: int


@dataclass(frozen=True, slots=True)
class Structure:
    """Dimensions in the order of the table's columns, relations beside the hierarchies, the outcome if any."""

    dimensions: tuple[Dimension, ...]
    relations: tuple[Relation, ...] = ()
    outcome: Outcome | None = None


def structure_from(data: object) -> Structure:
    """Read a structure as parsed from JSON.

    `{"dimensions": [{"name": "place", "parent_of": {"school 1": "network 1", "network 1": null},
    "also": [{"school 1": "north", "north": null}]}], "relations": [{"dimension": "group",
    "terms": {"both": 1, "Māori": -1}, "sense": "<="}], "outcome": {"dimension": "outcome",
    "whole": "all", "at_or_above": "at or above", "below": "below"}}`; `also`, `relations` and `outcome` may
    be left out. Raises a fault that names the dimension and the code.
    """
    top = _mapping(data, "The structure", "dimensions, relations, outcome")
    _only(top, ("dimensions", "relations", "outcome"), "The structure")
    listed = top.get("dimensions")
    if not isinstance(listed, list) or not listed:
        raise MethodFault("The structure names no dimensions. Write “dimensions”: a list with at least one.")
    dimensions = tuple(_dimension(each, place) for place, each in enumerate(listed, 1))
    names = [d.name for d in dimensions]
    if len(set(names)) < len(names):
        twice = next(n for n in names if names.count(n) > 1)
        raise MethodFault(f"The structure has two dimensions named “{twice}”. Give each its own name.")
    relations = tuple(_relation(each, dimensions) for each in top.get("relations", []))
    outcome = top.get("outcome")
    return Structure(dimensions, relations, None if outcome is None else _outcome(outcome, dimensions))


def _dimension(data: object, place: int) -> Dimension:
    where = f"Dimension {place} of the structure"
    given = _mapping(data, where, "name, parent_of")
    _only(given, ("name", "parent_of", "also"), where)
    name = given.get("name")
    if not isinstance(name, str) or not name:
        raise MethodFault(f"{where} has no name. Write “name”: the column it stands for.")
    maps = [given.get("parent_of"), *given.get("also", [])]
    trees = [_mapping(m, f"“parent_of” of dimension “{name}”", "code: parent or null") for m in maps]
    codes = tuple(dict.fromkeys(code for tree in trees for code in tree))
    if not codes:
        raise MethodFault(f"Dimension “{name}” has no codes. List each code with its parent or null.")
    at = {code: place for place, code in enumerate(codes)}
    return Dimension(name, codes, tuple(_tree(tree, at, name) for tree in trees))


def _tree(parent_of: Mapping[str, object], at: Mapping[str, int], name: str) -> tuple[int, ...]:
    parents = [-1] * len(at)
    for code, parent in parent_of.items():
        if parent is None:
            continue
        if parent not in at:
            raise MethodFault(
                f"In dimension “{name}” the parent of “{code}” is “{parent}”, which is not a code of it. "
                "List it too, with its own parent or null."
            )
        parents[at[code]] = at[str(parent)]
    _no_cycle(parents, list(at), name)
    return tuple(parents)


def _no_cycle(parents: list[int], codes: list[str], name: str) -> None:
    done = [False] * len(codes)
    for start in range(len(codes)):
        path: dict[int, None] = {}
        code = start
        while code >= 0 and not done[code]:
            if code in path:
                round_ = [codes[c] for c in list(path)[list(path).index(code) :]] + [codes[code]]
                raise MethodFault(
                    f"In dimension “{name}” the hierarchy goes round in a circle: {' → '.join(round_)}. "
                    "A code cannot be part of itself; correct one of these parents."
                )
            path[code] = None
            code = parents[code]
        for code in path:
            done[code] = True


def _relation(data: object, dimensions: tuple[Dimension, ...]) -> Relation:
    given = _mapping(data, "A relation", "dimension, terms, sense")
    _only(given, ("dimension", "terms", "sense"), "A relation")
    place, dimension = _named(given.get("dimension"), dimensions, "A relation")
    terms = _mapping(given.get("terms"), "“terms” of a relation", "code: whole number")
    sense = given.get("sense", "=")
    if sense not in ("=", "<="):
        raise MethodFault(f"A relation of “{dimension.name}” has the sense “{sense}”. Write “=” or “<=”.")
    found = []
    for code, factor in terms.items():
        if not isinstance(factor, int) or isinstance(factor, bool) or not factor:
            raise MethodFault(
                f"In a relation of “{dimension.name}” the factor of “{code}” is “{factor}”. "
                "Write a whole number other than nought."
            )
        found.append((_code(code, dimension, "A relation"), factor))
    if len(found) < 2:
        raise MethodFault(f"A relation of “{dimension.name}” has fewer than two terms: it relates nothing.")
    return Relation(place, tuple(found), sense)


def _outcome(data: object, dimensions: tuple[Dimension, ...]) -> Outcome:
    parts = ("whole", "at_or_above", "below")
    given = _mapping(data, "The outcome", "dimension, " + ", ".join(parts))
    _only(given, ("dimension", *parts), "The outcome")
    place, dimension = _named(given.get("dimension"), dimensions, "The outcome")
    whole, above, below = (_code(given.get(part), dimension, f"The outcome's “{part}”") for part in parts)
    return Outcome(place, whole, above, below)


def _named(name: object, dimensions: tuple[Dimension, ...], who: str) -> tuple[int, Dimension]:
    for place, dimension in enumerate(dimensions):
        if dimension.name == name:
            return place, dimension
    known = ", ".join(f"“{d.name}”" for d in dimensions)
    raise MethodFault(f"{who} names the dimension “{name}”. There are: {known}.")


def _code(code: object, dimension: Dimension, who: str) -> int:
    if code not in dimension.codes:
        raise MethodFault(f"{who} names “{code}”, which is not a code of dimension “{dimension.name}”.")
    return dimension.codes.index(str(code))


def _mapping(data: object, who: str, what: str) -> Mapping[str, Any]:
    if not isinstance(data, Mapping):
        raise MethodFault(f"{who} is not a list of names with values. Write {{{what}}}.")
    return data


def _only(given: Iterable[str], known: tuple[str, ...], who: str) -> None:
    for key in given:
        if key not in known:
            raise MethodFault(f"{who} has “{key}”, which means nothing here. Known are: {', '.join(known)}.")
