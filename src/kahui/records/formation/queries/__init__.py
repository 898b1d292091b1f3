"""Questions about networks on their way, by what they are about: reach, …"""

from kahui.records.formation.queries.reach import places_of, places_of_one, within

__all__ = ["places_of", "places_of_one", "within"]
