"""One entry as it was recorded, the versions before and after it, and taking it out of force."""
