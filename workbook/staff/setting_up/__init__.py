"""Setting up a second step, from a worker's own account, and taking it away again."""
