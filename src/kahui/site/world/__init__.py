"""The rehearsal as a place to work in: an invented nation as records, on one day, with people who act in it."""
