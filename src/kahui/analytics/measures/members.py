"""The members of one network, now and before."""
