"""Sitting with a family: the screen shows what everybody in the room may have."""
