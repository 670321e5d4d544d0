"""Bringing case folders in: read them, check them whole, record them once."""
