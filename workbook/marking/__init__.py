"""Marks after the writing: tightened by one person at once, loosened only by two."""
