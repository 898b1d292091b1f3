"""How a network comes to be: who proposes, who consents, who advises, what is decided."""
