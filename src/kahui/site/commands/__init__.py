"""The commands of `kahui`, one module each."""
