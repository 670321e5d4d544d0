"""The first page: what is due, what is unfinished, what is new, and the families themselves."""
