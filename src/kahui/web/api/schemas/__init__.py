"""The shapes of the API's answers. Each field says its meaning and unit, and what null means."""
