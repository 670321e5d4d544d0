"""Signing in with the council's own account, by OpenID Connect."""
