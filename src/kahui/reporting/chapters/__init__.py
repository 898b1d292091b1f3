"""Chapters of reports, one module each."""
