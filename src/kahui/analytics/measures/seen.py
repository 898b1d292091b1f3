"""Which directories were known: the dates from which a figure can be known at all. See `uptake.Seen`."""
