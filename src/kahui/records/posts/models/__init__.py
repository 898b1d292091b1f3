"""The facts of posts: what is provided, how one is filled, who holds it, and the release that is taken."""

from kahui.records.posts.models.filling import (
    Affirmation,
    Application,
    Approval,
    Choice,
    EmployerWord,
    Interest,
    Opening,
    Panelist,
    Purpose,
    Score,
    Shortlisting,
    WithdrawnApplication,
    WithdrawnOpening,
)
from kahui.records.posts.models.holding import Appointment, Extension, Holding
from kahui.records.posts.models.provided import Conversion, Entitlement, GivenUp, Transfer
from kahui.records.posts.models.release import CoverAsked, CoverGiven, CoverOffer, ReleaseTaken

__all__ = [
    "Affirmation",
    "Application",
    "Appointment",
    "Approval",
    "Choice",
    "Conversion",
    "CoverAsked",
    "CoverGiven",
    "CoverOffer",
    "EmployerWord",
    "Entitlement",
    "Extension",
    "GivenUp",
    "Holding",
    "Interest",
    "Opening",
    "Panelist",
    "Purpose",
    "ReleaseTaken",
    "Score",
    "Shortlisting",
    "Transfer",
    "WithdrawnApplication",
    "WithdrawnOpening",
]
