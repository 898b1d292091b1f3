"""All that the record holds of one school."""
