"""Opening something that is kept: one person asks, another decides."""
