"""Screens for a school, a service and their boards."""
