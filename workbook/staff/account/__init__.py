"""A worker's own account: second step, passkeys, password, and where they are signed in."""
