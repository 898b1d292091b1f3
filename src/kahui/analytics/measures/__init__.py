"""Measures: one question each, as one readable `.sql` and one `.py` of its words."""
