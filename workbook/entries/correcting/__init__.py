"""Correcting an entry: the form filled from the version that stands, and a reason."""
