"""What to tell whom: written with the fact, sent after it."""
