"""Word templates, and the script that made the first of each."""
