"""The decisions about one network."""
