"""Somebody asks for what is recorded about them: gathered, decided item by item, told in order."""
