"""Questions about posts, by what they are about: provision, fillings, ledger, candidates, release, money, feeds.

For the tables of figures (`analytics/post_tables.py`), without anybody's name: `feeds.provision_rows` gives what
entitlement notices say, a row a notice with its period and its two times; `feeds.holding_rows` gives what became of
each post, a row a step of one filling (advertised, applied, appointed, started, ended, withdrawn) with the days it can
have happened on and its two times; `feeds.release_rows` gives each week of release. A holder's post also ends with the
membership of the school that employs them: that is not a row here, since whoever asks intersects both on its day.
"""

from kahui.records.posts.queries.consequences import employed_by
from kahui.records.posts.queries.feeds import holding_rows, provision_rows, release_rows
from kahui.records.posts.queries.fillings import Filling, fillings
from kahui.records.posts.queries.ledger import Line, Vacancy, ledger, time_to_fill, vacancies
from kahui.records.posts.queries.provision import Provided, provided

__all__ = [
    "Filling",
    "Line",
    "Provided",
    "Vacancy",
    "employed_by",
    "fillings",
    "holding_rows",
    "ledger",
    "provided",
    "provision_rows",
    "release_rows",
    "time_to_fill",
    "vacancies",
]
