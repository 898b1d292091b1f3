"""What each post would number if every eligible school were in a network: the whole early reports counted from."""
