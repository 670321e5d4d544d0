"""Locking a sign-in that is not used, and unlocking it with every typed word in its place."""
