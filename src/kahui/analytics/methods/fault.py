"""Why a method gives no answer."""


class MethodFault(ValueError):
    """What is wrong with what was given, and what would be enough, in a sentence for a person."""
