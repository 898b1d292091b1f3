"""Screens, by who is looking."""
