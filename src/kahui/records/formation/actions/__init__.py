"""Verbs of formation, by who does them."""
