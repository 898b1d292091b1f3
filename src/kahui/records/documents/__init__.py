"""Texts of several sections that people write, comment on, fix as versions and compare."""
