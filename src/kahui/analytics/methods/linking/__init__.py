"""Putting scores of different tools on one scale, with the error that doing so adds."""
