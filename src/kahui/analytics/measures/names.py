"""The names of one network through time."""
