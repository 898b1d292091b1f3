"""Counts changes, so that whatever is derived knows when it is out of date."""
