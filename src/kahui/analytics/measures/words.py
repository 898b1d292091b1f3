"""How measures count, round and bound: shared by every measure that ends in figures."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from kahui.analytics.report import Figure

Row = dict[str, Any]
Counted = tuple[float, float, float | None]
"""A count as value, at least, at most; at most is `None` where the record is known to lack some."""


def percent(part: float | None, whole: float | None) -> float | None:
    """`part` of `whole` in percent, one decimal, rounded half up; `None` where either is unknown or `whole` is 0."""
    if part is None or not whole:
        return None
    share = Decimal(str(part)) * 100 / Decimal(str(whole))
    return float(share.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))


def figure(
    code: str,
    scope: str,
    title: str,
    counted: Counted,
    *,
    rule: str,
    of: float | None = None,
    of_rule: str = "",
    note: str | None = None,
) -> Figure:
    """A known figure. `counted` is value, low, high; the value of undated facts lies between its bounds."""
    value, low, high = counted
    return Figure(
        code=code,
        scope=scope,
        title=title,
        value=value,
        low=low,
        high=high,
        of=of,
        percent=None if high is None else percent(value, of),  # a share of an incomplete count says nothing
        rule=rule,
        of_rule=of_rule,
        note=note,
    )


def unknown(
    code: str, scope: str, title: str, *, rule: str, note: str, of: float | None = None, of_rule: str = ""
) -> Figure:
    """A figure the record cannot know, with the sentence that says why. Never 0."""
    return Figure(code, scope, title, None, None, None, of, None, rule, of_rule, note)


def triple(row: Row, name: str) -> Counted:
    """Value, low and high of a count that a measure gives as `name`, `name_sure`, `name_may`."""
    return row[name], row[f"{name}_sure"], row[f"{name}_may"]
