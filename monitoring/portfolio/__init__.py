"""Synthetic organisations of any size, for measuring and for trying out: many rows at once, not by the actions."""
