"""Screens for those who lead and write for a network."""
