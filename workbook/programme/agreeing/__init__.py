"""Agreeing the wording of one section about one subject."""
