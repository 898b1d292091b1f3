"""Cumulative approvals and endorsements at the end of each month."""
