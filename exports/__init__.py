"""Documents: what is pulled, for whom, what is withheld, and Word."""
