"""Bytes received, kept under their hash before anything is parsed."""
