"""Reports: what each one says, and where in it each answer goes."""
