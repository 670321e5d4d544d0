"""Families: who is in them, how they are tied, where they live and who works with them."""
