"""Small counts never leave: what is masked and why, attacked before it is published; rounding instead."""
