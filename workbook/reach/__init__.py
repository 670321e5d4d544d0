"""How a worker reaches a family beside being involved, and what bars the way."""
