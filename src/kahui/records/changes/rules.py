"""What a rule is: a function whose first line is its number and its sentence. It gives `None` where it holds, else
its sentence with the facts of the case."""


class RuleBroken(ValueError):
    """A rule of the records does not hold; the message is the rule with the facts of the case."""


def require(broken: str | None) -> None:
    """Raise `RuleBroken` with what a rule said, if it said anything."""
    if broken:
        raise RuleBroken(broken)


def sentence(rule: object) -> str:
    """The number and sentence of a rule, from the first line of its docstring."""
    return (rule.__doc__ or "").strip().splitlines()[0]
