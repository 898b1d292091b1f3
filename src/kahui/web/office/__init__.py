"""Screens for the offices: advisers, directors, those who decide, evaluators, designers."""
