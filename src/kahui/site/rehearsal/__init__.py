"""The rehearsal nation: an invented country of any size, every effect in it planted and written down as truth."""
