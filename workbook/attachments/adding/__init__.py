"""The form that adds a file to an entry."""
