"""What each post would number if every eligible school were in a network: the whole that early reports counted against."""
