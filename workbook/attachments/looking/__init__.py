"""Looking into a file that somebody sent, before any of it is kept."""
