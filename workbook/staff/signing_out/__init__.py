"""Signing out here and at the council's provider, whichever of the two comes first."""
