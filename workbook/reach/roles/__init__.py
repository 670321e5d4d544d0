"""Roles, which two people give: one asks, another decides."""
