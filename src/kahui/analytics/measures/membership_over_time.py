"""How many schools belonged to one network, quarter by quarter."""
