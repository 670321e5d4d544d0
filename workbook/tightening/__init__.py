"""Keeping something closer: one press, by anybody who may read it."""
