"""Every open school with its place, its learners and its network: what the constellation is drawn from."""
