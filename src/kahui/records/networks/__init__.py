"""Networks, who belongs to them, and what was decided about them."""
