"""The new posts: what a network is entitled to, who was chosen and how, who holds one, and the release they take."""
