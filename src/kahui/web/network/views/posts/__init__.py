"""The pages of a network's posts: what is provided and held, how each is filled, and the release taken."""
