"""Drawings made by us, as SVG."""
