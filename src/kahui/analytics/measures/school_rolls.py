"""The rolls of one school."""
