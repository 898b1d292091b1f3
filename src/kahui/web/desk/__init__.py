"""What everybody sees who has signed in: what waits for them, their own account, the timeline of a thing."""
