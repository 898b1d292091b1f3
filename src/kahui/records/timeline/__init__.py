"""What was done, sent and looked at, in plain words, by whatever it is about."""
