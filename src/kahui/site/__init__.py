"""Plugs the parts together: settings, addresses, the command line and the worlds that ship with the product."""
