"""Equipercentile linking a second time, one learner's score at a time, straight from the definition.

Every learner is spread evenly over the half points about their score; the share below a value is added up
interval by interval, and a rank's score is found by walking up the scale.
"""

from fractions import Fraction


def linked(x_counts, y_counts):
    """What each of x's scores 0, 1, 2 … becomes on y's, as fractions; counts are lists by score."""
    return [_score(y_counts, _rank(x_counts, score)) for score in range(len(x_counts))]


def _rank(counts, score):
    return Fraction(2 * sum(counts[:score]) + counts[score], 2 * sum(counts))


def _score(counts, rank):
    if rank <= 0:
        return Fraction(-1, 2)
    if rank >= 1:
        return Fraction(2 * len(counts) - 1, 2)
    above, below = _first_above(counts, rank), _last_below(counts, rank)
    return (above + below) / 2


def _first_above(counts, rank):
    """The greatest value that has no more than this share below it."""
    n, under = sum(counts), 0
    for score, count in enumerate(counts):
        if Fraction(under + count, n) > rank:
            return score - Fraction(1, 2) + (rank * n - under) / count
        under += count
    return Fraction(2 * len(counts) - 1, 2)


def _last_below(counts, rank):
    """The least value that has this share below it."""
    n, over = sum(counts), 0
    for back, count in enumerate(reversed(counts)):
        score = len(counts) - 1 - back
        if Fraction(n - over - count, n) < rank:
            return score + Fraction(1, 2) - ((1 - rank) * n - over) / count
        over += count
    return Fraction(-1, 2)
