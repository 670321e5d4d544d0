"""Entries: what happened or was said, recorded once and used everywhere."""
