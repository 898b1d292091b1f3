"""Runs networks of schools as self-improving systems."""
