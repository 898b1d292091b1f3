"""Versions of the programme: proposed, rehearsed on live networks, taken live by two people."""
