"""What waits for whom, over every subject of the records."""
