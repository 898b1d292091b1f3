"""Achievement challenges on their way: written, agreed by every board, submitted, returned, endorsed, refreshed."""
