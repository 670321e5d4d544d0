"""Joining: asked for by one person, agreed to by another; then a first password."""
